"""Days on which a listing is off: ticked by who keeps it, seen wherever dates stand."""

from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import opportunities
from matcher.db import reading
from matcher.models import Account
from tests.signed_in import SignInAs
from tests.web.partners.a_home import post, publish, seen_on, trust

TOMORROW, NEXT_WEEK, EVE = "2026-11-24", "2026-12-01", "2026-12-22"


def days_off(engine: sa.Engine, listing_id: UUID) -> list[str]:
    with reading(engine) as session:
        listing = opportunities.listing(session, listing_id)
        assert listing
        return [day.isoformat() for day in listing.draft.off_on]


def test_the_coming_days_stand_there_to_be_ticked(
    as_jo: TestClient, on_tuesdays: UUID
) -> None:
    page = as_jo.get(f"/listings/{on_tuesdays}/days-off").text

    assert page.count('type="checkbox"') == 12
    assert "Tuesday 24 November" in page
    assert "Tuesday 9 February" in page
    assert 'name="later" value="2027-02-16"' in page


def test_a_day_off_is_kept_shown_as_ticked_and_taken_back(
    as_jo: TestClient, engine: sa.Engine, on_tuesdays: UUID
) -> None:
    at = f"/listings/{on_tuesdays}/days-off"
    shown = [TOMORROW, NEXT_WEEK, EVE]

    status, onward = post(as_jo, at, shown=shown, off=[NEXT_WEEK, EVE])
    said = days_off(engine, on_tuesdays)
    page, home = as_jo.get(at).text, as_jo.get("/listings").text
    post(as_jo, at, shown=shown, off=[EVE])

    assert (status, onward) == (
        303,
        f"/listings?at={on_tuesdays}#listing-{on_tuesdays}",
    )
    assert said == [NEXT_WEEK, EVE]
    assert f'value="{EVE}" checked' in page
    assert "Tuesday 1 December and Tuesday 22 December" in home
    assert days_off(engine, on_tuesdays) == [EVE]


def test_days_that_a_page_did_not_show_stay_as_they_were_said(
    as_jo: TestClient, engine: sa.Engine, on_tuesdays: UUID
) -> None:
    at = f"/listings/{on_tuesdays}/days-off"
    post(as_jo, at, shown=[EVE], off=[EVE])

    _, onward = post(as_jo, at, shown=[TOMORROW], off=[TOMORROW], later=NEXT_WEEK)

    assert onward == f"{at}?first={NEXT_WEEK}"
    assert days_off(engine, on_tuesdays) == [TOMORROW, EVE]


def test_a_day_on_which_it_never_meets_cannot_be_off(
    as_jo: TestClient, engine: sa.Engine, on_tuesdays: UUID
) -> None:
    days = ["2026-11-25", "2026-11-17", "2029-01-02"]

    post(as_jo, f"/listings/{on_tuesdays}/days-off", shown=days, off=days)

    assert days_off(engine, on_tuesdays) == []


def test_wherever_dates_stand_a_day_off_is_left_out_at_once(
    as_jo: TestClient, on_tuesdays: UUID
) -> None:
    week = {"view": "week", "add": "singing"}
    before = as_jo.post("/together", data=week).text

    post(as_jo, f"/listings/{on_tuesdays}/days-off", shown=[TOMORROW], off=[TOMORROW])
    page = as_jo.get(f"/opportunities/{on_tuesdays}").text
    calendar = as_jo.get(f"/opportunities/{on_tuesdays}.ics").text
    after = as_jo.post("/together", data=week).text
    card = as_jo.post("/together", data={"add": "singing"}).text

    assert "Tuesday choir" in before
    assert "Tuesday choir" not in after
    assert "Tuesdays, 7pm to 9pm; not meeting on Tuesday 24 November" in card
    assert "Not meeting on Tuesday 24 November." in page
    assert "<li>Tuesday 24 November" not in page
    assert "<li>Tuesday 1 December" in page
    assert "DTSTART;TZID=Europe/London:20261201T190000" in calendar


def test_a_day_off_outlasts_a_change_of_words(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, on_tuesdays: UUID, now: datetime
) -> None:
    trust(engine, arts, now)
    _, check = post(as_jo, f"/listings/{on_tuesdays}/change")
    post(as_jo, f"/listings/{on_tuesdays}/days-off", shown=[EVE], off=[EVE])
    what = check.replace("check", "what")
    post(as_jo, what, title="The choir", seen=seen_on(as_jo, what))

    publish(as_jo, check)

    assert "The choir" in as_jo.get(f"/opportunities/{on_tuesdays}").text
    assert days_off(engine, on_tuesdays) == [EVE]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_days_of_others_are_not_theirs_to_say(
    client: TestClient,
    on_tuesdays: UUID,
    sign_in_as: SignInAs,
    kit: Account,
    method: str,
) -> None:
    sign_in_as(client, kit)

    answer = client.request(method, f"/listings/{on_tuesdays}/days-off")

    assert answer.status_code == 404
