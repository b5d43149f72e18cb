"""The page of one thing to do: everything known, and what is not."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from catalogue import opportunities
from catalogue.drafts import (
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Status,
    Timetable,
    Venue,
)
from catalogue.rows import opportunity_id
from matcher import db

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The page is the same on both databases: one is enough."""
    return sqlite_url


def stored(engine: Engine, **told: object) -> UUID:
    """The key of a choir that a service tells us little about, but for ``told``."""
    draft = OpportunityDraft(
        source="town", source_id="1", **{"title": "Lunchtime choir"} | told
    )
    with db.writing(engine) as session:
        opportunities.store(session, [draft], now=NOW)
    return opportunity_id("town", "1")


def words(page: str) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_what_nobody_has_said_is_said_plainly(
    client: TestClient, engine: Engine
) -> None:
    key = stored(engine, venues=(Venue(name="The Hub"),))

    page = words(client.get(f"/opportunities/{key}").text)

    for sentence in (
        "Ask who can join",
        "Nobody has told us yet. Ask before you go.",
        "Step-free access: not known, ask first",
        "Cost Nobody has told us yet",
        "Nobody has told us how to get in touch.",
        "Nobody has checked this yet . Ask before you go.",
        "Nobody has said whether you can just turn up. Ask first.",
        "Nobody has told us yet. Good things to ask: who will meet me",
    ):
        assert sentence.replace(" .", ".") in page.replace(" .", ".")


def test_a_change_is_never_passed_off_as_a_check(
    client: TestClient, engine: Engine
) -> None:
    key = stored(engine, assured_on=date(2025, 3, 1))

    page = words(client.get(f"/opportunities/{key}").text)

    assert "Last checked 1 March 2025, over a year ago. Ask before you go." in page
    assert "What is said here last changed on 1 November 2026." in page


def test_its_next_four_dates_are_there_and_in_a_calendar_file(
    client: TestClient, demo_town: Engine
) -> None:
    key = opportunity_id("wenbrook-demo", "wenbrook:choir-community")

    page = words(client.get(f"/opportunities/{key}").text)
    file = client.get(f"/opportunities/{key}.ics")

    assert "Tuesdays, 7:30pm to 9:15pm" in page  # said once, and so not by each date
    assert (
        "Next dates Tuesday 24 November Tuesday 1 December"
        " Tuesday 8 December Tuesday 15 December" in page
    )
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;TZID=Europe/London:20261124T193000" in file.text


def test_the_first_visit_is_a_friendly_card(
    client: TestClient, demo_town: Engine
) -> None:
    key = opportunity_id("wenbrook-demo", "wenbrook:choir-community")

    page = words(client.get(f"/opportunities/{key}").text)

    assert "Your first visit Who meets you? Jo, who leads, or Marian" in page
    assert "You will not be asked for a form to fill in, proof of who you are" in page


def test_a_place_has_a_map_that_opens_only_when_pressed(
    client: TestClient, engine: Engine
) -> None:
    venues = (
        Venue(name="The Hub", latitude=53.0246, longitude=-1.7585),
        Venue(name="Old Hall", address="1 High St", postal_code="QX1 1AA"),
    )
    key = stored(engine, venues=venues)

    page = client.get(f"/opportunities/{key}").text
    maps = [unescape(a) for a in re.findall(r'href="(https://www.open[^"]*)"', page)]

    assert maps == [
        "https://www.openstreetmap.org/?mlat=53.02460&mlon=-1.75850#map=17/53.02460/-1.75850",
        "https://www.openstreetmap.org/search?query=Old%20Hall%2C%201%20High%20St%2C%20QX1%201AA",
    ]
    assert re.findall(r'src="(?!/static)', page) == []


def test_what_is_closed_for_now_says_so_at_the_top(
    client: TestClient, engine: Engine
) -> None:
    key = stored(
        engine,
        status=Status.TEMPORARILY_CLOSED,
        closed_note="Back in March, nets and all.",
    )

    page = client.get(f"/opportunities/{key}").text

    assert "Closed for now Back in March, nets and all." in words(page)
    assert page.index("Closed for now") < page.index("<h1>Lunchtime choir</h1>")


@pytest.mark.parametrize(
    "told",
    [
        {"status": Status.DEFUNCT},
        {"status": Status.INACTIVE},
        {"visible_from": date(2027, 1, 1)},
        {"visible_to": date(2026, 11, 23)},
    ],
)
def test_what_is_over_or_not_yet_out_has_no_page(
    client: TestClient, engine: Engine, told: dict[str, object]
) -> None:
    key = stored(engine, **told)

    answers = [client.get(f"/opportunities/{key}{end}") for end in ("", ".ics")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_an_unknown_address_is_a_plain_page(client: TestClient) -> None:
    answer = client.get("/opportunities/00000000-0000-0000-0000-000000000000")

    assert answer.status_code == 404
    assert "We know of nothing at this address." in answer.text


def test_only_safe_addresses_become_links(client: TestClient, engine: Engine) -> None:
    key = stored(
        engine,
        url="javascript:alert(1)",
        description="See https://choir.example and javascript:alert(2)",
        organization=OrganizationDraft(name="Singers", url="data:text/html,hi"),
    )

    page = client.get(f"/opportunities/{key}").text

    links = re.findall(r'href="([^"]*)"', page)
    assert [a for a in links if not a.startswith(("/", "#", "http"))] == []
    assert '<a href="https://choir.example" rel="noopener noreferrer nofollow">' in page


def test_programs_can_read_it_too(client: TestClient, engine: Engine) -> None:
    key = stored(
        engine,
        title="Choir </script><b>",
        timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU"),),
    )

    page = client.get(f"/opportunities/{key}").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert json.loads(data)["name"] == "Choir </script><b>"


def test_who_runs_it_stands_beside_who_it_is_for(
    client: TestClient, engine: Engine
) -> None:
    key = stored(
        engine,
        organization=OrganizationDraft(name="Mill Street Day Centre"),
        openness=Openness.OUTWARD_FACING,
        outward_note="Open to the whole street on Fridays.",
    )

    page = words(client.get(f"/opportunities/{key}").text)

    assert "Run by Mill Street Day Centre, all welcome" in page
    assert "Open to the whole street on Fridays." in page


def test_the_way_back_carries_the_words_without_the_press(
    client: TestClient, engine: Engine
) -> None:
    key = stored(engine)
    form = {"phrase": "used to sing", "kind": "enjoy_now", "remove": "0", "go": "1"}

    page = client.post(f"/opportunities/{key}", data=form).text
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)

    assert "Back to what we found" in page
    here = ("back", f"/opportunities/{key}")  # where easy read comes back to
    said = set(hidden) - {here}
    assert said == {("phrase", "used to sing"), ("kind", "enjoy_now")}


def test_about_names_whose_facts_these_are(client: TestClient) -> None:
    page = words(client.get("/about").text)

    for owner in ("Open Government Licence", "Royal Mail", "OpenActive", "Atkinson"):
        assert owner in page


def test_its_page_says_what_its_words_were_read_as(
    client: TestClient, demo_town: None
) -> None:
    key = opportunity_id("wenbrook-demo", "wenbrook:choir-community")

    page = client.get(f"/opportunities/{key}").text

    assert re.search(r"We read these words as: [^<]*choir", page, re.IGNORECASE)
