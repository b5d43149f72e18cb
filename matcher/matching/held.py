"""The catalogue in memory of each database, and who may look at it.

A snapshot is never changed; another takes its place. Whether what is here still answers
is asked of the database, which is the truth: here nothing is read but its version.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities.versions import Announced, announced_in
from matcher.db import reading
from matcher.matching.snapshot import Snapshot

in_memory: WeakKeyDictionary[sa.Engine, Snapshot] = WeakKeyDictionary()
building = threading.Lock()
"""Two visitors must not both read the catalogue at the same moment."""


def newest_for(engine: sa.Engine, version: int, today: date) -> Snapshot | None:
    """What is kept, if it answers who sees this version: the same, or a newer one.

    Numbers go back where a unit that asked was not committed, or a database is put
    back by hand; so whether the newer one is there is asked of the database anew.
    """
    kept = in_memory.get(engine)
    if kept is None or kept.today != today or kept.version < version:
        return None
    if kept.version > version:
        with apart(engine) as anew:
            if opportunities.version(anew) < kept.version:
                return None
    return kept


@contextmanager
def apart(engine: sa.Engine) -> Iterator[Session]:
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
    if transaction.parent is None:
        _let_go(session, announced_in(session))  # none of what was committed


@sa.event.listens_for(orm.Session, "after_soft_rollback", insert=True)
def _undone_in_part(session: orm.Session, undone: orm.SessionTransaction) -> None:
    """So does what it saw since a savepoint."""
    if undone.nested:
        _let_go(session, announced_in(session, undone))


def _let_go(session: orm.Session, told: tuple[Announced, ...]) -> None:
    if not told:
        return
    engine = session.get_bind().engine
    kept = in_memory.get(engine)
    if kept and kept.version >= told[0].number:
        in_memory.pop(engine, None)


@contextmanager
def alone(engine: sa.Engine) -> Iterator[Session]:
    """A session that sees whatever anybody here saw, while nobody else brings anything
    into memory."""
    with reading(engine) as session:
        # Before the lock: who waits for that may hold every connection but this one.
        session.connection()
        with building:
            yield session  # it sees the database as of its first question
