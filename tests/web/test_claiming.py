""" "This is ours" on the pages: from a listing, by a partner or by somebody new."""

import re
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import organizations
from catalogue.models import Opportunity
from catalogue.opportunities import keeping
from matcher.db import reading, writing
from matcher.models import Role
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def choir(engine: sa.Engine, now: datetime) -> UUID:
    """A choir that nobody keeps."""
    with writing(engine) as session:
        return keeping.publish(session, CHOIR, now=now)


def keeper(engine: sa.Engine, choir: UUID) -> UUID | None:
    with reading(engine) as session:
        return keeping.keeper_of(session, choir)


def test_one_press_on_its_page_and_one_of_a_worker(
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    now: datetime,
    sign_in_as: SignInAs,
) -> None:
    with writing(engine) as session:
        other = organizations.welcome(
            session, "here", type(ARTS)(name="Elm Road Singers"), now=now
        )
    kit = an_account(
        engine, role=Role.PARTNER, name="Kit Moss", team=None, organization_id=other
    )
    sign_in_as(client, kit)

    page = client.get(f"/opportunities/{choir}").text
    asked = client.post(f"/opportunities/{choir}/ours")
    after = client.get(f"/opportunities/{choir}").text
    sign_in_as(client, an_account(engine, role=Role.WORKER, name="Ana Reyes"))
    waiting = client.get("/looking-over").text
    [press] = re.findall(r'action="(/looking-over/claims/[^"]+/agree)"', waiting)
    client.post(press)
    sign_in_as(client, kit)
    kept = client.get(f"/opportunities/{choir}").text

    assert f'action="/opportunities/{choir}/ours"' in page
    assert "You asked to keep these" in asked.text
    assert ("/ours" in after, "You have asked to keep this." in after) == (False, True)
    assert "Kit Moss of Elm Road Singers says that this is theirs." in waiting
    assert keeper(engine, choir) == other
    assert ("/ours" in kept, "This is one of yours." in kept) == (False, True)
    client.cookies.clear()
    assert "Do you run this?" not in client.get(f"/opportunities/{choir}").text


def test_who_runs_something_is_not_asked_whether_it_is_theirs(
    client: TestClient, engine: sa.Engine, now: datetime, sign_in_as: SignInAs
) -> None:
    with writing(engine) as session:
        theirs = keeping.publish(session, replace(CHOIR, organization=ARTS), now=now)
        run_by = session.get_one(Opportunity, theirs).organization_id
    kit = an_account(engine, role=Role.PARTNER, team=None, organization_id=run_by)
    sign_in_as(client, kit)

    page = client.get(f"/opportunities/{theirs}").text

    assert ("/ours" in page, "This is one of yours." in page) == (False, True)


def test_somebody_new_is_led_to_join_and_the_listing_is_remembered(
    client: TestClient, engine: sa.Engine, choir: UUID, sign_in_as: SignInAs
) -> None:
    link = f"/join?listing={choir}"
    public = client.get(f"/opportunities/{choir}").text
    form = client.get(link).text
    without = client.get("/join?listing=00000000-0000-0000-0000-000000000000").text
    client.post(
        "/join",
        data={
            "organization": "Elm Road Singers", "name": "Jo", "email": "jo@elm.example",
            "charity_number": "1", "listing": str(choir),
        },
    )  # fmt: skip
    sign_in_as(client, an_account(engine, role=Role.LEAD, name="Lea Marsh"))
    waiting = client.get("/looking-over").text
    [press] = re.findall(r'action="(/looking-over/joining/[^"]+/agree)"', waiting)
    client.post(press, data={"with_this": "yes"})

    assert f'href="{link}"' in public
    assert "You came from “Tuesday choir”." in form
    assert 'name="listing"' not in without
    assert "They came from “Tuesday choir” and say it is theirs." in waiting
    assert keeper(engine, choir) is not None
