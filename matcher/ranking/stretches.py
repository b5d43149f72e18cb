"""Many rows of a lookup at once, one after the other: all that a profile touches.

A profile asks for a hundred keys. Looked up one by one, each would cost more than what
is then done with it; here they come as one run of entries, in the order asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.rows import Lookup, Part, Rows


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
    runs = list(map(slice, starts.tolist(), ends.tolist()))
    if not runs:
        return Stretch(rows.positions[:0], values[:0], known, ends)
    if part.scope is not None:
        at, positions, counts = part.scope.cut_runs(rows.positions, runs)
        found = Stretch(positions, values.take(at), known, counts)
    else:
        positions, says = (
            np.concatenate([x[run] for run in runs]) for x in (rows.positions, values)
        )
        found = Stretch(positions, says, known, ends - starts)
    if part.before:
        found = found._replace(positions=found.positions + part.before)
    return found
