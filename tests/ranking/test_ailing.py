"""What is in the way changes how somebody would do a thing, not what they would do."""

import pytest

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Phrase
from matcher.ranking.ailing import is_in_the_way
from matcher.ranking.clauses import understand

LEXICON = load_lexicon()


def said(words: str) -> list[str]:
    """What a phrase says, surest first."""
    (phrase,) = understood(Asked(phrases=(Phrase(words=words),)), LEXICON).phrases
    return [one.activity for one in phrase.meant if one.how == "said"]


@pytest.mark.parametrize(
    "clause",
    [
        "my nerves are bad",
        "my back's gone",
        "me knees are knackered now",
        "my eyesight is not what it was",
        "i've got a bad back",
        "my hands are no good",
        "i've got depression",
        "my anxiety's bad",
        "i'm autistic",
        "recovering alcoholic",
    ],
)
def test_a_clause_may_say_what_is_in_the_way(clause: str) -> None:
    assert is_in_the_way(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "my back garden",
        "good with my hands",
        "i've got a bad dog",
        "my heart's in it",
        "deaf club",
    ],
)
def test_any_other_clause_says_something_else(clause: str) -> None:
    assert not is_in_the_way(clause)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("I used to sing but my nerves are bad", "singing"),
        ("used to paint but my eyesight's going", "painting"),
        ("loved walking but my hips have gone", "walking-group"),
        ("my chest's bad, love a choir", "choir"),
        ("my anxiety's bad, I like baking", "baking"),
        ("I'm autistic and love trains", "trainspotting"),
    ],
)
def test_the_wish_is_heard_as_if_nothing_were_in_the_way(
    words: str, first: str
) -> None:
    assert said(words)[0] == first


def test_other_ways_of_the_same_are_heard_from_all_that_is_said() -> None:
    heard = said("love dancing but my knees are bad now")

    assert "seated-dance" in heard
    assert "rehab-exercise" not in heard
    assert len(heard) == len({*heard})


def test_alone_it_asks_for_others_to_whom_it_happened() -> None:
    assert understand("my hearing's gone").wanted_spans == ((0, 17),)
    assert said("my hearing's gone")[0] == "hearing-and-tinnitus"
