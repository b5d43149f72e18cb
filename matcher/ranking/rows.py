"""Key -> the listings that have it: rows of positions in one stretch (CSR).

The one layout of everything that is looked up by a word: terms, activities, names,
areas. A row is a slice, so looking up costs nothing by itself; a ``Scope`` cuts it down
to a part of the listings without reading the rest of a long row.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LONG = 500
"""Rows that are longer on the average are cut down by searching where each range begins
and ends in them; in shorter ones looking at every entry costs less."""


class Row(NamedTuple):
    """The listings of one key, by rising position, and what is known of each."""

    positions: NDArray[np.integer[Any]]
    values: tuple[NDArray[Any], ...]


class Cut(NamedTuple):
    """What is left of runs of positions, run after run."""

    at: NDArray[np.int64]
    """Which of the positions."""
    places: NDArray[np.integer[Any]]
    """Where these are among ``Scope.ids``."""
    counts: NDArray[np.int64]
    """How many are left of each run."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scope:
    """Some listings of a segment: stretches of its positions."""

    size: int
    """How many listings the whole segment holds."""
    ranges: NDArray[np.int64]
    """Shape (ranges, 2): first position and the one after the last; rising, apart."""

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """Their positions in the segment, rising."""
        return np.concatenate(
            [np.empty(0, np.int64), *(np.arange(*pair) for pair in self.ranges)]
        )

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """By position in the segment: one more than its place among ``ids``, or 0."""
        places = np.zeros(self.size, np.int32)
        before = 1
        for start, end in self.ranges.tolist():
            places[start:end] = np.arange(before, before + end - start)
            before += end - start
        return places

    def cut(self, row: Row) -> Row:
        """What is left of a row, its positions counted among ``ids``."""
        at, places, _ = self._searched(row.positions, [slice(0, len(row.positions))])
        return Row(places, tuple(value.take(at) for value in row.values))

    def cut_runs(
        self, positions: NDArray[np.integer[Any]], runs: Sequence[slice]
    ) -> Cut:
        """What is left of one or more runs of positions, each rising."""
        entries = sum([run.stop - run.start for run in runs])
        cut = self._searched if entries > LONG * len(runs) else self._sifted
        return cut(positions, runs)

    def _sifted(
        self, positions: NDArray[np.integer[Any]], runs: Sequence[slice]
    ) -> Cut:
        """By looking at each position."""
        ends = np.array([run.stop - run.start for run in runs]).cumsum()
        # Plain indices are taken, and truths looked through, several times as quickly.
        every = np.concatenate([positions[run] for run in runs]).astype(np.intp)
        places = self.places.take(every)
        (kept,) = (places != 0).nonzero()
        counts = kept.searchsorted(ends)
        counts[1:] -= counts[:-1].copy()
        before = np.array([run.stop for run in runs]) - ends
        return Cut(kept + before.repeat(counts), places.take(kept) - 1, counts)

    def _searched(
        self, positions: NDArray[np.integer[Any]], runs: Sequence[slice]
    ) -> Cut:
        """By searching where each range begins and ends in each run."""
        ranges = self.ranges.astype(positions.dtype)
        edges = np.concatenate([positions[run].searchsorted(ranges) for run in runs])
        counts = edges[:, 1] - edges[:, 0]
        before = np.array([run.start for run in runs]).repeat(len(ranges))
        ends = counts.cumsum()
        at = (edges[:, 0] + before - ends + counts).repeat(counts)
        at += np.arange(len(at))
        places = positions.take(at) - np.tile(self.shifts, len(runs)).repeat(counts)
        return Cut(at, places, counts.reshape(len(runs), -1).sum(axis=1))

    @cached_property
    def shifts(self) -> NDArray[np.int64]:
        """By range: how much less a place among ``ids`` is than the position there."""
        lengths = self.ranges[:, 1] - self.ranges[:, 0]
        shifts: NDArray[np.int64] = self.ranges[:, 0] - lengths.cumsum() + lengths
        return shifts


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """The rows of one segment."""

    keys: Mapping[str, int]
    """Key -> its row, numbered as they stand."""
    starts: NDArray[np.int64]
    """Where each row starts; one longer than the keys."""
    positions: NDArray[np.int32]
    values: tuple[NDArray[Any], ...] = ()
    """Each as long as ``positions``."""

    def of(self, key: str) -> Row | None:
        """The row of a key; None when no listing has it."""
        number = self.keys.get(key)
        if number is None:
            return None
        span = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return Row(self.positions[span], tuple(value[span] for value in self.values))

    def value_at(self, key: str, position: int) -> float:
        """The first value of one listing under a key; 0 when it has none."""
        number = self.keys.get(key)
        if number is None:
            return 0.0
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        # As the row has it: for a plain number all of the row would be copied.
        sought = self.positions.dtype.type(position)
        place = start + int(self.positions[start:end].searchsorted(sought))
        found = place < end and self.positions[place] == sought
        return float(self.values[0][place]) if found else 0.0

    def having(self, words: str) -> list[str]:
        """The keys that have these words in them, whole and in this order."""
        text, starts = self._text
        found, at = [], text.find(f" {words} ")
        while at >= 0:
            number = bisect_right(starts, at) - 1
            found.append(text[starts[number] + 1 : text.index(" \n", at)])
            at = text.find(f" {words} ", starts[number + 1])
        return found

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """All keys, a line each with a space on both sides, and where lines start."""
        lines = [f" {key} \n" for key in self.keys]
        return "".join(lines), list(accumulate(map(len, lines), initial=0))

    @property
    def counts(self) -> dict[str, int]:
        """How many listings have each key."""
        lengths = np.diff(self.starts).tolist()
        return {key: lengths[number] for key, number in self.keys.items()}

    @property
    def numbers(self) -> NDArray[np.int32]:
        """For each entry, the number of the row it stands in."""
        lengths = np.diff(self.starts)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def rows_of(
    keys: Mapping[str, int],
    numbers: NDArray[np.int32],
    positions: NDArray[np.int32],
    *values: NDArray[Any],
) -> Rows:
    """Rows from entries in any order; ``numbers``: the row each entry belongs to."""
    by_position = np.argsort(positions, kind="stable")
    return arranged(
        keys,
        numbers[by_position],
        positions[by_position],
        *(value[by_position] for value in values),
    )


