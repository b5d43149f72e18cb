"""Copies of the database, taken while it runs, and put back whole or not at all.

SQLite is copied by its own online backup (a file that any SQLite opens). PostgreSQL
is left to its own tools, ``pg_dump`` and ``pg_restore``, which must be installed.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from catalogue import opportunities
from matcher import db
from matcher.errors import MatcherError

TRIES = 5
"""PostgreSQL locks table after table, and so does a visitor: where the two wait for
each other it ends one of them. A restore that was ended changed nothing."""

PAUSE_SECONDS = 0.5
"""Between two tries, so that the visitor it waited for is through."""

REFUSED = "could not execute query"
"""What ``pg_restore`` says of a statement that the server refused. Why it did, the
server says in a language of its own, which only a superuser may choose."""

SQLITE_HEADER = b"SQLite format 3\0"


class BackupProblem(MatcherError):
    """A copy that could not be made or put back; says why and what to do."""


def back_up(engine: sa.Engine, file: Path) -> None:
    """Copy the database into a new ``file``: all that was stored before this began.

    Raises ``BackupProblem`` when the file exists or can't be written, and when there
    is nothing to copy: an empty or damaged copy would be found out on the worst of
    days.
    """
    if file.exists():
        raise BackupProblem(f"{file} is there already. Name a new file.")
    if not file.parent.is_dir():
        raise BackupProblem(f"There is no folder {file.parent}. Make it first.")
    if db.is_damaged(engine):
        raise BackupProblem(
            "The database file is damaged, so nothing was copied. Stop the server, then"
            " put an earlier backup back. Run: python3 run.py restore FILE"
        )
    if not sa.inspect(engine).get_table_names():
        raise BackupProblem(
            "There is no database yet, so there is nothing to copy. Does MATCHER_DATA,"
            " or --data, name its folder? The demo keeps its town in a file of its own."
        )
    _copy_whole(engine, file)


def restore(engine: sa.Engine, file: Path) -> Path | None:
    """Replace the database by the copy in ``file``, and bring it up to date.

    Returns where what stood there before was kept (SQLite; None when it was empty). A
    damaged file is moved there as it is, so no server may run on it.
    Raises ``BackupProblem``, and changes nothing, when the file is no backup.
    """
    if not file.is_file():
        raise BackupProblem(f"There is no file {file}. Name one that backup made.")
    damaged = _put_aside(engine, file) if db.is_damaged(engine) else None
    before = _catalogue_version(engine)
    kept = _put_back(engine, file)
    db.upgrade(engine)
    _announce(engine, after=before)
    return damaged or kept


def _announce(engine: sa.Engine, *, after: int) -> None:
    """Servers that go on running must not take the old catalogue for this one.

    Where they write so much that no turn comes, it is waited for again: the copy is
    back already, and nobody would know.
    """
    for left in reversed(range(TRIES)):
        try:
            with db.writing(engine) as session:
                opportunities.announce(session, after=after)
        except OperationalError:
            if not left:
                raise
        else:
            return


def _catalogue_version(engine: sa.Engine) -> int:
    if not sa.inspect(engine).has_table("catalogue_version"):
        return 0
    with db.reading(engine) as session:
        return opportunities.version(session)


def _put_aside(engine: sa.Engine, file: Path) -> Path:
    """Nothing can be copied into a damaged file, nor out of it."""
    _check(file)
    engine.dispose()
    live = _database(engine)
    aside = _beside(live)
    for end in ("-wal", "-shm", ""):
        part = live.with_name(live.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    return aside


def _put_back(engine: sa.Engine, file: Path) -> Path | None:
    if engine.dialect.name == "sqlite":
        return _restore_sqlite(engine, file)
    for left in reversed(range(TRIES)):
        try:
            _restore_postgresql(engine, file)
        except BackupProblem as problem:
            if not left or REFUSED not in problem.sentence:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            break
    return None


def _restore_postgresql(engine: sa.Engine, file: Path) -> None:
    _postgresql_tool(
        engine,
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--dbname",
        _address(engine),
        str(file),
    )


def _copy_whole(engine: sa.Engine, file: Path) -> None:
    with NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
        copy = Path(unfinished.name)
    try:
        _copy_out(engine, copy)
        copy.replace(file)
    finally:
        copy.unlink(missing_ok=True)


def _copy_out(engine: sa.Engine, copy: Path) -> None:
    if engine.dialect.name == "sqlite":
        with closing(_open(_database(engine))) as live, closing(_open(copy)) as kept:
            live.backup(kept)
        return
    _postgresql_tool(
        engine,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--file",
        str(copy),
        "--dbname",
        _address(engine),
    )


def _restore_sqlite(engine: sa.Engine, file: Path) -> Path | None:
    """What stands there is kept while nobody can write, so that no row falls between.

    After its first page SQLite holds the write lock until the copy is whole; readers,
    and so the copy that is kept, see what was there before. Page by page, for a small
    copy too has a second one.
    """
    _check(file)
    live = _database(engine)
    holds_something = live.exists() and sa.inspect(engine).get_table_names()
    before = _beside(live) if holds_something else None

    def keep(status: int, _remaining: int, _pages: int) -> None:
        if before and status == sqlite3.SQLITE_OK and not before.exists():
            _copy_whole(engine, before)

    with closing(_open(file)) as copy, closing(_open(live)) as target:
        copy.backup(target, pages=1, progress=keep)
    return before


def _check(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(SQLITE_HEADER)) != SQLITE_HEADER:
            raise BackupProblem(
                f"{file} is not a backup of a SQLite database. Nothing was changed."
            )
    try:
        with closing(_open(file)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            ours = copy.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()[0]
    except sqlite3.DatabaseError:
        verdict, ours = "damaged", 0
    if verdict != "ok" or not ours:
        raise BackupProblem(
            f"{file} is damaged or no backup of the matcher. Nothing was changed;"
            " try an earlier backup."
        )


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=30)


def _database(engine: sa.Engine) -> Path:
    return Path(engine.url.database or "")


def _beside(live: Path) -> Path:
    number = 1
    while (path := live.with_name(f"{live.name}.before-restore-{number}")).exists():
        number += 1
    return path


def _address(engine: sa.Engine) -> str:
    plain = engine.url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _postgresql_tool(engine: sa.Engine, tool: str, *arguments: str) -> None:
    found = shutil.which(tool)
    if found is None:
        raise BackupProblem(
            f"{tool} is not installed. On Debian: apt-get install postgresql-client."
        )
    password = {"PGPASSWORD": engine.url.password} if engine.url.password else {}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [found, *arguments],
        env=os.environ | password | {"LC_ALL": "C"},  # the tool's own words in English
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        told = done.stderr.strip().splitlines()
        # The last line is often a hint; what went wrong stands in one with "error:".
        wrong = [line for line in told if "error:" in line.lower()] or told[-1:]
        reason = wrong[0] if wrong else "no reason given"
        raise BackupProblem(f"{tool} could not finish: {reason}")
