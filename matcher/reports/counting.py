"""How often listings were shown, opened, saved and said hello to: counted of nobody.

Counted in memory and written by the clock in one go, so that no page waits for it; a
crash costs the counts of the last minute. A browser counts once a week for one thing
about one listing: a mark of it stands in memory alone, made with a key that nobody
knows and that ends with the week. What is written has no visitor in it. It refuses to
be exact: another browser, another process or a restart counts the same person again.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from importlib import import_module
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import BATCH
from catalogue.models import Opportunity
from matcher.models import ListingCount, Noticed

MOST_MARKS = 300_000
"""Marks held at most, some 30 MB; beyond them a week is counted no further."""

KEPT_FOR = timedelta(days=371)
"""A year and the week it began in."""


class Seen(NamedTuple):
    """What is counted: something about a listing in a week."""

    listing: UUID
    week: date
    """Its Monday."""
    what: Noticed
    activity: str = ""
    """The activity of the lexicon it was found by; "" for the listing as a whole."""


@dataclass(kw_only=True)
class Counts:
    """What was counted on one machine and not written yet."""

    _new: Counter[Seen] = field(default_factory=Counter)
    _marks: set[bytes] = field(default_factory=set)
    _week: date = date.min
    _key: bytes = b""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def notice(
        self,
        who: str,
        what: Noticed,
        found: Mapping[UUID, Iterable[str]],
        *,
        today: date,
    ) -> None:
        """``who`` met these listings, found by these activities; again adds nothing."""
        week = monday_of(today)
        with self._lock:
            if week > self._week:
                self._week, self._key = week, secrets.token_bytes(32)
                self._marks.clear()
            if week < self._week:
                return  # a page that began before midnight: its marks are gone
            said = f"{who}\0{what}\0".encode()
            theirs = blake2b(said, key=self._key, digest_size=8)
            for listing, activities in found.items():
                for activity in ("", *activities):
                    self._count(theirs.copy(), Seen(listing, week, what, activity))

    def _count(self, marking: blake2b, seen: Seen) -> None:
        marking.update(seen.listing.bytes + seen.activity.encode())
        mark = marking.digest()
        if mark in self._marks or len(self._marks) >= MOST_MARKS:
            return
        self._marks.add(mark)
        self._new[seen] += 1

    def take(self) -> Counter[Seen]:
        """What there is to write, handed over once."""
        with self._lock:
            new, self._new = self._new, Counter()
            return new

    def give_back(self, counted: Mapping[Seen, int]) -> None:
        """It could not be written; it is written the next time."""
        with self._lock:
            self._new.update(counted)


_counts: WeakKeyDictionary[sa.Engine, Counts] = WeakKeyDictionary()
_finding = threading.Lock()


def counts_of(engine: sa.Engine) -> Counts:
    """The counts of everybody who asks with this engine."""
    with _finding:
        return _counts.setdefault(engine, Counts())


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def write(session: Session, counted: Mapping[Seen, int]) -> None:
    """Add what was counted to what is written; what has no listing is left out."""
    seen = sorted(counted)
    for start in range(0, len(seen), BATCH):
        _write(session, {one: counted[one] for one in seen[start : start + BATCH]})


def _write(session: Session, counted: Mapping[Seen, int]) -> None:
    keys = {one.listing for one in counted}
    there = session.execute(
        sa.select(col(Opportunity.id))
        .where(col(Opportunity.id).in_(keys))
        .with_for_update(read=True, key_share=True)
    )
    known = set(there.scalars())
    rows = [
        {
            "opportunity_id": one.listing,
            "week": one.week,
            "what": one.what,
            "activity": one.activity,
            "count": number,
        }
        for one, number in counted.items()
        if one.listing in known
    ]
    if rows:
        session.execute(_adding(session), rows)


def _adding(session: Session) -> Any:
    """Insert a count, or add it to the one that is there; alike on both engines."""
    engine = session.get_bind().dialect.name  # each is slow to open: the one in use
    insert: Any = import_module(f"sqlalchemy.dialects.{engine}").insert(ListingCount)
    return insert.on_conflict_do_update(
        index_elements=["opportunity_id", "week", "what", "activity"],
        set_={"count": col(ListingCount.count) + insert.excluded["count"]},
    )


def sweep(session: Session, *, today: date) -> int:
    """Delete what was counted more than a year ago; how many rows."""
    done = session.execute(
        sa.delete(ListingCount).where(col(ListingCount.week) < today - KEPT_FOR)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
