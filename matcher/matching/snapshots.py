"""The catalogue in memory, brought up to date with the database before each question.

The database is the truth: its version is read each time, and only what changed since is
read again. Where it is not known what changed, everything is. A snapshot is never
changed; the next one takes its place, and whoever is asking meanwhile keeps theirs. So
a change is seen by the next question of every process, and one that fell behind says
so in the log when it has to read everything.

Never older for newer: who still reads the database as it was a moment ago, while
another already saw a change, gets what the other made.
"""

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from time import perf_counter
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import Timetable
from catalogue.opportunities import Listing
from catalogue.places import Gazetteer, PlaceName, load_postcodes
from matcher.db import reading
from matcher.knowing import facts_of, gazetteer_names
from matcher.ranking import Facts, Index

RECOUNTED_AFTER = 0.05
"""Share of the catalogue that may have changed before words are counted anew: until
then they weigh what they did."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What pages need of a listing beside its facts, without asking the database."""

    timetables: tuple[Timetable, ...]
    rests_until: date | None
    """Of one that doesn't meet for a while, the last day of that."""
    places: tuple[PlaceName, ...]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The catalogue in memory, as it was at one version on one day."""

    version: int
    today: date
    index: Index
    shown: Mapping[str, Shown]
    """By the listing's id."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Every name somebody may ask for a place by; made when somebody does."""
        return Gazetteer(name for one in self.shown.values() for name in one.places)


_snapshots: WeakKeyDictionary[sa.Engine, Snapshot] = WeakKeyDictionary()
_building = threading.Lock()
"""Two visitors must not both read the catalogue at the same moment."""


def snapshot_of(session: Session, today: date) -> Snapshot:
    """The catalogue in memory, as the database has it now."""
    engine = session.get_bind().engine
    version = opportunities.version(session)
    kept = _kept(engine, version, today)
    if kept:
        return kept
    with _building:
        kept = _kept(engine, version, today)
        if kept:
            return kept
        snapshot = _next(session, _snapshots.get(engine), version, today)
        _snapshots[engine] = snapshot
        return snapshot


def _kept(engine: sa.Engine, version: int, today: date) -> Snapshot | None:
    """What is kept, if it answers who sees this version: the same, or a newer one.

    Numbers go back when a unit that asked is undone, or a database is put back by
    hand; so whether the newer one is there is asked of the database anew.
    """
    kept = _snapshots.get(engine)
    if kept is None or kept.today != today or kept.version < version:
        return None
    if kept.version > version:
        with reading(engine) as anew:
            if opportunities.version(anew) < kept.version:
                return None
    return kept


def _next(
    session: Session, before: Snapshot | None, version: int, today: date
) -> Snapshot:
    if before is None:
        return _read(session, version, today)
    keys = _changed(session, before, version, today)
    if keys is None or len(keys) > RECOUNTED_AFTER * max(len(before.shown), 1_000):
        began = perf_counter()
        snapshot = _read(session, version, today)
        log.info(
            "catalogue read again",
            behind=version - before.version,
            listings=len(snapshot.shown),
            seconds=round(perf_counter() - began, 3),
        )
        return snapshot
    return _changed_by(session, before, keys, version, today)


def _changed(
    session: Session, before: Snapshot, version: int, today: date
) -> frozenset[UUID] | None:
    """The listings to be read again; None for all of them."""
    keys = opportunities.changed_between(session, before.version, version)
    if keys is None or today == before.today:
        return keys
    current = {str(key) for key in opportunities.current_ids(session, today)}
    return keys | {UUID(key) for key in current ^ before.shown.keys()}


def _changed_by(
    session: Session,
    before: Snapshot,
    keys: Collection[UUID],
    version: int,
    today: date,
) -> Snapshot:
    current = opportunities.current_listings(session, today, among=keys)
    listings = {str(one.id): one for one in current}
    gone = {str(key) for key in keys} - listings.keys()
    index = before.index.changed(_facts(listings.values()), gone)
    if index.changes > RECOUNTED_AFTER * max(len(before.shown), 1_000):
        index = index.recounted()
    left = {key: one for key, one in before.shown.items() if key not in gone}
    return replace(
        before,
        version=version,
        today=today,
        index=index,
        shown=left | {key: _shown(one) for key, one in listings.items()},
    )


def _read(session: Session, version: int, today: date) -> Snapshot:
    listings = list(opportunities.current_listings(session, today))
    return Snapshot(
        version=version,
        today=today,
        index=Index.build(_facts(listings)),
        shown={str(one.id): _shown(one) for one in listings},
    )


def _facts(listings: Iterable[Listing]) -> list[Facts]:
    postcodes = load_postcodes()
    return [facts_of(str(x.id), x.draft, x.readings, postcodes) for x in listings]


def _shown(listing: Listing) -> Shown:
    return Shown(
        timetables=listing.draft.timetables,
        rests_until=listing.draft.rests_until,
        places=tuple(gazetteer_names([listing.draft], load_postcodes())),
    )
