"""The made catalogue in a database, for benches that ask a whole server.

Each listing is stored as an import would store it, but for its readings: those come
from sentences that were read once each (``made_catalogue``), because reading a
hundred thousand listings afresh takes half an hour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import cast

import sqlalchemy as sa

from catalogue import opportunities
from catalogue.activities import Lexicon, Reading, Written, load_lexicon
from catalogue.bulk import BATCH
from catalogue.drafts import OpportunityDraft
from matcher.db import open_engine, upgrade, writing
from tests.benchmarks.made_catalogue import make_read_drafts


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


def _remembered(
    made: Iterator[tuple[OpportunityDraft, Sequence[Reading]]], read: ReadBefore
) -> Iterator[OpportunityDraft]:
    """The drafts, each batch of them known to ``read`` before it is asked for."""
    while some := list(islice(made, BATCH)):
        read.known.clear()
        read.known.update({(x.title, x.description): told for x, told in some})
        yield from (draft for draft, _ in some)
