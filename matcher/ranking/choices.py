"""What each single further condition would leave of what fits: counts for filters.

One of the same kind gives way to the further one (another day instead of this one); all
other firm conditions stay. What is left is counted as it would be shown. Each further
condition is one bit of a number that every candidate has, so all are counted at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns
from matcher.ranking.conditions import (
    FAILS,
    Judged,
    Positions,
    Reach,
    judge,
    reach_of,
)
from matcher.ranking.facts import Asked
from matcher.ranking.further import (
    EACH_DAY,
    EACH_PART,
    FIRST_DAY,
    FIRST_PART,
    FIRST_WITHIN,
    NAMES,
    PLAIN,
    WITHIN_KM,
    Bits,
    count_bits,
    times_of,
)

REACHES = 1 + len(WITHIN_KM)
"""As far as was asked, and each distance that filters offer."""

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Cases:
    """How candidates stand in every case: with each single further condition, a bit
    each, and as it was asked (``as_asked``)."""

    reach: Reach
    judged: Judged
    """The firm conditions (FAILS, UNSAID and MEETS, 0 to 2)."""
    meets: Bits
    """The further conditions they are known to meet."""
    unsaid: Bits
    """Those of which nobody has said."""
    left: Bits
    """The cases in which they fail nothing."""

    def of(self, some: Positions) -> "Cases":
        """The same of some of them."""
        return Cases(
            reach=self.reach.of(some),
            judged={name: one.take(some) for name, one in self.judged.items()},
            meets=self.meets.take(some),
            unsaid=self.unsaid.take(some),
            left=self.left.take(some),
        )


def as_asked(asked: Asked) -> int:
    """The bit of the case in which nothing further is firm; it comes after those of all
    further conditions, of which distances are only offered from a place."""
    return FIRST_WITHIN if asked.place is None else len(NAMES)


def cases_of(columns: Columns, at: Positions, asked: Asked) -> Cases:
    """How the candidates ``at`` stand."""
    reach = reach_of(columns, at, asked.place)
    judged = judge(columns, at, asked.conditions, asked.place, reach)
    last = as_asked(asked)
    every = (1 << last + 1) - 1
    meets, unsaid = _further(columns, at, asked, reach)
    left = (meets | unsaid) & every
    left |= 1 << last
    for name, verdicts in judged.items():
        gives = GIVES_WAY[name]
        left &= np.array([gives, every, every], np.int32).take(verdicts)
    return Cases(reach=reach, judged=judged, meets=meets, unsaid=unsaid, left=left)


def within(cases: Cases) -> Bits:
    """By candidate, one bit for each of ``REACHES`` that it may be within, the first
    for the one that was asked."""
    offered = (cases.meets | cases.unsaid) >> FIRST_WITHIN << 1
    place = cases.judged.get("place")
    return offered | (1 if place is None else place != FAILS)


def in_cases(reaches: NDArray[np.int64], asked: Asked) -> Bits:
    """The cases that belong to some ``REACHES``, one bit each: to a distance its own,
    and all others to the one that was asked. Bits above are none of them."""
    last = as_asked(asked)
    others = (1 << FIRST_WITHIN) - 1 | 1 << last
    offered = reaches >> 1 << FIRST_WITHIN & (1 << last) - 1
    return np.where(reaches & 1, offered | others, offered).astype(np.int32)


def count_choices(cases: Cases, shown: Bits, asked: Asked) -> Choices:
    """Counts over candidates; ``shown``: the cases in which each is shown."""
    names = NAMES[: as_asked(asked)]
    (some,) = (shown != 0).nonzero()
    shown = shown.take(some)
    further = np.concatenate([cases.meets.take(some), cases.unsaid.take(some)])
    known_or_unsaid = np.arange(2).repeat(len(some))
    counts = count_bits(np.tile(shown, 2) & further, len(names), known_or_unsaid, 2)
    known, to_ask = counts.tolist()
    return Choices(
        meets=dict(zip(names, known, strict=True)),
        ask_first=dict(zip(names, to_ask, strict=True)),
    )


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
