"""Everything about listings that is no word, as columns to compare at once.

``None`` stays apart from no: a yes-or-no column holds 1, 0 or ``UNKNOWN``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts
from matcher.ranking.openness import rank_of

UNKNOWN = -1
"""Nobody has said."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
_SLOTS = len(PARTS_OF_DAY) + 1
"""Bits for each day: one for each part of day, and one for "some time that day"."""


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
    points: NDArray[np.float64]
    """Shape (points, 2): latitude and longitude in radians, listing after listing."""
    point_starts: NDArray[np.int64]
    """Where each listing's points begin; one longer than the listings."""
    thing: NDArray[np.int32]
    """One number for all of one title and organization; UNKNOWN for what is alone."""
    covering: Mapping[str, NDArray[np.int32]]
    """Outcode or place name -> positions of the listings that say they cover it."""


def slots(days: Iterable[str], parts: Iterable[str | None]) -> int:
    """The bits of these days at these parts of the day (None: some time that day)."""
    bits = 0
    chosen = [_slot(part) for part in parts]
    for day in days:
        for slot in chosen:
            bits |= 1 << (DAYS.index(day) * _SLOTS + slot)
    return bits


def columns_of(facts: Sequence[Facts]) -> Columns:
    """The columns of these listings, in this order."""
    counts = [len(one.points) for one in facts]
    points = [point for one in facts for point in one.points]
    return Columns(
        openness_rank=np.array([rank_of(one.openness) for one in facts], np.int8),
        closed=np.array([not (one.joinable and one.adults) for one in facts], bool),
        last_day=_numbers(_ordinal(one.last_day) for one in facts),
        cost_pence=_numbers(one.cost_pence for one in facts),
        lowest_cost_pence=_numbers(one.lowest_cost_pence for one in facts),
        meets=np.array([_meets(one) for one in facts], np.int64),
        online=_answers(one.online for one in facts),
        step_free=_answers(one.step_free for one in facts),
        quiet=_answers(one.quiet for one in facts),
        just_turn_up=_answers(one.just_turn_up for one in facts),
        assured_on=_numbers(_ordinal(one.assured_on) for one in facts),
        points=np.radians(np.array(points, np.float64).reshape(-1, 2)),
        point_starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        thing=_things(facts),
        covering=_covering(facts),
    )


def _slot(part: str | None) -> int:
    return len(PARTS_OF_DAY) if part is None else PARTS_OF_DAY.index(part)


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


def _things(facts: Sequence[Facts]) -> NDArray[np.int32]:
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, one in enumerate(facts):
        if one.organization:
            name = one.title.casefold(), one.organization.casefold()
            named[name].append(position)
    things = np.full(len(facts), UNKNOWN, np.int32)
    for number, alike in enumerate(named.values()):
        if len(alike) > 1:
            things[alike] = number
    return things


def _covering(facts: Sequence[Facts]) -> dict[str, NDArray[np.int32]]:
    positions: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(facts):
        for name in one.covers:
            positions[name.casefold()].append(position)
    return {name: np.array(found, np.int32) for name, found in positions.items()}
