"""``digest-speed``: a week's new listings for a hundred thousand people.

Each step apart, in people a second of one processor: planning their rows, reading what
they ask for, reading what new phrases mean, matching, composing and rendering. Then
reading and matching together beside SQLite FTS5 asked once for each person, and
rapidfuzz over all pairs, both as ``peers`` says, taking turns in the same run. What
would take over a minute runs on a part of the people and is scaled; its row says so.
CPU seconds of this process with one thread, so that others on the machine count less;
alone on two processors it ends within ten minutes. Other sizes: ``--people`` and
``--listings``.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.activities import load_lexicon
from matcher import logs
from matcher.db import reading, writing
from matcher.digests import ahead as looked
from matcher.digests import news, planning, together
from matcher.digests.composing import ForPerson, letter_for_person
from matcher.digests.news import Fresh
from matcher.digests.questions import questions_of
from matcher.digests.writers import writer_for
from matcher.models import Letter
from matcher.ranking import Asked
from matcher.ranking.many import BLOCK, Crowd
from matcher.settings import Settings
from tests.benchmarks import digest_world as world
from tests.benchmarks.digest_people import open_filled
from tests.benchmarks.figures import Figure
from tests.benchmarks.peers import (
    FTS5,
    RAPIDFUZZ,
    best_by_fts5,
    best_by_rapidfuzz,
    open_fts5,
    texts_of,
)
from tests.postgres import a_server, made, text_of

NAME = "digest-speed"
TODAY = world.MONDAY.date()
TIMES_BETTER = 10.0
"""The goal beside FTS5 per person."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    people: int
    listings: int
    by_fts5: int
    """So many people are asked of FTS5, spread over the run ..."""
    by_rapidfuzz: int
    """... and of rapidfuzz."""
    letters: int
    """So many are composed and rendered."""
    on_postgresql: bool


WHOLE = Size(
    people=100_000, listings=5_000, by_fts5=1_000, by_rapidfuzz=60, letters=500,
    on_postgresql=True,
)  # fmt: skip
QUICK = Size(
    people=40, listings=60, by_fts5=10, by_rapidfuzz=3, letters=4, on_postgresql=False
)
"""Enough to see that it runs."""


@dataclass(kw_only=True)
class Spent:
    """CPU seconds by what they were spent on, and on how many people."""

    seconds: dict[str, float] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def on(self, what: str, people: int, act: Callable[[], Answer]) -> Answer:
        """Do it, and add up what it took."""
        began = process_time()
        answer = act()
        self.seconds[what] = self.seconds.get(what, 0.0) + process_time() - began
        self.people[what] = self.people.get(what, 0) + people
        return answer

    def for_all(self, what: str, people: int) -> float:
        """What it takes for so many."""
        return self.seconds[what] * people / self.people[what]


def run(
    *, quick: bool, people: int | None = None, listings: int | None = None
) -> Iterator[Figure | str]:
    """Every figure of this bench, and a line for each step."""
    size = QUICK if quick else WHOLE
    size = replace(
        size, people=people or size.people, listings=listings or size.listings
    )
    logs.configure("ERROR", StringIO())
    with tempfile.TemporaryDirectory(prefix="matcher-speed-") as folder:
        url = f"sqlite:///{folder}/speed.db"
        engine = open_filled(url, people=size.people, listings=size.listings)
        settings = Settings(data=Path(folder), base_url="https://here.example")
        yield from _measured(engine, settings, size, quick=quick)
        engine.dispose()


def _measured(
    engine: sa.Engine, settings: Settings, size: Size, *, quick: bool
) -> Iterator[Figure | str]:
    spent = Spent()
    yield _planned(engine, size, "SQLite")
    if size.on_postgresql:
        yield _on_postgresql(size)
    with reading(engine) as session:
        fresh = spent.on("fresh", 1, lambda: _fresh(session))
        asked = spent.on("asking", size.people, lambda: _asked(session, size))
    crowd, _ = together.crowds_of(fresh, None, TODAY, load_lexicon())
    load_lexicon().read_phrase("darts")  # opens what reading needs
    load_lexicon().forget_phrases()
    phrases = _taken(spent, asked, fresh, crowd, size)
    _written(spent, engine, settings, size)
    yield from _steps(spent, phrases, asked, size)
    yield _by_two(asked, fresh, crowd, size)
    yield from _beside(spent, size, None if quick else _relevance())


# --- steps ---------------------------------------------------------------------------


def _planned(engine: sa.Engine, size: Size, name: str) -> Figure:
    began = process_time(), perf_counter()
    with writing(engine) as session:
        new = planning.plan(session, now=world.MONDAY, domain=world.DOMAIN)
    assert sum(new.values()) == size.people
    seconds = perf_counter() - began[1]
    return Figure(
        bench=NAME,
        figure=f"planned on {name}, wall",
        value=size.people / seconds,
        unit="people/s",
        better="higher",
    )


def _on_postgresql(size: Size) -> Figure:
    """The same set of people on a server of its own; its work is not ours, so wall."""
    with a_server() as server, made(server, "matcher_speed") as url:
        engine = open_filled(text_of(url), people=size.people, listings=1)
        figure = _planned(engine, size, "PostgreSQL")
        engine.dispose()
    return figure


def _asked(session: Session, size: Size) -> list[Asked]:
    ids = [world.person_id(number) for number in range(size.people)]
    asked: list[Asked] = []
    for first in range(0, len(ids), looked.AT_ONCE):
        some = ids[first : first + looked.AT_ONCE]
        found = questions_of(session, some, lexicon=load_lexicon(), today=TODAY)
        asked += [found[one].asked for one in some]
    return asked


def _fresh(session: Session) -> Fresh:
    return news.fresh_since(session, None, today=TODAY)


