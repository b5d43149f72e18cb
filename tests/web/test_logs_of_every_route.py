"""No word of anybody is in the logs, whichever door it came through.

Everybody goes through every route, with forms as ours and with forms that are wrong,
and then the clock does its work. What people said, are called, live at and wrote holds
the word ``canary`` in some forty places; the log holds it nowhere.
"""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher import jobs, logs
from matcher.settings import Settings
from matcher.web.tries import Tries
from tests.web.doors import FORMS, knock
from tests.web.everybody import CANARY, World
from tests.web.test_every_route import SAFE, routes

WHO = {
    "sqlite": ("whole", "worker", "partner", "stranger"),
    "postgresql": ("worker",),
}
"""Who goes through the doors: each who may write what others may not; on the other
engine, who writes the most."""

ENDS_A_SIGN_IN = (
    "/sign", "/links", "/c/", "/card", "/account", "/second", "/take-back",
    "/people/{person_id}/card", "/people/{person_id}/hand-over",
    "/people/{person_id}/data",
)  # fmt: skip
"""What is pressed last, because nobody is signed in as before after it."""


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes during a test."""
    stream = io.StringIO()
    yield stream
    structlog.reset_defaults()
    logs.configure()


def test_no_canary_is_in_the_logs(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    world: World,
    now: datetime,
    stream: io.StringIO,
) -> None:
    planted = {*world.sam.planted, *world.kim.planted}
    planted |= {v for form in FORMS.values() for v in form.values() if CANARY in v}
    logs.configure("DEBUG", stream)

    who_comes = WHO[engine.dialect.name]
    statuses = [one for who in who_comes for one in walked(app, client, world, who)]
    for job in (jobs.deliver_mail, jobs.end_what_is_over, jobs.retain):
        job(engine, settings, now=now)

    written = stream.getvalue()
    assert len(planted) >= 20
    assert sum(status < 400 for status in statuses) > 40 * len(who_comes)
    assert written.count('"event": "request"') == len(statuses)
    assert written.casefold().count(CANARY) == 0
    assert not [word for word in planted if word in written]


def walked(app: FastAPI, client: TestClient, world: World, who: str) -> Iterator[int]:
    """The statuses of one visitor's way through every door, twice where a form is."""
    for route in sorted(set(routes(app)), key=when):
        app.state.tries = Tries()
        if route[0] not in SAFE:
            wrong = {f"{CANARY}-field": f"{CANARY}-value", "words": CANARY * 900}
            yield knock(client, world, who, route, form=wrong).status_code
        yield knock(client, world, who, route).status_code


def when(route: tuple[str, str]) -> tuple[bool, bool, str]:
    """Looking first, then changes, and last what ends a sign-in."""
    method, path = route
    return method not in SAFE, path.startswith(ENDS_A_SIGN_IN), path
