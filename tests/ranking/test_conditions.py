"""What is firm: met, failed, or asked first; never guessed."""

from dataclasses import fields
from datetime import date

import pytest

from matcher.ranking import Conditions, Facts
from tests.ranking.builders import HOME, firm, found, listing, ranked, somebody


def verdict(conditions: Conditions, **facts: object) -> str | tuple[str, ...]:
    """What becomes of one choir under these conditions."""
    person = somebody("singing in a choir", conditions=conditions)
    matches = ranked(person, listing("choir", "Choir", **facts)).matches
    return (matches[0].ask_first or "meets") if matches else "fails"


@pytest.mark.parametrize(
    ("cost_pence", "lowest_cost_pence", "expected"),
    [
        (0, None, "meets"),
        (300, None, "meets"),
        (500, 200, ("cost",)),
        (500, 400, "fails"),
        (500, None, "fails"),
        (None, None, ("cost",)),
        (None, 200, ("cost",)),
        (None, 900, "fails"),
    ],
)
def test_a_price_is_within_reach_only_at_full_price(
    cost_pence: int | None, lowest_cost_pence: int | None, expected: object
):
    up_to_three_pounds = firm(max_cost_pence=300)

    assert (
        verdict(
            up_to_three_pounds,
            cost_pence=cost_pence,
            lowest_cost_pence=lowest_cost_pence,
        )
        == expected
    )


def test_free_is_a_price_of_nothing_and_not_an_unknown_one():
    free = firm(free=True)

    assert verdict(free, cost_pence=0) == "meets"
    assert verdict(free, cost_pence=1) == "fails"
    assert verdict(free) == ("cost",)


@pytest.mark.parametrize(
    ("meets", "expected"),
    [
        ({("TU", "evening")}, "meets"),
        ({("TU", "morning"), ("WE", "evening")}, "fails"),
        ({("TU", None)}, ("part_of_day",)),
        ({("WE", None)}, "fails"),
        (None, ("days", "part_of_day")),
    ],
)
def test_tuesday_evening_is_not_tuesday_and_some_evening(
    meets: set[tuple[str, str | None]] | None, expected: object
):
    tuesday_evening = firm(days=frozenset({"TU"}), parts_of_day=frozenset({"evening"}))
    known = None if meets is None else frozenset(meets)

    assert verdict(tuesday_evening, meets=known) == expected


YES_OR_NO = [one.name for one in fields(Conditions) if one.type is bool]


@pytest.mark.parametrize("name", [name for name in YES_OR_NO if name != "free"])
def test_yes_meets_no_fails_and_silence_asks(name: str):
    wanted = firm(**{name: True})

    assert verdict(wanted, **{name: True}) == "meets"
    assert verdict(wanted, **{name: False}) == "fails"
    assert verdict(wanted) == (name,)


NEARBY = (53.01, -1.75)
FAR_OFF = (53.5, -1.75)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"points": (NEARBY,)}, ()),
        ({"points": (FAR_OFF, NEARBY)}, ()),
        ({"points": (FAR_OFF,)}, "fails"),
        ({"points": (FAR_OFF,), "online": True}, ()),
        ({"points": (FAR_OFF,), "covers": frozenset({"QX1"})}, ()),
        ({}, ("place",)),
    ],
)
def test_what_is_in_reach(facts: dict[str, object], expected: object):
    person = somebody("choir", place=HOME.__class__(**{**vars(HOME), "travel_km": 5}))

    matches = ranked(person, listing("c", "Choir", **facts)).matches

    assert (matches[0].ask_first if matches else "fails") == expected


def test_the_distance_is_to_the_nearest_of_its_places():
    choir = listing("c", "Choir", points=(FAR_OFF, NEARBY))

    match = ranked(somebody("choir", place=HOME), choir).matches[0]

    assert match.distance_km == pytest.approx(1.112, abs=0.001)


def closed(**facts: object) -> Facts:
    return listing("c", "Choir", **facts)


def test_nothing_to_join_and_only_for_children_never_fit():
    assert found(somebody("choir"), closed(joinable=False)) == []
    assert found(somebody("choir"), closed(adults=False)) == []


def test_what_is_over_does_not_fit_and_without_a_clock_nothing_is_over():
    choir = closed(last_day=date(2026, 5, 1))

    assert found(somebody("choir"), choir, today=date(2026, 5, 2)) == []
    assert found(somebody("choir"), choir, today=date(2026, 5, 1)) == ["c"]
    assert found(somebody("choir"), choir) == ["c"]


def test_choices_count_what_one_more_condition_would_leave():
    listings = [
        listing(1, "Choir", cost_pence=0, meets=frozenset({("TU", "evening")})),
        listing(2, "Choir", cost_pence=400, points=(NEARBY,), step_free=True),
        listing(3, "Choir", points=(FAR_OFF,), step_free=False),
        listing(4, "Bingo", cost_pence=0),
    ]

    ranking = ranked(somebody("choir", place=HOME), *listings)

    told = ("free", "TU", "evening", "step_free", "within_2_km", "quiet")
    assert {name: ranking.choices[name] for name in told} == {
        "free": 1,
        "TU": 1,
        "evening": 1,
        "step_free": 1,
        "within_2_km": 1,
        "quiet": 0,
    }
    assert {name: ranking.choices_to_ask[name] for name in told} == {
        "free": 1,
        "TU": 2,
        "evening": 2,
        "step_free": 1,
        "within_2_km": 1,
        "quiet": 3,
    }


def test_a_choice_of_the_same_kind_takes_the_place_of_the_firm_one():
    listings = [
        listing(1, "Choir", cost_pence=0, meets=frozenset({("TU", "evening")})),
        listing(2, "Choir", cost_pence=0, meets=frozenset({("WE", "evening")})),
        listing(3, "Choir", cost_pence=500, meets=frozenset({("WE", "evening")})),
    ]
    person = somebody("choir", conditions=firm(free=True, days=frozenset({"TU"})))

    ranking = ranked(person, *listings)

    assert [match.facts.id for match in ranking.matches] == ["1"]
    assert (ranking.choices["TU"], ranking.choices["WE"]) == (1, 1)
