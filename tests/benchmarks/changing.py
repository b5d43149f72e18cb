"""``changing``: how soon a changed listing is found, and what changes cost who asks.

Over a made catalogue (10,000 listings, or ``--listings N``) another process changes
fifty listings a second, each in a transaction of its own. It goes round among a few
hundred: those are in the database, and all others only in memory and in the kept copy,
where every process has them from (``made_database``). Meanwhile this process gives one
listing after another a word that nobody else says, commits, and looks for that word
until the catalogue in memory has it; then a search has to find it, here and in a third
process. Beside it FTS5 takes one row in a file of the same kind (WAL, every commit on
the disk), and is not asked for it either. And the same profiles are matched without and
with the changes, in turn. Both processes follow the changes as a server does.

What the database does is told apart from what the catalogue in memory does: our change
is rows of a dozen tables, a revision and a number that others look at, where FTS5 has
one row of words. "Reading it back" and "laying it out" are the two parts of what makes
it searchable, done once more each by itself.

Reading a listing's words into activities is left out (it is the same work whoever
stores them), and so are page and network. Each figure is there in CPU time too, which
says more on a machine that is busy with other things: of the thread that waits, and
for matching of that which asks; what the thread that follows takes is a figure of its
own.
"""

import gc
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from io import StringIO
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time, sleep, thread_time
from typing import Any, cast

import sqlalchemy as sa

from catalogue import opportunities
from catalogue.activities import Lexicon, Reading, load_lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import Listing, keeping
from catalogue.rows import opportunity_id
from matcher import logs, matching
from matcher.db import SQLITE_PRAGMAS, open_engine, reading, writing
from matcher.knowing import understood
from matcher.matching import snapshots
from matcher.matching.turns import turns
from matcher.ranking import Asked, Phrase, browse, rank
from matcher.ranking.words import term_of
from matcher.web.serving import SWITCH_SECONDS
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_catalogue import make_read_drafts
from tests.benchmarks.made_database import STORED, ReadBefore, open_with_copy
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.timing import Samples, p50, p95, p99

NAME = "changing"
SEED = 8_112_026
A_SECOND = 50
"""Changes of the process that only changes."""

TIMES_AS_LONG = 3.0
"""Goal: found within so many times what FTS5 takes to insert and commit a row ..."""

MOST_SLOWER = 1.3
"""... and p99 of matching at most so many times what it is while nothing changes."""

ELSEWHERE_SECONDS = 2.0
"""Goal: within this every other process finds it."""

EVERY_SECONDS = 0.005
"""How often the other process asks."""

MOST_SECONDS = 60.0
"""Who has not found a listing by then never will."""

ROUNDS = 3
"""Times that matching is measured without changes, and with them, in turn."""

SETTLED_SECONDS = 1.0
"""Until a round begins, the changes of the one before are in memory."""

AT_REST_SECONDS = 5.0
"""How long this process does nothing but follow."""

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    listings: int
    profiles: int
    changed: int
    """Listings whose way into the index is timed."""


WHOLE = Size(listings=10_000, profiles=300, changed=40)
QUICK = Size(listings=60, profiles=3, changed=2)
"""Enough to see that it runs."""


def run(*, quick: bool, listings: int | None = None) -> Iterator[Figure | str]:
    """Every figure of this bench."""
    size = QUICK if quick else WHOLE
    size = replace(size, listings=listings or size.listings)
    logs.configure("ERROR", StringIO())
    with tempfile.TemporaryDirectory(prefix="matcher-changing-") as folder:
        yield from measured(Path(folder), size)


def measured(folder: Path, size: Size) -> Iterator[Figure | str]:
    """The figures over the database in ``folder``, which is made if absent."""
    now = datetime.now(UTC)
    url = f"sqlite:///{folder}/matcher.db"
    engine = open_with_copy(url, size.listings, folder=folder, seed=SEED, now=now)
    asked = [understood(x, load_lexicon()) for x in make_profiles(
        size.profiles, seed=SEED)]  # fmt: skip
    idle, busy = Taken(clock=thread_time), Taken(clock=thread_time)
    with (
        _as_a_server(),
        matching.followed(engine),
        _another(_keep_changing, url) as changing,
        _another(_watch, url, folder) as there,
    ):
        there.recv()  # it has read the catalogue
        _matched(engine, asked, now.date(), Taken())
        for _ in range(ROUNDS):
            for taken, changes in ((idle, False), (busy, True)):
                changing.send(changes)
                sleep(SETTLED_SECONDS if size != QUICK else 0)
                _matched(engine, asked, now.date(), taken)
        following = _taken_by_following(AT_REST_SECONDS if size != QUICK else 0.1)
        changed = _changed(engine, folder, size, now, there)
        there.send(None)
    engine.dispose()
    yield from _found_figures(changed)
    yield from _matching_figures(idle, busy)
    yield Figure(
        bench=NAME,
        figure=f"of one processor, following {A_SECOND} changes a second",
        value=100 * following,
        unit="%",
    )


