"""Listings read once and laid out for lookup: what an index is made of.

A segment is never changed. ``read_segment`` reads listings; ``merging`` makes one of
several without reading a word again.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns, columns_of, ranks_of, stacked
from matcher.ranking.facts import Facts
from matcher.ranking.index.alone import counted_alone
from matcher.ranking.index.growing import Growing
from matcher.ranking.index.pieces import Pieces, Texts, pieces_of, texts_of
from matcher.ranking.index.places import cells_of
from matcher.ranking.index.reading import TOGETHER, WordReader
from matcher.ranking.index.records import Records, pack
from matcher.ranking.index.statistics import WordStatistics, count_words
from matcher.ranking.index.tellings import tellings_of
from matcher.ranking.readings import spoken_of
from matcher.ranking.rows import Gathered, Rows, Scope, one_each
from matcher.ranking.words import WORD, fold

NEIGHBOURHOODS = 16
"""Parts that are remembered: more than a service has places that people ask from; of a
million listings each takes some megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Segment:
    """Listings by their cells and then by id, and everything known of them."""

    facts: Records
    ids: Texts
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

    @cached_property
    def by_id(self) -> NDArray[np.int64]:
        """Their positions in the order of their ids."""
        return self.columns.by_id.argsort()

    @cached_property
    def growing(self) -> Growing:
        """Their columns, with room for what comes later."""
        return Growing(self.columns)

    def rank_of(self, identity: str) -> int:
        """How many of their ids come before this one; worked out once for each that
        is asked for, as all that changed are with every change."""
        rank = self._ranks.get(identity)
        if rank is None:
            rank = bisect_left(self.by_id, identity, key=self.ids.__getitem__)
            self._ranks[identity] = rank
        return rank

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {}

    def near(self, ranges: NDArray[np.int64]) -> Scope:
        """A part of them; of the neighbourhoods that were asked for last it is there
        already. They are stretches of a grid, and tell of nobody."""
        key = ranges.tobytes()
        scope = self._near.get(key)
        if scope is None:
            if len(self._near) >= NEIGHBOURHOODS:
                self._near.clear()
            scope = self._near[key] = Scope(size=len(self), ranges=ranges)
        return scope

    @cached_property
    def _near(self) -> dict[bytes, Scope]:
        return {}

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

    Takes them one by one, and keeps none. Raises ValueError when two share an id.
    """
    waiting = iter(facts)
    first = list(islice(waiting, 2))
    if len(first) == 1:
        return _alone(first[0], statistics)
    read = _Read()
    for one in chain(first, waiting):
        read.take(one)
    return read.laid_out(statistics)


def _alone(
    facts: Facts, statistics: WordStatistics | None
) -> tuple[Segment, WordStatistics]:
    """The same of the only listing, as what changed is: with nothing to sort."""
    terms, words, lengths = counted_alone(facts)
    statistics = statistics or count_words(terms, words, lengths)
    columns, spoken = columns_of([facts]), spoken_of(facts)
    areas = one_each({name.casefold() for name in facts.covers})
    segment = Segment(
        facts=Records(pieces=pieces_of([pack(facts)]), order=np.zeros(1, np.int32)),
        ids=texts_of([facts.id]),
        cells=cells_of(columns, areas.positions),
        columns=columns,
        terms=telling(terms, lengths, statistics),
        words=words,
        lengths=lengths,
        activities=one_each(
            spoken, np.array([x.weight for x in spoken.values()], np.float64)
        ),
        names=one_each(_names(facts)),
        whereabouts=one_each(_whereabouts(facts)),
        areas=areas,
    )
    return segment, statistics


class _Read:
    """Listings that were read, in the order in which they came."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._records = bytearray()
        self._starts = array("q", [0])
        self._waiting: list[Facts] = []
        self._columns: list[Columns] = []
        self._words = WordReader()
        self._activities, self._sure = Gathered(), array("d")
        self._names, self._whereabouts, self._areas = Gathered(), Gathered(), Gathered()

    def take(self, facts: Facts) -> None:
        """One more."""
        self._ids.append(facts.id)
        self._records += pack(facts)
        self._starts.append(len(self._records))
        self._words.read(facts)
        spoken = spoken_of(facts)
        self._activities.add(spoken)
        self._sure.extend(one.weight for one in spoken.values())
        self._names.add(_names(facts))
        self._whereabouts.add(_whereabouts(facts))
        self._areas.add({name.casefold() for name in facts.covers})
        self._waiting.append(facts)
        if len(self._waiting) == TOGETHER:
            self._lay_columns()

    def laid_out(
        self, statistics: WordStatistics | None
    ) -> tuple[Segment, WordStatistics]:
        """All of them by their cells and then by id."""
        self._lay_columns()
        ids = self._ids
        columns = stacked(self._columns)
        if len(self._columns) > 1:
            columns = replace(columns, by_id=ranks_of(ids))
        refuse_twins(ids[one] for one in columns.by_id.argsort().tolist())
        cells = cells_of(columns, self._areas.positions)
        order = np.lexsort((columns.by_id, cells))
        places = np.zeros(len(order), np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        terms, words, lengths = self._words.counted(order)
        statistics = statistics or count_words(terms, words, lengths)
        pieces = Pieces(
            data=np.frombuffer(self._records, np.uint8),
            starts=np.array(self._starts, np.int64),
        )
        segment = Segment(
            facts=Records(pieces=pieces, order=order.astype(np.int32)),
            ids=texts_of(ids[one] for one in order.tolist()),
            cells=cells[order],
            columns=columns.take(order),
            terms=telling(terms, lengths, statistics),
            words=words,
            lengths=lengths,
            activities=self._activities.rows(places, np.array(self._sure, np.float64)),
            names=self._names.rows(places),
            whereabouts=self._whereabouts.rows(places),
            areas=self._areas.rows(places),
        )
        return segment, statistics

    def _lay_columns(self) -> None:
        if self._waiting or not self._columns:
            self._columns.append(columns_of(self._waiting))
            self._waiting.clear()


def plain_name(name: str) -> str:
    """A name as whole words in folded letters, one space between each."""
    return " ".join(WORD.findall(fold(name)))


def refuse_twins(rising: Iterable[str]) -> None:
    """Raises ValueError when one of these ids, by their order, is there twice."""
    for one, other in pairwise(rising):
        if one == other:
            raise ValueError(f"two listings share the id {one!r}")


def _names(facts: Facts) -> list[str]:
    names = {x.casefold() for x in (facts.title, facts.organization, *facts.venues)}
    return sorted((names | {facts.id}) - {""})


def _whereabouts(facts: Facts) -> list[str]:
    names = (facts.title, facts.organization, *facts.venues, *facts.addresses)
    return sorted({plain_name(name) for name in names if name} - {""})


def telling(
    terms: Rows, lengths: NDArray[np.uint16], statistics: WordStatistics
) -> Rows:
    """The same, with how tellingly each listing uses each."""
    _, carried, uses = terms.values
    averages = statistics.average_lengths
    tellings = tellings_of(uses, lengths, terms.positions, averages)
    return replace(terms, values=(tellings, carried, uses))
