"""The catalogue in memory, brought up to date with the database before each question.

The database is the truth: its version is read each time, and only what changed since is
read again. Where it is not known what changed, everything is. A snapshot is never
changed; the next one takes its place, and whoever is asking meanwhile keeps theirs. So
a change is seen by the next question of every process, and one that fell behind says
so in the log when it has to read everything.

While the block of ``followed`` lasts a thread does most of this (``following``): then a
question waits for what its own process changed, and sees what others did up to two
seconds later. Words are counted anew behind it, in nobody's question.

Never older for newer: who still reads the database as it was a moment ago, while
another already saw a change, gets what the other made.

With ``keep_in`` a copy is kept in a folder (``kept``), so that the next start reads
what changed and no more. Nobody waits for it to be written.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlalchemy import orm
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities.versions import announced_in
from matcher.db import reading
from matcher.matching import following
from matcher.matching import kept as kept_files
from matcher.matching.array_file import NotThere, Unusable
from matcher.matching.following import Follower, follower_of
from matcher.matching.snapshot import (
    Snapshot,
    read_snapshot,
)

RECOUNTED_AFTER = 0.05
"""Share of the catalogue that may have changed before words are counted anew: until
then they weigh what they did."""

UNMERGED = 24
"""Parts up to which none are merged for who waits for a change: the thread that follows
merges them a moment later ..."""

MERGED = 3
"""... until there are so many. A question takes no longer for four parts than for one,
a fifteenth more for seven, and a fifth more for thirteen."""

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


@contextmanager
def followed(engine: sa.Engine) -> Iterator[None]:
    """Let a thread bring this catalogue up to date for as long as the block lasts.

    Raises ValueError when one does already.
    """
    follower = following.begin(engine)
    steps = partial(_catch_ours, engine, follower), partial(_catch_up, engine, follower)
    thread = threading.Thread(
        target=follower.follow, args=steps, name="following", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        following.end(engine)
        thread.join()
        follower.wait()


def snapshot_of(session: Session, today: date) -> Snapshot:
    """The catalogue in memory, as the database has it now; of a catalogue that is
    ``followed``, with all that this process changed."""
    engine = session.get_bind().engine
    version = opportunities.version(session)
    kept = _kept(engine, version, today)
    if kept:
        return kept
    follower = follower_of(engine)
    if follower and not follower.owed:
        kept = _relied_on(follower, session, version, today)
        if kept:
            return kept
    with _building:
        kept = _kept(engine, version, today)
        if kept:
            return kept
        if follower is None:
            return _up_to_date(session, version, today)
        kept = _relied_on(follower, session, version, today)
        kept = kept and _with_ours(follower, kept, session, version)
        return kept or _up_to_our_date(follower, session, version, today)


def _up_to_date(session: Session, version: int, today: date) -> Snapshot:
    """Everything that this session sees, in memory from now on."""
    engine = session.get_bind().engine
    before = _snapshots.get(engine) or _opened(session, version)
    snapshot = _next(session, before, version, today)
    _snapshots[engine] = snapshot
    _keep_when_due(session, snapshot)
    return snapshot


def _kept(engine: sa.Engine, version: int, today: date) -> Snapshot | None:
    """What is kept, if it answers who sees this version: the same, or a newer one.

    Numbers go back where a unit that asked was not committed, or a database is put
    back by hand; so whether the newer one is there is asked of the database anew.
    """
    kept = _snapshots.get(engine)
    if kept is None or kept.today != today or kept.version < version:
        return None
    if kept.version > version:
        with _apart(engine) as anew:
            if opportunities.version(anew) < kept.version:
                return None
    return kept


@contextmanager
def _apart(engine: sa.Engine) -> Iterator[Session]:
    """A session that sees the database as it is now, on a connection beside the pool.

    Whoever asks for it holds one already, and may hold up all who have the others.
    """
    if not isinstance(engine.pool, sa.QueuePool):
        with reading(engine) as session:  # a database that no second one would see
            yield session
        return
    beside = engine.pool.recreate()
    try:
        with (
            sa.Connection(engine, beside.connect()) as connection,
            Session(connection) as session,
        ):
            yield session
    finally:
        beside.dispose()


@sa.event.listens_for(orm.Session, "after_transaction_end", insert=True)
def _undone(session: orm.Session, transaction: orm.SessionTransaction) -> None:
    """What a unit saw of itself goes with it: another change may get its number."""
    told = announced_in(session)  # none of what was committed
    if told and transaction.parent is None:
        engine = session.get_bind().engine
        kept = _snapshots.get(engine)
        if kept and kept.version >= told[0].number:
            _snapshots.pop(engine, None)


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
    follows = follower_of(session.get_bind().engine)
    few = MERGED if follows else None
    snapshot = before.changed(told, gone, version=version, today=today, few=few)
    return snapshot if follows or not _is_much(snapshot) else snapshot.recounted()


def _is_much(snapshot: Snapshot) -> bool:
    return snapshot.index.changes > _many(snapshot)


def _many(snapshot: Snapshot) -> float:
    return RECOUNTED_AFTER * max(snapshot.index.statistics.listings, 1_000)


# --- while somebody follows -----------------------------------------------------------


def _relied_on(
    follower: Follower, session: Session, version: int, today: date
) -> Snapshot | None:
    """What is in memory, but for what is ``owed``; what others changed just now may be
    missing. None where that is too old, or not enough for who asks."""
    kept = _snapshots.get(session.get_bind().engine)
    if kept is None or kept.today != today or kept.version > version:
        return None
    if follower.is_late or announced_in(session):
        return None
    return kept


def _with_ours(
    follower: Follower, kept: Snapshot, session: Session, version: int
) -> Snapshot | None:
    """The same with what this process changed; None when that is too much."""
    owed = follower.owed
    if not owed:
        return kept
    keys: set[UUID] = set()
    for one in owed:
        if one.keys is None:
            return None
        keys |= one.keys
    if len(keys) > _many(kept):
        return None
    engine, newest = session.get_bind().engine, max(one.number for one in owed)
    if newest > version:  # this unit began before the change was committed
        with _apart(engine) as anew:
            snapshot = _with_these(anew, kept, keys)
    else:
        snapshot = _with_these(session, kept, keys)
    _snapshots[engine] = snapshot
    follower.settle(newest)
    return snapshot


def _with_these(session: Session, kept: Snapshot, keys: Collection[UUID]) -> Snapshot:
    """The same, some listings as they are by now: its version says nothing of them."""
    told = list(opportunities.current_listings(session, kept.today, among=keys))
    gone = {str(key) for key in keys} - {str(one.id) for one in told}
    version, today = kept.version, kept.today
    return kept.changed(told, gone, version=version, today=today, few=UNMERGED)


def _up_to_our_date(
    follower: Follower, session: Session, version: int, today: date
) -> Snapshot:
    """Everything that this session sees; never less than what this process changed."""
    if follower.newest_of_ours > version:
        with _apart(session.get_bind().engine) as anew:
            snapshot = _up_to_date(anew, opportunities.version(anew), today)
    else:
        snapshot = _up_to_date(session, version, today)
    follower.settle(snapshot.version)
    return snapshot


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[Session]:
    """A session that sees whatever anybody here saw, while nobody else brings anything
    into memory."""
    with reading(engine) as session:
        # Before the lock: who waits for that may hold every connection but this one.
        session.connection()
        with _building:
            yield session  # it sees the database as of its first question


def _catch_ours(engine: sa.Engine, follower: Follower) -> None:
    """What this process changed, before anybody asks for it."""
    if not follower.owed:
        return  # whoever asked was quicker
    with _alone(engine) as session:
        kept = _snapshots.get(engine)
        if kept and follower.owed:
            _with_ours(follower, kept, session, follower.newest_of_ours)


def _catch_up(engine: sa.Engine, follower: Follower) -> None:
    """Everything that changed; words are counted anew behind it if that was much."""
    with _alone(engine) as session:
        kept = _snapshots.get(engine)
        if kept is None:
            return  # nobody asked yet
        began = perf_counter()
        version = opportunities.version(session)
        if not _kept(engine, version, kept.today):
            kept = _up_to_date(session, version, kept.today)
        follower.settle(version)
        follower.was_current_at(began)
    _ = kept.index.columns  # laid out now, and not in a question
    if _is_much(kept):
        follower.count(partial(_count_anew, engine, follower, kept))


def _count_anew(engine: sa.Engine, follower: Follower, kept: Snapshot) -> None:
    """Let words weigh what they do by now."""
    _go_on_with(engine, follower, kept, kept.recounted())


def _go_on_with(
    engine: sa.Engine, follower: Follower, before: Snapshot, same: Snapshot
) -> None:
    """The same, for a thread: where the database gives no answer all stays as it is."""
    try:
        _put_instead(engine, follower, before, same)
    except sa.exc.SQLAlchemyError as problem:
        log.warning("catalogue_not_counted", exc_info=problem)


def _put_instead(
    engine: sa.Engine, follower: Follower, before: Snapshot, same: Snapshot
) -> None:
    """Go on with the same in another shape, once it has what changed meanwhile."""
    with _alone(engine) as session:
        current = _snapshots.get(engine)
        if current is None or not current.came_of(before):
            return  # all was read anew meanwhile
        if known := vars(current).get("gazetteer"):
            vars(same)["gazetteer"] = known
        version = opportunities.version(session)
        _snapshots[engine] = _next(session, same, version, current.today)
        follower.settle(version)


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
    if follower := follower_of(engine):
        _go_on_with(engine, follower, snapshot, laid)
        return
    with _building:
        current = _snapshots.get(engine)
        if follower_of(engine):
            return  # since just now, and what lies there is older than what it read
        if current and current.came_of(snapshot):
            if known := vars(current).get("gazetteer"):
                vars(laid)["gazetteer"] = known
            _snapshots[engine] = laid  # the next question brings it up to date
