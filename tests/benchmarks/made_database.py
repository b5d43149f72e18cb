"""The made catalogue in a database, for benches that ask a whole server.

Each listing is stored as an import would store it, but for its readings: those come
from sentences that were read once each (``made_catalogue``), because reading a
hundred thousand listings afresh takes half an hour.

Storing a hundred thousand takes as long again. A search asks the database for none of
them, but only whether what is in memory is still so; who measures no more than searches
takes ``open_in_memory``, whose database stays empty. Who changes some of them has those
stored, and no others. Another process, a server for one, has the rest from the copy
that ``open_with_copy`` leaves beside the database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from catalogue import opportunities
from catalogue.activities import Lexicon, Reading, Written, load_lexicon
from catalogue.bulk import BATCH
from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import Listing
from catalogue.rows import opportunity_id
from catalogue.schedules import day_of
from matcher.db import open_engine, reading, upgrade, writing
from matcher.matching import held, kept
from matcher.matching.array_file import Unusable
from matcher.matching.shown import pack_shown, shelf_of
from matcher.matching.snapshot import Snapshot, listing_facts, shown_of
from matcher.ranking import Facts, Index
from tests.benchmarks.made_catalogue import make_read_drafts

STORED = 300
"""Listings that are in the database of ``open_with_copy``."""


@dataclass(frozen=True, kw_only=True)
class ReadBefore:
    """Stands in for the lexicon where listings are stored: what it would have read."""

    edition: str
    known: dict[tuple[str, str], Sequence[Reading]] = field(default_factory=dict)

    def read_listings(self, listings: Sequence[Written]) -> list[Sequence[Reading]]:
        """What was read of the listings with these titles and descriptions."""
        return [self.known[one.title, one.description] for one in listings]


def open_made(url: str, count: int, *, seed: int, now: datetime) -> sa.Engine:
    """A database brought up to date, with so many made listings in it.

    Each is there once: asking again of the same file adds none.
    """
    engine = open_engine(url)
    upgrade(engine)
    with writing(engine) as session:
        if opportunities.count(session) != count:
            read = ReadBefore(edition=load_lexicon().edition)
            drafts = _remembered(make_read_drafts(count, seed=seed), read)
            lexicon = cast(Lexicon, read)
            opportunities.store(session, drafts, now=now, lexicon=lexicon)
    return engine


def open_in_memory(
    url: str,
    count: int,
    *,
    seed: int,
    now: datetime,
    stored: int = 0,
) -> sa.Engine:
    """A database with the first few listings or none, and so many as if they had been
    read from it: what ended, which is never read, is among them, so that they are as
    many as was asked for."""
    engine = open_made(url, stored, seed=seed, now=now)
    shown: dict[str, bytes] = {}

    def told() -> Iterator[Facts]:
        for draft, readings in make_read_drafts(count, seed=seed):
            listing = _as_stored(draft, readings, now)
            shown[str(listing.id)] = pack_shown(shown_of(listing))
            yield listing_facts(listing)

    index = Index.build(told())
    with reading(engine) as session:
        version = opportunities.version(session)
    held.in_memory[engine] = Snapshot(
        version=version,
        today=day_of(now),
        index=index,
        shown=shelf_of(shown),
    )
    return engine


def open_with_copy(
    url: str, count: int, *, folder: Path, seed: int, now: datetime
) -> sa.Engine:
    """A database with a few of so many listings, and a copy of all of them in
    ``folder``, for this process and others.

    A few have to be stored: a copy counts for a database by a change both know of. What
    was made today by the same code is taken as it lies there.
    """
    stored = min(STORED, count)
    engine = open_made(url, stored, seed=seed, now=now)
    path, today = kept.file_in(folder, url), day_of(now)
    if not _lies_there(path, engine, count, today):
        made = open_in_memory(url, count, seed=seed, now=now, stored=stored)
        with reading(made) as session:
            said = kept.said_of(session, held.in_memory[made])
        kept.keep(path, held.in_memory[made], said)
        made.dispose()
    held.in_memory[engine] = _opened(path, engine)
    return engine


def _lies_there(path: Path, engine: sa.Engine, count: int, today: date) -> bool:
    try:
        snapshot = _opened(path, engine)
    except Unusable:
        return False
    return len(snapshot.index) == count and snapshot.today == today


def _opened(path: Path, engine: sa.Engine) -> Snapshot:
    with reading(engine) as session:
        return kept.open_kept(path, session, opportunities.version(session))


def _as_stored(
    draft: OpportunityDraft, readings: Sequence[Reading], now: datetime
) -> Listing:
    return Listing(
        id=opportunity_id(draft.source, draft.source_id),
        draft=draft,
        readings=tuple(readings),
        organization_id=None,
        revision=1,
        modified_at=now,
    )


def _remembered(
    made: Iterator[tuple[OpportunityDraft, Sequence[Reading]]], read: ReadBefore
) -> Iterator[OpportunityDraft]:
    """The drafts, each batch of them known to ``read`` before it is asked for."""
    while some := list(islice(made, BATCH)):
        read.known.clear()
        read.known.update({(x.title, x.description): told for x, told in some})
        yield from (draft for draft, _ in some)
