"""What each test would make anew though it never differs: made once for a process.

Templates are compiled once, statements of engines opened alike too, how routes are to
be called is read from their signatures once for each kind of application, and a large
catalogue is laid out once for all databases that hold the very same rows. Whatever a
test could change is its own as ever; ``test_once.py`` says so.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from types import CodeType
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlmodel import Session
from starlette.routing import BaseRoute

from catalogue import models, opportunities
from matcher import templates
from matcher.matching import snapshots
from matcher.matching.snapshot import Snapshot
from tests import statements

LARGE, CATALOGUES = 200, 8
"""Listings of a catalogue that is kept, as of the invented town, and how many are."""

READ_FROM = sorted(
    str(kind.__tablename__)
    for kind in vars(models).values()
    if hasattr(kind, "__table__")
)
"""The tables a catalogue is made of."""


class Compiled(BytecodeCache):
    """The code of each template, for every environment that would compile it so."""

    def __init__(self) -> None:
        self.kept: dict[Hashable, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept of this very text."""
        bucket.code = self.kept.get(_compiled_as(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[_compiled_as(bucket)] = bucket.code


def _compiled_as(bucket: Bucket) -> Hashable:
    """The text, and what the compiler asks of an environment."""
    environment = bucket.environment
    language = environment.globals.get("language")
    return bucket.key, bucket.checksum, environment.autoescape, language


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is made."""
    _compile_templates_once()
    _read_catalogues_once()
    statements.compile_once()


def _compile_templates_once() -> None:
    made, compiled = templates._environment, Compiled()

    def environment(**told: Any) -> Environment:
        new = made(**told)
        new.bytecode_cache = new.bytecode_cache or compiled
        return new

    templates._environment = environment


def _read_catalogues_once() -> None:
    """The same rows give the same catalogue, in whichever copy of a database."""
    read, kept = snapshots.read_snapshot, dict[Hashable, Snapshot]()

    def read_snapshot(session: Session, version: int, today: date) -> Snapshot:
        if opportunities.count(session) <= LARGE:
            return read(session, version, today)
        this = version, today, rows_of(session)
        found = kept.get(this) or read(session, version, today)
        # Somebody may have changed a row while it was read.
        if len(kept) < CATALOGUES and this[-1] == rows_of(session):
            kept[this] = found
        return found

    snapshots.read_snapshot = read_snapshot


def rows_of(session: Session) -> Hashable:
    """All that a catalogue is read from, as the database has it, in a short form."""
    connection = session.connection()
    kind = connection.dialect.name
    what = "*" if kind == "sqlite" else "one::text"
    return kind, *(hash(tuple(_all(connection, what, name))) for name in READ_FROM)


def _all(connection: sa.Connection, what: str, table: str) -> sa.CursorResult[Any]:
    # As the driver gives them, our own tables.
    asked = f'SELECT {what} FROM "{table}" AS one'  # noqa: S608
    return connection.exec_driver_sql(asked)


ROUTES: dict[Hashable, list[BaseRoute]] = {}
"""Of the first application of each kind; each reads its signature when it is met."""

OVERRIDES: dict[Any, Any] = {}
"""What stands in the place of a clock: those routes look here, whosever they are."""


@pytest.fixture
def read_once() -> Iterator[Callable[[FastAPI], FastAPI]]:
    """Gives a new application the routes of the first with as many and its settings."""

    def routed(app: FastAPI) -> FastAPI:
        # A demo has a page more, and one that opens behind its first page has fewer.
        kind = app.state.settings.demo, len(app.router.routes)
        app.router.routes[:] = ROUTES.setdefault(kind, list(app.router.routes))
        app.dependency_overrides = OVERRIDES
        return app

    yield routed
    OVERRIDES.clear()