def arranged(
    keys: Mapping[str, int],
    numbers: NDArray[np.int32],
    positions: NDArray[np.int32],
    *values: NDArray[Any],
) -> Rows:
    """The same from entries that come by rising position."""
    order = np.argsort(numbers, kind="stable")
    starts = np.zeros(len(keys) + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=len(keys)), out=starts[1:])
    return Rows(
        keys=keys,
        starts=starts,
        positions=positions[order],
        values=tuple(value[order] for value in values),
    )


def one_each(keys: Iterable[str], *values: NDArray[Any]) -> Rows:
    """Rows of the only listing that there is."""
    numbers = dict(zip(keys, count(), strict=False))
    return Rows(
        keys=numbers,
        starts=np.arange(len(numbers) + 1),
        positions=np.zeros(len(numbers), np.int32),
        values=values,
    )


class Gathered:
    """The keys of listing after listing, until all are known."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._numbers, self._positions = array("i"), array("i")
        self._listings = 0

    def add(self, keys: Iterable[str]) -> None:
        """The keys of the next listing."""
        known = self._keys
        for key in keys:
            self._numbers.append(known.setdefault(key, len(known)))
            self._positions.append(self._listings)
        self._listings += 1

    @property
    def positions(self) -> NDArray[np.int32]:
        """Of each key that was added, the listing it came with."""
        return np.array(self._positions, np.int32)

    def rows(self, places: NDArray[np.int32], *values: NDArray[Any]) -> Rows:
        """All of them; ``places``: where each listing comes to stand. ``values``: one
        for each key that was added."""
        numbers = np.array(self._numbers, np.int32)
        return rows_of(self._keys, numbers, places[self.positions], *values)


class Part(NamedTuple):
    """The rows of one segment as part of several."""

    rows: Rows
    scope: Scope | None
    """None: all of the segment."""
    before: int
    """How many listings stand before it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lookup:
    """The rows of several segments as if they were one, part after part."""

    parts: Sequence[Part]

    def of(self, key: str) -> Row | None:
        """The row of a key over all parts; None when no listing at all has it."""
        if len(self.parts) == 1:
            return _cut(self.parts[0], key)
        found = [row for row in map(_cut, self.parts, [key] * len(self.parts)) if row]
        if len(found) < 2:
            return found[0] if found else None
        positions, values = zip(*found, strict=True)
        return Row(
            np.concatenate(positions),
            tuple(np.concatenate(one) for one in zip(*values, strict=True)),
        )

    def value_at(self, key: str, position: int) -> float:
        """The first value of one listing under a key; 0 when it has none."""
        part = self.parts[0]
        if len(self.parts) > 1:
            part = next(one for one in reversed(self.parts) if one.before <= position)
        at = position - part.before
        return part.rows.value_at(
            key, at if part.scope is None else int(part.scope.ids[at])
        )

    def having(self, words: str) -> set[str]:
        """The keys of any part that have these words in them."""
        return {key for part in self.parts for key in part.rows.having(words)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Named(Mapping[str, NDArray[np.int64]]):
    """Name -> the listings that have it, but for those that are there no longer."""

    lookup: Lookup
    gone: NDArray[np.bool_]
    """By position."""

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        """Positions, rising. Raises KeyError when nothing there has that name."""
        row = self.lookup.of(name)
        if row is None:
            raise KeyError(name)
        found: NDArray[np.int64] = row.positions.astype(np.int64)
        found = found[~self.gone[found]]
        if not len(found):
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        every = dict.fromkeys(x for part in self.lookup.parts for x in part.rows.keys)
        return (name for name in every if self.get(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _cut(part: Part, key: str) -> Row | None:
    row = part.rows.of(key)
    if row is None:
        return None
    if part.scope is not None:
        row = part.scope.cut(row)
    return Row(row.positions + part.before, row.values) if part.before else row
