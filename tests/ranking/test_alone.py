"""A listing that is read alone comes to what it comes to among others."""

from dataclasses import fields
from datetime import date

import numpy as np

from matcher.ranking.columns import FLAT, columns_of
from matcher.ranking.facts import Facts
from matcher.ranking.index.segment import Segment, read_segment
from matcher.ranking.rows import Rows
from tests.benchmarks.seeded import seeded
from tests.ranking.builders import listing, reads
from tests.ranking.worlds import WORDS

SAID = ("No alcohol, drop-in & alcohol-free", "the", "", "non-stop choir or café")


def told_of(segment: Segment, at: int) -> dict[str, dict[str, object]]:
    """All rows of one listing of a segment."""
    told: dict[str, dict[str, object]] = {}
    for field in fields(Segment):
        rows = getattr(segment, field.name)
        if isinstance(rows, Rows):
            told[field.name] = {
                key: tuple(one[row.positions == at].tolist() for one in row.values)
                for key in rows.keys
                if (row := rows.of(key)) and at in row.positions
            }
    return told


def some_listings() -> list[Facts]:
    random = seeded(5)
    plain = {"activities": ("Singing", "bell ringing"), "organization": "The Wen Arts"}
    return [
        listing(
            n,
            f"{random.choice(SAID)} {random.choice(WORDS)}",
            description=" ".join(random.choices([*WORDS, *SAID], k=n % 9)),
            cost_pence=random.choice([None, 0, 500]),
            meets=random.choice([None, frozenset({("MO", "evening")})]),
            quiet=random.choice([None, True, False]),
            last_day=random.choice([None, date(2026, 12, 1)]),
            readings=(reads("choir", 0.5, "choir"),) * (n % 2),
            **(plain if n % 3 else {}),
        )
        for n in range(80)
    ]


def test_a_listing_read_alone_says_what_it_says_among_others():
    every = some_listings()
    together, statistics = read_segment(every)

    for number, facts in enumerate(every):
        alone, _ = read_segment([facts], statistics)
        at = together.position_of(str(number))
        assert told_of(alone, 0) == told_of(together, at)
        assert alone.lengths.tolist() == together.lengths[[at]].tolist()
        assert alone.lengths.dtype == together.lengths.dtype
        for one in fields(Segment):
            if isinstance(rows := getattr(alone, one.name), Rows):
                others = getattr(together, one.name)
                kinds = [rows.starts, rows.positions, *rows.values]
                expected = [others.starts, others.positions, *others.values]
                assert [x.dtype for x in kinds] == [x.dtype for x in expected]


def test_the_columns_of_a_listing_alone_are_those_it_has_among_others():
    every = some_listings()
    together = columns_of(every)

    for number, facts in enumerate(every):
        alone = columns_of([facts])
        for name in set(FLAT) - {"by_id"}:
            one, among = getattr(alone, name), getattr(together, name)
            assert np.array_equal(one, among[[number]])
            assert one.dtype == among.dtype
