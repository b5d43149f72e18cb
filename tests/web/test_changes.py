"""Who is signed in changes something by our own pages alone.

Every route for everybody (``doors``): a foreign page moves nothing. The kinds of page
take turns, so that every route meets every kind, and so does everybody. That looking
moves nothing either is seen where everybody looks at everything, in
``test_who_may_see``.
"""

from collections.abc import Mapping
from itertools import product

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from tests.straight import Straight
from tests.web.doors import asked_at
from tests.web.everybody import VISITORS, World
from tests.web.test_every_route import SAFE, routes

FOREIGN: Mapping[str, Mapping[str, str]] = {
    "another site": {
        "Origin": "https://elsewhere.example",
        "Sec-Fetch-Site": "cross-site",
    },
    "a neighbour on the same host": {
        "Origin": "http://testserver:8001",
        "Sec-Fetch-Site": "same-site",
    },
    "an old browser": {"Origin": "https://elsewhere.example"},
    "a page that hides where it is": {"Origin": "null"},
}
"""How a foreign page's form arrives."""

LEFT_BY_LOOKING = {"seen_at", "active_at"}
"""Columns that reading may move; and lines of who looked are added."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


Rows = dict[str, list[str]]


def rows(engine: sa.Engine) -> Rows:
    """Every row of every table, but for what looking leaves behind."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                str(tuple(row))
                for row in connection.execute(
                    sa.select(
                        *(c for c in table.columns if c.name not in LEFT_BY_LOOKING)
                    )
                )
            )
            for table in SQLModel.metadata.sorted_tables
            if table.name != "access_event"
        }


def test_a_foreign_page_changes_nothing_for_anybody(
    app: FastAPI, client: TestClient, engine: sa.Engine, world: World
) -> None:
    before = rows(engine)
    changing = [route for route in routes(app) if route[0] not in SAFE]

    kinds = list(FOREIGN)

    answers = {
        (who, route, where): answered_abroad(client, world, who, route, where)
        for whose, who in enumerate(VISITORS)
        for turn, route in enumerate(changing)
        for where in [kinds[(whose + turn) % len(kinds)]]
    }

    assert {one: status for one, status in answers.items() if status != 403} == {}
    assert len(answers) == len(VISITORS) * len(changing) > 1_200
    assert {answer[1:] for answer in answers} == {*product(changing, kinds)}
    assert {answer[::2] for answer in answers} == {*product(VISITORS, kinds)}
    assert rows(engine) == before


def answered_abroad(
    client: TestClient, world: World, who: str, route: tuple[str, str], where: str
) -> int:
    """The status that one visitor gets from one kind of foreign page."""
    asked = asked_at(client, world, who, route)
    told = {**asked.headers, **FOREIGN[where]}
    request = httpx2.Request(
        asked.method, asked.url, headers=told, content=asked.content
    )
    return Straight(client).handle_request(request).status_code
