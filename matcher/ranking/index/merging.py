"""Several segments as one, without reading a word again.

A country is read in parts (``whole``), and each listing that changes is a segment of
its own for a while. What is sorted is never more than a stretch at a time, so that
putting a million listings together takes little beside what they come to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import ranks_of, stacked
from matcher.ranking.index.pieces import texts_of
from matcher.ranking.index.places import cells_of
from matcher.ranking.index.records import Records, together
from matcher.ranking.index.segment import Segment, telling
from matcher.ranking.index.statistics import WordStatistics, count_words
from matcher.ranking.rows import Rows

AT_ONCE = 1 << 22
"""Entries that are sorted at once: some thirty megabytes of numbers."""


def merged(
    segments: Sequence[Segment],
    gone: Sequence[NDArray[np.bool_]],
    statistics: WordStatistics | None = None,
) -> tuple[Segment, WordStatistics]:
    """What is not gone of these segments, as one.

    ``gone``: for each segment, which of its listings are left out. Counts words anew
    unless ``statistics`` are given.
    """
    kept = [np.flatnonzero(~one) for one in gone]
    pairs = list(zip(segments, kept, strict=True))
    ids = [segment.ids[at] for segment, left in pairs for at in left.tolist()]
    columns = stacked([segment.columns.take(left) for segment, left in pairs])
    columns = replace(columns, by_id=ranks_of(ids))
    in_place = list(_moves(segments, kept, np.arange(len(ids))))
    areas = _moved([one.areas for one in segments], in_place)
    cells = cells_of(columns, areas.positions)
    order = np.lexsort((columns.by_id, cells))
    lengths = np.concatenate([segment.lengths[left] for segment, left in pairs])[order]
    moves = list(_moves(segments, kept, order))

    def moved(name: str) -> Rows:
        return _moved([getattr(one, name) for one in segments], moves)

    terms, words = moved("terms"), moved("words")
    statistics = statistics or count_words(terms, words, lengths)
    segment = Segment(
        facts=Records(
            pieces=together([(segment.facts, left) for segment, left in pairs]),
            order=order.astype(np.int32),
        ),
        ids=texts_of(ids[one] for one in order.tolist()),
        cells=cells[order],
        columns=columns.take(order),
        terms=telling(terms, lengths, statistics),
        words=words,
        lengths=lengths,
        activities=moved("activities"),
        names=moved("names"),
        whereabouts=moved("whereabouts"),
        areas=moved("areas"),
    )
    return segment, statistics


def _moves(
    segments: Sequence[Segment],
    kept: Sequence[NDArray[np.int64]],
    order: NDArray[np.int64],
) -> Iterator[NDArray[np.int32]]:
    """For each segment, where each of its listings comes to stand; -1 is nowhere."""
    places = np.zeros(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    before = 0
    for segment, of_segment in zip(segments, kept, strict=True):
        moved = np.full(len(segment), -1, np.int32)
        moved[of_segment] = places[before : before + len(of_segment)]
        before += len(of_segment)
        yield moved


def _moved(several: Sequence[Rows], moves: Sequence[NDArray[np.int32]]) -> Rows:
    """The rows of several segments in one; a key that nobody has any more is gone."""
    keys: dict[str, int] = {}
    known = [
        np.array([keys.setdefault(x, len(keys)) for x in rows.keys], np.int64)
        for rows in several
    ]
    left = [_left(rows, moved >= 0) for rows, moved in zip(several, moves, strict=True)]
    counts = np.zeros(len(keys), np.int64)
    for numbers, of_rows in zip(known, left, strict=True):
        counts[numbers] += of_rows
    starts = np.concatenate([[0], np.cumsum(counts)])
    positions = np.empty(starts[-1], np.int32)
    values = tuple(np.empty(starts[-1], one.dtype) for one in several[0].values)
    free = starts[:-1].copy()
    for rows, moved, numbers, of_rows in zip(several, moves, known, left, strict=True):
        places = moved[rows.positions]
        there = np.flatnonzero(places >= 0)
        at = _spread(free[numbers], of_rows)
        free[numbers] += of_rows
        positions[at] = places[there]
        for value, given in zip(values, rows.values, strict=True):
            value[at] = given[there]
    _put_in_order(starts, positions, values)
    return Rows(
        keys=_used(keys, counts),
        starts=np.concatenate([[0], starts[1:][counts > 0]]),
        positions=positions,
        values=values,
    )


def _left(rows: Rows, stays: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many entries of each row are left."""
    until = np.zeros(len(rows.positions) + 1, np.int64)
    np.cumsum(stays[rows.positions], out=until[1:])
    return np.diff(until[rows.starts])


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """So many numbers from each start on, stretch after stretch."""
    ends = np.cumsum(counts)
    return np.arange(counts.sum()) + np.repeat(starts - ends + counts, counts)


def _used(keys: Mapping[str, int], counts: NDArray[np.int64]) -> dict[str, int]:
    if counts.all():
        return dict(keys)
    kept = (key for key, count in zip(keys, counts.tolist(), strict=True) if count)
    return {key: number for number, key in enumerate(kept)}


def _put_in_order(
    starts: NDArray[np.int64],
    positions: NDArray[np.int32],
    values: Sequence[NDArray[Any]],
) -> None:
    """Let positions rise within each row, here and now."""
    row = 0
    while row + 1 < len(starts):
        end = max(row + 1, int(starts.searchsorted(starts[row] + AT_ONCE)) - 1)
        span = slice(int(starts[row]), int(starts[end]))
        numbers = np.repeat(np.arange(end - row), np.diff(starts[row : end + 1]))
        order = np.argsort((numbers << 32) | positions[span], kind="stable")
        for one in (positions, *values):
            one[span] = one[span][order]
        row = end
