"""Everything about listings that is no word, as columns to compare at once.

``None`` stays apart from no: a yes-or-no column holds 1, 0 or ``UNKNOWN``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.audience import for_whom
from matcher.ranking.facts import Facts
from matcher.ranking.further import PLAIN, Bits, further_of
from matcher.ranking.openness import rank_of
from matcher.ranking.times import UNKNOWN as UNKNOWN
from matcher.ranking.times import slots


@dataclass(frozen=True, kw_only=True, eq=False)
class Columns:
    """One entry for each listing, in the index's order."""

    openness_rank: NDArray[np.int8]
    closed: NDArray[np.bool_]
    """Nothing to join, or only for children."""
    last_day: NDArray[np.int32]
    """``date.toordinal``; UNKNOWN when it goes on or nobody has said."""
    cost_pence: NDArray[np.int32]
    lowest_cost_pence: NDArray[np.int32]
    meets: NDArray[np.int64]
    """Bits of ``slots``; UNKNOWN when nobody has said."""
    online: NDArray[np.int8]
    step_free: NDArray[np.int8]
    quiet: NDArray[np.int8]
    just_turn_up: NDArray[np.int8]
    assured_on: NDArray[np.int32]
    for_some: NDArray[np.int64]
    """The particular people its title names (``audience.for_whom``)."""
    points: NDArray[np.float64]
    """Shape (points, 2): latitude and longitude in radians, listing after listing."""
    point_starts: NDArray[np.int64]
    """Where each listing's points begin; one longer than the listings."""
    thing: NDArray[np.int64]
    """One number for all of one title and organization; UNKNOWN without the latter."""
    by_id: NDArray[np.int64]
    """Numbers that rise with the ids: what decides when nothing else does."""
    further: NDArray[np.int32]
    """Bits of ``further.NAMES`` it is known to meet, if nothing else is firm."""
    further_unsaid: NDArray[np.int32]
    """The same of those of which nobody has said."""
    covering: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    """Outcode or place name -> positions of the listings that say they cover it."""

    def take(self, ids: NDArray[np.int64]) -> "Columns":
        """The columns of these listings, in this order; but for ``covering``."""
        starts, counts = self.point_starts[ids], self.point_counts[ids]
        ends = np.cumsum(counts)
        steps = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        return Columns(
            points=self.points[np.repeat(starts, counts) + steps],
            point_starts=np.concatenate([[0], ends]).astype(np.int64),
            **{name: getattr(self, name)[ids] for name in FLAT},
        )

    @property
    def point_counts(self) -> NDArray[np.int64]:
        """How many points each listing has."""
        return np.diff(self.point_starts)

    def but_closed(self, positions: NDArray[np.int64]) -> "Columns":
        """The same, with nothing left to join at these positions."""
        if not len(positions):
            return self
        closed = self.closed.copy()
        closed[positions] = True
        return replace(self, closed=closed)


NOT_FLAT = ("points", "point_starts", "covering")
FLAT = tuple(one.name for one in fields(Columns) if one.name not in NOT_FLAT)
"""Columns with exactly one entry for each listing."""


def stacked(several: Sequence[Columns]) -> Columns:
    """Columns of listings after listings; but for ``covering``."""
    if len(several) == 1:
        return several[0]
    counts = np.concatenate([one.point_counts for one in several])
    together: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in several])
        for name in ("points", *FLAT)
    }
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Columns(point_starts=starts, **together)


def columns_of(facts: Sequence[Facts]) -> Columns:
    """The columns of these listings, in this order."""
    alone = len(facts) == 1
    counts = (len(one.points) for one in facts)
    points = [point for one in facts for point in one.points]
    said: dict[str, Any] = {
        "cost_pence": _numbers(one.cost_pence for one in facts),
        "lowest_cost_pence": _numbers(one.lowest_cost_pence for one in facts),
        "meets": np.array([_meets(one) for one in facts], np.int64),
        **{name: _answers(getattr(one, name) for one in facts) for name in PLAIN},
    }
    further, further_unsaid = _further_of_one(said) if alone else further_of(**said)
    return Columns(
        **said,
        further=further,
        further_unsaid=further_unsaid,
        openness_rank=np.array([rank_of(one.openness) for one in facts], np.int8),
        closed=np.array([not (one.joinable and one.adults) for one in facts], bool),
        last_day=_numbers(_ordinal(one.last_day) for one in facts),
        assured_on=_numbers(_ordinal(one.assured_on) for one in facts),
        for_some=np.array([for_whom(one.title) for one in facts], np.int64),
        points=np.radians(np.array(points, np.float64).reshape(-1, 2)),
        point_starts=np.array([*accumulate(counts, initial=0)], np.int64),
        thing=np.array([_thing(one) for one in facts], np.int64),
        by_id=ranks_of([one.id for one in facts]),
    )


def _further_of_one(said: Mapping[str, NDArray[Any]]) -> tuple[Bits, Bits]:
    """The same of a listing that comes alone, as what changed does."""
    names = tuple(said)
    known, unsaid = _remembered(names, tuple(int(said[name][0]) for name in names))
    return np.array([known], np.int32), np.array([unsaid], np.int32)


@lru_cache(maxsize=1 << 12)
def _remembered(names: tuple[str, ...], values: tuple[int, ...]) -> tuple[int, int]:
    each = np.array(values, np.int64).reshape(-1, 1)
    said: dict[str, Any] = dict(zip(names, each, strict=True))
    known, unsaid = further_of(**said)
    return int(known[0]), int(unsaid[0])


def _meets(facts: Facts) -> int:
    if not facts.meets:
        return UNKNOWN
    bits = 0
    for day, part in facts.meets:
        bits |= slots((day,), (part,))
    return bits


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _numbers(values: Iterable[int | None]) -> NDArray[np.int32]:
    return np.array([UNKNOWN if one is None else one for one in values], np.int32)


def _answers(values: Iterable[bool | None]) -> NDArray[np.int8]:
    return np.array([UNKNOWN if one is None else one for one in values], np.int8)


def _thing(facts: Facts) -> int:
    """A number for what has one title and organization.

    Made from the names alone, so that listings read at different times agree on it; of
    a million things, two share one by chance in one catalogue of ten million.
    """
    if not facts.organization:
        return UNKNOWN
    name = f"{facts.title.casefold()}\0{facts.organization.casefold()}"
    digest = blake2b(name.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def ranks_of(ids: Sequence[str]) -> NDArray[np.int64]:
    """Where each of these ids stands among them in their order."""
    ranks = np.zeros(len(ids), np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return ranks
