"""Joining: a home of many listings, asking, agreeing and declining."""

import re
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.models import Organization
from catalogue.rows import opportunity_id
from matcher.db import reading, writing
from matcher.models import Account, Link, Mail
from matcher.partners import remarks
from tests.partners.builders import CHOIR
from tests.signed_in import SignInAs
from tests.web.partners.a_home import JOINING, post


def statements(engine: sa.Engine, client: TestClient, address: str) -> tuple[str, int]:
    """A page, and how many statements it took."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        return client.get(address).text, len(said)
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)


def test_a_home_of_many_is_read_a_hundred_at_a_time_in_as_few_queries_as_of_two(
    as_jo: TestClient, engine: sa.Engine, now: datetime
) -> None:
    walks = [replace(CHOIR, source_id=str(n), title=f"Walk {n:03}") for n in range(250)]
    counted, shown = [], []
    for several in (walks[:2], walks):
        with writing(engine) as session:
            opportunities.store(session, several, now=now)
            for one in several[:100]:
                key = opportunity_id(one.source, one.source_id)
                remarks.tell_changed(session, key, f"{one.title} moved", now=now)
        page, count = statements(engine, as_jo, "/listings")
        counted.append(count)
    while onward := re.search(r'href="([^"#]+)#here-heading">The next ones', page):
        shown.append(len(re.findall(r">(Walk \d+)</a>", page)))
        page = as_jo.get(onward[1]).text
    last = re.findall(r">(Walk \d+)</a>", page)
    back = re.search(r'href="([^"#]+)#here-heading">The ones before', page)

    assert counted[0] == counted[1]
    assert (shown, last) == ([100, 100], [one.title for one in walks[200:]])
    assert back
    assert "Walk 100<" in as_jo.get(back[1]).text


def test_what_is_still_right_is_what_stands_on_the_page(
    as_jo: TestClient, engine: sa.Engine, now: datetime, today: date
) -> None:
    walks = [replace(CHOIR, source_id=str(n), title=f"Walk {n:03}") for n in range(102)]
    with writing(engine) as session:
        opportunities.store(session, walks, now=now)
    keys = [opportunity_id(one.source, one.source_id) for one in walks]
    page = as_jo.get(f"/listings?at={keys[101]}").text
    button = re.search(r'action="(/listings/still-true\?at=[^"]+)"', page)
    assert button

    pressed = post(as_jo, button[1])

    with reading(engine) as session:
        found = opportunities.listings(session, keys)
    right = [one.draft.title for one in found if one.draft.assured_on == today]
    assert pressed == (303, f"/listings?at={keys[100]}")
    assert right == ["Walk 100", "Walk 101"]


def test_an_organization_asks_and_a_lead_agrees(
    client: TestClient, engine: sa.Engine, lead: Account, sign_in_as: SignInAs
) -> None:
    asked = post(client, "/join", **JOINING)
    again = post(client, "/join", **JOINING)
    sign_in_as(client, lead)
    page = client.get("/looking-over").text
    request = re.search(r"/looking-over/joining/([0-9a-f-]+)/agree", page)
    assert request

    agreed = post(client, f"/looking-over/joining/{request[1]}/agree")

    assert asked == again == (303, "/join/asked")
    assert ("Jo Field, jo@milllane.example" in page, agreed[0]) == (True, 303)
    with Session(engine) as session:
        link = session.exec(select(Link)).one()
        organization = session.exec(select(Organization)).one()
    assert link.organization_id == organization.id
    assert organization.charity_number == "1234567"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client: TestClient) -> None:
    answer = client.post("/join", data={**JOINING, "charity_number": ""})

    assert answer.status_code == 422
    assert "Jo Field" in answer.text


def test_asking_to_join_is_limited(client: TestClient) -> None:
    statuses = [post(client, "/join", **JOINING)[0] for _ in range(11)]

    assert statuses == [303] * 10 + [429]


def test_a_lead_declines_with_a_message(
    client: TestClient, engine: sa.Engine, lead: Account, sign_in_as: SignInAs
) -> None:
    post(client, "/join", **JOINING)
    sign_in_as(client, lead)
    page = client.get("/looking-over").text
    [address] = re.findall(r"/looking-over/joining/[0-9a-f-]+/decline", page)

    silent = post(client, address, note=" ")
    said = post(client, address, note="Please ring us first.")

    assert (silent[0], said[0]) == (422, 303)
    with Session(engine) as session:
        assert session.exec(select(Mail)).one().letter == "joining"
