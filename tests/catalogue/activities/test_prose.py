"""What listings say of themselves is no activity."""

import pytest

from catalogue.activities import Lexicon, lexicon, load_lexicon
from catalogue.activities.everyday import EVERYDAY
from catalogue.activities.prose import lines_of

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    "description",
    [
        "The foundation promotes and undertakes a variety of public purposes.",
        "Services are provided at our premises by a team of professionals.",
        "A partnership that secures funding, and supports people to achieve.",
    ],
)
def test_how_a_charity_speaks_of_itself_is_read_as_nothing(description):
    assert LEXICON.read_listing("The Hale Trust", (), "", description) == ()


def test_an_activity_between_such_words_is_still_read():
    (first, *_) = LEXICON.read_listing(
        "The Hale Trust", (), "", "The foundation promotes beekeeping to the public."
    )

    assert (first.activity, first.found) == ("beekeeping", "beekeeping")


def test_a_person_may_say_such_a_word_and_be_understood():
    meant = LEXICON.read_phrase("campaign for the library")

    assert meant


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Old Trafford library", "Open on Mondays in Stretford."),
        ("Springboard", "Carers receive a warm welcome; all are free to attend."),
        ("Volunteers needed", "We serve the North West from our offices in Salford."),
    ],
)
def test_where_a_listing_is_and_what_it_calls_itself_are_no_activity(
    title, description
):
    read = LEXICON.read_listing(title, (), "", description)

    assert {one.activity for one in read}.isdisjoint(
        {
            "football-supporters", "rugby-league", "morris-dancing", "tennis",
            "springboard-diving", "quakers", "american-football",
        }
    )  # fmt: skip


def test_a_place_tells_something_in_a_persons_own_words():
    (first, *_) = LEXICON.read_phrase("every other Saturday at Old Trafford")

    assert first.activity == "football-supporters"


@pytest.mark.parametrize(
    ("title", "activity"),
    [
        ("Galaxies and nebulae from our roof", "astronomy"),
        ("Internet and tablet help", "phones-and-tablets"),
        ("Physics and chemistry for the curious", "science-talks"),
        ("Make your own soap", "candles-soap"),
        ("Aran sweaters made together", "knitting"),
    ],
)
def test_a_word_that_says_what_one_comes_for_is_no_prose(title, activity):
    (first, *_) = LEXICON.read_listing(title)

    assert first.activity == activity


def test_a_place_is_no_evidence_of_an_activity():
    read = LEXICON.read_listing("Dance in Manchester")

    assert {one.found for one in read} == {"Dance"}


@pytest.mark.parametrize("file", ["prose.txt", "places.txt", "kinds.txt"])
def test_no_word_is_listed_twice(file):
    words = lines_of(file)

    assert sorted(set(words)) == words
    assert words
    assert EVERYDAY


def test_listings_are_read_again_when_the_words_of_prose_change(monkeypatch):
    before = Lexicon(activities=LEXICON.activities).edition

    monkeypatch.setattr(lexicon, "prose_mark", lambda: "others")

    assert Lexicon(activities=LEXICON.activities).edition != before
