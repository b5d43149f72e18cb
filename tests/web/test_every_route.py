"""What holds for every route there is, also for those that are still to be written.

The routes are read from the application itself, so a new one is judged at once.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel

from catalogue.opportunities import current_listings
from matcher.web import PUBLIC_ROUTES
from matcher.web.deps import ASKS_WHO
from matcher.web.security import HEADERS

NOBODY = "00000000-0000-0000-0000-000000000000"
SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path; ``app.routes`` alone hides what routers brought."""
    for route in iter_route_contexts(app.routes):
        for method in route.methods or {"GET"}:
            yield method, str(route.path)


def filled(path: str, key: object = NOBODY) -> str:
    """A path with ``key`` in the place of each of its parameters."""
    return re.sub(r"{[^}]*}", str(key), path)


def any_listing(engine: sa.Engine) -> object:
    """The key of a listing that has a page."""
    with Session(engine) as session:
        return next(iter(current_listings(session, date(2026, 11, 24)))).id


def test_no_route_is_hidden_from_this_test(app: FastAPI) -> None:
    assert {("GET", "/health"), ("GET", "/static")} <= set(routes(app))


def test_every_route_is_public_by_name_or_asks_who_is_looking(app: FastAPI) -> None:
    public = {
        context.path
        for context in iter_route_contexts(app.routes)
        if not ASKS_WHO & set(asked_by(getattr(context, "dependant", None)))
    }

    assert public == PUBLIC_ROUTES, (
        "ask for Worker, Lead, SomebodyKnown ... of deps; add the path to"
        " PUBLIC_ROUTES only if a stranger may see it"
    )


def asked_by(dependant: Dependant | None) -> Iterator[object]:
    """Everything a route depends on, at any depth."""
    for one in dependant.dependencies if dependant else ():
        yield one.call
        yield from asked_by(one)


def test_every_route_carries_the_full_set_of_headers(
    app: FastAPI, client: TestClient
) -> None:
    answers = {
        route: client.request(route[0], filled(route[1]), follow_redirects=False)
        for route in routes(app)
    }

    assert {
        route: a.status_code for route, a in answers.items() if a.is_server_error
    } == {}
    assert {
        route: {name: answer.headers.get(name) for name in HEADERS}
        for route, answer in answers.items()
    } == dict.fromkeys(answers, HEADERS)


def test_no_route_lets_another_sites_page_change_anything(
    app: FastAPI, client: TestClient
) -> None:
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    answers = {
        route: client.request(route[0], filled(route[1]), headers=foreign).status_code
        for route in routes(app)
        if route[0] not in SAFE
    }

    assert answers == dict.fromkeys(answers, 403)


def test_reading_changes_nothing(
    app: FastAPI, client: TestClient, demo_town: sa.Engine
) -> None:
    before, listing = rows(demo_town), any_listing(demo_town)

    for method, path in routes(app):
        if method in SAFE:
            client.request(method, filled(path, listing))

    assert rows(demo_town) == before


def rows(engine: sa.Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            or 0
            for table in SQLModel.metadata.sorted_tables
        }


INSIDE = re.compile(
    r"<[^>]+\s(?:style|on[a-z]+)=|<style"
    r"|<script(?![^>]*(?: src=| type=\"application/ld\+json\"))",
    re.IGNORECASE,
)
"""A style or a handler in an element, or a script that is not a file or plain data."""


def test_no_page_has_a_style_or_script_inside(
    app: FastAPI, client: TestClient, demo_town: sa.Engine
) -> None:
    listing = any_listing(demo_town)

    pages = {
        path: client.get(filled(path, listing)).text
        for method, path in routes(app)
        if method == "GET"
    }

    assert {path: INSIDE.findall(page) for path, page in pages.items()} == {
        path: [] for path in pages
    }