@contextmanager
def _as_a_server() -> Iterator[None]:
    """Threads and memory as ``serve`` has them."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        sys.setswitchinterval(usual)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Milliseconds of each case, by the wall and by the processor."""

    wall: Samples = field(default_factory=list)
    cpu: Samples = field(default_factory=list)
    clock: Callable[[], float] = process_time
    """Of all threads, or of the one that asks."""

    def of(self, act: Callable[[], object]) -> None:
        """Do it, and add what it took."""
        began = perf_counter(), self.clock()
        act()
        self.wall.append(1000 * (perf_counter() - began[0]))
        self.cpu.append(1000 * (self.clock() - began[1]))


def _matched(
    engine: sa.Engine, asked: Sequence[Asked], today: date, taken: Taken
) -> None:
    """What each profile takes, with whatever has to be read again before it."""

    def match(one: Asked) -> None:
        with reading(engine) as session:
            index = matching.index_of(session, today=today)
        with turns.one():
            rank(one, index, today=today, limit=SHOWN)

    for one in asked:
        taken.of(partial(match, one))


def _taken_by_following(seconds: float) -> float:
    """The share of one processor that this process takes while nobody asks."""
    began = perf_counter(), process_time()
    sleep(seconds)
    return (process_time() - began[1]) / (perf_counter() - began[0])


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What each change took: to be stored, to be found, and in FTS5."""

    stored: Taken = field(default_factory=Taken)
    here: Taken = field(default_factory=Taken)
    """Until the catalogue in memory has it."""
    found: Taken = field(default_factory=Taken)
    """A search for it, after that."""
    read_back: Taken = field(default_factory=Taken)
    laid_out: Taken = field(default_factory=Taken)
    elsewhere: Samples = field(default_factory=list)
    """Milliseconds from the commit, by the wall: it is not this process's work."""
    fts5: Taken = field(default_factory=Taken)


def _changed(
    engine: sa.Engine, folder: Path, size: Size, now: datetime, there: Connection
) -> Changed:
    """Give one listing after another its own word, and wait until it is found."""
    changed = Changed()
    made = islice(_seen_by_all(engine, size, now.date()), size.changed)
    with _fts5_file(folder / "peer.db") as peer:
        for number, (draft, read) in enumerate(made):
            word = _word(number)
            told = replace(draft, title=f"{word} {draft.title}")
            known = ReadBefore(edition=load_lexicon().edition)
            known.known[told.title, told.description] = read
            changed.fts5.of(partial(peer, told))
            changed.stored.of(partial(_store, engine, told, known, now))
            there.send((word, perf_counter()))
            changed.here.of(partial(_await, engine, word, now.date()))
            changed.found.of(partial(_find, engine, word, now.date()))
            changed.elsewhere.append(there.recv())
            _take_apart(engine, told, now.date(), changed)
    return changed


def _seen_by_all(
    engine: sa.Engine, size: Size, today: date
) -> Iterator[tuple[OpportunityDraft, Sequence[Reading]]]:
    """Stored listings that are found by whoever says nothing of themselves: a junior
    band is not. Nor is one that ended: the made catalogue in memory has it all the
    same, and who reads it back rightly drops it."""
    with reading(engine) as session:
        index = matching.index_of(session, today=today)
        current = {str(key) for key in opportunities.current_ids(session, today)}
    seen = {match.facts.id for match in browse(Asked(phrases=()), index, today=today)}
    seen &= current
    for draft, read in make_read_drafts(min(STORED, size.listings), seed=SEED):
        if str(opportunity_id(draft.source, draft.source_id)) in seen:
            yield draft, read


def _store(
    engine: sa.Engine, told: OpportunityDraft, known: ReadBefore, now: datetime
) -> None:
    with writing(engine) as session:
        lexicon = cast(Lexicon, known)
        opportunities.store(session, [told], now=now, lexicon=lexicon)


def _take_apart(
    engine: sa.Engine, told: OpportunityDraft, today: date, changed: Changed
) -> None:
    """Make it searchable once more, in two steps; what comes of it is dropped."""
    key = opportunity_id(told.source, told.source_id)
    listings: list[Listing] = []
    with reading(engine) as session:
        snapshot = snapshots.snapshot_of(session, today)
        changed.read_back.of(
            lambda: listings.extend(
                opportunities.current_listings(session, today, among=[key])
            )
        )
    number = snapshot.version
    changed.laid_out.of(
        partial(snapshot.changed, listings, (), version=number, today=today, few=99)
    )


def _await(engine: sa.Engine, word: str, today: date) -> None:
    """Look until the catalogue in memory has this word; TimeoutError if it has not."""
    term, began = term_of(word.lower()), perf_counter()
    while perf_counter() - began < MOST_SECONDS:
        with reading(engine) as session:
            index = matching.index_of(session, today=today)
        if len(index.postings(term).positions):
            return
    raise TimeoutError(f"Nobody has {word}.")


