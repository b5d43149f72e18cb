"""Statements compiled once for all engines of a process of tests.

Each test opens an engine of its own, and each engine would write every statement anew
from its parts: a tenth to a quarter of what a test of the database costs.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from matcher import db


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Engines of one kind share what the first that connected has compiled."""
    first: dict[str, sa.Engine] = {}
    create = db.create_engine

    def create_sharing(address: sa.URL, **wishes: Any) -> sa.Engine:
        engine = create(address, **wishes)
        kind = engine.dialect.name
        if kind in first:
            # A statement is found again by its dialect and its parts.
            engine.dialect = first[kind].dialect
            engine._compiled_cache = first[kind]._compiled_cache
        else:
            remember = lambda _connection: first.setdefault(kind, engine)  # noqa: E731
            sa.event.listen(engine, "engine_connect", remember, once=True)
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db, "create_engine", create_sharing)
        yield
