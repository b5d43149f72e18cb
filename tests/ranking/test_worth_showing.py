"""What is no answer beside a far better one, and what hides nothing."""

import pytest

from matcher.ranking import Asked, Facts, Phrase, scoring, standings
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


@pytest.mark.parametrize("cost_pence", [None, 500])
def test_what_is_not_known_to_fit_hides_nothing_known_to_fit(cost_pence: int | None):
    free = listing("pool", POOL.title, readings=POOL.readings, cost_pence=0)

    assert "pool" in found(
        thrower(conditions=firm(free=True)), free, darts(cost_pence=cost_pence)
    )


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


def test_what_would_have_to_be_asked_is_held_against_all_that_may_fit():
    said = Phrase(words=OCHE, meant=(means(OCHE, "pool", 0.9, "oche"),))
    person = somebody(said, conditions=firm(free=True))

    there = found(person, *rooms(6, 0.6), *rooms(1, 0.32))

    assert "0.32-0" not in there
    assert len(there) == 6


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
