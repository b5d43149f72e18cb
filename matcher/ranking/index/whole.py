"""What ranking keeps of a whole catalogue, laid out so that a profile is quick.

An index is one large segment and, where listings changed since, a few small ones; what
went is marked as gone. None of it is ever changed: ``changed`` gives another index that
shares what stayed, so whoever ranks meanwhile goes on with theirs. It opens no file and
knows no person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, islice
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns
from matcher.ranking.conditions import EVERY, At
from matcher.ranking.facts import Facts, Place
from matcher.ranking.index.merging import merged
from matcher.ranking.index.places import ranges_near
from matcher.ranking.index.segment import Segment, read_segment, refuse_twins
from matcher.ranking.index.statistics import WordStatistics
from matcher.ranking.readings import Readings, count_worths
from matcher.ranking.rows import Lookup, Named, Part, Rows, Scope
from matcher.ranking.spelling import Speller
from matcher.ranking.words import term_of

AT_ONCE = 1 << 17
"""Listings that are read in one piece: while they are, they take a gigabyte."""

MUCH_LARGER = 8
"""A segment this many times as large as all newer ones is left alone when those are
merged, so that each listing moves seldom."""

FEW = 6
"""Segments up to which none are merged: a question looks into each of them, and most
changes then cost no more than reading what changed."""

BETWEEN = 1 << 20
"""Numbers left free between two neighbours by id, for listings that come later."""


class Postings(NamedTuple):
    """The listings that use one term: equally long arrays, by rising position."""

    positions: NDArray[np.integer[Any]]
    tellings: NDArray[np.float32]
    """How tellingly, 0 to 1: weighted by field, diluted by length, saturated."""
    carried: NDArray[np.bool_]
    """Whether the listing uses it other than behind a "no"."""


NO_POSTINGS = Postings(
    np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.bool_)
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """The facts of an index: by position, and one after the other what is there."""

    _segments: Sequence[Segment]
    _scopes: Sequence[Scope | None]
    _befores: Sequence[int]
    _gone: NDArray[np.bool_]

    @overload
    def __getitem__(self, position: int) -> Facts: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[Facts, ...]: ...
    def __getitem__(self, position: int | slice) -> Facts | tuple[Facts, ...]:
        """What stands at a position, or at several: what is gone among them."""
        if isinstance(position, slice):
            return tuple(
                map(self.__getitem__, range(*position.indices(len(self._gone))))
            )
        segment, at = self._find(position)
        return self._segments[segment].facts[at]

    def id_at(self, position: int) -> str:
        """The id of the listing there."""
        segment, at = self._find(position)
        return self._segments[segment].ids[at]

    def at_every_position(self) -> Iterator[Facts]:
        """What stands at each position in turn: what is gone among them."""
        return map(self.__getitem__, range(len(self._gone)))

    def __iter__(self) -> Iterator[Facts]:
        return (self[one] for one in np.flatnonzero(~self._gone).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(~self._gone))

    def _find(self, position: int) -> tuple[int, int]:
        segment = 0
        while (
            segment + 1 < len(self._segments) and self._befores[segment + 1] <= position
        ):
            segment += 1
        at, scope = position - self._befores[segment], self._scopes[segment]
        return segment, at if scope is None else int(scope.ids[at])


@dataclass(frozen=True, kw_only=True, eq=False)
class Index:
    """A catalogue to rank: ``facts[position]`` and its words and columns.

    Positions follow places, not ids; ``columns.by_id`` has the order of the ids. A
    listing that is gone keeps its position and is closed.
    """

    statistics: WordStatistics
    worths: Mapping[str, float]
    """Activity -> what it is worth (``readings``); held fixed like the statistics."""
    speller: Speller
    _segments: tuple[Segment, ...]
    _gone: tuple[NDArray[np.bool_], ...]
    """For each segment, which of its listings are there no longer."""
    _scopes: tuple[Scope | None, ...]
    _whole: "Index | None" = None
    """What this is a part of (``near``)."""

    @classmethod
    def build(
        cls,
        facts: Iterable[Facts],
        statistics: WordStatistics | None = None,
        *,
        aside: Callable[[Segment], Segment] | None = None,
        at_once: int = AT_ONCE,
    ) -> "Index":
        """Reads every listing; counts words itself unless ``statistics`` are given.

        Of more than ``at_once`` each so many are read by themselves, and ``aside`` may
        put what they come to somewhere else until all are put together. Raises
        ValueError when two listings share an id.
        """
        several: list[Segment] = []
        waiting = iter(facts)
        while True:
            segment, counted = read_segment(islice(waiting, at_once), statistics)
            if not several and len(segment) < at_once:
                return cls.of(segment, counted)
            several.append(aside(segment) if aside else segment)
            if len(segment) < at_once:
                break
        del segment
        whole, counted = merged(several, [_all_there(x) for x in several], statistics)
        refuse_twins(whole.ids[one] for one in whole.by_id.tolist())
        return cls.of(whole, counted)

    @classmethod
    def of(cls, segment: Segment, statistics: WordStatistics) -> "Index":
        """The index of one segment, its activities counted."""
        return cls(
            statistics=statistics,
            worths=count_worths(segment.activities, len(segment)),
            speller=Speller(statistics.words),
            _segments=(segment,),
            _gone=(_all_there(segment),),
            _scopes=(None,),
        )

    def postings(self, term: str) -> Postings:
        """The listings that use a term; empty arrays when none does."""
        row = self.terms.of(term)
        return Postings(row.positions, *row.values[:2]) if row else NO_POSTINGS

    def telling(self, term: str, position: int) -> float:
        """How tellingly one listing uses a term, 0 to 1; 0 when it does not."""
        return self.terms.value_at(term, position)

    def meant_by(self, word: str) -> str | None:
        """The word that a folded one is a slip of, or None.

        None too where a listing uses it, be it one that came since words were counted:
        a new game of padel is no user panel.
        """
        meant = self.speller.repair(word)
        return None if meant is None or self._says(term_of(word)) else meant

    def _says(self, term: str) -> bool:
        """Whether any listing uses a term, wherever it is."""
        row = self.whole.terms.of(term)
        return row is not None and not self.whole._away[row.positions].all()

    def at_any_of(
        self, names: Iterable[str], called: Callable[[str], object] = bool
    ) -> NDArray[np.int64]:
        """Listings where a title, organization, venue or address has one of these
        names in it, word by word, and is ``called`` so; names as ``plain_name`` has
        them."""
        places = self._lookup("whereabouts")
        every = {key for name in names for key in places.having(name)}
        keys = filter(called, every)
        rows = [row for key in keys if (row := places.of(key))]
        return np.concatenate([np.empty(0, np.int64), *(x.positions for x in rows)])

    def near(self, place: Place, reach_km: float) -> "Index":
        """The same for what may be within reach of a place, and little else.

        Everything left out is farther away, in one known place, and not online; it
        covers no area. The whole where that would spare nobody anything.
        """
        point = place.latitude, place.longitude
        ranges = [ranges_near(one.cells, *point, reach_km) for one in self._segments]
        if all(found is None for found in ranges):
            return self
        scopes = tuple(
            None if found is None else segment.near(found)
            for found, segment in zip(ranges, self._segments, strict=True)
        )
        return replace(self, _scopes=scopes, _whole=self)

    @property
    def whole(self) -> "Index":
        """What this is a part of, or itself."""
        return self if self._whole is None else self._whole

    @property
    def all_in_whole(self) -> At:
        """Where everything stands in the ``whole``."""
        return EVERY if self._whole is None else self._in_whole

    def in_whole(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where these positions of a part stand in the ``whole``."""
        return positions if self._whole is None else self._in_whole[positions]

    def changed(
        self,
        told: Iterable[Facts] = (),
        gone: Iterable[str] = (),
        *,
        few: int | None = None,
    ) -> "Index":
        """The same catalogue after some listings came, were told anew, or went.

        Words and activities weigh what they did. Ids that nobody has are no matter.
        ``few``: segments up to which none are merged, for whoever is in a hurry.
        """
        fresh, _ = read_segment(told, self.statistics)
        away = [one.copy() for one in self._gone]
        for identity in {*gone, *fresh.ids}:
            for segment, of_segment in zip(self._segments, away, strict=True):
                at = segment.position_of(identity)
                if at is not None:
                    of_segment[at] = True
        segments, away = [*self._segments, fresh], [*away, np.zeros(len(fresh), bool)]
        if len(segments) > (few or FEW):
            begin = _first_to_merge([len(one) for one in segments])
            one, _ = merged(segments[begin:], away[begin:], self.statistics)
            segments[begin:], away[begin:] = [one], [_all_there(one)]
        if len(segments) > 1 and not len(segments[-1]):
            del segments[-1], away[-1]  # nothing came, or nothing of it stayed
        return replace(
            self,
            _segments=tuple(segments),
            _gone=tuple(away),
            _scopes=(None,) * len(segments),
        )

    def recounted(self) -> "Index":
        """The same listings in one segment, as if all had been read today."""
        return Index.of(*merged(self._segments, self._gone))

    @property
    def changes(self) -> int:
        """How many listings came or went since words were counted."""
        fresh = sum(len(one) for one in self._segments[1:])
        return fresh + sum(int(np.count_nonzero(one)) for one in self._gone)

    @property
    def parts(self) -> int:
        """How many segments a question looks into."""
        return len(self._segments)

    def __len__(self) -> int:
        """How many positions there are, those of what is gone among them."""
        return sum(self._sizes)

    # --- laid out once, when first asked for ------------------------------------------

    @cached_property
    def facts(self) -> Told:
        """What was told of each listing."""
        return Told(
            _segments=self._segments,
            _scopes=self._scopes,
            _befores=self._befores,
            _gone=self._away,
        )

    @cached_property
    def columns(self) -> Columns:
        """Everything about listings that is no word; what is gone is closed."""
        if self._whole is not None:
            columns = self._whole.columns.take(self._in_whole)
        else:
            first, *later = self._segments
            columns = first.growing.with_later([one.columns for one in later])
            if later:
                columns = replace(columns, by_id=self._by_id())
            columns = columns.but_closed(np.flatnonzero(self._away))
        covering = Named(lookup=self._lookup("areas"), gone=self._away)
        return replace(columns, covering=covering)

    @cached_property
    def _in_whole(self) -> NDArray[np.int64]:
        befores = self.whole._befores
        parts = zip(self._segments, self._scopes, befores, strict=True)
        return np.concatenate(
            [
                before + (np.arange(len(segment)) if scope is None else scope.ids)
                for segment, scope, before in parts
            ]
        )

    def _by_id(self) -> NDArray[np.int64]:
        """Numbers that rise with the ids over all segments."""
        first, *later = self._segments
        numbers = np.zeros(sum(map(len, later)), np.int64)
        ids = [identity for segment in later for identity in segment.ids]
        last, beside = -1, 0
        for at in sorted(range(len(ids)), key=ids.__getitem__):
            rank = first.rank_of(ids[at])
            beside = beside + 1 if rank == last else 1
            last, numbers[at] = rank, rank * BETWEEN + beside - BETWEEN
        return np.concatenate([first.columns.by_id * BETWEEN, numbers])

    @cached_property
    def readings(self) -> Readings:
        """Which listings speak of which activity."""
        return Readings(worths=self.worths, _rows=self._lookup("activities"))

    @cached_property
    def named(self) -> Named:
        """Casefolded title, organization or venue, and every id -> its listings."""
        return Named(lookup=self._lookup("names"), gone=self._away)

    @cached_property
    def terms(self) -> Lookup:
        """Which listings use which term; the first value is how tellingly."""
        return self._lookup("terms")

    def _lookup(self, name: str) -> Lookup:
        rows: list[Rows] = [getattr(one, name) for one in self._segments]
        return Lookup(
            parts=[
                Part(*x) for x in zip(rows, self._scopes, self._befores, strict=True)
            ]
        )

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(
            len(segment) if scope is None else len(scope.ids)
            for segment, scope in zip(self._segments, self._scopes, strict=True)
        )

    @cached_property
    def _befores(self) -> tuple[int, ...]:
        return tuple(accumulate((0, *self._sizes[:-1])))

    @cached_property
    def _away(self) -> NDArray[np.bool_]:
        """By position, whether the listing is there no longer."""
        return np.concatenate(
            [
                gone if scope is None else gone[scope.ids]
                for gone, scope in zip(self._gone, self._scopes, strict=True)
            ]
        )


def _first_to_merge(sizes: Sequence[int]) -> int:
    """The oldest segment that is merged with all newer ones: never the first of all."""
    newer, begin = sizes[-1], len(sizes) - 1
    while begin > 1 and sizes[begin - 1] <= MUCH_LARGER * max(newer, 1):
        begin -= 1
        newer += sizes[begin]
    return begin


def _all_there(segment: Segment) -> NDArray[np.bool_]:
    return np.zeros(len(segment), np.bool_)
