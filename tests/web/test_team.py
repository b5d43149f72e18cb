"""The pages of a lead: who works here, inviting, moving, disabling; never a person."""

from datetime import datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue.drafts import Openness
from catalogue.models import Organization
from matcher.db import writing
from matcher.models import Account, Link, Mail, Person, Role, Team, Trust
from tests.signed_in import SignInAs, a_team, an_account

PATHS = ("/team", "/team/invite")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def as_lead(client: TestClient, lead: Account, sign_in_as: SignInAs) -> TestClient:
    """A lead's browser."""
    sign_in_as(client, lead)
    return client


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def test_a_lead_sees_who_works_here(as_lead: TestClient, worker: Account) -> None:
    page = as_lead.get("/team").text

    assert "Ana Reyes" in page
    assert "Never signed in" in page
    assert "fewer than 5 people" in page


@pytest.mark.parametrize("role", [Role.WORKER, Role.PARTNER])
def test_the_pages_of_a_lead_are_for_leads(
    client: TestClient, engine: sa.Engine, sign_in_as: SignInAs, role: Role
) -> None:
    sign_in_as(client, an_account(engine, role=role))

    assert {client.get(path).status_code for path in PATHS} == {403}


def test_a_stranger_is_asked_to_sign_in(client: TestClient) -> None:
    assert {client.get(path).status_code for path in PATHS} == {401}


def test_a_lead_never_sees_a_persons_name(
    as_lead: TestClient, engine: sa.Engine, worker: Account, now: datetime
) -> None:
    with writing(engine) as session:
        for _ in range(6):
            person = Person(
                id=uuid4(), called="Canary Jones", created_at=now, active_at=now
            )
            session.add(person)
            session.flush()
            session.add(
                Trust(
                    id=uuid4(), person_id=person.id, account_id=worker.id, given_at=now
                )
            )

    pages = [as_lead.get(path).text for path in (*PATHS, f"/team/{worker.id}")]

    assert "6 people" in pages[0]
    assert [page for page in pages if "Canary" in page] == []


def test_inviting_puts_a_mail_in_the_post_and_can_be_taken_back(
    as_lead: TestClient, engine: sa.Engine, worker: Account
) -> None:
    form = {"email": "sam@example.org", "role": "worker", "team": str(worker.team_id)}

    invited = post(as_lead, "/team/invite", **form, organization="")
    waiting = as_lead.get("/team").text
    with Session(engine) as session:
        link = session.exec(select(Link)).one()
        mails = len(session.exec(select(Mail)).all())
    taken = post(as_lead, f"/team/invitations/{link.id}/take-back")

    assert (invited, mails) == ((303, "/team#invited"), 1)
    assert "sam@example.org" in waiting
    assert taken == (303, "/team#invited")
    assert "sam@example.org" not in as_lead.get("/team").text


def test_a_partner_is_invited_by_the_name_of_their_organisation(
    as_lead: TestClient, engine: sa.Engine, now: datetime
) -> None:
    with writing(engine) as session:
        choir = Organization(
            id=uuid4(), source="t", name_key="town choir", name="Town Choir",
            openness=Openness.MAINSTREAM, modified_at=now,
        )  # fmt: skip
        session.add(choir)

    invited = post(
        as_lead, "/team/invite", email="p@example.org", role="partner",
        team="", organization="town choir",
    )  # fmt: skip

    with Session(engine) as session:
        assert session.exec(select(Link.organization_id)).all() == [choir.id]
    assert invited == (303, "/team#invited")


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"email": "sam"}, 422, "not a mail address"),
        ({"email": "lea.marsh@example.org"}, 422, "an account for that address"),
        ({"role": "partner"}, 422, "Choose the organisation"),
        ({"team": ""}, 422, "Choose the team"),
        ({"role": "administrator"}, 403, "invite somebody to that role"),
        ({"role": "king"}, 422, "not as we expected"),
        ({"team": str(uuid4())}, 404, "That team is not here"),
        ({"id": "1"}, 422, "not as we expected"),
    ],
)
def test_what_can_not_be_invited_is_said_plainly(
    as_lead: TestClient,
    worker: Account,
    given: dict[str, str],
    status: int,
    said: str,
) -> None:
    form = {"email": "sam@example.org", "role": "worker", "team": str(worker.team_id)}

    answer = as_lead.post("/team/invite", data=form | given)

    assert (answer.status_code, said in answer.text) == (status, True)


def test_disabling_somebody_signs_them_out_at_once(
    as_lead: TestClient,
    app: FastAPI,
    engine: sa.Engine,
    worker: Account,
    sign_in_as: SignInAs,
) -> None:
    theirs = TestClient(app, base_url="https://testserver")
    sign_in_as(theirs, worker)
    before = theirs.get("/account").status_code

    disabled = post(as_lead, f"/team/{worker.id}/disable")
    after = theirs.get("/account").status_code
    enabled = post(as_lead, f"/team/{worker.id}/enable")

    assert (before, after) == (200, 401)
    assert disabled == enabled == (303, f"/team/{worker.id}")
    assert theirs.get("/account").status_code == 401, "they sign in anew"


def test_a_lead_moves_somebody_and_adds_a_team(
    as_lead: TestClient, engine: sa.Engine, worker: Account
) -> None:
    added = post(as_lead, "/team/teams", name="Day", service="")
    with Session(engine) as session:
        day = session.exec(select(Team).where(Team.name == "Day")).one()

    moved = post(as_lead, f"/team/{worker.id}/move", team=str(day.id))

    with Session(engine) as session:
        assert session.get_one(Account, worker.id).team_id == day.id
    assert (added, moved) == ((303, "/team#teams"), (303, f"/team/{worker.id}"))


def test_a_lead_reaches_nobody_of_another_service(
    as_lead: TestClient, engine: sa.Engine
) -> None:
    far = an_account(engine, name="Far Away", service="Harbour House")
    with writing(engine) as session:
        team = a_team(session, "Day", "Harbour House")

    answers = {
        as_lead.get(f"/team/{far.id}").status_code,
        post(as_lead, f"/team/{far.id}/disable")[0],
        post(as_lead, f"/team/{far.id}/enable")[0],
        post(as_lead, f"/team/{far.id}/forget-phone")[0],
        post(as_lead, f"/team/{far.id}/move", team=str(team.id))[0],
    }

    assert answers == {404}
    assert "Far Away" not in as_lead.get("/team").text


def test_nobody_disables_themself(as_lead: TestClient, lead: Account) -> None:
    assert post(as_lead, f"/team/{lead.id}/disable")[0] == 403


def test_a_lost_phone_is_forgotten_by_another_lead(
    as_lead: TestClient, engine: sa.Engine
) -> None:
    other = an_account(engine, name="Kit Lowe", role=Role.LEAD)
    with writing(engine) as session:
        kept = session.get_one(Account, other.id)
        kept.second_step_salt, kept.second_step_on = "salt", True

    offered = "Lost phone" in as_lead.get(f"/team/{other.id}").text
    forgotten = post(as_lead, f"/team/{other.id}/forget-phone")

    with Session(engine) as session:
        kept = session.get_one(Account, other.id)
    assert (offered, forgotten) == (True, (303, f"/team/{other.id}"))
    assert (kept.second_step_salt, kept.second_step_on) == (None, False)
