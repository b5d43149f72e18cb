"""What each single further condition would leave of what fits: counts for filters.

One of the same kind gives way to the further one (another day instead of this one); all
other firm conditions stay. What is left is counted as it would be shown. Each further
condition is one bit of a number that every candidate has, so all are counted at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.beside import Beside, Bits
from matcher.ranking.columns import DAYS, PARTS_OF_DAY, UNKNOWN, Columns
from matcher.ranking.conditions import (
    FAILS,
    MEETS,
    UNSAID,
    Judged,
    Positions,
    Reach,
    days_and_parts,
    judge_cost,
)
from matcher.ranking.facts import Asked

WITHIN_KM = (2, 5, 10)
"""Distances offered as a filter: a walk, a bus ride, across town."""

PLAIN = ("step_free", "quiet", "online", "just_turn_up")
"""Conditions that are a column of their own."""

NAMES = (
    *("free", *PLAIN, *DAYS, *PARTS_OF_DAY),
    *(f"within_{within}_km" for within in WITHIN_KM),
)
"""Every further condition; its place here is its bit."""

TIMES = (*DAYS, *PARTS_OF_DAY)
_FIRST_TIME, _FIRST_WITHIN = NAMES.index(TIMES[0]), NAMES.index("within_2_km")
_OF_TIMES = ((1 << len(TIMES)) - 1) << _FIRST_TIME

EACH_DAY = tuple(frozenset({day}) for day in DAYS)
EACH_PART = tuple(frozenset({part}) for part in PARTS_OF_DAY)

GIVES_WAY = {
    "cost": 1,
    **{name: 1 << NAMES.index(name) for name in PLAIN},
    "days": _OF_TIMES,
    "part_of_day": _OF_TIMES,
    "place": ((1 << len(WITHIN_KM)) - 1) << _FIRST_WITHIN,
}
"""Firm condition -> the further ones it gives way to."""

_AT_ONCE = (len(NAMES) + 1) // 2
"""So many bits are counted at once: half of ``NAMES``, in a table of 512."""
_OF_NUMBER = (np.arange(1 << _AT_ONCE)[:, None] >> np.arange(_AT_ONCE) & 1).astype(
    float
)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What each single further condition would leave of what fits now.

    Keys: ``free step_free quiet online just_turn_up``, the days ``MO`` to ``SU``, the
    parts of the day, and (with a place) ``within_2_km`` and so on.
    """

    meets: Mapping[str, int]
    """Listings known to meet it."""
    ask_first: Mapping[str, int]
    """Listings of which nobody has said; they would stay, after the others."""


def count_choices(
    columns: Columns,
    at: Positions,
    asked: Asked,
    reach: Reach,
    judged: Judged,
    beside: Beside,
) -> Choices:
    """Counts over the candidates ``at``.

    ``judged`` are the firm conditions; ``beside`` says which of those left are shown.
    """
    names = NAMES if asked.place is not None else NAMES[:_FIRST_WITHIN]
    every = (1 << len(names)) - 1
    meets, unsaid = _further(columns, at, asked, reach)
    left, sure = (meets | unsaid) & every, meets & every
    for name, verdicts in judged.items():
        left &= np.where(verdicts != FAILS, every, GIVES_WAY[name])
        sure &= np.where(verdicts == MEETS, every, GIVES_WAY[name])
    shown = beside.worth_showing(left, sure, len(names))
    known, to_ask = _counts((shown & meets, shown & unsaid))
    return Choices(
        meets=dict(zip(names, known[: len(names)], strict=True)),
        ask_first=dict(zip(names, to_ask[: len(names)], strict=True)),
    )


def _counts(several: Sequence[Bits]) -> list[list[int]]:
    """How many numbers have each bit, for each of several runs of numbers."""
    halves = np.stack([half for one in several for half in (one, one >> _AT_ONCE)])
    halves &= (1 << _AT_ONCE) - 1
    halves += np.arange(len(halves))[:, None] << _AT_ONCE
    counts = np.bincount(halves.ravel(), minlength=len(halves) << _AT_ONCE)
    of_bits = counts.reshape(len(halves), -1) @ _OF_NUMBER
    counted: list[list[int]] = of_bits.astype(int).reshape(len(several), -1).tolist()
    return counted


def _further(
    columns: Columns, at: Positions, asked: Asked, reach: Reach
) -> tuple[Bits, Bits]:
    """By candidate, which further conditions it is known to meet, and of which nobody
    has said."""
    cost = judge_cost(columns, at, 0)
    meets, unsaid = (cost == MEETS).astype(np.int64), (cost == UNSAID).astype(np.int64)
    for name in PLAIN:
        answers, bit = getattr(columns, name)[at], 1 << NAMES.index(name)
        meets += bit * (answers == 1)
        unsaid += bit * (answers == UNKNOWN)
    for more, to_ask, first in _times_and_distances(columns, at, asked, reach):
        meets += more << first
        unsaid += to_ask << first
    return meets, unsaid


def _times_and_distances(
    columns: Columns, at: Positions, asked: Asked, reach: Reach
) -> list[tuple[Bits, Bits, int]]:
    """What is known to meet these, of what nobody has said, and their first bit."""
    days, parts = asked.conditions.days, asked.conditions.parts_of_day
    times = [(one, parts) for one in EACH_DAY] + [(days, one) for one in EACH_PART]
    exact, that_day = np.array([days_and_parts(*one) for one in times]).T
    said = columns.meets[at]
    unknown = said == UNKNOWN
    said = np.where(unknown, 0, said)[:, None]
    meets = _packed((said & exact) != 0)
    unsaid = np.where(unknown, -1, _packed((said & that_day) != 0)) & ~meets
    found = [(meets, unsaid & ((1 << len(times)) - 1), _FIRST_TIME)]
    if asked.place is not None:
        anyway = reach.covers_place | (columns.online[at] == 1)
        near = _packed(reach.distance_km[:, None] <= WITHIN_KM)
        near |= np.where(anyway, (1 << len(WITHIN_KM)) - 1, 0)
        nobody = np.isnan(reach.distance_km) & ~anyway
        to_ask = np.where(nobody, (1 << len(WITHIN_KM)) - 1, 0)
        found.append((near, to_ask, _FIRST_WITHIN))
    return found


def _packed(columns: NDArray[np.bool_]) -> Bits:
    """Rows of at most sixteen bits, as numbers."""
    packed = np.packbits(columns, axis=1, bitorder="little").astype(np.int64)
    return packed[:, 0] if packed.shape[1] < 2 else packed[:, 0] + (packed[:, 1] << 8)
