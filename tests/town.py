"""The invented town of Wenbrook, read and understood once for a whole run of tests.

Its listings are understood word by word, which takes seconds; what that gave is copied
into the database of each test that asks for it. ``tests/catalogue`` proves the reading.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from matcher.db import open_engine
from matcher.demo import make_demo

LOADED = datetime(2026, 11, 22, 9, tzinfo=UTC)
"""When the town was loaded: two days before the ``now`` of tests."""

BEGIN_AFTER = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"
"""Numbers a database gives out itself go on after those that were copied."""


@pytest.fixture(scope="session")
def town_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town in a SQLite file, to be copied."""
    file = _of_this_run(tmp_path_factory) / "town.db"
    with _one_process_at_a_time(file):
        if not file.exists():
            _make(shutil.copy(migrated_sqlite, file.with_suffix(".new")), file)
    return file


def _of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes that share this run, or of the only one."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if own.name.startswith("popen-") else own


@contextmanager
def _one_process_at_a_time(file: Path) -> Iterator[None]:
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(new: Path, file: Path) -> None:
    engine = open_engine(f"sqlite:///{new}")
    make_demo(engine, LOADED)
    engine.dispose()
    new.rename(file)


@pytest.fixture
def demo_town(engine: sa.Engine, town_file: Path) -> sa.Engine:
    """The database of this test with the town in it."""
    if engine.dialect.name == "sqlite":
        _copy_pages(town_file, Path(engine.url.database or ""))
    else:
        _copy_rows(town_file, engine)
    return engine


def _copy_pages(town: Path, file: Path) -> None:
    with closing(sqlite3.connect(town)) as kept, closing(sqlite3.connect(file)) as own:
        kept.backup(own)


def _copy_rows(town: Path, engine: sa.Engine) -> None:
    source = open_engine(f"sqlite:///{town}")
    with source.connect() as kept, engine.begin() as own:
        for table in SQLModel.metadata.sorted_tables:
            if rows := [dict(row) for row in kept.execute(table.select()).mappings()]:
                _put_in(own, table, rows)
    source.dispose()


def _put_in(own: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    own.execute(table.delete())  # migrations leave a row here and there
    own.execute(table.insert(), rows)
    if isinstance(table.primary_key.columns[0].type, sa.Integer):
        own.execute(sa.text(BEGIN_AFTER.format(table.name)))
