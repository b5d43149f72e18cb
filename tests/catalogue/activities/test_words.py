"""Words folded, stripped and stemmed, each still in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.activities.refusing import wanted_spans
from catalogue.activities.words import fold, stem, telling_stems, terms_of


@pytest.mark.parametrize(
    "family",
    [
        "knit knits knitted knitting",
        "garden gardens gardening gardener",
        "budgie budgies",
        "sing sang sung singing singer",
        "bake baked baking baker",
        "run ran running runner",
        "breed bred breeding",
        "horse horses",
        "embroidery embroidered",
    ],
)
def test_forms_of_a_word_are_one(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boxing", "boxes"),
        ("bowls", "bowl"),
        ("trains", "training"),
        ("engines", "engineer"),
        ("fore", "for"),
        ("outing", "out"),
    ],
)
def test_words_that_only_look_alike_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_framing_and_grammar_are_stripped():
    assert telling_stems("I'd love to, my uncle used to") == ("uncl",)
    assert telling_stems("Mum's arts & crafts") == ("mum", "art", "craft")


@given(st.text(max_size=80))
def test_folding_moves_no_letter(text):
    assert len(fold(text)) == len(text)


def test_a_sign_is_no_word_whatever_it_is_made_of():
    assert telling_stems("\N{IDEOGRAPHIC TELEGRAPH SYMBOL FOR DAY ONE} darts") == (
        "dart",
    )


@given(st.text(max_size=80))
def test_terms_stand_where_they_say(text):
    for term in terms_of(text):
        assert 0 <= term.start < term.end <= len(text)


def wanted(words):
    return " ".join(
        words[start:end].strip() for start, end in wanted_spans(words) if start < end
    ).strip()


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("not the gym", ""),
        ("meet people but no pubs", "meet people"),
        ("anything but bingo", ""),
        ("a walk without dogs, then tea", "a walk then tea"),
        ("no bother lifting things", "no bother lifting things"),
        ("i have not sung for years", "i have not sung for years"),
    ],
)
def test_a_plain_no_reaches_to_the_end_of_its_clause(words, left):
    assert wanted(words) == left
