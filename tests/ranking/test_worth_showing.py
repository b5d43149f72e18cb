"""What is no answer beside a far better one, and what hides nothing."""

from dataclasses import replace

import pytest

from matcher.ranking import Asked, Facts, Phrase, Place, scoring, standings
from tests.ranking.builders import firm, found, listing, means, ranked, reads, somebody

OCHE = "on the oche every Friday"
POOL = listing("pool", "Cue club", readings=(reads("pool", 0.6, "Cue"),))


def thrower(**asked: object) -> Asked:
    said = means(OCHE, "darts", 0.95, "oche"), means(OCHE, "pool", 0.4, "oche", "near")
    return somebody(Phrase(words=OCHE, meant=said), **asked)


def darts(**facts: object) -> Facts:
    night = reads("darts", 0.95, "league night")
    return listing("darts", "Thursday league night", readings=(night,), **facts)


def test_a_neighbour_is_shown_while_the_thing_itself_is_not_to_be_had():
    assert found(thrower(), POOL) == ["pool"]


def test_a_neighbour_is_not_shown_beside_the_thing_itself():
    assert found(thrower(), POOL, darts()) == ["darts"]


def test_what_is_open_to_fewer_hides_nothing_open_to_all():
    assert found(thrower(), POOL, darts(openness="in_service")) == ["pool", "darts"]


def test_what_does_not_fit_hides_nothing_where_nothing_else_is_good():
    free = listing("pool", POOL.title, readings=POOL.readings, cost_pence=0)

    there = found(thrower(conditions=firm(free=True)), free, darts(cost_pence=500))

    assert there == ["pool"]


def test_a_guess_known_to_fit_is_not_shown_before_a_good_answer_to_ask_about():
    free = listing("pool", POOL.title, readings=POOL.readings, cost_pence=0)

    there = found(thrower(conditions=firm(free=True)), free, darts(cost_pence=None))

    assert there == ["darts"]


def test_what_is_put_first_is_always_shown():
    assert found(thrower(put_first=("pool",)), POOL, darts()) == ["pool", "darts"]


def test_a_choice_counts_what_it_would_bring_back():
    free = listing("pool", POOL.title, readings=POOL.readings, cost_pence=0)

    ranking = ranked(thrower(), free, darts(cost_pence=500))

    assert [match.facts.id for match in ranking.matches] == ["darts"]
    assert ranking.choices["free"] == 1


def rooms(number: int, sure: float) -> list[Facts]:
    return [
        listing(
            f"{sure}-{place}", f"Club {place}", readings=(reads("pool", sure, "Club"),)
        )
        for place in range(number)
    ]


@pytest.mark.parametrize(("good", "shown"), [(5, 6), (6, 6)])
def test_after_a_few_good_answers_a_guess_is_not_worth_showing(good, shown):
    said = Phrase(words=OCHE, meant=(means(OCHE, "pool", 0.9, "oche"),))

    there = found(somebody(said), *rooms(good, 0.6), *rooms(1, 0.32))

    assert len(there) == shown


def test_it_is_hidden_only_behind_an_answer_to_the_same_phrase():
    cues = "chalk on the cue"
    second = Phrase(words=cues, meant=(means(cues, "pool", 0.9, "cue"),))
    person = somebody(*thrower().phrases, second)

    assert set(found(person, POOL, darts())) == {"pool", "darts"}


def free_or_not(*several: Facts, cost_pence: int | None) -> list[Facts]:
    return [replace(one, cost_pence=cost_pence) for one in several]


@pytest.mark.parametrize("cost_pence", [0, None])
def test_no_condition_brings_in_a_guess_while_something_good_is_left(cost_pence):
    said = Phrase(words=OCHE, meant=(means(OCHE, "pool", 0.9, "oche"),))
    good, guess = rooms(6, 0.6), rooms(1, 0.32)
    town = [
        *free_or_not(*good[1:], cost_pence=500),
        *free_or_not(good[0], cost_pence=cost_pence),
        *free_or_not(*guess, cost_pence=0),
    ]

    person = somebody(said, conditions=firm(free=True))

    assert found(person, *town) == [good[0].id]
    assert ranked(somebody(said), *town).choices["free"] == (cost_pence == 0)


def test_guesses_are_what_there_is_where_a_condition_leaves_nothing_good():
    said = Phrase(words=OCHE, meant=(means(OCHE, "pool", 0.9, "oche"),))
    guess = free_or_not(*rooms(1, 0.32), cost_pence=0)
    town = [*free_or_not(*rooms(6, 0.6), cost_pence=500), *guess]

    there = found(somebody(said, conditions=firm(free=True)), *town)

    assert there == [guess[0].id]
    assert ranked(somebody(said), *town).choices["free"] == 1


def test_what_is_out_of_reach_makes_no_guess_less_worth():
    said = Phrase(words=OCHE, meant=(means(OCHE, "pool", 0.9, "oche"),))
    here, far = ((53.0, -1.7),), ((54.0, -1.7),)
    town = [
        *(replace(one, points=far) for one in rooms(6, 0.6)),
        *(replace(one, points=here) for one in rooms(1, 0.32)),
        listing("near", "Cue hall", points=here, readings=(reads("pool", 0.6, "Cue"),)),
    ]
    place = Place(latitude=53.0, longitude=-1.7, travel_km=5.0)

    assert set(found(somebody(said, place=place), *town)) == {"near", "0.32-0"}
    assert "0.32-0" not in found(somebody(said), *town)


def test_a_good_answer_is_far_below_none():
    assert scoring.FAR_BELOW <= scoring.BESIDE_A_FEW


def test_who_answers_best_opens_though_many_like_it_are_folded(monkeypatch):
    monkeypatch.setattr(standings, "FEW", 3)
    cues, oche = "chalk on the cue", OCHE
    person = somebody(
        Phrase(words=oche, meant=(means(oche, "darts", 0.95, "oche"),)),
        Phrase(words=cues, meant=(means(cues, "pool", 0.95, "cue"),)),
    )
    night = {"readings": (reads("darts", 0.95, "League"),)}
    crowd = [listing(f"crowd-{n}", f"League {n}", **night) for n in range(6)]
    both = {"readings": (reads("darts", 0.7, "Arms"), reads("pool", 0.65, "Arms"))}
    folded = [
        listing(f"arms-{n}", "The Arms", organization="Inns", cost_pence=0, **both)
        for n in range(5)
    ]
    first = listing("arms", "The Arms", organization="Inns", cost_pence=0, **night)
    other = listing("other", "The Anchor", cost_pence=5000, **both)

    there = found(person, *crowd, *folded, first, other, limit=2)

    assert "other" in there
