"""``match-speed``: how long one person waits for their matches.

10,000 and 100,000 made listings (``match-speed-million``: a million), profiles of 3 to
8 phrases, half near a place and half anywhere, the best 20 shown; ours beside SQLite
FTS5, PostgreSQL, tantivy (where it is installed) and rapidfuzz over everything in reach
(on a few profiles, as its rows say). And how long the index takes to build, how soon a
new process answers from a kept copy and what it holds then, and what one changed
listing costs.

Ours does what the page asks of it: the best 20 of each openness, and counts for further
filters, of phrases that were read into activities before. Reading them afresh is in the
row "phrases read and ranked", and the reasons of a screen in one of their own: no peer
has either. A figure is the wall time of one call in one thread, without database, page
or network, or its processor time, which a busy machine changes less (PostgreSQL's is
that of its own process). ``made_catalogue``, ``made_profiles`` and ``peers`` say what
exactly is compared. ``match_sizes`` sets the goals.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from catalogue.activities import Lexicon, load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Facts, Index, Match, rank, reason_for
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_catalogue import each_facts, make_counties, make_facts
from tests.benchmarks.made_names import TOWNS
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.match_sizes import (
    BUILD_SECONDS,
    COUNTRY,
    COUNTY,
    FROM_DISK,
    HELD_MB,
    MILLION,
    MOST_MS,
    NAME,
    QUICK,
    RANKING_MS,
    READ_AFRESH,
    SEED,
    START_SECONDS,
    TODAY,
    WHOLE,
    Size,
)
from tests.benchmarks.opened_apart import told_apart
from tests.benchmarks.peer_postgres import POSTGRES, Postgres, open_postgres
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
from tests.benchmarks.spooled import Spooled
from tests.benchmarks.timing import (
    Samples,
    Taken,
    by_both,
    interleaved_by_both,
    milliseconds,
    p50,
    p99,
)

OURS = "ours"
Built = TypeVar("Built")


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
    index_cpu_seconds: float
    tantivy: Callable[[Asked], list[str]] | None
    """The same by tantivy; None where it is not installed."""
    postgres: Postgres | None = None
    """The same by PostgreSQL; None where none was started."""

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
    yield from _run(QUICK if quick else WHOLE, quick=quick)


def run_million(*, quick: bool) -> Iterator[Figure]:
    """The same at a million listings, and how ranking grows from ten thousand."""
    ten_thousand = replace(COUNTY, goals={})
    yield from _run(QUICK if quick else (ten_thousand, MILLION), quick=quick)


def _run(sizes: Sequence[Size], *, quick: bool) -> Iterator[Figure]:
    ndcg10 = None if quick else _relevance()
    near: dict[int, Taken] = {}
    for size in sizes:
        facts = _make(size)
        with _beside_postgres(facts, quick=quick) as postgres:
            field = replace(open_field(facts), postgres=postgres)
            del facts
            yield from _building(field, size)
            yield from _opened_apart(field, size)
            for where, askers in make_askers(size, field.lexicon).items():
                taken = _beside_peers(field, size, askers)
                yield from _figures(taken, where, size, ndcg10)
                if where == "near":
                    near[size.listings] = taken[OURS]
            yield from _whole_time(field, askers.measured[:READ_AFRESH], size, ndcg10)
            yield _reasons_time(field, askers.measured, size)
    if len(near) > 1:
        yield from _growth(near)


def _make(size: Size) -> Iterable[Facts]:
    """The listings; of very many each is read from the disk when its turn comes."""
    if size.listings < FROM_DISK:
        return make_facts(size.listings, seed=SEED)
    return Spooled(each_facts(size.listings, seed=SEED))


@contextmanager
def _beside_postgres(
    facts: Iterable[Facts], *, quick: bool
) -> Iterator[Postgres | None]:
    if quick:
        yield None
        return
    with open_postgres(facts, TODAY) as postgres:
        yield postgres


def _beside_peers(field: Field, size: Size, askers: Askers) -> dict[str, Taken]:
    """Ours beside every peer, interleaved; rapidfuzz on a few of the same profiles."""
    peers: dict[str, Callable[[Asked], object]] = {FTS5: field.by_fts5}
    clocks = {}
    if field.tantivy is not None:
        peers[TANTIVY] = field.tantivy
    if field.postgres is not None:
        peers[POSTGRES] = field.postgres.best
        clocks[POSTGRES] = field.postgres.clock
    taken = interleaved_by_both(
        {OURS: field.ours} | peers,
        askers.measured,
        warm_up=askers.warm_up,
        seed=SEED,
        clocks=clocks,
    )
    some = [
        by_both(field.by_rapidfuzz, one)
        for one in askers.measured[: size.against_rapidfuzz]
    ]
    wall, cpu = zip(*some, strict=True)
    return taken | {RAPIDFUZZ: Taken(list(wall), list(cpu))}


def _figures(
    taken: Mapping[str, Taken], where: str, size: Size, ndcg10: float | None
) -> Iterator[Figure]:
    for peer in [one for one in taken if one not in (OURS, RAPIDFUZZ)]:
        for name, quantile in (("p50", p50), ("p99", p99)):
            yield from _figure(f"{where}, {name}", quantile, taken, peer, size, ndcg10)
    few = size.against_rapidfuzz
    ours = taken[OURS]
    some = {**taken, OURS: Taken(ours.wall[:few], ours.cpu[:few])}
    for figure in _figure(f"{where}, p50", p50, some, RAPIDFUZZ, size, ndcg10):
        yield replace(figure, figure=f"{figure.figure}, {few} profiles")


def open_field(facts: Iterable[Facts]) -> Field:
    """Build each system once, from a standing start as in a new process."""
    before, spent = resident_bytes(), process_time()
    index, index_seconds = _timed(lambda: Index.build(facts))
    spent = process_time() - spent
    index_bytes = resident_bytes() - before
    fts5, fts5_seconds = _timed(lambda: open_fts5(facts))
    return Field(
        index=index,
        lexicon=load_lexicon(),
        index_seconds=index_seconds,
        index_cpu_seconds=spent,
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
    if field.postgres:
        yield Figure(
            bench=NAME,
            figure=f"building the index, {size.listings:,} listings",
            value=field.index_seconds,
            unit="s",
            peer=POSTGRES,
            peer_value=field.postgres.seconds,
        )
    yield Figure(
        bench=NAME,
        figure=f"building, processor time for 10,000 of {size.listings:,} listings",
        value=field.index_cpu_seconds * 10_000 / size.listings,
        unit="s",
        at_most=BUILD_SECONDS if size.listings >= COUNTY.listings else None,
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


def _opened_apart(field: Field, size: Size) -> Iterator[Figure]:
    """What a new process needs to answer from a kept copy, and what it holds then."""
    told = told_apart(field.index)
    values = (
        ("first answer from a kept copy, processor time", told["seconds"], "s"),
        ("memory of a server's process that opened it", told["resident_mb"], "MB"),
        ("of that its own, not the file's", told["own_mb"], "MB"),
        ("the copy on disk", told["copy_mb"], "MB"),
    )
    goals = (START_SECONDS, HELD_MB, None, None) if size is COUNTRY else (None,) * 4
    for (what, value, unit), goal in zip(values, goals, strict=True):
        yield Figure(
            bench=NAME,
            figure=f"{what}, {size.listings:,} listings",
            value=value,
            unit=unit,
            at_most=goal,
        )


def _whole_time(
    field: Field, profiles: Sequence[Asked], size: Size, ndcg10: float | None
) -> Iterator[Figure]:
    """A visitor nobody saw before: phrases read, then ranked."""

    def whole(asked: Asked) -> None:
        field.lexicon.forget_phrases()
        field.ours(understood(asked, field.lexicon))

    wall, cpu = zip(*(by_both(whole, asked) for asked in profiles), strict=True)
    for clock, samples in (("", wall), (", processor time", cpu)):
        yield Figure(
            bench=NAME,
            figure=f"phrases read and ranked, p50, {size.listings:,} listings{clock}",
            value=p50(list(samples)),
            unit="ms",
            at_most=MOST_MS if size.listings == COUNTY.listings else None,
            ndcg10=ndcg10,
        )


def _growth(near: Mapping[int, Taken]) -> Iterator[Figure]:
    """By which power ranking grows with the catalogue, near a place."""
    least, most = min(near), max(near)
    for clock, of in (("", "wall"), (", processor time", "cpu")):
        few, many = (p50(getattr(near[one], of)) for one in (least, most))
        yield Figure(
            bench=NAME,
            figure=f"growth of ranking near, {least:,} to {most:,} (power){clock}",
            value=log(many / few) / log(most / least),
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
    taken: Mapping[str, Taken],
    peer: str,
    size: Size,
    ndcg10: float | None,
) -> Iterator[Figure]:
    """Ours beside one peer that was timed with it, by the wall and by processors."""
    ours, theirs = taken[OURS], taken[peer]
    for clock, own, other in (
        ("", ours.wall, theirs.wall),
        (", processor time", ours.cpu, theirs.cpu),
    ):
        yield Figure(
            bench=NAME,
            figure=f"{what}, {size.listings:,} listings{clock}",
            value=quantile(own),
            unit="ms",
            peer=peer,
            peer_value=quantile(other),
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
