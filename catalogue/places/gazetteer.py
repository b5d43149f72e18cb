"""Names of places, as the catalogue's own addresses write them.

Forgives spelling, one slip in a word of five letters and two from eight; never a
first letter, and never a word the catalogue knows. What is left over is unknown:
this is not a list of every place there is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.places.distance import (
    Point,
    bounding_box,
    distance_km,
    distances_km,
)

PlaceKind = Literal["venue", "town", "district"]
Cell = tuple[int, int]
Points = NDArray[np.float64]
"""Latitudes and longitudes: shape (points, 2)."""

LONGEST_ASKED = 200
"""Characters of a question that are read; more is no name of a place."""

MOST_WORDS = 12
"""Words of a question that are read, as no name has more."""

MOST_RANKED = 20
"""Places weighed against each other; *hall* may stand in thousands of names."""

SAME_PLACE_KM: dict[PlaceKind, float] = {"venue": 1.0, "district": 5.0, "town": 15.0}
"""Two addresses that share a name within this are one place; beyond, two."""

MOST_NAMESAKES = 5
"""Places of one name kept apart; nobody can choose among more."""

KM_NORTH = 111.0
"""A little less than a degree of latitude is long: what lies farther north or south
need not be measured."""

CELL_DEGREES = 0.02
"""Side of the squares addresses are kept in: about 2 km north, 1.3 km east."""

_FILLERS = (
    "a about an and around at be beside by close from here i in is it just live me my"
    " near nearby nearest next of off on opposite our please round some somewhere"
    " that the there to up we where"
)
FILLERS = frozenset(_FILLERS.split())
"""Words around a name that are no part of it, in the question and in the address."""

KIND_ORDER: dict[PlaceKind, int] = {"town": 0, "district": 1, "venue": 2}
"""Who is meant when a town, a district and a venue share a name."""


@dataclass(frozen=True, kw_only=True)
class PlaceName:
    """One name somebody may ask by, and where it is."""

    name: str
    kind: PlaceKind
    point: Point
    count: int = 1
    """Addresses it stands in."""


IN_QUESTION = 3
"""The weakest tier: the name stands among other words."""


class Rank(NamedTuple):
    """How well a name answers; less is better, and equals are equally good."""

    tier: int
    """0 the very name, 1 ends in it (*Sale Library* for "library"), 2 has its words,
    3 stands somewhere in the question."""
    respelt: bool
    kind: int
    unsaid: int
    """Words asked that the name does not answer."""


class Standing(NamedTuple):
    """A town or district that addresses say they stand in."""

    kind: PlaceKind
    name: str
    """Folded."""


class Square(NamedTuple):
    """The addresses in a square, those of one town or district after the other."""

    standings: tuple[Standing, ...]
    points: Points
    counts: NDArray[np.int64]
    """By standing: how many of the points are its."""


class Gazetteer:
    """The catalogue's names of places, found by what somebody typed."""

    def __init__(self, entries: Iterable[PlaceName]) -> None:
        """Take one entry per address or per name; namesakes nearby become one."""
        self._places: dict[tuple[str, ...], list[PlaceName]] = {}
        self._near: dict[Cell, dict[Standing, set[Point]]] = {}
        self._laid: dict[Cell, Square] = {}
        for entry in entries:
            self._add(entry)
        self._lay_words()

    def with_more(self, entries: Iterable[PlaceName]) -> "Gazetteer":
        """The same with further entries; this one stays as it is.

        What it costs is counting the words of all names, not reading all addresses.
        """
        more = Gazetteer(())
        more._places = {key: list(names) for key, names in self._places.items()}
        more._near = dict(self._near)
        for entry in entries:
            cell = _cell(entry.point)
            theirs = more._near.get(cell, {})  # others look at the old
            more._near[cell] = {one: set(points) for one, points in theirs.items()}
            more._add(entry)
        more._lay_words()
        return more

    def _lay_words(self) -> None:
        self._with_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for key in self._places:
            for word in set(key):
                self._with_word[word].append(key)
        self._words_by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._with_word:
            self._words_by_letter[word[0]].append(word)

    def find(self, words: str, *, limit: int = 5) -> tuple[PlaceName, ...]:
        """Places of that name, best first; empty rather than a guess."""
        return tuple(place for _, place in self.ranked(words)[:limit])

    def ranked(self, words: str) -> list[tuple[Rank, PlaceName]]:
        """The best places that answer, best first, each with how well it does."""
        asked = _words(words[:LONGEST_ASKED])[:MOST_WORDS]
        spelt = tuple(self._respelt(word) for word in asked)
        found = (
            (Rank(tier, spelt != asked, KIND_ORDER[place.kind], unsaid), place)
            for tier, unsaid, key in self._keys(spelt)
            for place in self._places[key]
        )
        best = nsmallest(MOST_RANKED, found, key=_order)
        once: dict[tuple[PlaceKind, str, Point], tuple[Rank, PlaceName]] = {}
        for rank, place in best:
            # A name with a comma is kept whole and by its first part: said once.
            once.setdefault((place.kind, place.name, place.point), (rank, place))
        return list(once.values())

    def is_name(self, words: str) -> bool:
        """Whether that is the whole name of a place, spelt as the catalogue does."""
        return _words(words[:LONGEST_ASKED]) in self._places

    def names_near(self, point: Point, *, km: float) -> dict[Standing, float]:
        """The towns and districts of the addresses within ``km``, and how far away the
        nearest address of each is."""
        around = [self._standing_in(cell) for cell in _cells_within(point, km)]
        around = [one for one in around if one.standings]
        if not around:
            return {}
        far = distances_km(point, np.concatenate([one.points for one in around]))
        counts = np.concatenate([one.counts for one in around])
        nearest = np.minimum.reduceat(far, counts.cumsum() - counts).tolist()
        names: dict[Standing, float] = {}
        standings = (standing for one in around for standing in one.standings)
        for standing, near in zip(standings, nearest, strict=True):
            if near <= km:
                names[standing] = min(near, names.get(standing, near))
        return names

    def _standing_in(self, cell: Cell) -> Square:
        """Whose addresses lie in a square, laid out once to be reckoned with."""
        laid = self._laid.get(cell)
        if laid is None:
            near = self._near.get(cell, {})
            points = [point for standing in near for point in sorted(near[standing])]
            laid = self._laid[cell] = Square(
                standings=tuple(near),
                points=np.array(points).reshape(-1, 2),
                counts=np.array([len(points) for points in near.values()], np.int64),
            )
        return laid

    def _add(self, entry: PlaceName) -> None:
        if entry.kind != "venue":
            # Rounded to some 100 m, so a busy street is kept once.
            at = Point(round(entry.point[0], 3), round(entry.point[1], 3))
            standing = Standing(entry.kind, _as_compared(entry.name))
            there = self._near.setdefault(_cell(entry.point), {})
            there.setdefault(standing, set()).add(at)
        for key in _keys_of(entry.name):
            _add_namesake(self._places.setdefault(key, []), entry)

    def _keys(
        self, asked: tuple[str, ...]
    ) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(tier, words unsaid, key) of the best tier that answers at all."""
        if not asked:
            return
        if asked in self._places:
            yield 0, 0, asked
            return
        holding = self._holding(asked)
        if holding:
            for key in holding:
                yield (1 if key[-len(asked) :] == asked else 2), 0, key
            return
        for unsaid, key in self._within(asked):
            yield IN_QUESTION, unsaid, key

    def _holding(self, asked: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Names that have every word asked."""
        rarest = min(asked, key=lambda word: len(self._with_word.get(word, ())))
        wanted = set(asked)
        return [key for key in self._with_word.get(rarest, ()) if wanted <= set(key)]

    def _within(self, asked: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The longest names that stand in the question, with the words left over.

        A venue of one word (*Hub*) is too weak a sign inside a longer question.
        """
        for size in range(len(asked) - 1, 0, -1):
            spans = {asked[at : at + size] for at in range(len(asked) - size + 1)}
            keys = sorted(key for key in spans if self._stands_alone(key))
            yield from ((len(asked) - size, key) for key in keys)
            if keys:
                return

    def _stands_alone(self, key: tuple[str, ...]) -> bool:
        places = self._places.get(key, [])
        return any(len(key) > 1 or place.kind != "venue" for place in places)

    def _respelt(self, word: str) -> str:
        """The catalogue's own word for one misspelt; the same when none is near."""
        slips = 0 if len(word) < 5 else 1 if len(word) < 8 else 2
        if not slips or word in self._with_word or any(map(str.isdigit, word)):
            return word
        choices = self._words_by_letter.get(word[0], [])
        near = process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=slips, limit=2
        )
        if not near or (len(near) == 2 and near[0][1] == near[1][1]):
            return word
        return near[0][0]


