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
from matcher.ranking.columns import Columns
from matcher.ranking.conditions import Judged, Positions, Reach
from matcher.ranking.facts import Asked
from matcher.ranking.further import (
    EACH_DAY,
    EACH_PART,
    FIRST_DAY,
    FIRST_PART,
    FIRST_WITHIN,
    NAMES,
    times_of,
)
from matcher.ranking.further import PLAIN as PLAIN
from matcher.ranking.further import WITHIN_KM as WITHIN_KM

_DAYS = ((1 << len(EACH_DAY)) - 1) << FIRST_DAY
_PARTS = ((1 << len(EACH_PART)) - 1) << FIRST_PART
_OF_TIMES = _DAYS | _PARTS

GIVES_WAY = {
    "cost": 1,
    **{name: 1 << NAMES.index(name) for name in PLAIN},
    "days": _OF_TIMES,
    "part_of_day": _OF_TIMES,
    "place": ((1 << len(WITHIN_KM)) - 1) << FIRST_WITHIN,
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

    ``judged`` are the firm conditions (FAILS, UNSAID and MEETS, 0 to 2); ``beside``
    says which of those left are shown.
    """
    names = NAMES if asked.place is not None else NAMES[:FIRST_WITHIN]
    every = (1 << len(names)) - 1
    meets, unsaid = _further(columns, at, asked, reach)
    left, sure = (meets | unsaid) & every, meets & every
    for name, verdicts in judged.items():
        gives = GIVES_WAY[name]
        left &= np.array([gives, every, every], np.int32).take(verdicts)
        sure &= np.array([gives, gives, every], np.int32).take(verdicts)
    shown = beside.worth_showing(left, sure, len(names))
    (some,) = (shown != 0).nonzero()
    shown = shown.take(some)
    known, to_ask = _counts((shown & meets.take(some), shown & unsaid.take(some)))
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
    meets, unsaid = columns.further.take(at), columns.further_unsaid.take(at)
    days, parts = asked.conditions.days, asked.conditions.parts_of_day
    if parts:
        each_day = [(one, parts) for one in EACH_DAY]
        said = times_of(columns.meets[at], each_day)
        _put((meets, unsaid), said, _DAYS, FIRST_DAY)
    if days:
        each_part = [(days, one) for one in EACH_PART]
        said = times_of(columns.meets[at], each_part)
        _put((meets, unsaid), said, _PARTS, FIRST_PART)
    if asked.place is not None:
        near, nobody = _within(reach, columns.online[at] == 1)
        meets |= near << FIRST_WITHIN
        unsaid |= nobody << FIRST_WITHIN
    return meets, unsaid


def _put(
    several: tuple[Bits, Bits], said: tuple[Bits, Bits], those: int, first: int
) -> None:
    """Put what is said in place of those bits, of both."""
    for bits, anew in zip(several, said, strict=True):
        bits &= ~those
        bits |= anew << first


def _within(reach: Reach, online: NDArray[np.bool_]) -> tuple[Bits, Bits]:
    """One bit for each distance: whether it is within it; whether nobody has said."""
    every, anyway = (1 << len(WITHIN_KM)) - 1, reach.covers_place | online
    near = every * anyway.astype(np.int32)
    for bit, within in enumerate(WITHIN_KM):
        near |= (reach.distance_km <= within).astype(np.int32) << bit
    nobody = np.isnan(reach.distance_km) & ~anyway
    return near, every * nobody.astype(np.int32)
