"""``match-speed``: how long one person waits for their matches.

10,000 and 100,000 made listings (a million when asked for), profiles of 3 to 8 phrases,
half near a place and half anywhere, the best 20 shown; ours beside SQLite FTS5, tantivy
(where it is installed) and rapidfuzz over everything in reach. And how long the index
takes to build, what it holds, and what one changed listing costs.

Ours does what the page asks of it: the best 20 of each openness, and counts for further
filters, of phrases that were read into activities before. Reading them afresh is in the
row "phrases read and ranked", and the reasons of a screen in one of their own: no peer
has either. A figure is the wall time of one call in one
thread, without database, page or network; ``made_catalogue``, ``made_profiles`` and
``peers`` say what exactly is compared.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from catalogue.activities import Lexicon, load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Facts, Index, Match, rank, reason_for
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_catalogue import make_counties, make_facts
from tests.benchmarks.made_names import TOWNS
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.peer_tantivy import TANTIVY, open_tantivy
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

OTHERS = SEED + 1
"""For those who ask first and are not measured."""

TODAY = date(2026, 11, 24)
"""The day of asking; the demo town's dates are around it."""

MOST_MS = 5.0
"""The goal for half of all profiles at 10,000 listings, from the design's ranking.md:
less than anybody notices, and little beside the page it is shown on."""

RANKING_MS = 2.0
"""The goal for ranking alone at 10,000 listings; more listings, the same page."""

READ_AFRESH = 20
"""Profiles whose phrases are read anew to be timed."""

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
    """So many of them also for rapidfuzz: it takes a second each and more."""
    warm_up: int
    goals: Mapping[str, float]
    """Peer and figure -> how many times quicker ours should be (``ranking.md``)."""


COUNTY = Size(listings=10_000, profiles=100, against_rapidfuzz=8, warm_up=10, goals={})
COUNTRY = Size(
    listings=100_000,
    profiles=60,
    against_rapidfuzz=3,
    warm_up=5,
    goals={
        f"{FTS5} near, p50": 4.0,
        f"{FTS5} near, p99": 4.0,
        f"{TANTIVY} near, p50": 0.5,
        f"{TANTIVY} anywhere, p50": 0.5,
        f"{RAPIDFUZZ} anywhere, p50": 100.0,
    },
)
MILLION = replace(
    COUNTRY,
    listings=1_000_000,
    profiles=30,
    against_rapidfuzz=1,
    goals={f"{FTS5} near, p50": 20.0, f"{FTS5} near, p99": 20.0},
)
WHOLE = (COUNTY, COUNTRY)
"""What ``match-speed`` measures; a million is asked for by ``MATCH_SPEED_SIZES``."""

QUICK = (replace(COUNTY, listings=500, profiles=4, against_rapidfuzz=1, warm_up=1),)
"""Enough to see that everything runs; its figures mean nothing."""

CHOSEN = "MATCH_SPEED_SIZES"
"""Which sizes to measure, by their listings: ``10000,100000,1000000``."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """All systems, ready to answer, and what it took to get them ready."""

    index: Index
    lexicon: Lexicon
    index_seconds: float
    fts5: sqlite3.Connection
    fts5_seconds: float
    texts: list[str]
    index_bytes: int
    """Memory the index took beside the facts it was made of."""
    tantivy: Callable[[Asked], list[str]] | None
    """The same by tantivy; None where it is not installed."""

    def ours(self, asked: Asked) -> list[str]:
        """Ids of the best, as the page shows them; filters are counted too."""
        return [match.facts.id for match in self.matches(asked)]

    def matches(self, asked: Asked) -> tuple[Match, ...]:
        """The best of one screen, of phrases that are read already."""
        ranking = rank(asked, self.index, today=TODAY, limit=SHOWN)
        assert ranking.choices
        return ranking.matches[:SHOWN]

    def by_fts5(self, asked: Asked) -> list[str]:
        """The same, by full-text search."""
        return best_by_fts5(self.fts5, asked, TODAY)

    def change_fts5(self, number: int) -> None:
        """One listing's words replaced, and committed."""
        words = "UPDATE words SET title = 'Changed a moment ago' WHERE rowid = ?"
        self.fts5.execute(words, (number,))
        self.fts5.commit()

    def by_rapidfuzz(self, asked: Asked) -> list[str]:
        """The same, by likeness."""
        return best_by_rapidfuzz(self.texts, self.fts5, asked, TODAY)


