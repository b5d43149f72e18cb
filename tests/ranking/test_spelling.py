"""Spelling is put right against the catalogue's own words, and never a known word."""

import pytest

from matcher.ranking import Index, rank
from matcher.ranking.spelling import Speller
from tests.ranking.builders import found, listing, ranked, somebody

SPELLER = Speller(
    {
        "gardening": 9,
        "football": 30,
        "swimming": 8,
        "library": 5,
        "museum": 3,
        "tennis": 4,
        "choir": 6,
        "buddies": 4,
        "whilst": 9,
        "painting": 3,
        "printing": 8,
    }
)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("gardning", "gardening"),
        ("footbal", "football"),
        ("swiming", "swimming"),
        ("libary", "library"),
        ("museam", "museum"),
        ("tenis", "tennis"),
        ("chior", "choir"),
    ],
)
def test_a_slip_is_put_right(slip: str, meant: str):
    assert SPELLER.repair(slip) == meant


@pytest.mark.parametrize(
    "word", ["whist", "budgies", "football", "people", "pan", "oche"]
)
def test_a_word_that_is_spelt_right_is_left_alone(word: str):
    assert SPELLER.repair(word) is None


def test_of_two_equally_near_words_the_commoner_is_meant():
    speller = Speller({"singing": 1, "sinking": 7})

    assert speller.repair("sinqing") == "sinking"


def test_two_slips_are_forgiven_only_in_a_long_word():
    speller = Speller({"photography": 3, "pottery": 3})

    assert speller.repair("fotography") is None
    assert speller.repair("photgrphy") == "photography"
    assert speller.repair("potery") == "pottery"
    assert speller.repair("pottey") == "pottery"
    assert speller.repair("ptotrey") is None


def test_a_misspelt_wish_finds_the_thing_and_is_quoted_as_it_was_written():
    garden = listing("g", "Community gardening")

    ranking = ranked(somebody("bit of gardning"), garden, listing("f", "Football"))

    assert [match.facts.id for match in ranking.matches] == ["g"]
    evidence = ranking.matches[0].answers[0].evidence[0]
    assert (evidence.said, evidence.found) == ("gardning", "gardening")


def test_a_misspelt_refusal_refuses():
    pub = listing("pub", "Quiz at the Railway", description="A football quiz.")

    assert found(somebody("a quiz", "no footbal"), pub) == []


@pytest.mark.parametrize("said", ["padel", "padels"])
def test_a_word_that_came_since_words_were_counted_is_no_slip(said: str):
    panel = listing("panel", "User panel of the library")
    padel = listing("padel", "Padel for members", openness="in_service")
    index = Index.build([panel]).changed([padel])

    wished = rank(somebody(said), index).matches
    refused = rank(somebody("library", f"no {said}"), index).matches

    assert [match.facts.id for match in wished] == ["padel"]
    assert [match.facts.id for match in refused] == ["panel"]


def test_a_word_whose_last_listing_went_may_be_a_slip_again():
    panel = listing("panel", "User panel of the library")
    padel = listing("padel", "Padel for members")
    index = Index.build([panel]).changed([padel]).changed(gone=["padel"])

    matches = rank(somebody("padel"), index).matches

    assert [match.facts.id for match in matches] == ["panel"]


def test_nothing_that_was_said_is_remembered_as_it_was_said():
    speller = Speller({"painting": 3})

    assert speller.repair("paintingg") == speller.repair("paintingg") == "painting"
    assert "paintingg" not in repr(vars(speller))
