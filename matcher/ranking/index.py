"""What ranking keeps of a whole catalogue, laid out so that a profile is quick.

``Index.build`` reads every listing once. Terms become postings (which listings use a
term, and how tellingly), everything else becomes columns that ``conditions`` compares.
An index is never changed: a changed catalogue gets a new one. It opens no file and
knows no person.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns, columns_of
from matcher.ranking.facts import Facts
from matcher.ranking.listing_words import FIELDS, ListingWords, read_listing
from matcher.ranking.readings import Readings, readings_of
from matcher.ranking.spelling import Speller

FIELD_WEIGHTS = {"title": 4.0, "activities": 3.0, "organization": 1.5, "description": 1}
"""How telling a word is by where it stands: what a thing is called says what it is."""

LENGTH_SHARE = {
    "title": 0.4,
    "activities": 0.4,
    "organization": 0.4,
    "description": 0.7,
}
"""How much a longer field dilutes its words (``b`` of BM25F, Robertson and Zaragoza,
"The Probabilistic Relevance Framework", 2009, section 3.6)."""

SATURATION = 1.2
"""``k1`` of BM25F: the field-weighted use at which a word tells half of all it can.
Its common value; one plain mention in a description of average length comes to 0.45."""

SMALLEST_CATALOGUE = 500
"""A smaller catalogue is read as a part of one this large, so that in a village with
two art classes "art" is still a telling word."""


@dataclass(frozen=True, kw_only=True)
class WordStatistics:
    """How common words are. Held fixed, no listing changes another's score."""

    listings: int
    document_frequencies: Mapping[str, int]
    """Term -> how many listings use it."""
    average_lengths: tuple[float, ...]
    """Terms in a listing, on average, for each of ``FIELDS``."""
    words: Mapping[str, int]
    """Folded word -> how many listings use it: what spelling is put right against."""

    def rarity(self, term: str) -> float:
        """From 1 (one listing uses it, or none) towards 0 (all do).

        The inverse document frequency log((N + 1) / (n + 0.5)) as a share of that of
        a term in one listing.
        """
        total = max(self.listings, SMALLEST_CATALOGUE) + 1
        used = max(1, self.document_frequencies.get(term, 0))
        return float(np.log(total / (used + 0.5)) / np.log(total / 1.5))


class Postings(NamedTuple):
    """The listings that use one term: equally long arrays, by rising position."""

    positions: NDArray[np.int64]
    tellings: NDArray[np.float32]
    """How tellingly, 0 to 1: weighted by field, diluted by length, saturated."""
    carried: NDArray[np.bool_]
    """Whether the listing uses it other than behind a "no"."""


NO_POSTINGS = Postings(
    np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.bool_)
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Index:
    """A catalogue to rank: ``facts[position]`` and its words and columns."""

    facts: tuple[Facts, ...]
    """By id, so that nothing depends on the order they arrived in."""
    statistics: WordStatistics
    columns: Columns
    readings: Readings
    speller: Speller
    named: Mapping[str, NDArray[np.int32]]
    """Casefolded title, organization or venue, and every id -> its listings."""
    _rows: Mapping[str, int]
    _starts: NDArray[np.int64]
    _postings: Postings

    @classmethod
    def build(
        cls, facts: Iterable[Facts], statistics: WordStatistics | None = None
    ) -> "Index":
        """Reads every listing; counts words itself unless ``statistics`` are given.

        Raises ValueError when two listings share an id.
        """
        ordered = tuple(sorted(facts, key=lambda one: one.id))
        _refuse_twins(ordered)
        read = [read_listing(one) for one in ordered]
        counted = statistics or count_words(read)
        rows, starts, postings = _posted(read, counted)
        return cls(
            facts=ordered,
            statistics=counted,
            columns=columns_of(ordered),
            readings=readings_of(ordered),
            speller=Speller(counted.words),
            named=_named(ordered),
            _rows=rows,
            _starts=starts,
            _postings=postings,
        )

    def postings(self, term: str) -> Postings:
        """The listings that use a term; empty arrays when none does."""
        row = self._rows.get(term)
        if row is None:
            return NO_POSTINGS
        span = slice(self._starts[row], self._starts[row + 1])
        every = self._postings
        return Postings(
            every.positions[span], every.tellings[span], every.carried[span]
        )

    def telling(self, term: str, position: int) -> float:
        """How tellingly one listing uses a term, 0 to 1; 0 when it does not."""
        using, tellings, _ = self.postings(term)
        place = int(using.searchsorted(position))
        found = place < len(using) and using[place] == position
        return float(tellings[place]) if found else 0.0

    def __len__(self) -> int:
        return len(self.facts)