@dataclass(frozen=True, kw_only=True)
class Askers:
    """Profiles of one sort."""

    warm_up: list[Asked]
    """Asked first, and never measured."""
    measured: list[Asked]


def run(*, quick: bool) -> Iterator[Figure]:
    """Every figure of this bench, as it is known."""
    ndcg10 = None if quick else _relevance()
    near: dict[int, float] = {}
    for size in QUICK if quick else _sizes():
        field = open_field(make_facts(size.listings, seed=SEED))
        yield from _building(field, size)
        for where, askers in make_askers(size, field.lexicon).items():
            taken = _beside_peers(field, size, askers)
            yield from _figures(taken, where, size, ndcg10)
            if where == "near":
                near[size.listings] = p50(taken[OURS])
        yield _whole_time(field, askers.measured[:READ_AFRESH], size, ndcg10)
        yield _reasons_time(field, askers.measured, size)
    if len(near) > 1:
        yield _growth(near)


def _sizes() -> Sequence[Size]:
    chosen = os.environ.get(CHOSEN)
    if not chosen:
        return WHOLE
    every = {size.listings: size for size in (COUNTY, COUNTRY, MILLION)}
    return [every[int(number)] for number in chosen.split(",")]


def _beside_peers(field: Field, size: Size, askers: Askers) -> Taken:
    """Ours beside every peer, interleaved; rapidfuzz on a few of the same profiles."""
    peers: dict[str, Callable[[Asked], object]] = {FTS5: field.by_fts5}
    if field.tantivy is not None:
        peers[TANTIVY] = field.tantivy
    taken = interleaved(
        {OURS: field.ours} | peers, askers.measured, warm_up=askers.warm_up, seed=SEED
    )
    some = askers.measured[: size.against_rapidfuzz]
    return taken | {RAPIDFUZZ: [milliseconds(field.by_rapidfuzz, x) for x in some]}


def _figures(
    taken: Taken, where: str, size: Size, ndcg10: float | None
) -> Iterator[Figure]:
    for peer in taken.keys() - {OURS, RAPIDFUZZ}:
        for name, quantile in (("p50", p50), ("p99", p99)):
            yield _figure(f"{where}, {name}", quantile, taken, peer, size, ndcg10)
    some = taken | {OURS: taken[OURS][: size.against_rapidfuzz]}
    what = f"{where}, p50"
    figure = _figure(what, p50, some, RAPIDFUZZ, size, ndcg10)
    yield replace(figure, figure=f"{figure.figure}, {size.against_rapidfuzz} profiles")


def open_field(facts: Sequence[Facts]) -> Field:
    """Build each system once, from a standing start as in a new process."""
    before = resident_bytes()
    index, index_seconds = _timed(lambda: Index.build(facts))
    index_bytes = resident_bytes() - before
    fts5, fts5_seconds = _timed(lambda: open_fts5(facts))
    return Field(
        index=index,
        lexicon=load_lexicon(),
        index_seconds=index_seconds,
        index_bytes=index_bytes,
        fts5=fts5,
        fts5_seconds=fts5_seconds,
        texts=texts_of(facts),
        tantivy=open_tantivy(facts, TODAY),
    )


