"""Keeping listings up: each press of the home, versions, and who may not."""

from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import opportunities
from catalogue.drafts import Status
from matcher.db import reading
from matcher.models import Account
from tests.signed_in import SignInAs
from tests.web.partners.a_home import post, publish, seen_on, trust


def test_each_press_of_the_home_does_its_one_thing(
    as_jo: TestClient, engine: sa.Engine, choir: UUID, today: date
) -> None:
    at = f"/listings/{choir}"

    def said() -> tuple[Status, date | None, date | None]:
        with reading(engine) as session:
            listing = opportunities.listing(session, choir)
            assert listing
            draft = listing.draft
        return draft.status, draft.assured_on, draft.rests_until

    steps = []
    for press, fields in (
        ("still-true", {}),
        ("not-this-week", {}),
        ("open", {}),
        ("close", {"note": "The roof", "until": "2026-12-24"}),
    ):
        assert post(as_jo, f"{at}/{press}", **fields)[0] == 303
        steps.append(said())
    page = as_jo.get(f"/opportunities/{choir}").text
    post(as_jo, f"{at}/over")

    sunday, eve = date(2026, 11, 29), date(2026, 12, 24)
    assert steps == [
        (Status.ACTIVE, today, None),
        (Status.ACTIVE, today, sunday),
        (Status.ACTIVE, today, None),
        (Status.TEMPORARILY_CLOSED, today, eve),
    ]
    assert "The roof" in page
    assert as_jo.get(f"/opportunities/{choir}").status_code == 404


def test_a_listing_is_on_its_way_once_something_is_told_of_it(
    as_jo: TestClient,
) -> None:
    _, address = post(as_jo, "/listings/new")
    opened_and_left = as_jo.get("/listings").text

    post(as_jo, address, title="Quilting", seen=seen_on(as_jo, address))
    told = as_jo.get("/listings").text

    assert "On their way" not in opened_and_left
    assert "On their way" in told
    assert "Quilting" in told


def test_a_listing_that_does_not_meet_this_week_says_so(
    as_jo: TestClient, choir: UUID
) -> None:
    post(as_jo, f"/listings/{choir}/not-this-week")

    assert "Not this week." in as_jo.get(f"/opportunities/{choir}").text


def test_why_it_is_closed_stands_there_and_can_be_put_right(
    as_jo: TestClient, choir: UUID
) -> None:
    why = {"note": "Summer break", "until": "2027-08-31"}
    post(as_jo, f"/listings/{choir}/close", **why)
    home = as_jo.get("/listings").text

    assert "until 31 August 2027<br>Summer break</p>" in home
    assert 'value="Summer break"' in home
    assert 'value="2027-08-31"' in home


def test_bringing_a_version_back_is_one_press(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, choir: UUID, now: datetime
) -> None:
    trust(engine, arts, now)
    _, check = post(as_jo, f"/listings/{choir}/change")
    what = check.replace("check", "what")
    post(as_jo, what, title="A slip", seen=seen_on(as_jo, what))
    publish(as_jo, check)

    status, address = post(as_jo, f"/listings/{choir}/versions/1")

    assert (status, address) == (303, f"/listings/{choir}/versions")
    assert "Tuesday choir" in as_jo.get(f"/opportunities/{choir}").text


@pytest.mark.parametrize("number", ["2", "-1", "2147483648", "9" * 30])
def test_a_version_there_never_was_is_a_page_that_is_not_here(
    as_jo: TestClient, choir: UUID, number: str
) -> None:
    status, _ = post(as_jo, f"/listings/{choir}/versions/{number}")

    assert status == 404


def test_another_organizations_listing_opens_for_nobody_else(
    client: TestClient,
    choir: UUID,
    sign_in_as: SignInAs,
    kit: Account,
) -> None:
    sign_in_as(client, kit)

    presses = ("change", "still-true", "not-this-week", "open", "close", "over")
    statuses = {post(client, f"/listings/{choir}/{press}")[0] for press in presses}

    assert statuses == {404}
    assert client.get(f"/listings/{choir}/versions").status_code == 404
