"""The web application on a real port, for what only a real connection shows."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from matcher.backups import restore
from matcher.db import open_engine
from matcher.demo import make_demo
from matcher.settings import Settings
from matcher.web import create_app, deps
from matcher.web.serving import address_of, listening, server_for

PATIENCE_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class LiveServer:
    """A running server and the database behind it."""

    url: str
    app: FastAPI
    engine: sa.Engine


@pytest.fixture
def live_server(
    sqlite_url: str,
    tmp_path: Path,
    now: datetime,
    read_once: Callable[[FastAPI], FastAPI],
) -> Iterator[LiveServer]:
    """The web application on a free port, on an empty SQLite file."""
    engine = open_engine(sqlite_url)
    with listening("127.0.0.1", 0) as listener:
        url = address_of(listener)
        app = read_once(create_app(Settings(data=tmp_path, base_url=url), engine))
        app.dependency_overrides[deps.now] = lambda: now
        with running(app, listener):
            yield LiveServer(url=url, app=app, engine=engine)
    engine.dispose()


@pytest.fixture(scope="session")
def town_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented town of Wenbrook in a SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("town") / "town.db"
    shutil.copy(migrated_sqlite, file)
    engine = open_engine(f"sqlite:///{file}")
    make_demo(engine, datetime(2026, 11, 22, 9, tzinfo=UTC))
    engine.dispose()
    return file


@pytest.fixture
def live_town(live_server: LiveServer, town_file: Path) -> LiveServer:
    """The running server with the invented town of Wenbrook behind it."""
    restore(live_server.engine, town_file)
    return live_server


@contextmanager
def running(app: FastAPI, listener: socket.socket) -> Iterator[None]:
    """Serve ``app`` on a socket of ``listening`` until the block ends."""
    ready = Event()
    server = server_for(app, ready.set)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(PATIENCE_SECONDS), "the server did not start in ten seconds"
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "the server did not stop in ten seconds"
