"""Erases a person: everything of theirs in one unit, exact counts, no trace in files.

``erase`` is the one act that commits by itself, because what it does to the files must
follow the commit. The cost of a crash between the two: rows are gone, and their bytes
may stand in SQLite's own file until the clock's next ``leave_no_trace``. What backups
and PostgreSQL's own log keep, and how long, is the operator's to say; the page does.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, SQLModel, col, select

from matcher.db import writing
from matcher.mail.carrying import remove_files
from matcher.models import Letter, Mail, Person
from matcher.settings import Settings
from matcher.their_data.columns import COLUMNS, persons_tables, rows_of, ways_to

log = structlog.get_logger()

PATIENCE_MS = 3_000
"""How long a checkpoint waits for readers; the clock comes back to it every hour."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was erased: rows of each table, and mails that stood as files."""

    rows: Mapping[str, int]
    files: int = 0
    clean: bool = True
    """False when somebody was reading, so that SQLite's file is emptied later."""

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


def what_goes(session: Session, person_id: UUID) -> dict[str, int]:
    """How many rows of each table are this person's, in the order they are shown."""
    return {
        name: session.execute(
            sa.select(sa.func.count()).where(rows_of(table, person_id))
        ).scalar_one()
        for name, table in _tables()
    }


TRACES = 1
"""``user_version`` of a SQLite file that was not written anew since an erasure."""


def erase(
    engine: sa.Engine,
    settings: Settings,
    person_id: UUID,
    *,
    unused_since: datetime | None = None,
) -> Forgotten | None:
    """Erase a person and everything of theirs, from tables and files.

    ``unused_since``: only if their page was not used after that moment, looked at
    again under lock; None when it was, or when nobody is there any more. The caller
    has no transaction open on ``engine``: SQLite's file could not be emptied.
    """
    with writing(engine) as session:
        person = session.exec(
            select(Person).where(Person.id == person_id).with_for_update()
        ).one_or_none()
        if person is None or (unused_since and person.active_at > unused_since):
            return None
        mails = [
            one
            for table in (Mail, Letter)
            for one in session.exec(
                select(table.id).where(col(table.person_id) == person_id)
            )
        ]
        rows = _deleted(session, person_id)
        if engine.dialect.name == "sqlite":
            session.execute(sa.text(f"PRAGMA user_version={TRACES}"))
    files = remove_files(settings, mails)
    clean = leave_no_trace(engine)
    log.info("person_erased", rows=sum(rows.values()), files=files, clean=clean)
    return Forgotten(rows=rows, files=files, clean=clean)


def _deleted(session: Session, person_id: UUID) -> dict[str, int]:
    """Delete row by row what is theirs; how many of each table.

    What hangs on other rows goes first; consents and the access log last, because
    they let nothing go while the person's row stands.
    """
    children = list(reversed(_tables()))
    order = [
        *(one for one in _by_dependence(children) if _hangs_on_person(one[1])),
        *(one for one in children if not _hangs_on_person(one[1])),
    ]
    counts = {}
    for name, table in order:
        done = session.execute(sa.delete(table).where(rows_of(table, person_id)))
        counts[name] = done.rowcount  # type: ignore[attr-defined]
    return {name: counts[name] for name, _ in _tables()}


def _tables() -> list[tuple[str, sa.Table]]:
    """Every table of theirs, in the order a page shows them."""
    tables = SQLModel.metadata.tables
    shown = [name for name in COLUMNS if name in tables]
    new = sorted(persons_tables() - set(shown))
    return [(name, tables[name]) for name in [*shown, *new]]


def _by_dependence(
    tables: list[tuple[str, sa.Table]],
) -> list[tuple[str, sa.Table]]:
    """The same tables, each before those it points to."""
    place = {table.name: n for n, table in enumerate(SQLModel.metadata.sorted_tables)}
    return sorted(tables, key=lambda one: -place[one[0]])


def _hangs_on_person(table: sa.Table) -> bool:
    """Whether the database itself ties its rows to the person; theirs it does."""
    return table.name == "person" or any(way.foreign_keys for way in ways_to(table))


def leave_no_trace(engine: sa.Engine) -> bool:
    """Write SQLite's file anew after an erasure, and empty what stands beside it; True
    when done.

    Deleted bytes are overwritten (``secure_delete``), but not what stays behind in a
    page whose rows moved to another, and older pages stand in the side file. Others
    who write wait meanwhile. Nothing to do on PostgreSQL.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection:
        ask = connection.cursor().execute
        [before] = ask("PRAGMA busy_timeout").fetchone()
        ask(f"PRAGMA busy_timeout={PATIENCE_MS}")
        written = not ask("PRAGMA user_version").fetchone()[0]
        if not written:
            with suppress(sqlite3.OperationalError):  # somebody writes all the while
                ask("VACUUM")
                ask("PRAGMA user_version=0")
                written = True
        busy, *_pages = ask("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        ask(f"PRAGMA busy_timeout={before}")
    return written and not busy


def sweep(session: Session) -> int:
    """Delete rows about people who are gone; how many.

    Consents and the access log have no foreign key: somebody who looked at the very
    moment of an erasure may have written one more line.
    """
    swept = 0
    for _name, table in _tables():
        if not _hangs_on_person(table):
            here = sa.select(col(Person.id))
            gone = sa.delete(table).where(table.c.person_id.not_in(here))
            swept += session.execute(gone).rowcount  # type: ignore[attr-defined]
    return swept