def _find(engine: sa.Engine, word: str, today: date) -> None:
    """Ask until the listing with this word is the answer; TimeoutError if it is not."""
    asked = Asked(phrases=(Phrase(words=word),))
    began = perf_counter()
    while perf_counter() - began < MOST_SECONDS:
        with reading(engine) as session:
            index = matching.index_of(session, today=today)
        found = rank(asked, index, today=today, limit=1).matches
        if any(match.facts.title.startswith(word) for match in found):
            return
        sleep(EVERY_SECONDS)
    raise TimeoutError(f"Nobody found {word}.")


def _word(number: int) -> str:
    """A word that is in no listing and like none: ``Qzvbaj``."""
    letters = "bdfghjklmp"
    return "Qzv" + "".join(f"{letters[int(digit)]}a" for digit in f"{number:03d}")


@contextmanager
def _fts5_file(path: Path) -> Iterator[Any]:
    """What inserts one row of words, and commits it to the disk."""
    with closing(sqlite3.connect(path)) as connection:
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        columns = "title, activities, organization, description"
        connection.execute(f"CREATE VIRTUAL TABLE words USING fts5({columns})")

        def insert(draft: OpportunityDraft) -> None:
            run_by = draft.organization.name if draft.organization else ""
            row = draft.title, " ".join(draft.activities), run_by, draft.description
            connection.execute("INSERT INTO words VALUES (?, ?, ?, ?)", row)
            connection.commit()

        yield insert


# --- other processes -----------------------------------------------------------------


@contextmanager
def _another(act: Any, *given: Any) -> Iterator[Connection]:
    """A process of ours for as long as the block lasts, and the way to talk to it."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=act, args=(theirs, *given))
    process.start()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()


def _keep_changing(line: Connection, url: str) -> None:
    """Say of one listing after another that it was checked, fifty times a second, for
    as long as it is told to."""
    engine = open_engine(url)
    began, done, goes_on = perf_counter(), 0, False
    with reading(engine) as session:
        stored = opportunities.count(session)
    while True:
        while not goes_on or line.poll():
            goes_on = line.recv()
            began = perf_counter() - done / A_SECOND
        key = opportunity_id("made", f"made:{done % stored}")
        with writing(engine) as session:
            keeping.confirm(session, [key], today=date(2026, 1, 1 + done % 28))
        done += 1
        sleep(max(0.0, began + done / A_SECOND - perf_counter()))


def _watch(line: Connection, url: str, folder: Path) -> None:
    """Find each word as soon as it is there; answer how long after its commit."""
    logs.configure("ERROR", StringIO())
    engine, today = open_engine(url), datetime.now(UTC).date()
    matching.keep_in(engine, folder)
    with reading(engine) as session:
        matching.index_of(session, today=today)
    with matching.followed(engine):
        line.send("ready")
        while told := line.recv():
            word, committed = told
            _find(engine, word, today)
            line.send(1000 * (perf_counter() - committed))  # one clock for all


# --- figures -------------------------------------------------------------------------


def _found_figures(changed: Changed) -> Iterator[Figure]:
    for name, quantile in (("p50", p50), ("p95", p95)):
        for clock in ("", "CPU, "):

            def of(taken: Taken) -> float:
                return quantile(taken.cpu if clock else taken.wall)  # noqa: B023

            yield Figure(
                bench=NAME,
                figure=f"searchable here after the commit, {clock}{name}",
                value=of(changed.here),
                unit="ms",
                peer="SQLite FTS5, insert and commit",
                peer_value=of(changed.fts5),
                times_better=1 / TIMES_AS_LONG,
            )
            for what, taken in (
                ("reading it back", changed.read_back),
                ("laying it out", changed.laid_out),
                ("a search for it", changed.found),
                ("stored", changed.stored),
            ):
                figure = f"{what}, {clock}{name}"
                yield Figure(bench=NAME, figure=figure, value=of(taken), unit="ms")
        yield Figure(
            bench=NAME,
            figure=f"found in another process, {name}",
            value=quantile(changed.elsewhere),
            unit="ms",
            at_most=1000 * ELSEWHERE_SECONDS,
        )


def _matching_figures(idle: Taken, busy: Taken) -> Iterator[Figure]:
    for clock, before, during in (
        ("", idle.wall, busy.wall),
        ("CPU, ", idle.cpu, busy.cpu),
    ):
        for name, quantile in (("p50", p50), ("p99", p99)):
            yield Figure(
                bench=NAME,
                figure=f"matching under {A_SECOND} changes a second, {clock}{name}",
                value=quantile(during),
                unit="ms",
                peer="while nothing changes",
                peer_value=quantile(before),
                times_better=1 / MOST_SLOWER if name == "p99" else None,
            )
