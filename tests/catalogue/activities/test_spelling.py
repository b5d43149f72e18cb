"""Slips of spelling that lie equally near to several words of the lexicon."""

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.spelling import Speller


def test_letters_that_only_changed_places_are_put_back_first():
    speller = Speller({"canva", "canvas", "canals"})

    assert speller.repair("canvsa") == "canvas"


def test_a_letter_that_was_doubled_is_doubled_again_first():
    said = {"kiting": 230, "knitting": 130}

    assert Speller(said, said.__getitem__).repair("kniting") == "knitting"


def test_of_words_as_near_the_one_said_most_often_is_meant():
    said = {"stitch": 40, "stretch": 60}

    assert Speller(said, said.__getitem__).repair("stetch") == "stretch"
    assert Speller(said).repair("stetch") == "stitch"  # by the alphabet alone


@pytest.mark.parametrize(
    ("slip", "word"),
    [("tenis", "tennis"), ("kniting", "knitting"), ("stiching", "stitching")],
)
def test_a_common_slip_is_put_right_among_all_words(slip: str, word: str):
    assert load_lexicon()._reader.speller.repair(slip) == word


@pytest.mark.parametrize("word", ["sedentary", "worrier", "griffins"])
def test_a_plain_word_that_no_line_has_is_no_slip(word: str):
    assert load_lexicon()._reader.speller.repair(word) is None
