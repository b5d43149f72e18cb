"""Which listings speak of which activity, laid out like the postings of a term.

The activities themselves are plain ids here: what they mean, and which words of a
listing speak of them, was settled when the listing was read.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts, Reading
from matcher.ranking.rows import Lookup, Rows
from matcher.ranking.stretches import Stretch, gather

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

    positions: NDArray[np.integer[Any]]
    weights: NDArray[np.float64]
    """How sure, 0 to 1, and how far it tells this listing from others."""
    worth: float = 1.0
    """What is left of each weight because so many listings speak of it."""


NO_READINGS = ActivityPostings(np.empty(0, np.int64), np.empty(0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Readings:
    """The readings of a whole catalogue, by activity."""

    worths: Mapping[str, float]
    """Activity -> what is left of a reading because so many listings speak of it."""
    _rows: Lookup

    def of(self, activity: str) -> ActivityPostings:
        """The listings that speak of an activity; empty arrays when none does."""
        row = self._rows.of(activity)
        if row is None:
            return NO_READINGS
        worth = self.worth_of(activity)
        return ActivityPostings(row.positions, worth * row.values[0], worth)

    def several(self, activities: Sequence[str]) -> Stretch:
        """Of several activities what ``of`` gives of each, one after the other."""
        return gather(self._rows, activities, self._weights)

    def _weights(self, rows: Rows) -> NDArray[np.float64]:
        """By entry: how sure, and how far it tells; remembered with the rows."""
        kept = vars(rows).get("_weights")
        if kept is None or kept[0] is not self.worths:
            worths = np.array([self.worths.get(one, 1.0) for one in rows.keys], float)
            kept = self.worths, np.repeat(worths, np.diff(rows.starts)) * rows.values[0]
            vars(rows)["_weights"] = kept
        weights: NDArray[np.float64] = kept[1]
        return weights

    def worth_of(self, activity: str) -> float:
        """What is left of a reading of it; all where nobody spoke of it when the
        catalogue was counted."""
        return self.worths.get(activity, 1.0)

    def __len__(self) -> int:
        return len(self.worths)


class Spoken(NamedTuple):
    """How surely a listing speaks of one activity, and with which words."""

    weight: float
    reading: Reading


def count_worths(rows: Rows, listings: int) -> dict[str, float]:
    """What each activity is worth in a catalogue of so many listings."""
    weights = rows.values[0]
    return {
        activity: _worth(weights[rows.starts[row] : rows.starts[row + 1]], listings)
        for activity, row in rows.keys.items()
    }


def _worth(weights: NDArray[np.float64], listings: int) -> float:
    # The exact sum: the same in whatever order the listings stand.
    share = fsum(weights.tolist()) / max(listings, SMALL)
    return float(min(1.0, (COMMON / share) ** COMMONNESS))


def spoken_of(facts: Facts, wanted: Container[str] | None = None) -> dict[str, Spoken]:
    """Each activity a listing speaks of, where it does so most surely.

    ``wanted``: of these alone, when nobody asks of the others.
    """
    readings: Sequence[Reading] = facts.readings
    where = [reading.where for reading in readings]
    if wanted is not None:
        readings = [reading for reading in readings if reading.activity in wanted]
    focus = {one: _focus(where.count(one)) for one in set(where)}
    spoken: dict[str, Spoken] = {}
    for reading in readings:
        weight = reading.weight * focus[reading.where]
        known = spoken.get(reading.activity)
        if known is None or weight > known.weight:
            spoken[reading.activity] = Spoken(weight, reading)
    return spoken


def _focus(activities_there: int) -> float:
    """What is left of a reading in a field that speaks of so many activities."""
    return float((IN_ONE_FIELD / max(activities_there, IN_ONE_FIELD)) ** DILUTION)
