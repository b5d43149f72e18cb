"""Slips of spelling that lie equally near to several words of the lexicon."""

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.spelling import Speller


def test_letters_that_only_changed_places_are_put_back_first():
    speller = Speller({"canva", "canvas", "canals"})

    assert speller.repair("canvsa") == "canvas"


def test_of_words_as_near_the_one_said_most_often_is_meant():
    said = {"stitch": 40, "stretch": 60}

    assert Speller(said, said.__getitem__).repair("stetch") == "stretch"
    assert Speller(said).repair("stetch") == "stitch"  # by the alphabet alone


@pytest.mark.parametrize(
    ("slip", "word"), [("bubles", "bubbles"), ("insted", "instead"), ("palnt", "plant")]
)
def test_a_rare_word_is_no_rival_of_a_common_one(slip: str, word: str):
    assert load_lexicon()._reader.speller.repair(slip) == word
