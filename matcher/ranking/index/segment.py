"""Listings read once and laid out for lookup: what an index is made of.

A segment is never changed. ``read_segment`` reads listings; ``merged`` makes one of
several without reading a word again.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns, columns_of, ranks_of, stacked
from matcher.ranking.facts import Facts
from matcher.ranking.index.places import cells_of
from matcher.ranking.index.statistics import WordStatistics, count_words
from matcher.ranking.index.tellings import tellings_of
from matcher.ranking.listing_words import FIELDS, ListingWords, read_listing
from matcher.ranking.readings import spoken_of
from matcher.ranking.rows import Rows, rows_by_key, rows_of
from matcher.ranking.words import WORD, fold


@dataclass(frozen=True, kw_only=True, eq=False)
class Segment:
    """Listings by their cells and then by id, and everything known of them."""

    facts: Sequence[Facts]
    ids: Sequence[str]
    cells: NDArray[np.int64]
    """Where each of them is (``places``)."""
    columns: Columns
    terms: Rows
    """Values: how tellingly; whether other than behind a "no"; and one bit for each
    of ``FIELDS`` that uses it."""
    words: Rows
    """By folded word as written, for putting spelling right."""
    lengths: NDArray[np.uint16]
    """Shape (listings, fields): different words in each of ``FIELDS``."""
    activities: Rows
    """Values: how sure."""
    names: Rows
    """By casefolded title, organization or venue, and by id."""
    whereabouts: Rows
    """By title, organization, venue or address as ``plain_name`` has them."""
    areas: Rows
    """By casefolded outcode or name of an area they say they cover."""

    def position_of(self, identity: str) -> int | None:
        """Where the listing with this id stands, if it is one of them."""
        row = self.names.of(identity)
        at = row.positions.tolist() if row else []
        return next((one for one in at if self.ids[one] == identity), None)

    def __len__(self) -> int:
        return len(self.ids)


def read_segment(
    facts: Iterable[Facts], statistics: WordStatistics | None = None
) -> tuple[Segment, WordStatistics]:
    """Reads every listing; counts words itself unless ``statistics`` are given.

    Raises ValueError when two listings share an id.
    """
    ordered = sorted(facts, key=lambda one: one.id)
    _refuse_twins(ordered)
    columns, areas = columns_of(ordered), _areas(ordered)
    cells = cells_of(columns, areas.positions)
    by_cell = np.argsort(cells, kind="stable")
    ordered = [ordered[one] for one in by_cell.tolist()]
    read = [read_listing(one) for one in ordered]
    lengths = np.array([one.lengths for one in read], np.uint16)
    lengths = lengths.reshape(-1, len(FIELDS))
    terms, words = _terms(read), rows_by_key(one.words for one in read)
    statistics = statistics or count_words(terms, words, lengths)
    segment = Segment(
        facts=tuple(ordered),
        ids=[one.id for one in ordered],
        cells=cells[by_cell],
        columns=columns.take(by_cell),
        terms=_telling(terms, lengths, statistics),
        words=words,
        lengths=lengths,
        activities=_activities(ordered),
        names=rows_by_key(map(_names, ordered)),
        whereabouts=rows_by_key(map(_whereabouts, ordered)),
        areas=_areas(ordered),
    )
    return segment, statistics


def plain_name(name: str) -> str:
    """A name as whole words in folded letters, one space between each."""
    return " ".join(WORD.findall(fold(name)))


def _refuse_twins(ordered: Sequence[Facts]) -> None:
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two listings share the id {one.id!r}")


def _names(facts: Facts) -> list[str]:
    names = {x.casefold() for x in (facts.title, facts.organization, *facts.venues)}
    return sorted((names | {facts.id}) - {""})


def _whereabouts(facts: Facts) -> list[str]:
    names = (facts.title, facts.organization, *facts.venues, *facts.addresses)
    return sorted({plain_name(name) for name in names if name} - {""})


def _areas(facts: Sequence[Facts]) -> Rows:
    return rows_by_key({name.casefold() for name in one.covers} for one in facts)


def _activities(facts: Sequence[Facts]) -> Rows:
    keys: dict[str, int] = {}
    numbers, positions, weights = array("i"), array("i"), array("d")
    for position, one in enumerate(facts):
        for activity, spoken in spoken_of(one).items():
            numbers.append(keys.setdefault(activity, len(keys)))
            positions.append(position)
            weights.append(spoken.weight)
    return rows_of(
        keys,
        np.array(numbers, np.int32),
        np.array(positions, np.int32),
        np.array(weights, np.float64),
    )


def _terms(read: Sequence[ListingWords]) -> Rows:
    """Values: nothing yet, then those of ``Segment.terms``."""
    keys: dict[str, int] = {}
    numbers, positions, carried = array("i"), array("i"), array("b")
    uses_of = array("b")
    for position, listing in enumerate(read):
        for term, of_term in listing.uses.items():
            numbers.append(keys.setdefault(term, len(keys)))
            positions.append(position)
            carried.append(term in listing.carried)
            uses_of.extend(of_term)
    bits = np.array(uses_of, np.uint8).reshape(-1, len(FIELDS))
    return rows_of(
        keys,
        np.array(numbers, np.int32),
        np.array(positions, np.int32),
        np.zeros(len(numbers), np.float32),
        np.array(carried, np.bool_),
        np.packbits(bits, axis=1, bitorder="little").reshape(-1),
    )


def _telling(
    terms: Rows, lengths: NDArray[np.uint16], statistics: WordStatistics
) -> Rows:
    """The same, with how tellingly each listing uses each."""
    _, carried, uses = terms.values
    averages = statistics.average_lengths
    tellings = tellings_of(uses, lengths, terms.positions, averages)
    return replace(terms, values=(tellings, carried, uses))


# --- several as one ------------------------------------------------------------------


def merged(
    segments: Sequence[Segment],
    gone: Sequence[NDArray[np.bool_]],
    statistics: WordStatistics | None = None,
) -> tuple[Segment, WordStatistics]:
    """What is not gone of these segments, as one; no word is read again.

    ``gone``: for each segment, which of its listings are left out. Counts words anew
    unless ``statistics`` are given.
    """
    kept = [np.flatnonzero(~one) for one in gone]
    pairs = list(zip(segments, kept, strict=True))
    ids = [segment.ids[at] for segment, left in pairs for at in left.tolist()]
    facts = [segment.facts[at] for segment, left in pairs for at in left.tolist()]
    columns = stacked([segment.columns.take(left) for segment, left in pairs])
    columns = replace(columns, by_id=ranks_of(ids))
    in_place = list(_moves(segments, kept, np.arange(len(ids))))
    areas = _moved([one.areas for one in segments], in_place)
    cells = cells_of(columns, areas.positions)
    order = np.lexsort((columns.by_id, cells))
    by_cell = order.tolist()
    lengths = np.concatenate([segment.lengths[left] for segment, left in pairs])[order]
    moves = list(_moves(segments, kept, order))

    def moved(name: str) -> Rows:
        return _moved([getattr(one, name) for one in segments], moves)

    terms, words = moved("terms"), moved("words")
    statistics = statistics or count_words(terms, words, lengths)
    segment = Segment(
        facts=[facts[one] for one in by_cell],
        ids=[ids[one] for one in by_cell],
        cells=cells[order],
        columns=columns.take(order),
        terms=_telling(terms, lengths, statistics),
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
    numbers, positions = [], []
    values: list[list[NDArray[np.generic]]] = [[] for _ in several[0].values]
    for rows, moved in zip(several, moves, strict=True):
        at = moved[rows.positions]
        left = np.flatnonzero(at >= 0)
        known = np.array([keys.setdefault(k, len(keys)) for k in rows.keys], np.int32)
        numbers.append(known[rows.numbers[left]] if len(known) else rows.numbers)
        positions.append(at[left])
        for column, value in zip(values, rows.values, strict=True):
            column.append(value[left])
    every = np.concatenate(numbers)
    used, compact = np.unique(every, return_inverse=True)
    names = list(keys)
    return rows_of(
        {names[number]: row for row, number in enumerate(used.tolist())},
        compact.astype(np.int32),
        np.concatenate(positions),
        *(np.concatenate(column) for column in values),
    )
