"""Columns with room behind them are those that are copied together."""

from random import Random

import numpy as np
import pytest

from matcher.ranking import Facts
from matcher.ranking.columns import FLAT, Columns, columns_of, stacked
from matcher.ranking.index import growing
from matcher.ranking.index.growing import Growing
from tests.benchmarks.seeded import seeded


def of_a_few(random: Random) -> Columns:
    """Columns of up to three listings, each with up to two points."""
    return columns_of([a_listing(random) for _ in range(random.randint(0, 3))])


def a_listing(random: Random) -> Facts:
    """A listing with what columns hold."""
    points = [(random.uniform(50, 55), random.uniform(-3, 1)) for _ in range(3)]
    return Facts(
        id=f"x{random.random()}",
        title=random.choice(("Choir", "Quiz for women")),
        openness=random.choice(("mainstream", "unstated")),
        cost_pence=random.choice((None, 0, 350)),
        points=tuple(points[: random.randint(0, 2)]),
    )


def everything_in(columns: Columns) -> dict[str, list[object]]:
    """Each column, for comparing."""
    return {
        name: getattr(columns, name).tolist()
        for name in ("points", "point_starts", *FLAT)
    }


@pytest.mark.parametrize("room", [0, 2, 1_000])
def test_whatever_comes_in_whatever_order_stands_as_if_all_were_copied(
    room: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(growing, "ROOM", room)
    random = seeded(17)
    first = columns_of([a_listing(random) for _ in range(5)])
    grows, ways = Growing(first), [[of_a_few(random)]]
    looked_at = []

    for _ in range(60):
        way = random.choice(ways)
        begins = way[: random.randint(0, len(way))]
        ways.append([*begins, *(of_a_few(random) for _ in range(random.randint(0, 2)))])
        looked_at.append((grows.with_later(ways[-1]), stacked([first, *ways[-1]])))

    assert [everything_in(one) for one, _ in looked_at] == [
        everything_in(other) for _, other in looked_at
    ]


def test_what_goes_on_from_the_last_is_written_behind_it():
    random = seeded(18)
    grows = Growing(columns_of([a_listing(random) for _ in range(5)]))
    one, other = of_a_few(random), of_a_few(random)

    shorter, longer = grows.with_later([one]), grows.with_later([one, other])

    assert np.shares_memory(shorter.meets, longer.meets)
    assert not np.shares_memory(grows.with_later([other]).meets, longer.meets)
