"""Two presses of one button, or one while the page is erased: nobody meets our 500.

On PostgreSQL: whoever writes on SQLite is alone.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.models import ToldApart
from matcher.access import Visitor, visitor_of
from matcher.db import writing
from matcher.models import (
    AvoidedPlace,
    Introduction,
    Person,
    SignIn,
    Subscription,
    Team,
)
from matcher.web import deps
from tests.waiting import until_they_wait
from tests.web.doors import asked_at, knock
from tests.web.everybody import World

Press = tuple[str, str]
"""Who presses, and the address of the form."""

CHANGES: list[Press] = [
    ("worker", "/people/{person_id}/called"),
    ("whole", "/people/{person_id}/avoided"),
    ("worker", "/people/{person_id}/card/make"),
    ("worker", "/people/{person_id}/list/save"),
]
"""Of each kind: what the page says, what hangs on it, a card, the list. No more than
the application lets in at one time."""

THEIR_OWN: list[Press] = [
    ("whole", "/people/{person_id}/list/mail"),
    ("off", "/card"),
    ("card", "/card/word"),
]
"""What only they do themself, where nobody's look is noted first."""


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


def pressed_meanwhile(
    app: FastAPI, engine: sa.Engine, world: World, presses: list[Press], unit: Session
) -> list[int]:
    """The statuses of presses that all come before ``unit`` is committed."""

    def press(one: Press) -> int:
        client = TestClient(app, base_url="https://testserver")
        asked = asked_at(client, world, one[0], ("POST", one[1]))
        return client.send(asked, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(presses)) as threads:
        answers = [threads.submit(press, one) for one in presses]
        try:
            until_they_wait(engine, len(presses))
        finally:
            unit.commit()
        return sorted(answer.result(timeout=60) for answer in answers)


@contextmanager
def holding(engine: sa.Engine, world: World) -> Iterator[Session]:
    """A unit that holds Sam's row, as any change of theirs does."""
    with writing(engine) as session:
        whose = select(Person).where(Person.id == world.sam.person_id)
        session.exec(whose.with_for_update()).one()
        yield session


@pytest.mark.parametrize("presses", [CHANGES, THEIR_OWN])
def test_what_is_pressed_while_somebody_is_erased_finds_nobody(
    app: FastAPI, engine: sa.Engine, world: World, presses: list[Press]
) -> None:
    with holding(engine, world) as erasing:
        sam = erasing.get_one(Person, world.sam.person_id)
        erasing.delete(sam)
        erasing.flush()
        answers = pressed_meanwhile(app, engine, world, presses, erasing)

    assert answers == [404] * len(presses)


@pytest.mark.parametrize(
    ("press", "rows"),
    [
        (("whole", "/people/{person_id}/avoided"), AvoidedPlace),
        (("whole", "/people/{person_id}/letters"), Subscription),
        (("worker", "/people/{person_id}/list/save"), Introduction),
    ],
)
def test_a_button_that_is_pressed_twice_does_its_one_thing(
    app: FastAPI, engine: sa.Engine, world: World, press: Press, rows: type
) -> None:
    before = count(engine, rows)

    with holding(engine, world) as another:
        answers = pressed_meanwhile(app, engine, world, [press] * 3, another)

    assert (answers, count(engine, rows)) == ([303] * 3, before + 1)


def count(engine: sa.Engine, rows: type) -> int:
    with Session(engine) as session:
        return session.exec(select(sa.func.count()).select_from(rows)).one()


def test_a_sign_in_that_ends_while_a_page_is_opened_breaks_nothing(
    client: TestClient, engine: sa.Engine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known_and_signed_out(
        session: Session, sign_in_id: str, *, now: datetime
    ) -> Visitor:
        visitor = visitor_of(session, sign_in_id, now=now)
        with writing(engine) as elsewhere:
            elsewhere.execute(sa.delete(SignIn))
        return visitor

    monkeypatch.setattr(deps, "visitor_of", known_and_signed_out)

    answers = [knock(client, world, "worker", ("GET", "/people")) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 401]


def test_of_two_who_name_a_new_team_alike_the_second_is_told(
    app: FastAPI, engine: sa.Engine, world: World
) -> None:
    named = {"name": "canary-sent-team", "service": "Mill Street"}

    with writing(engine) as another:
        another.add(Team(id=uuid4(), **named))
        another.flush()
        press = ("lead", "/team/teams")
        answers = pressed_meanwhile(app, engine, world, [press], another)

    assert answers == [422]


def test_two_who_say_at_once_that_they_are_two_things_both_said_it(
    engine: sa.Engine, now: datetime
) -> None:
    one, other = uuid4(), uuid4()

    def again() -> None:
        with writing(engine) as second:
            opportunities.tell_apart(second, other, one, now=now)

    with ThreadPoolExecutor(1) as threads, writing(engine) as first:
        opportunities.tell_apart(first, one, other, now=now)
        said = threads.submit(again)
        try:
            until_they_wait(engine, 1)
        finally:
            first.commit()
        said.result(timeout=60)

    assert count(engine, ToldApart) == 1
