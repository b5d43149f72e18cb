"""The second step: set up, asked for, left again, never shown twice."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.accounts import second_step
from matcher.keys import secret_key
from matcher.models import Account, Link, LinkPurpose, Role, SignIn
from matcher.settings import Settings
from matcher.web.cookies import SIGNED_IN
from tests.signed_in import SignInAs, an_account
from tests.web.sign_in.at_the_door import at, is_in, opens, post, typed, with_password


@pytest.fixture
def lead(engine: sa.Engine) -> Account:
    """Lea Marsh, a lead who has a password and no second step yet."""
    return with_password(engine, an_account(engine, role=Role.LEAD, name="Lea Marsh"))


def code_of(
    engine: sa.Engine, settings: Settings, account: Account, moment: datetime
) -> str:
    with Session(engine) as session:
        kept = session.get_one(Account, account.id)
        secret = second_step.secret_of(secret_key(settings), kept)
    return pyotp.TOTP(str(secret)).at(moment)


def test_a_lead_sets_a_second_step_up_before_anything_opens(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(lead))
    before = client.cookies[SIGNED_IN]
    closed = [client.get(path).status_code for path in ("/account", "/team")]
    shown = client.get("/second-step").text
    wrong = client.post("/second-step", data={"code": "000000"})

    right = post(client, "/second-step", code=code_of(engine, settings, lead, now))

    assert closed == [401, 401]
    assert "<svg" in shown
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown)
    assert (wrong.status_code, right) == (422, (303, "/sign-in"))
    assert client.get("/team").status_code == 200
    assert not opens(client, before)


def test_the_secret_is_never_shown_again(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(lead))
    post(client, "/second-step", code=code_of(engine, settings, lead, now))

    shown = client.get("/second-step").text

    assert "<svg" not in shown
    assert "Type these letters" not in shown


def test_the_second_step_is_asked_for_by_mail_link_too(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
    link_to: Callable[..., str],
) -> None:
    post(client, "/sign-in", **typed(lead))
    post(client, "/second-step", code=code_of(engine, settings, lead, now))
    post(client, "/sign-out")

    post(client, link_to(LinkPurpose.SIGN_IN, lead))
    closed = is_in(client)
    used = client.post(
        "/second-step", data={"code": code_of(engine, settings, lead, now)}
    )
    at(app, now + timedelta(seconds=30))
    later = now + timedelta(seconds=30)
    new = post(client, "/second-step", code=code_of(engine, settings, lead, later))

    assert not closed
    assert used.status_code == 422, "a code works once"
    assert (new, is_in(client)) == ((303, "/sign-in"), True)


def test_the_eleventh_code_has_to_wait(client: TestClient, lead: Account) -> None:
    post(client, "/sign-in", **typed(lead))

    tries = [
        client.post("/second-step", data={"code": f"{n:06}"}).status_code
        for n in range(11)
    ]

    assert tries == [422] * 10 + [429]


def test_a_worker_may_take_a_second_step_and_leave_it_again(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    worker: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(worker))

    led_to = post(client, "/account/second-step")
    post(client, "/second-step", code=code_of(engine, settings, worker, now))
    on = "It is on" in client.get("/account").text
    dropped = post(client, "/account/second-step/drop")

    assert (led_to, on) == ((303, "/second-step"), True)
    assert dropped == (303, "/account")
    assert "It is off" in client.get("/account").text


def test_a_lead_can_not_do_without_it(
    client: TestClient, lead: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, lead)

    assert post(client, "/account/second-step/drop")[0] == 403


def test_a_stranger_is_asked_to_sign_in_before_any_second_step(
    client: TestClient,
) -> None:
    answers = [client.get("/second-step"), client.post("/second-step")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert 'href="/sign-in"' in answers[0].text


def test_looking_at_the_pages_of_signing_in_writes_nothing(
    client: TestClient, engine: sa.Engine
) -> None:
    for path in ("/sign-in", "/sign-in/mailed", "/sign-in/new-password"):
        assert client.get(path).status_code == 200

    with Session(engine) as session:
        assert session.exec(select(Link)).all() == []
        assert session.exec(select(SignIn)).all() == []


def test_a_machine_without_a_provider_has_no_way_to_one(client: TestClient) -> None:
    page = client.get("/sign-in").text

    assert "/sign-in/single" not in page
    assert client.get("/sign-in/single").status_code == 404
    assert client.get("/sign-in/single/back?code=x&state=y").status_code == 404
