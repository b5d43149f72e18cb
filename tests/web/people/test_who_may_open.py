"""Who may open a person's page, and what a screen in their hands shows."""

import re
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlmodel import select

from matcher.db import reading
from matcher.models import AccessEvent, Look
from tests.signed_in import SignInAs, an_account, cookie_of, give_cookie
from tests.web.people.a_page import SUNG, handed_over, welcomed


def test_every_look_and_change_by_staff_is_written_down(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    at_desk.get(sam)
    at_desk.post(f"{sam}/words", data={"words": SUNG}, follow_redirects=False)
    handed_over(at_desk, sam)
    at_desk.post(f"{sam}/words", data={"words": "mine"})

    with reading(engine) as session:
        events = session.exec(select(AccessEvent)).all()
    assert [one.what for one in events] == [
        Look.WELCOMED,
        Look.LOOKED,
        Look.CHANGED,
        Look.LOOKED,
    ]
    assert {one.who for one in events} == {"Ana Reyes, Mill Street"}


def test_another_worker_finds_no_page(
    at_desk: TestClient, sam: str, engine: sa.Engine, sign_in_as: SignInAs
) -> None:
    sign_in_as(at_desk, an_account(engine, name="Bo Lind", team="Other"))

    assert at_desk.get(sam).status_code == 404
    assert at_desk.post(f"{sam}/words", data={"words": "x"}).status_code == 404
    assert "Sam" not in at_desk.get("/people").text


def test_a_card_alone_opens_the_list_and_not_the_page(
    client: TestClient, at_desk: TestClient, sam: str, engine: sa.Engine, now: datetime
) -> None:
    person_id = UUID(sam.split("/")[2])
    give_cookie(client, cookie_of(engine, now, person_id=person_id, whole_page=False))
    assert client.get(sam).status_code == 403
    assert client.post(f"{sam}/words", data={"words": "x"}).status_code == 403

    give_cookie(client, cookie_of(engine, now, person_id=person_id))
    page = client.get(sam)
    assert page.status_code == 200
    assert "Hand the screen" not in page.text
    assert client.get(f"{sam}/hand-over").status_code == 401


def test_a_screen_in_a_persons_hands_opens_nothing_but_their_own_pages(
    app: FastAPI, at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    kim = welcomed(at_desk, "Kim Bystander")
    at_desk.post(f"{kim}/words", data={"words": "Kim’s own words"})
    handed_over(at_desk, sam)

    answers = {
        path: at_desk.get(path)
        for path in gets(app, kim.split("/")[2])
        if not path.startswith("/static")
    }

    told = {
        path
        for path, answer in answers.items()
        if re.search("Kim|Bystander|Ana Reyes", answer.text)
    }
    assert told == set()
    open_to_them = {path for path, answer in answers.items() if kim in path
                    and answer.status_code == 200}  # fmt: skip
    assert open_to_them == set()
    assert at_desk.get("/people").status_code == 401
    assert at_desk.get("/people/new").status_code == 401
    page = at_desk.get(sam)
    assert page.status_code == 200
    assert "Sam’s turn" in page.text
    assert 'href="/people"' not in page.text
    assert 'href="/account"' not in page.text


def gets(app: FastAPI, key: str) -> set[str]:
    """Every address that can be looked at, about the person with this key."""
    return {
        re.sub(r"{[^}]*}", key, str(route.path))
        for route in iter_route_contexts(app.routes)
        if "GET" in (route.methods or {"GET"})
    }
