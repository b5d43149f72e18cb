"""The database: one engine, short sessions, SQLite and PostgreSQL alike.

Who looks opens ``reading``, who changes something ``writing``, which on SQLite takes
the write lock at once (a read that turns into a write half-way fails under load) and
commits at the end. Whoever asks which engine it is has a reason of their own: copies,
leaving no trace in files, many rows at once, and what is said of a busy database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Session, create_engine

from matcher.bundled import bundled
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_MS = 10_000
"""How long a SQLite writer waits for another: longer than any write unit we have,
but for an import, which says so on the screen."""

SQLITE_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MS}",
    "secure_delete=ON",
)
"""Off by default in SQLite, and none of them may be: see the traps in the design."""

MIGRATION_LOCK = 7_102_026
"""Any fixed number: PostgreSQL lets one process at a time hold it and migrate."""

COUNTING_LETTERS = 7_102_027
"""Another: held by whoever counts the letters of a minute."""

LOOKING_BACK_AT_LETTERS = 7_102_028
"""Another: held by whoever looks at how the last letters went."""

IMPORTING = 7_102_029
"""Another: held by whoever imports a file."""


STANDS_AT = sa.table("alembic_version", sa.column("version_num", sa.String()))
"""Where Alembic keeps what a database was brought up to."""


class DatabaseProblem(MatcherError):
    """The database cannot be used as it stands; says what to mend."""


def open_engine(url: str) -> sa.Engine:
    """An engine for a SQLite or PostgreSQL address; makes a SQLite file's folder.

    Raises ``DatabaseProblem`` for an address that is neither.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise DatabaseProblem(
            "MATCHER_DATABASE_URL is not a database address. Use one like"
            " postgresql://user:password@host/name, or leave it out for SQLite."
        ) from None
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    if address.get_backend_name() == "postgresql":
        return create_engine(
            address.set(drivername="postgresql+psycopg"), pool_pre_ping=True
        )
    raise DatabaseProblem(
        f"MATCHER_DATABASE_URL starts with {address.get_backend_name()}:, which is not"
        " supported. Use sqlite:/// or postgresql://."
    )


def _open_sqlite(address: sa.URL) -> sa.Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _set_pragmas)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """A session for looking; nothing it does is kept."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: sa.Engine) -> Iterator[Session]:
    """A session for one short write unit: committed at the end, or not at all."""
    with Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session
        session.commit()


def one_after_another(session: Session, what: int) -> None:
    """Wait for whoever does the same in another unit; held until this one ends.

    ``what`` is any number fixed for one purpose. Whoever writes on SQLite is alone
    anyway.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(what)))


def migrations(connection: sa.Connection | None = None) -> "Config":
    """Alembic's configuration without an ini file, on an open connection."""
    from alembic.config import Config  # slow to open, and a start seldom needs it

    config = Config()
    config.set_main_option("script_location", str(bundled("alembic")))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database up to ``revision``; a second process waits for the first.

    Raises ``DatabaseProblem`` when the database was made by newer code than this.
    """
    if revision == "head" and is_current(engine):
        return
    from alembic import command

    with migrating(engine) as connection:
        _run(command.upgrade, connection, revision)


def downgrade(engine: sa.Engine, revision: str = "base") -> None:
    """Take the database back to ``revision``."""
    from alembic import command

    with migrating(engine) as connection:
        _run(command.downgrade, connection, revision)


@contextmanager
def migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in one transaction, alone in changing the tables."""
    with engine.connect() as connection:
        locked = connection.execution_options(sqlite_begin="IMMEDIATE")
        if engine.dialect.name == "sqlite":
            # Rebuilding a table drops it for a moment; the pragma cannot change
            # inside a transaction, so it is set on the bare connection.
            _driver(locked).execute("PRAGMA foreign_keys=OFF")
        try:
            with locked.begin():
                if engine.dialect.name == "postgresql":
                    locked.execute(
                        sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK))
                    )
                yield locked
        finally:
            if engine.dialect.name == "sqlite":
                _driver(locked).execute("PRAGMA foreign_keys=ON")


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _run(verb: Any, connection: sa.Connection, revision: str) -> None:
    from alembic.util.exc import CommandError

    try:
        verb(migrations(connection), revision)
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise DatabaseProblem(
            "This database was made by a newer version of the matcher."
            " Update the matcher, or restore an older backup."
        ) from None


def remove_sqlite(url: str) -> None:
    """Remove a SQLite database file, with what SQLite keeps beside it."""
    name = sa.make_url(url).database or ""
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def is_damaged(engine: sa.Engine) -> bool:
    """Whether the file that stands there is no database that SQLite can read."""
    if engine.dialect.name != "sqlite":
        return False
    try:
        sa.inspect(engine).get_table_names()
    except sa.exc.DatabaseError as error:
        return type(error.orig) is sqlite3.DatabaseError  # its others say what it is
    return False


def is_current(engine: sa.Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(STANDS_AT.name):
            return False
        return connection.scalars(sa.select(STANDS_AT.c.version_num)).all() == [
            newest_migration()
        ]


def newest_migration() -> str:
    """The number of the newest file, which is its revision: ``0016_...py`` -> 0016."""
    files = (bundled("alembic") / "versions").glob("[0-9]*_*.py")
    return max(path.name for path in files).partition("_")[0]
