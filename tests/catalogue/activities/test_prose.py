"""What listings say of themselves is no activity."""

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.everyday import EVERYDAY
from catalogue.activities.prose import PROSE, WORDS

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


def test_no_word_is_listed_twice():
    words = WORDS.split()

    assert len(words) == len(set(words))
    assert PROSE
    assert EVERYDAY
