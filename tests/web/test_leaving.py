"""Handing on, on the pages: one press for who leaves, and one for a lead."""

import re
from datetime import datetime
from uuid import UUID

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
    goodbye = client.post("/listings/people/leave", data={"email": ""})
    out = client.get("/listings").status_code
    sign_in_as(client, lead)
    waiting = client.get("/looking-over").text
    [address] = re.findall(r'action="(/looking-over/left/[^"]+)"', waiting)
    refused = client.post(address, data={"email": "lea.marsh@example.org"})
    client.post(address, data={"email": "kim@good.example"})

    assert "You are the only one." in alone
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


def test_a_lead_hands_on_from_the_page_of_an_account(
    client: TestClient, engine: sa.Engine, jo: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, an_account(engine, role=Role.LEAD, name="Lea Marsh"))
    at = f"/team/{jo.id}"

    refused = client.post(f"{at}/hand-on", data={"email": "lea.marsh@example.org"})
    client.post(f"{at}/hand-on", data={"email": "kim@good.example"})

    assert "There is an account for that address already." in refused.text
    assert "Nobody can sign in with this account." in client.get(at).text


def test_a_colleague_is_invited_and_shown_as_invited(
    client: TestClient, jo: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, jo)

    page = client.post("/listings/people", data={"email": "kim@good.example"}).text

    assert "kim@good.example, invited" in words(page)
    assert isinstance(jo.organization_id, UUID)