def _taken(
    spent: Spent, asked: Sequence[Asked], fresh: Fresh, crowd: Crowd, size: Size
) -> int:
    """Read and match everybody in blocks, peers in between; how many phrases."""
    facts = list(fresh.index.facts)
    fts5, texts, phrases = open_fts5(facts), texts_of(facts), 0
    every_fts5 = max(size.people // size.by_fts5, 1)
    every_rapidfuzz = max(size.people // size.by_rapidfuzz, 1)
    for first in range(0, len(asked), looked.AT_ONCE):
        some = asked[first : first + looked.AT_ONCE]
        phrases += spent.on("reading", len(some), lambda s=some: crowd.learn(s))
        spent.on("matching", len(some), lambda s=some: _matched(s, fresh, crowd))
        for number, one in enumerate(some, first):
            if number % every_fts5 == 0:
                spent.on(FTS5, 1, lambda o=one: best_by_fts5(fts5, o, TODAY))
            if number % every_rapidfuzz == 0:
                spent.on(
                    RAPIDFUZZ, 1,
                    lambda o=one: best_by_rapidfuzz(texts, fts5, o, TODAY),
                )  # fmt: skip
    return phrases


def _matched(people: Sequence[Asked], fresh: Fresh, crowd: Crowd) -> None:
    for first in range(0, len(people), BLOCK):
        together.new_of(people[first : first + BLOCK], fresh, crowd, None)


def _written(spent: Spent, engine: sa.Engine, settings: Settings, size: Size) -> None:
    """Compose and render some of the letters, some hundred at once as delivery does.

    Composing is all of it: asking, matching, reading what to tell, and the look before
    each letter whether anything has changed. What opens once a run is opened before.
    """
    alone = writer_for(settings)
    ahead = looked.Ahead(lexicon=alone.lexicon)
    writer = replace(alone, ahead=ahead)
    step = max(size.people // size.letters, 1)
    ids = [world.person_id(number) for number in range(0, size.people, step)]
    with reading(engine) as session:
        letters = {one.recipient_id: one for one in _letters(session, ids)}
        ahead.look(session, ids[:2], today=TODAY)
        writer.compose(session, letters[ids[0]], now=world.MONDAY)
        for first in range(0, len(ids), looked.AT_ONCE):
            some = ids[first : first + looked.AT_ONCE]
            spent.on("composing", 0, lambda s=some: ahead.look(session, s, today=TODAY))
            for one in some:
                values = spent.on(
                    "composing", 1,
                    lambda o=one: writer.values(session, letters[o], now=world.MONDAY),
                )  # fmt: skip
                assert isinstance(values, ForPerson)
                spent.on(
                    "rendering", 1,
                    lambda v=values: letter_for_person(v, writer.press(session)),
                )  # fmt: skip


def _letters(session: Session, ids: Sequence[UUID]) -> list[Letter]:
    return list(session.exec(select(Letter).where(col(Letter.recipient_id).in_(ids))))


def _steps(
    spent: Spent, phrases: int, asked: Sequence[Asked], size: Size
) -> Iterator[Figure | str]:
    said = sum(len(one.phrases) for one in asked)
    for what in ("asking", "reading", "matching", "composing", "rendering"):
        people, seconds = spent.people[what], spent.seconds[what]
        part = "" if people == size.people else f", {people} of them"
        yield Figure(
            bench=NAME,
            figure=f"{what}{part}",
            value=people / max(seconds, 1e-9),
            unit="people/s",
            better="higher",
        )
    each_ms = 1000 * spent.seconds["reading"] / max(phrases, 1)
    yield (
        f"Read {phrases:,} phrases that differ, of {said:,} that were said, at"
        f" {each_ms:.2f} ms each: {spent.seconds['reading']:.1f} s, and"
        f" {spent.seconds['matching']:.1f} s to match. If nobody said what another"
        f" does, reading would take {each_ms * said / 1000:,.0f} s and be nearly all."
    )
    yield (
        f"Reading {size.listings:,} new listings and laying them out took"
        f" {spent.seconds['fresh']:.1f} s, once a run."
    )


# --- two processes, and peers --------------------------------------------------------

_given: list[tuple[Sequence[Asked], Fresh, Crowd]] = []
"""What forked processes find as it was."""


def _by_two(asked: Sequence[Asked], fresh: Fresh, crowd: Crowd, size: Size) -> Figure:
    """The same matching by two processes that share one index; phrases are read."""
    _given[:] = [(asked, fresh, crowd)]
    began = perf_counter()
    with get_context("fork").Pool(2) as pool:
        pool.map(_half, (0, 1))
    return Figure(
        bench=NAME,
        figure="matching by two processes, wall",
        value=size.people / (perf_counter() - began),
        unit="people/s",
        better="higher",
    )


def _half(which: int) -> int:
    [(asked, fresh, crowd)] = _given
    half = len(asked) // 2
    _matched(asked[half:] if which else asked[:half], fresh, crowd)
    return which


def _beside(spent: Spent, size: Size, ndcg10: float | None) -> Iterator[Figure]:
    ours = spent.seconds["reading"] + spent.seconds["matching"]
    for peer, goal in ((FTS5, TIMES_BETTER), (RAPIDFUZZ, None)):
        whole, part = spent.for_all(peer, size.people), spent.people[peer]
        scaled = f", {part:,} asked, scaled" if part < size.people else ""
        yield Figure(
            bench=NAME,
            figure=f"{size.people:,} people x {size.listings:,} listings, CPU",
            value=ours,
            unit="s",
            peer=f"{peer}{scaled}",
            peer_value=whole,
            times_better=goal,
            ndcg10=ndcg10,
        )


def _relevance() -> float | None:
    from tests.benchmarks.relevance import ndcg_at_10

    return ndcg_at_10()
