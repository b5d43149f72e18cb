"""What the tests stand on: both databases, the web application, the shared files.

A test that asks for ``engine`` (or ``session``, or ``client``) runs twice, on SQLite
and on a real PostgreSQL, each time on an empty database of its own at the newest
migration. What is missing on a machine skips with a reason; with ``CI=true`` it fails.
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import settings
from sqlmodel import Session

from matcher.db import open_engine, upgrade
from matcher.settings import Settings
from matcher.web import create_app, deps
from tests.missing import missing
from tests.straight import straight
from tests.unsynced import unsynced

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # no test is timed: a busy machine is no mistake

ReadOnce = Callable[[FastAPI], FastAPI]
"""As the fixture ``read_once``."""

pytest_plugins = [
    "tests.once",
    "tests.town",
    "tests.postgres",
    "tests.live",
    "tests.migrated",
    "tests.browser",
    "tests.cheap",
    "tests.plain_logs",
    "tests.read_before",
    "tests.signed_in",
]

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin, so that no process waits for another at the end."""
    driven = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda one: (one.path not in driven, one.path.parent.name != "web"))


def pytest_collection_finish() -> None:
    """Code and tests stay to the end: nobody need look through them for what went."""
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real listings and judgments beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        missing("The folder ../shared with the real listings is not here.")
    return folder


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file at the newest migration, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'matcher.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database of this test's own, of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An engine on a migrated, empty database."""
    engine = unsynced(open_engine(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """A session that begins to write at once, as ``matcher.db.writing`` does."""
    with Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a machine whose folder is this test's own."""
    return Settings(
        data=tmp_path, database_url=database_url, base_url="https://testserver"
    )


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in November; ``today`` follows from it."""
    return datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def app(
    settings: Settings, engine: sa.Engine, now: datetime, read_once: ReadOnce
) -> FastAPI:
    """The whole web application, its clock standing at ``now``."""
    app = read_once(create_app(settings, engine))
    app.dependency_overrides[deps.now] = lambda: now
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor without a browser."""
    with TestClient(app, base_url="https://testserver") as client:
        yield straight(client)