def folded(name: str) -> str:
    """A name as it is compared: case, spaces and punctuation set aside."""
    return " ".join(_tokens(name))


def _tokens(text: str) -> list[str]:
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return re.findall(r"[^\W_]+", text)


def _words(text: str) -> tuple[str, ...]:
    tokens = _tokens(text)
    return tuple(word for word in tokens if word not in FILLERS) or tuple(tokens)


@lru_cache(maxsize=1 << 14)
def _keys_of(name: str) -> frozenset[tuple[str, ...]]:
    """What a name of the catalogue's own is found by: whole, and by its main part."""
    return frozenset({_words(_main_part(name)), _words(name)} - {()})


@lru_cache(maxsize=1 << 14)
def _as_compared(name: str) -> str:
    return folded(name)


def _main_part(name: str) -> str:
    """*Sale Library (Waterside), Sale* is Sale Library."""
    return re.split(r"[(,;]", name, maxsplit=1)[0] or name


def _same_place(known: PlaceName, entry: PlaceName) -> bool:
    if known.kind != entry.kind:
        return False
    near_km = SAME_PLACE_KM[entry.kind]
    north_km = abs(known.point.latitude - entry.point.latitude) * KM_NORTH
    return north_km <= near_km and distance_km(known.point, entry.point) <= near_km


def _merged(known: PlaceName, entry: PlaceName) -> PlaceName:
    """One place at the centre of both, each weighing its addresses."""
    count = known.count + entry.count
    share = entry.count / count
    return replace(
        known,
        count=count,
        point=Point(
            known.point.latitude * (1 - share) + entry.point.latitude * share,
            known.point.longitude * (1 - share) + entry.point.longitude * share,
        ),
    )


def _order(found: tuple[Rank, PlaceName]) -> tuple[Rank, int, str]:
    """Equally good places: the best known first."""
    rank, place = found
    return rank, -place.count, place.name


def _add_namesake(namesakes: list[PlaceName], entry: PlaceName) -> None:
    for position, known in enumerate(namesakes):
        if _same_place(known, entry):
            namesakes[position] = _merged(known, entry)
            return
    if len(namesakes) < MOST_NAMESAKES:
        namesakes.append(entry)


def _cell(point: Point) -> Cell:
    return int(point.latitude // CELL_DEGREES), int(point.longitude // CELL_DEGREES)


def _cells_within(point: Point, km: float) -> Iterator[Cell]:
    box = bounding_box(point, km)
    south, west = _cell(Point(box.south, box.west))
    north, east = _cell(Point(box.north, box.east))
    for row in range(south, north + 1):
        for column in range(west, east + 1):
            yield row, column
