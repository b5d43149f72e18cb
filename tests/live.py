"""The web application on a real port, for what only a real connection shows."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from matcher.db import open_engine
from matcher.settings import Settings
from matcher.web import create_app, deps
from matcher.web.serving import address_of, listening, server_for
from tests.unsynced import unsynced

PATIENCE_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class LiveServer:
    """A running server and the database behind it."""

    url: str
    app: FastAPI
    engine: sa.Engine


@pytest.fixture
def live_server(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    now: datetime,
    read_once: Callable[[FastAPI], FastAPI],
) -> Iterator[LiveServer]:
    """The web application on a free port, on an empty SQLite file.

    Whoever asks for ``live_town`` besides finds the town there from the beginning.
    """
    town = "live_town" in request.fixturenames
    file = request.getfixturevalue("town_file" if town else "migrated_sqlite")
    copied = shutil.copy(file, tmp_path / "matcher.db")
    engine = unsynced(open_engine(f"sqlite:///{copied}"))
    with listening("127.0.0.1", 0) as listener:
        url = address_of(listener)
        app = read_once(create_app(Settings(data=tmp_path, base_url=url), engine))
        app.dependency_overrides[deps.now] = lambda: now
        with running(app, listener):
            yield LiveServer(url=url, app=app, engine=engine)
    engine.dispose()


@pytest.fixture
def live_town(live_server: LiveServer) -> LiveServer:
    """The running server with the invented town of Wenbrook behind it."""
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
