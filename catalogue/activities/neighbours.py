"""Who is broader, narrower and near of whom: the lexicon as a web.

Nothing here knows what was said; ``scoring`` asks whose neighbours bear a reading
out, and ``expanding`` what else may answer it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity

A_FAMILY = 12
"""Activities under one broader: more ("volunteering") have only its name in common."""


class Neighbours:
    """The web over all activities, both ways round."""

    def __init__(self, activities: Mapping[str, Activity]) -> None:
        self._activities = activities
        self._ids = tuple(activities)
        self._narrower: dict[str, list[str]] = defaultdict(list)
        self._near: dict[str, dict[str, None]] = defaultdict(dict)
        for one in activities.values():
            if one.broader:
                self._narrower[one.broader].append(one.id)
            for other in one.near:
                self._near[one.id][other] = None
                self._near[other][one.id] = None
        self.relatives = lru_cache(maxsize=None)(self._relatives)

    def broader(self, activity: str) -> str | None:
        """The wider activity it belongs to, if any."""
        return self._activities[activity].broader

    def near(self, activity: str) -> Sequence[str]:
        """Neighbours of an activity, whichever of the two names the other."""
        return tuple(self._near.get(activity, ()))

    def narrower(self, activity: str) -> Sequence[str]:
        """The activities of which this is the broader one, unless they are too many
        to have more in common than a name."""
        family = self._narrower.get(activity, ())
        return tuple(family) if len(family) <= A_FAMILY else ()

    def siblings(self, activity: str) -> Sequence[str]:
        """The other activities of a small family."""
        broader = self.broader(activity)
        family = self.narrower(broader) if broader else ()
        return tuple(other for other in family if other != activity)

    def _relatives(self, activity: str) -> frozenset[str]:
        """Itself, its neighbours and siblings, all broader and all narrower ones."""
        return frozenset(
            {
                activity,
                *self.near(activity),
                *self._wider(activity),
                *(self._narrower.get(activity, ())),
                *self.siblings(activity),
            }
        )

    def _wider(self, activity: str) -> Iterator[str]:
        seen: set[str] = set()
        broader = self.broader(activity)
        while broader and broader not in seen:
            seen.add(broader)
            yield broader
            broader = self.broader(broader)

    def strangers(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each two positions of a row, whether they are unrelated."""
        return np.asarray(~self._web[places[:, :, None], places[:, None, :]])

    @cached_property
    def _web(self) -> NDArray[np.bool_]:
        """By position of two activities: whether they are related."""
        places = {activity: place for place, activity in enumerate(self._ids)}
        web = np.zeros((len(places), len(places)), dtype=np.bool_)
        for activity, place in places.items():
            web[place, [places[other] for other in self.relatives(activity)]] = True
        return web | web.T

    def bearing_out(
        self, places: NDArray[np.int64], scores: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What all neighbours of each position score together, row by row.

        ``scores``: by row and position. The more neighbours an activity has, the
        less each of them says for it.
        """
        starts, bound = self._bound
        asked = places.ravel()
        row = np.repeat(np.arange(len(places)), places.shape[1])
        counts = starts[asked + 1] - starts[asked]
        rows = np.repeat(np.arange(len(asked)), counts)
        before = np.cumsum(counts) - counts
        others = bound[np.arange(len(rows)) + (starts[asked] - before)[rows]]
        share = 1 / np.maximum(counts, 1) ** 0.5
        said = scores[row[rows], others] * share[rows]
        borne_out = np.bincount(rows, said, len(asked))
        return borne_out.astype(np.float64).reshape(places.shape)

    @cached_property
    def _bound(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """By position: where its neighbours begin in the second; their positions."""
        places = {activity: place for place, activity in enumerate(self._ids)}
        bound = [
            sorted(
                places[other]
                for other in {
                    *self.near(activity),
                    *self.narrower(activity),
                    *filter(None, (self.broader(activity),)),
                }
            )
            for activity in places
        ]
        starts = np.cumsum([0, *map(len, bound)])
        return starts, np.array([*chain.from_iterable(bound)], dtype=np.int64)