def resident_bytes() -> int:
    """Memory of this process that is in use, as Linux tells it; 0 elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def make_askers(size: Size, lexicon: Lexicon) -> dict[str, Askers]:
    """Those near a place, and those anywhere; what they say is read already."""
    towns = [town for one in make_counties(size.listings, SEED) for town in one[:TOWNS]]
    return {
        where: Askers(
            warm_up=_read(
                make_profiles(size.warm_up, near=near, seed=SEED + 1), lexicon
            ),
            measured=_read(make_profiles(size.profiles, near=near, seed=SEED), lexicon),
        )
        for where, near in (("near", towns), ("anywhere", ()))
    }


def _read(profiles: Sequence[Asked], lexicon: Lexicon) -> list[Asked]:
    return [understood(asked, lexicon) for asked in profiles]


def _building(field: Field, size: Size) -> Iterator[Figure]:
    yield Figure(
        bench=NAME,
        figure=f"building the index, {size.listings:,} listings",
        value=field.index_seconds,
        unit="s",
        peer=FTS5,
        peer_value=field.fts5_seconds,
    )
    yield Figure(
        bench=NAME,
        figure=f"memory of the index, {size.listings:,} listings",
        value=field.index_bytes / 1e6,
        unit="MB",
    )
    told = [replace(field.index.facts[0], title="Changed a moment ago")]
    field.index.changed(told)
    yield Figure(
        bench=NAME,
        figure=f"one listing changed, p50, {size.listings:,} listings",
        value=p50([milliseconds(field.index.changed, told) for _ in range(20)]),
        unit="ms",
        peer=f"{FTS5}, commit",
        peer_value=p50([milliseconds(field.change_fts5, n) for n in range(20)]),
        times_better=1 / 3,
    )


def _whole_time(
    field: Field, profiles: Sequence[Asked], size: Size, ndcg10: float | None
) -> Figure:
    """A visitor nobody saw before: phrases read, then ranked."""

    def whole(asked: Asked) -> None:
        field.lexicon.forget_phrases()
        field.ours(understood(asked, field.lexicon))

    return Figure(
        bench=NAME,
        figure=f"phrases read and ranked, p50, {size.listings:,} listings",
        value=p50([milliseconds(whole, asked) for asked in profiles]),
        unit="ms",
        at_most=MOST_MS if size is COUNTY else None,
        ndcg10=ndcg10,
    )


def _growth(near: Mapping[int, float]) -> Figure:
    """By which power ranking grows with the catalogue, near a place."""
    least, most = min(near), max(near)
    return Figure(
        bench=NAME,
        figure=f"growth of ranking near, {least:,} to {most:,} (power)",
        value=log(near[most] / near[least]) / log(most / least),
        unit="",
        at_most=log(8) / log(100),
    )


def _reasons_time(field: Field, profiles: Sequence[Asked], size: Size) -> Figure:
    """The reasons of everything on one screen, after it was matched."""

    def taken(asked: Asked) -> float:
        matches = field.matches(asked)
        return milliseconds(lambda _: [reason_for(x, asked) for x in matches], asked)

    return Figure(
        bench=NAME,
        figure=f"reasons of {SHOWN} matches, p50, {size.listings:,} listings",
        value=p50([taken(asked) for asked in profiles]),
        unit="ms",
    )


def _figure(
    what: str,
    quantile: Callable[[Samples], float],
    taken: Taken,
    peer: str,
    size: Size,
    ndcg10: float | None,
) -> Figure:
    """Ours beside one peer that was timed with it."""
    return Figure(
        bench=NAME,
        figure=f"{what}, {size.listings:,} listings",
        value=quantile(taken[OURS]),
        unit="ms",
        peer=peer,
        peer_value=quantile(taken[peer]),
        times_better=size.goals.get(f"{peer} {what}"),
        at_most=RANKING_MS if what.endswith("p50") and size is COUNTY else None,
        ndcg10=ndcg10,
    )


def _relevance() -> float | None:
    from tests.benchmarks.relevance import ndcg_at_10  # brings pages' templates along

    return ndcg_at_10()


def _timed(build: Callable[[], Built]) -> tuple[Built, float]:
    began = perf_counter()
    built = build()
    return built, perf_counter() - began
