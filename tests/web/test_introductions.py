"""What somebody does about a thing on their list, on the rim."""

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from catalogue.drafts import Timetable
from catalogue.opportunities import keeping
from matcher import introductions
from matcher.db import writing
from matcher.introductions.on_device import to_text
from matcher.models import Account, Introduction, Person, Trust
from matcher.web.cookies import SAVED
from tests.introductions.builders import somebody, things_to_do
from tests.signed_in import SignInAs, cookie_of, give_cookie

pytest_plugins = ["tests.signed_in"]

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The verbs are proved on both databases; the pages need one."""
    return sqlite_url


@pytest.fixture
def choir(engine: sa.Engine) -> UUID:
    """A choir with a public contact."""
    with writing(engine) as session:
        [choir] = things_to_do(
            session,
            "Bridge End Choir",
            now=NOW,
            email="jo@choir.example",
            phone="07700 900262",
            timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU"),),
        )
    return choir


@pytest.fixture
def sam(engine: sa.Engine, choir: UUID, worker: Account) -> Person:
    """A person with the choir on their list, who chose Ana Reyes."""
    with writing(engine) as session:
        person = somebody(session, now=NOW)
        introductions.save(session, person, choir, now=NOW)
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=worker.id, given_at=NOW)
        )
    return person


@pytest.fixture
def own(client: TestClient, engine: sa.Engine, sam: Person) -> TestClient:
    """Sam, their whole page open."""
    give_cookie(client, cookie_of(engine, NOW, person_id=sam.id))
    return client


@pytest.fixture
def by_card(client: TestClient, engine: sa.Engine, sam: Person) -> TestClient:
    """Sam by their card alone; or whoever found it."""
    give_cookie(client, cookie_of(engine, NOW, person_id=sam.id, whole_page=False))
    return client


def kept(engine: sa.Engine, person: Person, listing: UUID) -> Introduction:
    with Session(engine) as session:
        return introductions.on_the_list(session, person, listing)


def message_of(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    return unescape(found[1]) if found else ""


def link(page: str, scheme: str) -> str:
    found = re.search(rf'href="({scheme}:[^"]*)"', page)
    return unescape(found[1]) if found else ""


# --- how far they are ----------------------------------------------------------------


def test_somebody_says_by_their_card_that_they_went_and_would_go_again(
    by_card: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    said = []
    for state in ("went", "again", "interested", "not_for_me", "again"):
        by_card.post(f"/list/{choir}/state", data={"state": state})
        said.append(kept(engine, sam, choir).state.value)

    assert said == ["went", "again", "interested", "not_for_me", "again"]
    assert re.search(
        r'value="again"[^>]*aria-pressed="true"', by_card.get("/list").text
    )


@pytest.mark.parametrize("state", ["", "cured", "WENT", "went'--"])
def test_there_are_no_other_states(own: TestClient, choir: UUID, state: str) -> None:
    answer = own.post(f"/list/{choir}/state", data={"state": state})

    assert answer.status_code == 422


def test_not_for_me_moves_below_the_list_and_comes_back(
    own: TestClient, choir: UUID
) -> None:
    own.post(f"/list/{choir}/state", data={"state": "not_for_me"})
    aside = own.get("/list").text
    own.post(f"/list/{choir}/state", data={"state": "interested"})
    back = own.get("/list").text

    assert "These stay out of what we find for you" in aside
    assert "Back on my list" in aside
    assert "These stay out of what we find for you" not in back


def test_a_worker_they_chose_can_press_for_them_on_their_page(
    client: TestClient, sam: Person, choir: UUID, worker: Account,
    sign_in_as: SignInAs, engine: sa.Engine,
) -> None:  # fmt: skip
    sign_in_as(client, worker)

    answer = client.post(
        f"/people/{sam.id}/list/{choir}/state", data={"state": "want_to_go"}
    )

    assert answer.url.path == f"/people/{sam.id}/list"
    assert kept(engine, sam, choir).state.value == "want_to_go"


def test_a_stranger_has_no_states(client: TestClient, choir: UUID) -> None:
    client.cookies.set(SAVED, to_text([choir]), domain="testserver.local", path="/")

    answer = client.post(f"/list/{choir}/state", data={"state": "went"})

    assert answer.status_code == 401
    assert "Where you are with it" not in client.get("/list").text


# --- more like this ------------------------------------------------------------------


def test_more_like_this_is_seen_and_taken_back(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    page = own.post(f"/list/{choir}/steer", data={"way": "more_like_this"})
    with Session(engine) as session:
        steered = introductions.steers(session, sam)
    own.post(f"/list/{choir}/steer", data={"way": ""})

    assert "You asked for more like this" in page.text
    assert steered.more_like == (choir,)
    assert kept(engine, sam, choir).steer is None


def test_not_that_one_is_said_from_a_card_and_leads_back_to_it(
    own: TestClient, sam: Person, engine: sa.Engine
) -> None:
    with writing(engine) as session:
        [darts] = things_to_do(session, "Darts", now=NOW)

    answer = own.post(
        f"/list/{darts}/steer",
        data={"way": "not_that_one", "back": f"/people/{sam.id}"},
        follow_redirects=False,
    )

    assert answer.headers["location"] == f"/people/{sam.id}#steer-{darts}"
    with Session(engine) as session:
        assert introductions.steers(session, sam).not_these == {darts}


# --- plans ---------------------------------------------------------------------------


def test_plans_are_kept_when_they_ask_and_forgotten_when_they_do_not(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    plans = {"going_with": "my sister", "going_on": "2026-12-01", "ask_me": "1",
             "word": "they sing Motown"}  # fmt: skip

    own.post(f"/list/{choir}/plans", data=plans)
    asked = kept(engine, sam, choir)
    shown = own.get("/list").text
    own.post(f"/list/{choir}/plans", data={})
    after = kept(engine, sam, choir)

    assert (asked.going_with, asked.going_on, asked.ask_me, asked.word) == (
        "my sister", date(2026, 12, 1), True, "they sing Motown",
    )  # fmt: skip
    assert "Going on Tuesday 1 December" in shown
    assert (after.going_with, after.going_on, after.ask_me, after.word) == (
        None, None, False, None,
    )  # fmt: skip


@pytest.mark.parametrize("way", ["a day off", "a rest"])
def test_a_plan_for_a_day_that_is_off_says_so(
    own: TestClient, choir: UUID, engine: sa.Engine, way: str
) -> None:
    day = date(2026, 12, 1)
    own.post(f"/list/{choir}/plans", data={"going_on": "2026-12-01"})
    before = own.get("/list").text
    with writing(engine) as session:
        if way == "a day off":
            keeping.say_off(session, choir, [day])
        else:
            keeping.rest(session, choir, until=day)

    listed, planned = own.get("/list").text, own.get(f"/list/{choir}").text

    assert "It is off on that day." not in before
    assert "It is off on that day." in listed
    assert "Tuesday 1 December: It is off on that day." in planned
    assert "Tuesday 8 December" in planned


@pytest.mark.parametrize(
    "plans",
    [
        {"going_on": "2026-11-23"},
        {"other_day": "tomorrow"},
        {"other_day": "2031-01-01"},
        {"going_with": "x" * 81},
        {"word": "x" * 301},
    ],
)
def test_what_cannot_be_kept_changes_nothing(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine, plans: dict[str, str]
) -> None:
    before = kept(engine, sam, choir)

    answer = own.post(f"/list/{choir}/plans", data=plans)

    assert answer.status_code == 422
    assert kept(engine, sam, choir) == before


def test_who_finds_a_card_reads_no_plans_and_writes_none(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    own.post(
        f"/list/{choir}/plans", data={"going_with": "my sister", "word": "so loud"}
    )
    own.post(f"/list/{choir}/hello", data={"message": "Dear Jo", "keep": "1"})
    give_cookie(own, cookie_of(engine, NOW, person_id=sam.id, whole_page=False))

    paths = ("", f"/{choir}", f"/{choir}/hello", "/text", "/print")
    pages = [own.get(f"/list{path}").text for path in paths]
    wrote = own.post(f"/list/{choir}/plans", data={"word": "mine"})

    assert not [p for p in pages if re.search("my sister|so loud|Dear Jo|Sam", p)]
    assert wrote.status_code == 403
    assert kept(engine, sam, choir).word == "so loud"


def test_how_it_was_is_asked_after_the_day_they_named(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    question = "You asked us to ask: how was it?"
    not_asked = own.get("/list").text
    with writing(engine) as session:
        row = introductions.on_the_list(session, sam, choir)
        row.ask_me, row.going_on = True, date(2026, 11, 23)
        session.add(row)

    asked = own.get("/list").text
    own.post(f"/list/{choir}/state", data={"state": "again"})

    assert (question in not_asked, question in asked) == (False, True)
    assert question not in own.get("/list").text


# --- hello ---------------------------------------------------------------------------


def test_a_hello_is_ready_and_says_only_what_was_chosen(
    own: TestClient, choir: UUID
) -> None:
    ready = message_of(own.get(f"/list/{choir}/hello").text)
    page = own.post(
        f"/list/{choir}/hello",
        data={
            "when": "next Tuesday", "come": "1", "going_with": "my sister",
            "access": "1", "cost": "1", "write": "1", "message": "old",
        },
    ).text  # fmt: skip
    nothing = own.post(f"/list/{choir}/hello", data={"write": "1"}).text

    assert ready == (
        "Hello,\n\nMy name is Sam. I’d like to come to Bridge End Choir.\n\n"
        "Thank you\nSam"
    )
    assert message_of(page) == (
        "Hello,\n\nI’d like to come to Bridge End Choir, next Tuesday."
        " I’d come with my sister. Could you tell me how to get in? Is it step-free?"
        " Could you tell me what it costs?\n\nThank you"
    )
    assert message_of(nothing) == "Hello,\n\nThank you"


def test_the_message_leaves_by_their_own_phone_or_mail_as_they_changed_it(
    own: TestClient, choir: UUID
) -> None:
    page = own.post(
        f"/list/{choir}/hello",
        data={"message": "Hi Jo & all,\r\nsee you?", "mine": "1"},
    ).text

    mail = urlsplit(link(page, "mailto"))
    assert mail.path == "jo@choir.example"
    assert parse_qs(mail.query) == {
        "subject": ["Hello"], "body": ["Hi Jo & all,\r\nsee you?"],
    }  # fmt: skip
    assert link(page, "sms").startswith("sms:07700900262?body=Hi%20Jo%20%26%20all")
    assert link(page, "tel") == "tel:07700900262"
    assert "jo@choir.example · 07700 900262" in page, "to be dialled on another phone"


def test_where_nobody_can_be_reached_that_is_said_before_a_word_is_written(
    client: TestClient, engine: sa.Engine
) -> None:
    with writing(engine) as session:
        [walk] = things_to_do(session, "Towpath walk", now=NOW)

    page = client.get(f"/list/{walk}/hello").text

    said = page.index("Nobody has told us how to reach Towpath walk")
    assert said < page.index("Your first name, if you like")
    assert "Send it yourself" not in page


def test_a_message_is_kept_only_when_they_ask_and_forgotten_when_they_ask(
    own: TestClient, sam: Person, choir: UUID, engine: sa.Engine
) -> None:
    own.post(f"/list/{choir}/hello", data={"message": "Dear Jo", "mine": "1"})
    unasked = kept(engine, sam, choir).message
    own.post(f"/list/{choir}/hello", data={"message": "Dear Jo", "keep": "1"})
    asked = kept(engine, sam, choir).message
    again = message_of(own.get(f"/list/{choir}/hello").text)
    own.post(f"/list/{choir}/hello", data={"message": "Dear Jo", "forget": "1"})

    assert (unasked, asked, again) == (None, "Dear Jo", "Dear Jo")
    assert kept(engine, sam, choir).message is None


def test_a_stranger_can_say_hello_too_and_nothing_of_it_is_kept(
    client: TestClient, choir: UUID, engine: sa.Engine
) -> None:
    page = client.get(f"/list/{choir}/hello").text
    kept_page = client.post(
        f"/list/{choir}/hello", data={"message": "Hi", "first_name": "Al", "keep": "1"}
    )

    assert message_of(page).startswith("Hello,\n\nI’d like to come")
    assert kept_page.status_code == 200
    assert "I’ve said hello" not in page
    with Session(engine) as session:
        assert session.connection().execute(sa.select(Introduction)).all() == []


def test_nothing_is_said_too_long(own: TestClient, choir: UUID) -> None:
    answer = own.post(f"/list/{choir}/hello", data={"message": "x" * 1001})

    assert answer.status_code == 422
