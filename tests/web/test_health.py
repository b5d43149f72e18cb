"""Whoever watches the machine is told the truth about the database."""

from contextlib import ExitStack

import sqlalchemy as sa
from anyio import to_thread
from fastapi.testclient import TestClient

from matcher.db import open_engine
from matcher.settings import Settings
from matcher.web import create_app

POOL = 15
"""Connections that SQLAlchemy lends at one time: five, and ten in a rush."""


def test_a_machine_whose_database_answers_is_well(client: TestClient) -> None:
    answer = client.get("/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_watcher_may_ask_without_wanting_the_words(client: TestClient) -> None:
    assert client.head("/health").status_code == 200


def test_a_machine_whose_database_is_gone_says_so_and_not_why_inside() -> None:
    gone = open_engine("postgresql://nobody:secret@127.0.0.1:1/nowhere")
    with TestClient(create_app(Settings(), gone)) as client:
        answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "reason": "The database does not answer.",
    }


def test_the_machine_is_well_while_every_connection_is_taken(
    client: TestClient, engine: sa.Engine
) -> None:
    with ExitStack() as taken:
        for _ in range(POOL):
            taken.enter_context(engine.connect())
        answer = client.get("/health")

    assert answer.status_code == 200


def test_the_machine_is_well_while_every_thread_is_taken(client: TestClient) -> None:
    assert client.portal is not None
    client.portal.call(take_every_thread)

    answer = client.get("/health")

    assert answer.status_code == 200


async def take_every_thread() -> None:
    limiter = to_thread.current_default_thread_limiter()
    limiter.total_tokens = 1
    limiter.acquire_on_behalf_of_nowait("somebody else")