def count_words(read: Sequence[ListingWords]) -> WordStatistics:
    """The statistics of the listings themselves."""
    terms: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for listing in read:
        terms.update(listing.uses.keys())
        words.update(listing.words)
    lengths = np.array([one.lengths for one in read] or [[0] * len(FIELDS)], float)
    return WordStatistics(
        listings=len(read),
        document_frequencies=dict(terms),
        average_lengths=tuple(map(float, lengths.mean(axis=0))),
        words=dict(words),
    )


def _named(facts: Sequence[Facts]) -> dict[str, NDArray[np.int32]]:
    named: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(facts):
        names = {name.casefold() for name in (one.title, one.organization, *one.venues)}
        for name in sorted(names | {one.id}):
            named[name].append(position)
    return {name: np.array(found, np.int32) for name, found in named.items() if name}


def _refuse_twins(ordered: Sequence[Facts]) -> None:
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two listings share the id {one.id!r}")


def _posted(
    read: Sequence[ListingWords], statistics: WordStatistics
) -> tuple[dict[str, int], NDArray[np.int64], Postings]:
    """All postings in one stretch, term after term, and where each term starts."""
    rows: dict[str, int] = {}
    row_of, position_of, carried_of = array("i"), array("i"), array("b")
    uses_of = array("b")
    for position, listing in enumerate(read):
        for term, of_term in listing.uses.items():
            row_of.append(rows.setdefault(term, len(rows)))
            position_of.append(position)
            carried_of.append(term in listing.carried)
            uses_of.extend(of_term)
    by_row = np.argsort(np.array(row_of, np.int32), kind="stable")
    positions = np.array(position_of, np.int64)
    uses = np.array(uses_of, np.float32).reshape(-1, len(FIELDS))
    lengths = np.array([one.lengths for one in read], np.float32)
    lengths = lengths.reshape(-1, len(FIELDS))
    tellings = _tellings(uses, lengths, positions, statistics.average_lengths)
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(
        np.bincount(np.array(row_of, np.int32), minlength=len(rows)), out=starts[1:]
    )
    carried = np.array(carried_of, np.bool_)
    return rows, starts, Postings(positions[by_row], tellings[by_row], carried[by_row])


def _tellings(
    uses: NDArray[np.float32],
    lengths: NDArray[np.float32],
    positions: NDArray[np.int64],
    average_lengths: Sequence[float],
) -> NDArray[np.float32]:
    """BM25F's saturated use of each posting, 0 to 1, where it tells most.

    Fields are not added up: a title that says it needs no description that says it
    again, and nobody gains by writing more.
    """
    weighted = np.zeros(len(positions), np.float32)
    for column, field in enumerate(FIELDS):
        share = LENGTH_SHARE[field]
        average = max(average_lengths[column], 1.0)
        dilution = 1 - share + share * lengths[:, column] / average
        there = FIELD_WEIGHTS[field] * uses[:, column] / dilution[positions]
        np.maximum(weighted, there, out=weighted)
    telling: NDArray[np.float32] = weighted / (weighted + np.float32(SATURATION))
    return telling
