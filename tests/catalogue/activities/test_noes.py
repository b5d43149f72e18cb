"""A no to a whole field of life."""

import pytest

from catalogue.activities import kept_out, load_lexicon


def ids(words: str) -> set[str]:
    return {one.activity for one in kept_out(words, [(0, len(words))])}


@pytest.mark.parametrize(
    "words", ["religious", "any religion", "a faith group", "churchy stuff"]
)
def test_a_word_for_a_field_names_all_of_it(words: str):
    assert {"quakers", "mosque-community", "bible-study"} <= ids(words)


@pytest.mark.parametrize("words", ["football", "the church hall", "faithful dogs"])
def test_other_words_name_no_field(words: str):
    assert ids(words) == set()


def test_what_somebody_is_not_is_no_wish():
    words = "I'm not religious"

    assert kept_out(words, [(words.index("religious"), len(words))]) == []


def test_only_what_is_refused_counts():
    words = "religious painting, no pubs"

    assert kept_out(words, [(words.index("pubs"), len(words))]) == []


def test_a_field_names_activities_that_there_are():
    assert ids("religious") - load_lexicon().activities.keys() == set()
