"""Handing on, on the pages: one press for who leaves, and one for a lead."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from catalogue import organizations
from catalogue.opportunities import keeping
from matcher.db import writing
from matcher.models import Account, Mail, Role
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def jo(engine: sa.Engine, now: datetime) -> Account:
    """Jo, who alone keeps the choir of Mill Lane Arts."""
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
        keeping.publish(session, CHOIR, kept_by=arts, now=now)
    return an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_last_one_leaves_and_a_lead_finds_somebody_else(
    client: TestClient, engine: sa.Engine, jo: Account, sign_in_as: SignInAs
) -> None:
    lead = an_account(engine, role=Role.LEAD, name="Lea Marsh")
    sign_in_as(client, jo)

    alone = words(client.get("/listings/people").text)
    wrong = client.post("/listings/people/leave", data={"email": "not an address"})
    asked = client.post("/listings/people/leave", data={"email": ""})
    still_in = client.get("/listings").status_code
    goodbye = client.post("/listings/people/leave", data={"email": "", "sure": "yes"})
    out = client.get("/listings").status_code
    sign_in_as(client, lead)
    waiting = client.get("/looking-over").text
    [address] = re.findall(r'action="(/looking-over/left/[^"]+)"', waiting)
    refused = client.post(address, data={"email": "lea.marsh@example.org"})
    client.post(address, data={"email": "kim@good.example"})

    assert "You are the only one." in alone
    assert "Nobody goes on with them for now." in words(asked.text)
    assert still_in == 200
    assert "looked after" not in goodbye.text
    assert (wrong.status_code, goodbye.url.path, out) == (422, "/listings/left", 401)
    assert "Nobody is asked whether it is still true." in waiting
    assert refused.status_code == 422
    assert "Nobody looks after these" not in client.get("/looking-over").text
    with Session(engine) as session:
        mails = session.exec(select(Mail).order_by(col(Mail.letter))).all()
    assert [(one.letter, one.recipient) for one in mails] == [
        ("invitation", "kim@good.example"),
        ("nobody_left", "lea.marsh@example.org"),
    ]


def test_who_goes_on_is_named_once_more_before_the_account_ends(
    client: TestClient, engine: sa.Engine, jo: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, jo)

    asked = client.post("/listings/people/leave", data={"email": "Kim@good.example"})
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    client.post("/listings/people/leave", data=sent)

    assert "We invite kim@good.example" in words(asked.text)
    with Session(engine) as session:
        [mail] = session.exec(select(Mail))
        assert session.get_one(Account, jo.id).disabled_at is not None
    assert (mail.letter, mail.recipient) == ("invitation", "kim@good.example")


def test_a_lead_hands_on_from_the_page_of_an_account(
    client: TestClient, engine: sa.Engine, jo: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, an_account(engine, role=Role.LEAD, name="Lea Marsh"))
    at = f"/team/{jo.id}"

    refused = client.post(f"{at}/hand-on", data={"email": "lea.marsh@example.org"})
    client.post(f"{at}/hand-on", data={"email": "kim@good.example"})

    assert "There is an account for that address already." in refused.text
    assert "Nobody can sign in with this account." in client.get(at).text


def test_whoever_is_invited_the_answer_is_the_same(
    client: TestClient, engine: sa.Engine, jo: Account, sign_in_as: SignInAs
) -> None:
    an_account(engine, role=Role.WORKER, name="Ana Reyes")
    sign_in_as(client, jo)
    asked = ["kim@good.example", "ana.reyes@example.org", "jo.field@example.org"]
    asked += [f"k{number}@good.example" for number in range(12)]

    answers = [
        client.post("/listings/people", data={"email": one}) for one in [*asked, *asked]
    ]

    assert len({(one.status_code, words(one.text)) for one in answers}) == 1
    assert "a link is on its way" in words(answers[0].text)
    assert "@good.example" not in client.get("/listings/people").text
    with Session(engine) as session:
        invited = {one.recipient for one in session.exec(select(Mail))}
    assert invited == {"kim@good.example", *(f"k{n}@good.example" for n in range(9))}
