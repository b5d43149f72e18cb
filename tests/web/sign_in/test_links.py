"""Links by mail: signing in, a new password, an invitation, the first lead."""

from collections.abc import Callable
from uuid import uuid4

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.accounts import links
from matcher.keys import link_token, secret_key
from matcher.models import Account, LinkPurpose, Mail, Role
from matcher.settings import Settings
from tests.accounts.staff import GOOD, OTHER
from tests.web.sign_in.at_the_door import is_in, post, typed


def test_a_link_by_mail_signs_in_once(
    client: TestClient, engine: sa.Engine, settings: Settings, worker: Account
) -> None:
    asked = post(client, "/sign-in/link", email=worker.email, password="")
    with Session(engine) as session:
        mail = session.exec(select(Mail)).one()
    path = f"/links/{link_token(secret_key(settings), mail.link_id or uuid4())}"

    looked = client.get(path)
    before = is_in(client)
    used = post(client, path)
    after = is_in(client)
    again = client.post(path)

    assert asked == (303, "/sign-in/mailed")
    assert (mail.letter, mail.recipient) == ("sign_in", worker.email)
    assert ("Hello Ana Reyes" in looked.text, before) == (True, False)
    assert (used, after) == ((303, "/sign-in"), True)
    assert (again.status_code, links.DEAD in again.text) == (404, True)


def test_a_link_to_a_new_password_changes_it_and_ends_other_sign_ins(
    app: FastAPI, client: TestClient, worker: Account, link_to: Callable[..., str]
) -> None:
    other = TestClient(app, base_url="https://testserver")
    post(other, "/sign-in", **typed(worker))
    path = link_to(LinkPurpose.NEW_PASSWORD, worker)

    refused = client.post(path, data={"password": "password123"})
    taken = post(client, path, password=OTHER)

    assert "too easy to guess" in refused.text
    assert (taken, is_in(client), is_in(other)) == ((303, "/sign-in"), True, False)
    assert post(other, "/sign-in", **typed(worker, GOOD))[0] == 422
    assert post(other, "/sign-in", **typed(worker, OTHER))[0] == 303


def test_an_invitation_makes_an_account_of_its_role_and_address(
    client: TestClient, engine: sa.Engine, worker: Account, link_to: Callable[..., str]
) -> None:
    path = link_to(
        LinkPurpose.INVITATION, email="sam@example.org",
        role=Role.WORKER, team_id=worker.team_id,
    )  # fmt: skip

    looked = client.get(path).text
    refused = client.post(path, data={"name": "Sam", "password": "short"})
    accepted = post(client, path, name="Sam", password=GOOD, email="other@example.org")

    with Session(engine) as session:
        made = session.exec(select(Account).where(Account.name == "Sam")).one()
    assert "a worker, with the address sam@example.org" in " ".join(looked.split())
    assert 'value="Sam"' in refused.text
    assert (accepted, is_in(client)) == ((303, "/sign-in"), True)
    assert (made.email, made.role, made.team_id) == (
        "sam@example.org", Role.WORKER, worker.team_id,
    )  # fmt: skip


def test_who_was_invited_can_do_without_a_password(
    client: TestClient, worker: Account, link_to: Callable[..., str]
) -> None:
    path = link_to(
        LinkPurpose.INVITATION, email="sam@example.org",
        role=Role.WORKER, team_id=worker.team_id,
    )  # fmt: skip

    post(client, path, name="Sam")

    assert "we mail you a link each time" in client.get("/account").text
    assert post(client, "/account/password", password=OTHER) == (303, "/account")


def test_the_first_lead_of_a_machine_names_their_service_and_team(
    client: TestClient, engine: sa.Engine, link_to: Callable[..., str]
) -> None:
    path = link_to(LinkPurpose.INVITATION, role=Role.LEAD)
    form = {"name": "Lea", "email": "lea@example.org", "service": "Mill Street"}

    incomplete = client.post(path, data=form)
    accepted = post(client, path, **form, team="Outreach")
    led_to = client.get("/sign-in", follow_redirects=False).headers["location"]

    assert "Name your service and your team" in incomplete.text
    assert (accepted, led_to) == ((303, "/sign-in"), "/second-step")
    with Session(engine) as session:
        assert session.exec(select(Account)).one().email == "lea@example.org"
