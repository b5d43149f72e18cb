"""Text becomes terms that still know where they stand."""

from sys import getrefcount

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking.words import fold, read, spans_of, stem, term_of, uses_of


def terms(text: str) -> list[str]:
    return [word.term for word in read(text)]


def test_a_word_is_found_in_all_its_forms():
    assert {term_of(word) for word in ("garden", "gardens", "gardening")} == {"garden"}


def test_what_somebody_used_to_do_is_the_word_they_did_it_with():
    assert terms("I used to love singing, sang for years, sung in church")[:2] == [
        "sing",
        "sing",
    ]


def test_framing_says_nothing():
    assert terms("I'd really love to, and would like to have another go") == []


def test_american_and_british_spelling_are_one_word():
    american = terms("organized colors jewelry theater program neighborhood")

    assert american == terms(
        "organised colours jewellery theatre programme neighbourhood"
    )


def test_a_size_and_a_prize_keep_their_letters():
    assert terms("prize prizes size") == ["prize", "prize", *terms("size")]


def test_five_a_side_is_one_word_however_it_is_written():
    assert {terms(text)[0] for text in ("five-a-side", "5-a-side", "5 a side")} == {
        "fiveasid"
    }


def test_a_compound_is_also_its_parts():
    assert [
        (word.term, word.start, word.end) for word in read("a bird-watching walk")
    ] == [
        ("birdwatch", 2, 15),
        ("bird", 2, 6),
        ("watch", 7, 15),
        ("walk", 16, 20),
    ]


@given(st.text(alphabet="abdeginorstuyzß5é-'’ ", max_size=60))
def test_where_words_are_used_is_found_without_reading_the_others(text: str):
    every = read(text)

    for wanted in {word.term for word in every}:
        found = list(uses_of(fold(text), (wanted,)))
        assert found == [word for word in every if word.term == wanted]


def test_words_with_another_spelling_or_past_are_found_where_they_are_used():
    said = "Sang, drew, swam and rode; colors in a gray theater, 5-a-side, skies, dyed"

    terms = {word.term for word in read(said)}

    assert list(uses_of(fold(said), terms)) == read(said)


def test_accents_and_curly_apostrophes_are_no_hindrance():
    assert terms("my nan’s café, naïve élan") == terms("my nan's cafe, naive elan")


def test_an_accent_written_as_its_own_character_keeps_the_word_whole():
    decomposed = "cafe\u0301 club"

    assert [decomposed[word.start : word.end] for word in read(decomposed)] == [
        "cafe\u0301",
        "club",
    ]


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_every_term_stands_where_it_says(text: str):
    words = read(text)

    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


@pytest.mark.parametrize("made_of", [term_of, spans_of, stem])
def test_what_may_be_a_phrase_is_not_remembered(made_of):
    phrase = "-".join(["my", "brother", "goran", "sleeps", "in", "the", "van"])
    referred = getrefcount(phrase)

    made_of(phrase)

    assert getrefcount(phrase) == referred
