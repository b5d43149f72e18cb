"""Phrases and listings read as the same activities."""

from catalogue.activities import load_lexicon

LEXICON = load_lexicon()


def said(words):
    return [m.activity for m in LEXICON.read_phrase(words) if m.how == "said"]


def test_the_scorebook_is_a_role_in_a_team():
    words = "kept the scorebook for me dad's team"

    first = LEXICON.read_phrase(words)[0]

    assert first.activity == "scorer-timekeeper"
    assert next(words[start:end] for start, end in first.spans) == "scorebook"


def test_what_is_refused_is_not_read():
    assert said("not the gym") == []


def test_walking_football_is_not_read_as_football_in_full():
    readings = LEXICON.read_listing("Walking football on Thursdays")

    assert readings[0].activity == "walking-football"
    assert "football" not in [reading.activity for reading in readings]
