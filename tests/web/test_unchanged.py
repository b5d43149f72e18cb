"""A public page is made once for who has it already; a page of somebody never kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.db import writing
from matcher.web import deps

CHOIR = opportunity_id("wenbrook-demo", "wenbrook:choir-community")
PUBLIC = ("/about", "/together", f"/opportunities/{CHOIR}")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """Every statement but those that begin and end a transaction."""
    told: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            told.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_who_has_a_public_page_gets_none_until_a_listing_changes(
    app: FastAPI, client: TestClient, demo_town: sa.Engine, now
) -> None:
    pages = {path: client.get(path) for path in PUBLIC}
    marks = {path: {"If-None-Match": pages[path].headers["etag"]} for path in PUBLIC}

    with counted(demo_town) as told:
        again = {path: client.get(path, headers=marks[path]) for path in PUBLIC}
    in_welsh = [
        client.get(path, headers=marks[path] | {"Accept-Language": "cy"})
        for path in PUBLIC
    ]
    with writing(demo_town) as session:
        keeping.pause(session, CHOIR, now=now)
    changed = [client.get(path, headers=marks[path]).status_code for path in PUBLIC]

    assert [one.status_code for one in again.values()] == [304] * 3
    assert len(told) == 3
    assert {one.content for one in again.values()} == {b""}
    assert {one.headers["cache-control"] for one in again.values()} == {"no-cache"}
    assert all("Cookie" in one.headers["vary"] for one in again.values())
    assert [one.status_code for one in in_welsh] == [200] * 3
    assert changed == [200, 200, 404]

    app.dependency_overrides[deps.now] = lambda: now + timedelta(minutes=15)
    later = client.get("/about", headers=marks["/about"])
    assert later.status_code == 200


def test_no_page_is_kept_for_who_brings_a_cookie_or_asks_for_a_part(
    client: TestClient, demo_town: sa.Engine
) -> None:
    part = client.get("/together", headers={"HX-Request": "true"})
    client.cookies.set("anything", "at all", domain="testserver.local", path="/")
    answers = [part, *(client.get(path) for path in PUBLIC)]

    assert {one.headers["cache-control"] for one in answers} == {"no-store"}
    assert not [one for one in answers if "etag" in one.headers]
