"""New SQLite files get a copy of one that was migrated, once for a process of tests.

Verbs and benches bring their new database up to date, which takes a second; only files
in which there is nothing at all are copied, so ``test_db.py`` migrates every time.
"""

import sqlite3
from contextlib import closing
from functools import cache

import pytest
import sqlalchemy as sa

from matcher import db

migrate = db.upgrade


@cache
def migrated() -> sqlite3.Connection:
    """An empty database at the newest migration, in memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    engine = db.open_engine("sqlite://")
    migrate(engine)
    with closing(engine.raw_connection()) as made:
        made.driver_connection.backup(kept)  # type: ignore[union-attr]
    engine.dispose()
    return kept


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """As ``db.upgrade``."""
    is_new = (
        revision == "head"
        and engine.dialect.name == "sqlite"
        and not sa.inspect(engine).get_table_names()
    )
    if is_new:
        with closing(engine.raw_connection()) as new:
            migrated().backup(new.driver_connection)  # type: ignore[arg-type]
    else:
        migrate(engine, revision)


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is brought up to date."""
    db.upgrade = upgrade
