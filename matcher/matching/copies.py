"""The copy of the catalogue that lies beside its database: when it is read and written.

What a copy is, and when it may be used, ``kept`` knows. Nobody waits for one to be
written.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from catalogue import opportunities
from matcher.db import reading
from matcher.matching import kept
from matcher.matching.array_file import NotThere, Unusable
from matcher.matching.snapshot import Snapshot

GoOn = Callable[[Snapshot, Snapshot], None]
"""What to do with a snapshot that was written, and the same as it lies there."""

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


def keep_in(engine: sa.Engine, folder: Path) -> None:
    """Keep a copy of this database's catalogue in a folder, and begin with it."""
    path = kept.file_in(folder, engine.url.database or "")
    _copies.setdefault(engine, _Copy(path=path))


def settle(engine: sa.Engine) -> None:
    """Wait until a copy that is being written lies there."""
    copy = _copies.get(engine)
    if copy and copy.writer:
        copy.writer.join()


def opened(session: Session, version: int) -> Snapshot | None:
    """What is kept of this database; None where nothing is, or it may not be so."""
    copy = _copies.get(session.get_bind().engine)
    if copy is None:
        return None
    try:
        snapshot = kept.open_kept(copy.path, session, version)
    except NotThere:
        return None  # a first start, which is no fault
    except Unusable as problem:
        log.info("catalogue_copy_not_used", error=str(problem))
        return None
    copy.version = snapshot.version
    return snapshot


def keep_when_due(
    session: Session, snapshot: Snapshot, go_on: GoOn, *, read_anew: bool
) -> None:
    """Write a copy anew where the last is of long ago, or all of this was read anew;
    nobody waits for it. ``go_on`` comes after it, in a thread."""
    copy = _copies.get(session.get_bind().engine)
    if copy is None or (copy.writer and copy.writer.is_alive()):
        return
    behind = snapshot.version - copy.version
    aged = behind >= KEPT_AGAIN_AFTER and perf_counter() - copy.since >= REST_SECONDS
    if aged or (read_anew and behind != 0):
        said = kept.said_of(session, snapshot)
        parts = session.get_bind().engine, copy, snapshot, said, go_on
        copy.writer = threading.Thread(target=_keep, args=parts, daemon=True)
        copy.writer.start()


def _keep(
    engine: sa.Engine,
    copy: _Copy,
    snapshot: Snapshot,
    said: kept.Said,
    go_on: GoOn,
) -> None:
    """Write a copy, and go on with what lies there.

    Not of what was undone since: whether it is so is asked of the database anew.
    """
    try:
        with reading(engine) as anew:
            kept.doubt(anew, said, opportunities.version(anew))
        # Counting takes seconds: nothing is held open in the database meanwhile.
        kept.keep(copy.path, snapshot.recounted(), said)
        with reading(engine) as anew:
            laid = kept.open_kept(copy.path, anew, opportunities.version(anew))
    except (Unusable, OSError, sa.exc.SQLAlchemyError) as problem:
        log.warning("catalogue_copy_not_kept", exc_info=problem)
        return
    copy.version, copy.since = laid.version, perf_counter()
    go_on(snapshot, laid)
