"""The catalogue in memory, brought up to date with the database before each question.

The database is the truth: its version is read each time, and only what changed since is
read again. Where it is not known what changed, everything is. A snapshot is never
changed; the next one takes its place, and whoever is asking meanwhile keeps theirs. So
a change is seen by the next question of every process, and one that fell behind says
so in the log when it has to read everything.

Never older for newer: who still reads the database as it was a moment ago, while
another already saw a change, gets what the other made.

With ``keep_in`` a copy is kept in a folder (``kept``), so that the next start reads
what changed and no more. Nobody waits for it to be written.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from catalogue import opportunities
from matcher.db import reading
from matcher.matching import kept as kept_files
from matcher.matching.array_file import NotThere, Unusable
from matcher.matching.snapshot import (
    Snapshot,
    read_snapshot,
)

RECOUNTED_AFTER = 0.05
"""Share of the catalogue that may have changed before words are counted anew: until
then they weigh what they did."""

KEPT_AGAIN_AFTER = 1_000
"""Changes after which a copy is kept anew: half of those that are remembered, so that
the next start need not read everything."""

REST_SECONDS = 900.0
"""At least so long lies between two copies for that reason: counting a large catalogue
anew takes seconds of a processor."""

log = structlog.get_logger()


@dataclass(kw_only=True)
class _Copy:
    """The copy of one database."""

    path: Path
    version: int = 0
    """Of what lies there."""
    since: float = 0.0
    """When it was written, by a clock that only counts."""
    writer: threading.Thread | None = None


_copies: WeakKeyDictionary[sa.Engine, _Copy] = WeakKeyDictionary()
_snapshots: WeakKeyDictionary[sa.Engine, Snapshot] = WeakKeyDictionary()
_building = threading.Lock()
"""Two visitors must not both read the catalogue at the same moment."""


def keep_in(engine: sa.Engine, folder: Path) -> None:
    """Keep a copy of this database's catalogue in a folder, and begin with it."""
    path = kept_files.file_in(folder, engine.url.database or "")
    _copies.setdefault(engine, _Copy(path=path))


def settle(engine: sa.Engine) -> None:
    """Wait until a copy that is being written lies there."""
    copy = _copies.get(engine)
    if copy and copy.writer:
        copy.writer.join()


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
        before = _snapshots.get(engine) or _opened(session, version)
        snapshot = _next(session, before, version, today)
        _snapshots[engine] = snapshot
        _keep_when_due(session, snapshot)
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
        return read_snapshot(session, version, today)
    keys = _changed(session, before, version, today)
    if keys is None or len(keys) > _many(before):
        began = perf_counter()
        snapshot = read_snapshot(session, version, today)
        log.info(
            "catalogue_read_again",
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
    told = list(opportunities.current_listings(session, today, among=keys))
    gone = {str(key) for key in keys} - {str(one.id) for one in told}
    snapshot = before.changed(told, gone, version=version, today=today)
    much = snapshot.index.changes > _many(before)
    return snapshot.recounted() if much else snapshot


def _many(snapshot: Snapshot) -> float:
    return RECOUNTED_AFTER * max(snapshot.index.statistics.listings, 1_000)


# --- the copy that is kept ------------------------------------------------------------


def _opened(session: Session, version: int) -> Snapshot | None:
    """What is kept of this database; None where nothing is, or it may not be so."""
    copy = _copies.get(session.get_bind().engine)
    if copy is None:
        return None
    try:
        snapshot = kept_files.open_kept(copy.path, session, version)
    except NotThere:
        return None  # a first start, which is no fault
    except Unusable as problem:
        log.info("catalogue_copy_not_used", error=str(problem))
        return None
    copy.version = snapshot.version
    return snapshot


def _keep_when_due(session: Session, snapshot: Snapshot) -> None:
    copy = _copies.get(session.get_bind().engine)
    if copy is None or (copy.writer and copy.writer.is_alive()):
        return
    behind = snapshot.version - copy.version
    aged = behind >= KEPT_AGAIN_AFTER and perf_counter() - copy.since >= REST_SECONDS
    read_anew = behind != 0 and not snapshot.index.changes
    if aged or read_anew:
        said = kept_files.said_of(session, snapshot)
        parts = session.get_bind().engine, copy, snapshot, said
        copy.writer = threading.Thread(target=_keep, args=parts, daemon=True)
        copy.writer.start()


def _keep(
    engine: sa.Engine, copy: _Copy, snapshot: Snapshot, said: kept_files.Said
) -> None:
    """Write a copy, and go on with what lies there instead of what is in memory.

    Not of what was undone since: whether it is so is asked of the database anew.
    """
    try:
        with reading(engine) as anew:
            kept_files.doubt(anew, said, opportunities.version(anew))
        # Counting takes seconds: nothing is held open in the database meanwhile.
        kept_files.keep(copy.path, snapshot.recounted(), said)
        with reading(engine) as anew:
            laid = kept_files.open_kept(copy.path, anew, opportunities.version(anew))
    except (Unusable, OSError, sa.exc.SQLAlchemyError) as problem:
        log.warning("catalogue_copy_not_kept", exc_info=problem)
        return
    copy.version, copy.since = laid.version, perf_counter()
    with _building:
        current = _snapshots.get(engine)
        if current and current.came_of(snapshot):
            if known := vars(current).get("gazetteer"):
                vars(laid)["gazetteer"] = known
            _snapshots[engine] = laid  # the next question brings it up to date
