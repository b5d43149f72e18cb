"""``match-speed``: how long one person waits for their matches.

10,000 made listings, profiles of 3 to 8 phrases, half near a place and half anywhere,
the best 20 shown; ours beside SQLite FTS5 and rapidfuzz over everything in reach. And
how long the index takes to build, which is once per change of the catalogue.

Ours does what the page asks of it: the phrases read into activities, the best 20 of
each openness, and counts for further filters. Phrases are read afresh each time; a
profile that is shown again is a figure of its own, without a goal, and so are the
reasons of a screen, which no peer has. A figure is the wall time of one call in one
thread, without database, page or network; ``made_catalogue``, ``made_profiles`` and
``peers`` say what exactly is compared.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TypeVar

from catalogue.activities import Lexicon, load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Facts, Index, Match, rank, reason_for
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_catalogue import make_county, make_facts
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.peers import (
    FTS5,
    RAPIDFUZZ,
    SHOWN,
    best_by_fts5,
    best_by_rapidfuzz,
    open_fts5,
    texts_of,
)
from tests.benchmarks.timing import Samples, interleaved, milliseconds, p50, p99

NAME = "match-speed"
SEED = 7_102_026
"""Any fixed number: listings, profiles and their order follow from it."""

TODAY = date(2026, 11, 24)
"""The day of asking; the demo town's dates are around it."""

MOST_MS = 5.0
"""The goal for half of all profiles at 10,000 listings, from the design's ranking.md:
less than anybody notices, and little beside the page it is shown on."""

