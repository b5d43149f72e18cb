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
        return of_key.take(self.keys).repeat(self.counts)


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
    rows, number_of = part.rows, part.rows.keys.get
    numbers = np.array([number_of(key, -1) for key in keys], np.int64)
    (known,) = (numbers >= 0).nonzero()
    numbers = numbers.take(known)
    starts, ends = rows.starts.take(numbers), rows.starts.take(numbers + 1)
    if part.scope is not None:
        found = _within(part.scope, rows.positions, values, (starts, ends), known)
    else:
        positions = _runs(rows.positions, starts, ends)
        found = Stretch(positions, _runs(values, starts, ends), known, ends - starts)
    if part.before:
        found = found._replace(positions=found.positions + part.before)
    return found


def _runs(
    entries: NDArray[Any], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[Any]:
    """These runs of entries, one after the other."""
    if not len(starts):
        return entries[:0]
    slices = map(slice, starts.tolist(), ends.tolist())
    return np.concatenate(list(map(entries.__getitem__, slices)))


def _within(
    scope: Scope,
    positions: NDArray[np.integer[Any]],
    values: NDArray[Any],
    runs: tuple[NDArray[np.int64], NDArray[np.int64]],
    keys: NDArray[np.int64],
) -> Stretch:
    """The runs of these keys, of each what is within a scope; positions are counted
    among ``scope.ids``."""
    starts, ends, last = _without_the_rest(*runs, positions, scope)
    lengths = ends - starts
    edges = lengths.cumsum()
    # Plain indices are taken, and truths looked through, several times as quickly.
    places = scope.places.take(_runs(positions, starts, ends).astype(np.intp))
    (kept,) = (places != 0).nonzero()
    at = (starts - edges + lengths).repeat(_between(kept.searchsorted(edges)))
    at += kept
    counts = _between(kept.searchsorted(edges.take(last)))
    return Stretch(places.take(kept) - 1, values.take(at), keys, counts)


def _between(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many entries each of several runs has, by where it ends."""
    counts = ends.copy()
    counts[1:] -= ends[:-1]
    return counts


def _without_the_rest(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    positions: NDArray[np.integer[Any]],
    scope: Scope,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The same runs, of long ones only what stands within the ranges of a scope; and
    which is the last of each."""
    runs = len(starts)
    (long,) = (ends - starts > LONG).nonzero()
    if not len(long):
        return starts, ends, np.arange(runs)
    ranges = scope.ranges.astype(positions.dtype)
    several = np.ones(runs, np.int64)
    several[long] = len(ranges)
    last = several.cumsum() - 1
    edges = np.stack([starts, ends], axis=1).repeat(several, axis=0)
    for one in long.tolist():
        start, end = int(starts[one]), int(ends[one])
        first = int(last[one]) + 1 - len(ranges)
        within = positions[start:end].searchsorted(ranges)
        edges[first : first + len(ranges)] = within + start
    return edges[:, 0], edges[:, 1], last
