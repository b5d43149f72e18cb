"""Each picture stands for words that are understood as what is drawn."""

from catalogue.activities import load_lexicon
from catalogue.pictures import pictures

SURE = 0.7
"""How sure the lexicon must be, 0 to 1."""


def test_there_are_about_two_dozen_and_none_twice() -> None:
    ids = [picture.id for picture in pictures()]

    assert 18 <= len(ids) <= 24
    assert sorted(set(ids)) == sorted(ids)


def test_the_words_of_each_are_understood_as_its_activities() -> None:
    lexicon = load_lexicon()

    missed = {
        picture.words: set(picture.activities) - understood
        for picture in pictures()
        for understood in (
            {
                m.activity
                for m in lexicon.read_phrase(picture.words)
                if m.weight >= SURE
            },
        )
        if set(picture.activities) - understood
    }

    assert missed == {}


def test_every_activity_of_a_picture_is_in_the_lexicon() -> None:
    known = load_lexicon().activities.keys()

    named = {one for picture in pictures() for one in picture.activities}

    assert named - known == set()
