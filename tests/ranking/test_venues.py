"""No to all places of a kind: what their names tell, and what they do not."""

import pytest

from matcher.ranking.index.segment import plain_name
from matcher.ranking.venues import KINDS
from matcher.ranking.words import fold
from tests.ranking.builders import listing, ranked, somebody

PUB, CHURCH = KINDS


def found(words: str, *venues: str) -> list[str]:
    """Of these venues, each with a tea and talk of its own, those that are shown."""
    listings = [
        listing(at, f"Tea with {at}", venues=tuple(venue.split(" | ")))
        for at, venue in enumerate(venues)
    ]
    shown = {one.facts.id for one in ranked(somebody(words), *listings).matches}
    return [venue for at, venue in enumerate(venues) if str(at) in shown]


@pytest.mark.parametrize("words", ["tea, no pubs", "tea but not in a pub"])
def test_no_pubs_keeps_out_a_pub_that_its_name_tells_of(words: str) -> None:
    assert found(words, "The Boathouse Inn", "The Red Lion", "The library") == [
        "The library"
    ]


def test_what_meets_somewhere_else_as_well_is_shown() -> None:
    both = "The Boathouse Inn | The library"

    assert found("tea, no pubs", both) == [both]


def test_no_pub_quiz_says_nothing_of_tea_in_a_pub() -> None:
    assert found("tea, no pub quizzes", "The Boathouse Inn") == ["The Boathouse Inn"]


def test_whoever_would_not_go_in_a_church_may_go_to_its_hall() -> None:
    venues = "St Chad's Church", "St Chad's Church Hall"

    assert found("tea, not in a church", *venues) == ["St Chad's Church Hall"]
    assert found("tea, I never go to church", *venues) == [*venues]


@pytest.mark.parametrize(
    "name",
    [
        "The Boathouse Inn", "Bricklayers Arms", "The King's Arms", "Shuttle Tavern",
        "Red Lion Hotel", "The Rose and Crown", "Royal Oak", "The Nags Head",
    ],
)  # fmt: skip
def test_a_pub_is_known_by_its_name(name: str) -> None:
    assert PUB.called.fullmatch(plain_name(name))


@pytest.mark.parametrize(
    "name",
    [
        "Premier Inn", "Holiday Inn", "Premier Inn Wenbrook", "Open Arms",
        "Red Lion Community Centre", "Royal Oak Primary School", "Crown Court",
        "Oak Hall", "Green Man Festival", "Lincoln's Inn Fields", "Publow Hall",
        "The Legion Club",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_pub_is_none(name: str) -> None:
    assert not PUB.called.fullmatch(plain_name(name))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_called_so_has_a_word_that_is_looked_up(kind) -> None:
    names = "the boathouse inn", "red lion", "rose and crown", "st chad's church"
    called = [name for name in names if kind.called.fullmatch(name)]

    assert [name for name in called if not set(name.split()) & {*kind.looked_up}] == []


@pytest.mark.parametrize(
    "words", ["churches", "not in a church", "nothing inside the parish church"]
)
def test_no_to_the_building_is_told_from_no_to_the_faith(words: str) -> None:
    assert CHURCH.refused_by.search(fold(words))
    assert not CHURCH.refused_by.search("i never go to church")
