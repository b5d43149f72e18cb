"""What each test would make anew though it never differs: made once for a process.

Templates are compiled once, statements of one kind of database too, how routes are to
be called is read from their signatures once, and the invented town is laid out once as
it is searched. Nothing here knows a row, a visitor or
a setting: whatever a test could change is its own as ever.
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

from catalogue.opportunities import versions
from matcher import db, templates
from matcher.matching import snapshots
from matcher.matching.snapshot import Snapshot

STATEMENTS = 5000
"""Compiled statements that are kept: more than all there are."""


LARGE, CATALOGUES = 200, 4
"""Listings of a catalogue that is kept, as of the invented town, and how many are."""


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
    _compile_statements_once()


def _compile_templates_once() -> None:
    made, compiled = templates._environment, Compiled()

    def environment(**told: Any) -> Environment:
        new = made(**told)
        new.bytecode_cache = new.bytecode_cache or compiled
        return new

    templates._environment = environment


def _read_catalogues_once() -> None:
    """The same change left the same catalogue, in whichever copy of a database."""
    read, kept = snapshots.read_snapshot, dict[Hashable, Snapshot]()

    def read_snapshot(session: Session, version: int, today: date) -> Snapshot:
        this = versions.token_of(session, version), version, today
        found = kept.get(this) or read(session, version, today)
        if this[0] is not None and len(found.shown) > LARGE and len(kept) < CATALOGUES:
            kept[this] = found
        return found

    snapshots.read_snapshot = read_snapshot


def _compile_statements_once() -> None:
    create_engine, first = db.create_engine, dict[str, sa.Engine]()

    def engine(*told: Any, **options: Any) -> sa.Engine:
        """As SQLAlchemy makes it, with the dialect of the first that connected."""
        new = create_engine(*told, query_cache_size=STATEMENTS, **options)
        kind = new.dialect.name
        if kind not in first:
            sa.event.listen(new, "connect", lambda *_: first.setdefault(kind, new))
            return new
        alike = sa.Engine(new.pool, first[kind].dialect, new.url)
        alike._compiled_cache = first[kind]._compiled_cache
        return alike

    db.create_engine = engine


ROUTES: list[BaseRoute] = []
"""Of the first application of this process; each reads its signature when it is met."""

OVERRIDES: dict[Any, Any] = {}
"""What stands in the place of a clock: those routes look here, whosever they are."""


@pytest.fixture
def read_once() -> Iterator[Callable[[FastAPI], FastAPI]]:
    """Gives a new application the routes of the first; all the rest is its own."""

    def routed(app: FastAPI) -> FastAPI:
        if not ROUTES:
            ROUTES.extend(app.router.routes)
        app.router.routes[:] = ROUTES
        app.dependency_overrides = OVERRIDES
        return app

    yield routed
    OVERRIDES.clear()
