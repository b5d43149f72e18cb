"""Which listings speak of which activity, laid out like the postings of a term.

The activities themselves are plain ids here: what they mean, and which words of a
listing speak of them, was settled when the listing was read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts, Reading

IN_ONE_FIELD = 8
"""Activities one field may speak of at full weight. A centre that truly offers twenty
things is a little less about each, and a list of keywords says little about any.
Fewer than 8 costs good answers (nDCG@10 on the evaluation people falls by 0.02 at 4);
more, or none, gains 0.01 and would let keywords in."""

DILUTION = 0.5
"""How fast a longer list says less about each: the power of its share."""

COMMON = 0.03
"""Share of the catalogue from which on an activity says less: two hundred listings
that look for volunteers are not each an answer to "give something back". Beside 5 %
noise falls by 0.01 on both sets of evaluation people, and nDCG@10 is the same."""

SMALL = 500
"""A catalogue of fewer listings is taken for one of so many: in a handful nothing is
common."""

COMMONNESS = 0.5
"""How fast an activity says less the more listings speak of it: the power of what it
is over ``COMMON``. With both, nDCG@10 on the evaluation people rises by 0.02; at 1 it
falls by 0.005 and noise by 0.01."""


class ActivityPostings(NamedTuple):
    """The listings that speak of one activity: equally long, by rising position."""

    positions: NDArray[np.int64]
    weights: NDArray[np.float64]
    """How sure, 0 to 1, and how far it tells this listing from others."""
    worth: float = 1.0
    """What is left of each weight because so many listings speak of it."""


NO_READINGS = ActivityPostings(np.empty(0, np.int64), np.empty(0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Readings:
    """The readings of a whole catalogue, by activity."""

    _by_activity: Mapping[str, ActivityPostings]

    def of(self, activity: str) -> ActivityPostings:
        """The listings that speak of an activity; empty arrays when none does."""
        return self._by_activity.get(activity, NO_READINGS)

    def __len__(self) -> int:
        return len(self._by_activity)


class Spoken(NamedTuple):
    """How surely a listing speaks of one activity, and with which words."""

    weight: float
    reading: Reading


def readings_of(facts: Sequence[Facts]) -> Readings:
    """The readings of these listings, by activity."""
    at: dict[str, tuple[list[int], list[float]]] = {}
    for position, one in enumerate(facts):
        for activity, spoken in spoken_of(one).items():
            positions, weights = at.setdefault(activity, ([], []))
            positions.append(position)
            weights.append(spoken.weight)
    return Readings(
        _by_activity={
            activity: _postings(positions, weights, len(facts))
            for activity, (positions, weights) in at.items()
        }
    )


def _postings(
    positions: list[int], weights: list[float], listings: int
) -> ActivityPostings:
    share = sum(weights) / max(listings, SMALL)
    worth = min(1.0, (COMMON / share) ** COMMONNESS)
    return ActivityPostings(np.array(positions), worth * np.array(weights), worth)


def spoken_of(facts: Facts, wanted: Collection[str] | None = None) -> dict[str, Spoken]:
    """Each activity a listing speaks of, where it does so most surely.

    ``wanted`` leaves out all others.
    """
    crowding: dict[str, int] = {}
    for reading in facts.readings:
        crowding[reading.where] = crowding.get(reading.where, 0) + 1
    focus = {where: _focus(number) for where, number in crowding.items()}
    spoken: dict[str, Spoken] = {}
    for reading in facts.readings:
        if wanted is not None and reading.activity not in wanted:
            continue
        weight = reading.weight * focus[reading.where]
        known = spoken.get(reading.activity)
        if known is None or weight > known.weight:
            spoken[reading.activity] = Spoken(weight, reading)
    return spoken


def _focus(activities_there: int) -> float:
    """What is left of a reading in a field that speaks of so many activities."""
    return float((IN_ONE_FIELD / max(activities_there, IN_ONE_FIELD)) ** DILUTION)
