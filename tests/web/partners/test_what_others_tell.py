"""The press of a mail, what visitors tell, and who reads it."""

import re
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue import opportunities
from matcher.db import reading, writing
from matcher.digests import running
from matcher.keys import LETTER, token_for
from matcher.models import Account, Remark
from matcher.settings import Settings
from matcher.web.tries import Tries
from tests.partners.asking import asked as asked_in_a_letter
from tests.signed_in import SignInAs
from tests.web.partners.a_home import ANSWERS, post, publish, seen_on


@pytest.fixture
def token(
    app: FastAPI, engine: sa.Engine, jo: Account, choir: UUID, now: datetime
) -> str:
    """The link of a letter that asks about the choir."""
    with writing(engine) as session:
        letter = asked_in_a_letter(session, jo.id, choir, now=now)
        return token_for(app.state.key, LETTER, letter.id)


def test_opening_the_mails_link_confirms_nothing_and_a_press_does(
    client: TestClient, engine: sa.Engine, token: str, choir: UUID, today: date
) -> None:
    def checked() -> date | None:
        with reading(engine) as session:
            listing = opportunities.listing(session, choir)
            return listing.draft.assured_on if listing else None

    opened = [client.get(f"/still-true/{token}") for _ in range(3)]
    before = checked()
    pressed = post(client, f"/still-true/{token}", press="right", listing=str(choir))
    after = checked()

    assert {answer.status_code for answer in opened} == {200}
    assert (before, after, pressed[0]) == (date(2026, 6, 1), today, 303)
    assert "You said it is right" in client.get(f"/still-true/{token}").text


def test_what_was_written_stays_where_it_does_not_do(
    client: TestClient, token: str, choir: UUID
) -> None:
    at, changed = f"/still-true/{token}", {"press": "changed", "listing": str(choir)}

    empty = post(client, at, **changed)[0]
    page = client.post(at, data={**changed, "words": " "}).text
    told = post(client, at, **changed, words="It is in the big hall now")[0]

    assert (empty, told) == (422, 303)
    assert re.search(r"<details open>.*?Write a few words", page, re.DOTALL)
    assert "What you told us is put right soon." in client.get(at).text


def test_all_of_it_is_right_by_one_press(
    client: TestClient, token: str, engine: sa.Engine
) -> None:
    post(client, f"/still-true/{token}", press="right")

    assert "That is all." in client.get(f"/still-true/{token}").text


def test_a_token_nobody_made_opens_nothing(client: TestClient, token: str) -> None:
    for wrong in ("x", token[:-2] + "zz", "a" * 60):
        assert client.get(f"/still-true/{wrong}").status_code == 404
        assert post(client, f"/still-true/{wrong}", press="right")[0] == 404


def test_nobody_promises_to_put_right_what_felt_unsafe(
    client: TestClient, choir: UUID
) -> None:
    at = f"/opportunities/{choir}/tell"

    thanks = {
        kind: client.post(at, data={"kind": kind, "words": "This"}).text
        for kind in ("changed", "unsafe")
    }

    assert {kind: "put it right" in page for kind, page in thanks.items()} == {
        "changed": True,
        "unsafe": False,
    }
    assert "A lead here reads it, and never those who run it." in thanks["unsafe"]


def test_a_visitor_tells_and_only_a_lead_reads_what_felt_unsafe(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    jo: Account,
    worker: Account,
    lead: Account,
    sign_in_as: SignInAs,
) -> None:
    at = f"/opportunities/{choir}/tell"
    post(client, at, kind="changed", words="It is on Mondays now")
    post(client, at, kind="unsafe", words="Somebody shouted at me")

    read = {}
    for who, path in (
        (jo, "/listings"),
        (worker, "/looking-over"),
        (lead, "/looking-over"),
    ):
        sign_in_as(client, who)
        page = client.get(path).text
        read[who.name] = ("It is on Mondays now" in page, "Somebody shouted" in page)

    assert read == {
        "Jo Field": (True, False),
        "Ana Reyes": (True, False),
        "Lea Marsh": (True, True),
    }


def test_a_lead_pauses_and_opens_a_listing(
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    lead: Account,
    sign_in_as: SignInAs,
) -> None:
    post(client, f"/opportunities/{choir}/tell", kind="unsafe", words="No")
    sign_in_as(client, lead)

    post(client, f"/looking-over/listings/{choir}/pause")
    paused = client.get(f"/opportunities/{choir}").status_code
    page = client.get("/looking-over").text
    post(client, f"/looking-over/listings/{choir}/open")
    with Session(engine) as session:
        remark = session.exec(select(Remark)).one()
    settled = post(client, f"/listings/remarks/{remark.id}/settled")

    assert (paused, "Let people find it again" in page) == (404, True)
    assert client.get(f"/opportunities/{choir}").status_code == 200
    assert settled == (303, "/looking-over#told")
    assert "No</p>" not in client.get("/looking-over").text


def test_telling_is_limited_and_takes_words(
    app: FastAPI, client: TestClient, choir: UUID
) -> None:
    at = f"/opportunities/{choir}/tell"

    empty = post(client, at, kind="changed", words=" ")[0]
    app.state.tries = Tries()
    statuses = [post(client, at, kind="unsafe", words="x")[0] for _ in range(11)]

    assert (empty, statuses) == (422, [303] * 10 + [429])


def test_a_worker_tells_a_choirs_evening_and_the_choir_says_yes(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    worker: Account,
    sign_in_as: SignInAs,
    now: datetime,
) -> None:
    sign_in_as(client, worker)
    _, address = post(client, "/listings/new")
    fields = {"organization": "Bench Choir", "confirm_email": "bench@choir.example"}
    for step, given in {"run-by": fields, **ANSWERS}.items():
        address = re.sub("[a-z-]+$", step, address)
        post(
            client, address, **{**given, "press": "next"}, seen=seen_on(client, address)
        )
    published = publish(client, re.sub("[a-z-]+$", "check", address))

    client.cookies.clear()
    running.plan(engine, settings, now=now)
    running.send(engine, settings, clock=lambda: now + timedelta(hours=1))
    [file] = (settings.data / "outbox").glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = letter.get_body(("plain",))
    assert body
    found = re.search(r"/letter/([\w-]+)#listing", body.get_content())
    assert found
    page = client.get(f"/letter/{found[1]}").text
    post(client, f"/still-true/{found[1]}", press="right")
    listing = published[1].partition("#listing-")[2]

    assert (published[0], letter["To"]) == (303, "bench@choir.example")
    assert "wrote down what you told them" in body.get_content()
    assert "Tuesday watercolours" in page
    assert "Checked 24 November 2026" in client.get(f"/opportunities/{listing}").text


def test_behind_a_letters_link_words_that_name_the_old_day_are_asked_about_once(
    client: TestClient, token: str, on_tuesdays: UUID
) -> None:
    at, changed = (
        f"/still-true/{token}",
        {"press": "changed", "listing": str(on_tuesdays)},
    )
    moved = {**changed, "when": "Wednesdays 7pm"}

    asked = client.post(at, data=moved)
    again = dict(re.findall(r'name="(asked)" value="([^"]*)"', asked.text))
    told = post(client, at, **moved, **again)

    assert asked.status_code == 422
    assert "People also read “Tuesday choir”." in asked.text
    assert 'value="Wednesdays 7pm"' in asked.text
    assert (again, told[0]) == ({"asked": "yes"}, 303)