OURS = "ours"
Built = TypeVar("Built")
Taken = Mapping[str, Samples]
"""System -> what it took for each profile."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    listings: int
    profiles: int
    """Of each sort: near, and anywhere."""
    against_rapidfuzz: int
    """So many of them also for rapidfuzz: it takes a second each."""
    warm_up: int


WHOLE = Size(listings=10_000, profiles=150, against_rapidfuzz=8, warm_up=10)
QUICK = Size(listings=500, profiles=4, against_rapidfuzz=1, warm_up=1)
"""Enough to see that everything runs; its figures mean nothing."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """All systems, ready to answer, and what it took to get them ready."""

    index: Index
    lexicon: Lexicon
    index_seconds: float
    fts5: sqlite3.Connection
    fts5_seconds: float
    texts: list[str]

    def ours(self, asked: Asked) -> list[str]:
        """Ids of the best, as the page shows them; nothing is known of the phrases."""
        self.lexicon.forget_phrases()
        return [match.facts.id for match in self.matches(asked)]

    def matches(self, asked: Asked) -> tuple[Match, ...]:
        """The best of one screen; ``asked`` as it came."""
        asked = understood(asked, self.lexicon)
        return rank(asked, self.index, today=TODAY, limit=SHOWN).matches[:SHOWN]

    def by_fts5(self, asked: Asked) -> list[str]:
        """The same, by full-text search."""
        return best_by_fts5(self.fts5, asked, TODAY)

    def by_rapidfuzz(self, asked: Asked) -> list[str]:
        """The same, by likeness."""
        return best_by_rapidfuzz(self.texts, self.fts5, asked, TODAY)


def run(*, quick: bool) -> Iterator[Figure]:
    """Every figure of this bench, as it is known."""
    size = QUICK if quick else WHOLE
    field = open_field(make_facts(size.listings, seed=SEED))
    yield _build_time(field, size)
    ndcg10 = None if quick else _relevance()
    near, anywhere = make_askers(size)
    taken_near = _beside_fts5(field, near)
    taken_anywhere = _beside_fts5(field, anywhere)
    yield _promise(taken_near, taken_anywhere, size, ndcg10)
    for where, taken in (("near", taken_near), ("anywhere", taken_anywhere)):
        yield _figure(f"{where}, p50", p50, taken, size, ndcg10)
        yield _figure(f"{where}, p99", p99, taken, size, ndcg10)
    yield _again_time(field, near.measured + anywhere.measured)
    yield _reasons_time(field, anywhere.measured)
    for where, profiles in (("near", near), ("anywhere", anywhere)):
        taken = _beside_rapidfuzz(field, profiles, size)
        yield _figure(f"{where}, p50", p50, taken, size, ndcg10)


def open_field(facts: Sequence[Facts]) -> Field:
    """Build each system once, from a standing start as in a new process."""
    index, index_seconds = _timed(lambda: Index.build(facts))
    fts5, fts5_seconds = _timed(lambda: open_fts5(facts))
    return Field(
        index=index,
        lexicon=load_lexicon(),
        index_seconds=index_seconds,
        fts5=fts5,
        fts5_seconds=fts5_seconds,
        texts=texts_of(facts),
    )


@dataclass(frozen=True, kw_only=True)
class Askers:
    """Profiles of one sort."""

    warm_up: list[Asked]
    """Asked first, and never measured."""
    measured: list[Asked]


def make_askers(size: Size) -> tuple[Askers, Askers]:
    """Those near a place, and those anywhere."""
    near, anywhere = (
        Askers(
            warm_up=make_profiles(size.warm_up, near=towns, seed=SEED + 1),
            measured=make_profiles(size.profiles, near=towns, seed=SEED),
        )
        for towns in (make_county(SEED), ())
    )
    return near, anywhere


def _beside_fts5(field: Field, askers: Askers) -> Taken:
    return interleaved(
        {OURS: field.ours, FTS5: field.by_fts5},
        askers.measured,
        warm_up=askers.warm_up,
        seed=SEED,
    )


def _beside_rapidfuzz(field: Field, askers: Askers, size: Size) -> Taken:
    return interleaved(
        {OURS: field.ours, RAPIDFUZZ: field.by_rapidfuzz},
        askers.measured[: size.against_rapidfuzz],
        warm_up=askers.warm_up[:1],
        seed=SEED,
    )


def _build_time(field: Field, size: Size) -> Figure:
    return Figure(
        bench=NAME,
        figure=f"building the index, {size.listings:,} listings",
        value=field.index_seconds,
        unit="s",
        peer=FTS5,
        peer_value=field.fts5_seconds,
    )


def _again_time(field: Field, profiles: Sequence[Asked]) -> Figure:
    """A profile that was matched a moment ago, as when a page is shown again."""

    def taken(asked: Asked) -> float:
        field.matches(asked)
        return milliseconds(field.matches, asked)

    return Figure(
        bench=NAME,
        figure="the same profile again, p50",
        value=p50([taken(asked) for asked in profiles]),
        unit="ms",
    )


def _reasons_time(field: Field, profiles: Sequence[Asked]) -> Figure:
    """The reasons of everything on one screen, after it was matched."""

    def taken(asked: Asked) -> float:
        matches = field.matches(asked)
        return milliseconds(lambda _: [reason_for(x, asked) for x in matches], asked)

    return Figure(
        bench=NAME,
        figure=f"reasons of {SHOWN} matches, p50",
        value=p50([taken(asked) for asked in profiles]),
        unit="ms",
    )


def _promise(near: Taken, anywhere: Taken, size: Size, ndcg10: float | None) -> Figure:
    """The one figure with a goal: half of all profiles, wherever they are."""
    every = {name: near[name] + anywhere[name] for name in near}
    figure = _figure("near and anywhere, p50", p50, every, size, ndcg10)
    return replace(figure, at_most=MOST_MS)


def _figure(
    what: str,
    quantile: Callable[[Samples], float],
    taken: Taken,
    size: Size,
    ndcg10: float | None,
) -> Figure:
    """Ours beside the one peer that was timed with it."""
    (peer,) = taken.keys() - {OURS}
    return Figure(
        bench=NAME,
        figure=f"{what}, {size.listings:,} listings",
        value=quantile(taken[OURS]),
        unit="ms",
        peer=peer,
        peer_value=quantile(taken[peer]),
        ndcg10=ndcg10,
    )


def _relevance() -> float | None:
    from tests.benchmarks.relevance import ndcg_at_10  # brings pages' templates along

    return ndcg_at_10()


def _timed(build: Callable[[], Built]) -> tuple[Built, float]:
    began = perf_counter()
    built = build()
    return built, perf_counter() - began
