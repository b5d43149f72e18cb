"""A service's class is opened to neighbours: asked once, said in three lines."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import opportunities, organizations
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.opportunities import keeping
from matcher.db import reading, writing
from matcher.models import Account, Role
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account

ART = replace(
    CHOIR,
    source_id="art",
    title="Art class",
    description="Painting and drawing together.",
    openness=Openness.IN_SERVICE,
    assured_on=date(2026, 6, 1),
)
ANSWERS = {
    "what_is_open": "The show in the library",
    "to_whom": "All neighbours",
    "when": "The first Saturday of the month",
}
NOTE = " · ".join(ANSWERS.values())


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def arts(engine: sa.Engine, now: datetime) -> UUID:
    with writing(engine) as session:
        key = organizations.welcome(session, "here", ARTS, now=now)
        organizations.trust(session, key, now=now)
    return key


@pytest.fixture
def art(engine: sa.Engine, arts: UUID, now: datetime) -> UUID:
    """Their art class, for those who use the service."""
    with writing(engine) as session:
        return keeping.publish(session, ART, kept_by=arts, now=now)


@pytest.fixture
def as_jo(
    client: TestClient, engine: sa.Engine, arts: UUID, sign_in_as: SignInAs
) -> TestClient:
    jo = an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    sign_in_as(client, jo)
    return client


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def said(engine: sa.Engine, key: UUID) -> OpportunityDraft:
    with reading(engine) as session:
        found = opportunities.listing(session, key)
    assert found
    return found.draft


def test_ideas_come_with_the_first_press_and_never_again(
    as_jo: TestClient, art: UUID
) -> None:
    presses = [post(as_jo, f"/listings/{art}/still-true")[1] for _ in range(2)]
    page = as_jo.get(f"/listings/{art}/outward").text

    assert presses == [f"/listings/{art}/outward", f"/listings?at={art}#listing-{art}"]
    assert page.count("<li>Could ") == 3


def test_not_for_us_is_remembered(as_jo: TestClient, art: UUID) -> None:
    declined = post(as_jo, f"/listings/{art}/outward/not-for-us")

    pressed = post(as_jo, f"/listings/{art}/still-true")

    assert declined == pressed == (303, f"/listings?at={art}#listing-{art}")


def test_three_lines_open_it_and_stand_on_its_card(
    as_jo: TestClient, engine: sa.Engine, art: UUID
) -> None:
    opened = post(as_jo, f"/listings/{art}/outward", **ANSWERS)
    search = {"phrase": "painting", "kind": "enjoy_now", "go": "1"}
    found = as_jo.post("/together", data=search).text

    draft = said(engine, art)
    assert opened == (303, f"/listings?at={art}#listing-{art}")
    assert (draft.openness, draft.outward_note) == (Openness.OUTWARD_FACING, NOTE)
    assert f'<p class="open-note">{NOTE}</p>' in found
    assert "Run by Mill Lane Arts, all welcome" in found


def test_a_label_alone_is_refused_and_nothing_typed_is_lost(
    as_jo: TestClient, engine: sa.Engine, art: UUID
) -> None:
    typed = {**ANSWERS, "when": "-"}
    answer = as_jo.post(f"/listings/{art}/outward", data=typed)

    assert answer.status_code == 422
    assert "Say what is open, to whom and when" in answer.text
    assert "The show in the library" in answer.text
    assert said(engine, art) == ART


def test_where_somebody_looks_first_it_waits(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, art: UUID
) -> None:
    with writing(engine) as session:
        session.execute(sa.text("UPDATE organization SET trusted_at = NULL"))

    opened = post(as_jo, f"/listings/{art}/outward", **ANSWERS)

    assert opened == (303, "/listings#begun")
    assert "Waiting" in as_jo.get("/listings").text
    assert said(engine, art) == ART


def test_what_anyone_can_join_is_open_already(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, now: datetime
) -> None:
    with writing(engine) as session:
        choir = keeping.publish(session, CHOIR, kept_by=arts, now=now)

    assert as_jo.get(f"/listings/{choir}/outward").status_code == 404
    assert post(as_jo, f"/listings/{choir}/still-true")[1].startswith("/listings?at=")


def test_nobody_opens_what_others_keep(
    client: TestClient, art: UUID, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)

    assert client.get(f"/listings/{art}/outward").status_code == 404
    assert post(client, f"/listings/{art}/outward", **ANSWERS)[0] == 404
