"""Columns of a large part with room behind it, for what comes a few at a time.

Putting a few listings behind a hundred thousand costs little, and copying those costs
a question six milliseconds: eight megabytes that nobody touched before. What is written
stays as it is, so whoever looks at less of it may go on.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import FLAT, Columns

ROOM = 1 << 10
"""Listings, and points, for which there is room behind what is laid out anew."""


class Growing:
    """One part's columns, and behind them those of whatever came last."""

    def __init__(self, first: Columns) -> None:
        """Nothing is copied before something comes."""
        self._first = first
        self._laid: list[Columns] = []
        """What stands behind the first, in its order."""
        self._arrays: dict[str, NDArray[Any]] = {}
        self._listings = self._points = 0
        self._one_at_a_time = Lock()

    def with_later(self, later: Sequence[Columns]) -> Columns:
        """The first, and these behind it (``stacked``).

        What was laid out last and begins in the same way, or goes on from here, is
        taken as it lies; for anything else all is laid out anew.
        """
        if not later:
            return self._first
        listings, points = _sizes([self._first, *later])
        with self._one_at_a_time:
            same = all(
                one is other for one, other in zip(self._laid, later, strict=False)
            )
            if not same or not self._holds(listings, points):
                self._begin_anew(listings + ROOM, points + ROOM)
            for one in later[len(self._laid) :]:
                self._put(one)
                self._laid.append(one)
            laid: dict[str, Any] = {
                "points": self._arrays["points"][:points],
                "point_starts": self._arrays["point_starts"][: listings + 1],
                **{name: self._arrays[name][:listings] for name in FLAT},
            }
        return Columns(**laid)

    def _holds(self, listings: int, points: int) -> bool:
        arrays = self._arrays
        return (
            bool(arrays)
            and listings <= len(arrays["closed"])
            and points <= len(arrays["points"])
        )

    def _begin_anew(self, listings: int, points: int) -> None:
        """In other memory: whoever looks at what was there goes on looking at it."""
        first = self._first
        self._arrays = {
            "points": np.empty((points, 2), first.points.dtype),
            "point_starts": np.zeros(listings + 1, np.int64),
            **{name: np.empty(listings, getattr(first, name).dtype) for name in FLAT},
        }
        self._laid, self._listings, self._points = [], 0, 0
        self._put(first)

    def _put(self, one: Columns) -> None:
        listings, points = _sizes([one])
        here = slice(self._listings, self._listings + listings)
        for name in FLAT:
            self._arrays[name][here] = getattr(one, name)
        behind = slice(here.start + 1, here.stop + 1)
        self._arrays["point_starts"][behind] = one.point_starts[1:] + self._points
        self._arrays["points"][self._points : self._points + points] = one.points
        self._listings, self._points = here.stop, self._points + points


def _sizes(several: Sequence[Columns]) -> tuple[int, int]:
    """How many listings these are, and how many points they have."""
    return sum(len(x.closed) for x in several), sum(len(x.points) for x in several)
