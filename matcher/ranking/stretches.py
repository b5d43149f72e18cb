"""Many rows of a lookup at once, one after the other: all that a profile touches.

A profile asks for a hundred keys. Looked up one by one, each would cost more than what
is then done with it; here they come as one run of entries, in the order asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.rows import LONG, Lookup, Part, Rows, Scope


class Stretch(NamedTuple):
    """The entries of several keys: run after run, each by rising position."""

    positions: NDArray[np.integer[Any]]
    values: NDArray[Any]
    """The first value of each entry; as long as ``positions``."""
    keys: NDArray[np.int64]
    """Of each run, the key it belongs to: its place among those asked for."""
    counts: NDArray[np.int64]
    """How many entries each run has."""

    def each(self, of_key: NDArray[Any]) -> NDArray[Any]:
        """What is known of each key, once for each of its entries."""
        return np.repeat(of_key[self.keys], self.counts)


def gather(
    lookup: Lookup,
    keys: Sequence[str],
    values: Callable[[Rows], NDArray[Any]] | None = None,
) -> Stretch:
    """The entries of all these keys; no run for a key that no listing has.

    ``values``: those of the entries of rows; left out, the first that they have.
    """
    parts = [
        _of_part(x, keys, values(x.rows) if values else x.rows.values[0])
        for x in lookup.parts
    ]
    if len(parts) == 1:
        return parts[0]
    return Stretch(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _of_part(part: Part, keys: Sequence[str], values: NDArray[Any]) -> Stretch:
    rows = part.rows
    numbers = np.array([rows.keys.get(key, -1) for key in keys], np.int64)
    (known,) = (numbers >= 0).nonzero()
    numbers = numbers[known]
    starts, ends = rows.starts[numbers], rows.starts[numbers + 1]
    counts, slices = ends - starts, list(map(slice, starts.tolist(), ends.tolist()))
    if part.scope is not None:
        slices, counts = _without_the_rest(slices, counts, rows.positions, part.scope)
    found = Stretch(
        np.concatenate([rows.positions[:0], *map(rows.positions.__getitem__, slices)]),
        np.concatenate([values[:0], *map(values.__getitem__, slices)]),
        known,
        counts,
    )
    if part.scope is not None:
        found = _cut(found, part.scope)
    return found._replace(positions=found.positions + part.before)


def _without_the_rest(
    slices: Sequence[slice],
    counts: NDArray[np.int64],
    positions: NDArray[np.integer[Any]],
    scope: Scope,
) -> tuple[list[slice], NDArray[np.int64]]:
    """The same, of long rows only what stands within the ranges of a scope."""
    kept: list[slice] = []
    counts = counts.copy()
    ranges = scope.ranges.astype(positions.dtype)
    for number, one in enumerate(slices):
        if one.stop - one.start <= LONG:
            kept.append(one)
            continue
        edges = positions[one].searchsorted(ranges) + one.start
        kept += map(slice, *edges.T.tolist())
        counts[number] = (edges[:, 1] - edges[:, 0]).sum()
    return kept, counts


def _cut(found: Stretch, scope: Scope) -> Stretch:
    """What is within a scope, its positions counted among ``scope.ids``."""
    places = scope._places[found.positions]
    (kept,) = places.nonzero()
    ends = kept.searchsorted(np.cumsum(found.counts))
    return Stretch(
        places[kept] - 1,
        found.values[kept],
        found.keys,
        np.diff(ends, prepend=0),
    )
