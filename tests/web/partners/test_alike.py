"""The pages of the same thing twice: asked in time, answered by one press."""

import re
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.db import reading, writing
from matcher.models import Account, ListingDraft
from tests.partners.builders import CHOIR
from tests.partners.test_alike import COUNCIL
from tests.signed_in import SignInAs
from tests.web.partners.a_home import post

WHAT = {"title": "Tuesday choir", "description": "We sing what everybody knows."}
WHERE = {"at": "place", "venue": "Mill Lane Hall"}


@pytest.fixture
def council(engine: sa.Engine, now: datetime) -> UUID:
    """The choir as the council's file has it."""
    with writing(engine) as session:
        opportunities.store(session, [COUNCIL], now=now)
    return opportunity_id("council", "9")


def answer(client: TestClient, address: str, **fields: object) -> str:
    """Answers one question with Next; the page after it."""
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert found
    status, onward = post(client, address, press="next", seen=found[1], **fields)
    assert status == 303
    return onward


def test_it_is_asked_in_the_conversation_and_thats_us_takes_what_was_told(
    as_jo: TestClient, engine: sa.Engine, council: UUID
) -> None:
    _, address = post(as_jo, "/listings/new")
    asked = answer(as_jo, address, **WHAT)
    page = as_jo.get(asked).text
    same = as_jo.get(f"{asked}/{council}").text
    [seen] = re.findall(r'name="seen" value="(\d+)"', same)
    facts = re.findall(r'name="fact" value="(\w+)" checked', same)
    taken = post(as_jo, f"{asked}/{council}", seen=seen, fact=facts)
    check = as_jo.get(taken[1]).text

    assert asked.endswith("/alike")
    assert "Alike: the same name." in page
    assert facts == ["title", "description"]
    assert taken == (303, asked.replace("/alike", "/check"))
    assert "We sing what everybody knows." in check
    with Session(engine) as session:
        assert session.exec(select(ListingDraft.opportunity_id)).one() == council


def test_a_different_one_is_asked_no_more(as_jo: TestClient, council: UUID) -> None:
    _, address = post(as_jo, "/listings/new")
    asked = answer(as_jo, address, **WHAT)

    told = post(as_jo, f"{asked}/{council}/different")
    where = answer(as_jo, address.replace("/what", "/where"), **WHERE)
    check = as_jo.get(address.replace("/what", "/check")).text

    assert told == (303, address.replace("/what", "/activities"))
    assert where.endswith("/cost")
    assert "Is it here already?" not in check


def test_at_the_end_it_is_asked_once_more(as_jo: TestClient, council: UUID) -> None:
    _, address = post(as_jo, "/listings/new")
    answer(as_jo, address, **WHAT)

    check = as_jo.get(address.replace("/what", "/check")).text

    assert "Is it here already?" in check
    assert f"/alike/{council}/different" in check


def test_a_worker_agrees_and_makes_the_two_one(
    as_jo: TestClient,
    engine: sa.Engine,
    arts: UUID,
    council: UUID,
    worker: Account,
    sign_in_as: SignInAs,
) -> None:
    _, address = post(as_jo, "/listings/new")
    for step, fields in {
        "what": WHAT, "where": WHERE, "welcome": {"openness": "mainstream"}
    }.items():  # fmt: skip
        answer(as_jo, address.replace("/what", f"/{step}"), **fields)
    check = as_jo.get(address.replace("/what", "/check")).text
    [seen] = set(re.findall(r'name="seen" value="(\d+)"', check))
    post(as_jo, address.replace("/what", "/publish"), seen=seen)
    sign_in_as(as_jo, worker)
    [draft] = re.findall(
        r"/looking-over/drafts/[0-9a-f-]+", as_jo.get("/looking-over").text
    )
    waiting = as_jo.get(draft).text

    _, twice = post(as_jo, f"{draft}/agree", seen=seen)
    merge = as_jo.get(twice).text
    [at] = re.findall(r"/listings/[0-9a-f-]+/merge/[0-9a-f-]+", merge)
    both = re.search(r'name="seen" value="([\d-]+)"', as_jo.get(at).text)
    assert both
    merged = post(as_jo, at, seen=both[1])
    old = as_jo.get(f"/opportunities/{council}", follow_redirects=False)

    assert "It may be here already" in waiting
    assert twice.endswith("/alike")
    assert merged == (303, "/opportunities/" + at.split("/")[2])
    assert (old.status_code, old.headers["location"]) == (308, merged[1])
    with reading(engine) as session:
        assert keeping.keeper_of(session, UUID(at.split("/")[2])) == arts


def test_what_the_merged_one_said_stands_with_the_versions(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, council: UUID, now: datetime
) -> None:
    with writing(engine) as session:
        choir = keeping.publish(session, CHOIR, kept_by=arts, now=now)
        opportunities.merge(session, choir, council, now=now)

    page = as_jo.get(f"/listings/{choir}/versions").text

    assert "What “Tuesday Choir” said, before the two became one" in page


def test_a_form_that_is_not_ours_merges_nothing(
    client: TestClient, council: UUID, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)

    alone = post(client, f"/listings/{council}/merge/{council}", seen="1-1")

    assert alone[0] == 404
    assert client.get(f"/listings/{council}/alike").text.count("nothing like it") == 1
