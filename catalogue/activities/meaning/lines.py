"""Where every line of the lexicon lies, and how near a text lies to each of them.

A vector is kept in bytes and a step by which they are multiplied, a quarter of its
size in floats: reading 60,000 of them takes longer than reckoning with them. Vectors
were worked out beforehand; of lines nobody has seen yet (a service's own terms) they
are when the lexicon is first asked. Nothing here knows what a line means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.meaning.encoder import DATA, Encoder, Floats

LINES = DATA / "lines.npz"
"""The vectors of the shipped lexicon's lines."""

LINES_AT_ONCE = 384
"""Lines multiplied together: as many as stay near the processor in floats. With 512,
more than fifteen texts at a time take half as long again."""

BLOCKS_AT_ONCE = 8
"""Blocks of them that one call takes. Every call lets other threads have Python, and
waits for its turn afterwards: two for each of 102 blocks are too many. Beyond eight
the floats are written too far from the processor."""

FAR = -2.0
"""Further than any line lies: of lines that are not there."""

STEPS = 127
"""The largest number of a byte with a sign."""

Bytes = NDArray[np.int8]
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Lines:
    """The lines of all activities, activity after activity."""

    starts: Places
    """By activity: where its lines begin; one more than there are activities."""
    rows: Bytes
    """By line, to be multiplied by ``scales``: shape (lines, dimensions)."""
    scales: Floats

    def vectors(self, lines: Places) -> Floats:
        """The vectors of these lines."""
        return np.asarray(self.rows[lines] * self.scales[lines, None], np.float32)

    def along(self, vectors: Floats) -> Floats:
        """How near each vector lies to every line: shape (vectors, lines and some
        more, all ``FAR``).

        A few blocks of lines at a time become floats, and never leave the processor.
        """
        blocks = self._blocks
        along = np.empty((len(vectors), len(blocks) * LINES_AT_ONCE), np.float32)
        of_each = along.reshape(len(vectors), len(blocks), LINES_AT_ONCE)
        of_each = of_each.swapaxes(0, 1)
        floats = np.empty((BLOCKS_AT_ONCE, *blocks.shape[1:]), np.float32)
        for start in range(0, len(blocks), BLOCKS_AT_ONCE):
            some = blocks[start : start + BLOCKS_AT_ONCE]
            theirs = of_each[start : start + BLOCKS_AT_ONCE]
            np.copyto(floats[: len(some)], some)
            np.matmul(vectors, floats[: len(some)], out=theirs)
        count = len(self.rows)
        along[:, :count] *= self.scales
        along[:, count:] = FAR
        return along

    def best_of_each(
        self, along: Floats, least: float
    ) -> tuple[Places, Places, Floats]:
        """(row of ``along``, holder, how near its nearest line is), one after another;
        of those ``least`` near alone, for hardly any is."""
        near = np.flatnonzero(along >= least)
        row, line = np.divmod(near, along.shape[1])
        cell = row * len(self.holders) + self._holder[line]
        new = np.ones(len(cell), np.bool_)
        np.not_equal(cell[1:], cell[:-1], out=new[1:])
        first = np.flatnonzero(new)
        if not len(first):
            return first, first, np.empty(0, np.float32)
        best = np.maximum.reduceat(along.ravel()[near], first)
        return row[first], self._holder[line[first]], best

    @cached_property
    def holders(self) -> Places:
        """The activities that have lines."""
        return np.flatnonzero(np.diff(self.starts))

    @cached_property
    def _holder(self) -> Places:
        """By line: the place of its activity among the holders."""
        lengths = np.diff(self.starts)[self.holders]
        return np.repeat(np.arange(len(self.holders)), lengths)

    @cached_property
    def table(self) -> Places:
        """By holder: its lines in a row of its own, then one that is ``FAR``."""
        lengths = np.diff(self.starts)[self.holders]
        longest = int(lengths.max(initial=0))
        places = self.starts[self.holders, None] + np.arange(longest)
        there = np.arange(longest) < lengths[:, None]
        return np.where(there, places, len(self.rows))

    @cached_property
    def _blocks(self) -> Bytes:
        """The lines again, as they are quickest to multiply with: (blocks, dimensions,
        lines of one); the last is filled up with nothing, and always has room."""
        count, dimensions = self.rows.shape
        filled = np.zeros(
            (count // LINES_AT_ONCE + 1, LINES_AT_ONCE, dimensions), np.int8
        )
        filled.reshape(-1, dimensions)[:count] = self.rows
        return np.ascontiguousarray(filled.transpose(0, 2, 1))


def lay_out(activities: Sequence[Activity], encoder: Encoder) -> Lines:
    """The lines of these activities: those kept, and of others worked out now."""
    lines = [line for one in activities for line in lines_of(one)]
    rows, scales = _rows_of(lines, encoder)
    starts = np.cumsum([0, *(len(lines_of(one)) for one in activities)])
    return Lines(starts=starts, rows=rows, scales=scales)


def _rows_of(lines: Sequence[str], encoder: Encoder) -> tuple[Bytes, Floats]:
    kept = kept_lines()
    if kept.of == mark_all(lines):
        return kept.rows, kept.scales
    found = np.array([kept.found.get(mark(line), -1) for line in lines], np.int64)
    rows, scales = kept.rows[found], kept.scales[found]
    new = np.flatnonzero(found < 0)
    rows[new], scales[new] = in_bytes(
        encoder.vectors([lines[one] for one in new.tolist()])
    )
    return rows, scales


def lines_of(activity: Activity) -> tuple[str, ...]:
    """What an activity is known by here: its names, and all that people say."""
    return (*activity.names, *activity.says)


def in_bytes(rows: Floats) -> tuple[Bytes, Floats]:
    """Each row as bytes, and what one step of it is worth: (rows, dimensions) and
    (rows,)."""
    steps = np.abs(rows).max(axis=1, keepdims=True) / STEPS
    steps = np.maximum(steps, 1e-12)
    return np.round(rows / steps).astype(np.int8), steps[:, 0].astype(np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptLines:
    """Vectors worked out beforehand, found again by what their line says."""

    marks: NDArray[np.uint64]
    """``mark`` of the line of each row."""
    rows: Bytes
    """To be multiplied by ``scales``."""
    scales: Floats
    of: bytes
    """``mark_all`` of the lines of all rows: of those of the shipped lexicon, looking
    up 60,000 marks would take a while."""

    @cached_property
    def found(self) -> Mapping[int, int]:
        """``mark`` of a line -> its row."""
        return {one: row for row, one in enumerate(self.marks.tolist())}


def mark(line: str) -> int:
    """A number for a line, the same wherever it is worked out."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "little")


def mark_all(lines: Sequence[str]) -> bytes:
    """A name for exactly these lines in this order."""
    said = "\n".join((str(len(lines)), *lines))
    return blake2b(said.encode(), digest_size=16).digest()


@cache
def kept_lines() -> KeptLines:
    """The vectors worked out beforehand, opened once."""
    with np.load(LINES) as kept:
        return KeptLines(
            marks=kept["marks"],
            rows=kept["rows"],
            scales=kept["scales"],
            of=kept["of"].tobytes(),
        )
