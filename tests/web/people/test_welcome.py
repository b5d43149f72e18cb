"""Welcoming somebody: their yes, their name, and nothing kept before it."""

import re
from html import unescape

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import col, select

from catalogue.models import Opportunity
from matcher.db import reading
from matcher.introductions import on_device
from matcher.models import (
    Account,
    Consent,
    Introduction,
    Person,
    Role,
    Understanding,
)
from matcher.web.cookies import SAVED
from tests.signed_in import SignInAs, an_account
from tests.web.people.a_page import SUNG, said, welcomed


def test_a_worker_welcomes_somebody_and_finds_them_by_name(at_desk: TestClient) -> None:
    address = welcomed(at_desk, "Sam O’Neill & <b>")

    page = at_desk.get("/people").text

    assert f'<a href="{address}">Sam O’Neill &amp; &lt;b&gt;</a>' in page
    assert "here today" in page
    assert "Welcome somebody" in page


def test_the_yes_is_kept_in_the_words_it_was_asked_in(
    at_desk: TestClient, engine: sa.Engine
) -> None:
    asked = at_desk.get("/people/new").text
    welcomed(at_desk, "Sam")

    with reading(engine) as session:
        consent = session.exec(select(Consent)).one()
    assert f'<p class="wording">{consent.wording}</p>' in asked
    assert "Ana Reyes" in consent.wording
    assert consent.asked_by == "Ana Reyes"


@pytest.mark.parametrize("called", ["", "   ", "\x00\x07"])
def test_a_page_has_a_name(at_desk: TestClient, engine: sa.Engine, called: str) -> None:
    answer = at_desk.post("/people", data={"called": called, "phrase": SUNG})

    assert answer.status_code == 422
    assert "Write a name first" in answer.text
    assert f'value="{SUNG}"' in answer.text
    with reading(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_what_was_said_on_the_shared_page_comes_along_to_a_page_of_their_own(
    demo_town: sa.Engine, at_desk: TestClient
) -> None:
    with reading(demo_town) as session:
        saved = session.exec(select(Opportunity.id).limit(2)).all()
    at_desk.cookies.set(
        SAVED, on_device.to_text(saved), domain="testserver.local", path="/"
    )
    form = {
        "phrase": [SUNG, "darts"], "kind": ["enjoyed_before", "enjoy_now"],
        "taken": ["-rock-choir", "+bingo -no-such-thing"],
        "add": "no pubs", "place": "QX1 1AA", "travel_km": "8", "free": "1",
        "day": ["TU", "WE"], "max_cost": "2.50", "put_first": "Mill Street",
    }  # fmt: skip

    asked = at_desk.post("/people/new", data=form)
    carried = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
    fields: dict[str, list[str]] = {}
    for name, value in carried:
        fields.setdefault(name, []).append(unescape(value))
    answer = at_desk.post(
        "/people", data=fields | {"called": "Sam"}, follow_redirects=False
    )
    page = at_desk.get(answer.headers["location"])

    assert said(page) == [SUNG, "darts", "no pubs"]
    for one in ('value="QX1 1AA"', 'value="day=TU" checked', 'value="free=yes" checked',
                'value="2.50"', "Mill Street"):  # fmt: skip
        assert one in page.text
    with reading(demo_town) as session:
        meant = session.exec(
            select(Understanding.activity, Understanding.meant)
            .order_by(col(Understanding.activity))
        ).all()  # fmt: skip
        kept = session.exec(
            select(Introduction.opportunity_id).order_by(col(Introduction.position))
        ).all()
    assert meant == [("bingo", True), ("rock-choir", False)]
    assert kept == saved
    assert SAVED not in at_desk.cookies


def test_nothing_is_kept_before_the_yes(at_desk: TestClient, engine: sa.Engine) -> None:
    at_desk.post("/people/new", data={"phrase": SUNG})

    with reading(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_only_somebody_who_meets_people_is_asked_to_keep_a_page(
    client: TestClient, engine: sa.Engine, worker: Account, sign_in_as: SignInAs
) -> None:
    assert "Keep this as a page" not in client.get("/together").text
    sign_in_as(client, worker)
    assert "Keep this as a page" in client.get("/together").text
    partner = an_account(engine, role=Role.PARTNER, name="Pat", team=None)
    sign_in_as(client, partner)
    assert "Keep this as a page" not in client.get("/together").text
    assert client.get("/people").status_code == 403
