"""A list to take away: text, paper, calendar, mail."""

import re
from html import unescape
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.introductions.on_device import to_text
from matcher.models import Mail, Person
from matcher.web.cookies import SAVED
from tests.signed_in import cookie_of, give_cookie
from tests.web.saved.a_list import NOW


def test_the_list_as_text_says_everything_and_names_nobody(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine
) -> None:
    give_cookie(client, cookie_of(demo_town, NOW, person_id=sam.id))
    client.post("/list/save", data={"save": str(ids[0])})

    text = client.get("/list/text")

    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"https://testserver/opportunities/{ids[0]}" in text.text
    for word in ("When: ", "Where: ", "Cost: ", "How to join: ", "Get in touch: "):
        assert word in text.text
    assert "Sam" not in text.text
    assert "&" not in text.text.replace(" & ", "")


def test_a_sheet_for_paper_has_a_code_for_each_thing_and_no_style_inside(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:3]), domain="testserver.local", path="/")

    sheets = {
        paper: client.get("/list/print", params={"paper": paper}).text
        for paper in ("a4", "a5", "pocket")
    }

    assert {paper: page.count('class="qr"') for paper, page in sheets.items()} == {
        "a4": 3, "a5": 3, "pocket": 3,
    }  # fmt: skip
    assert not any(" style=" in page for page in sheets.values())
    assert client.get("/list/print", params={"paper": "a0"}).status_code == 422


def test_dates_go_into_a_calendar_that_others_may_see(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:3]), domain="testserver.local", path="/")

    named = client.get("/list/dates.ics").text
    out = client.get("/list/dates.ics", params={"title": "out"}).text
    one = client.get("/list/dates.ics", params={"only": str(ids[0])}).text

    assert out.count("BEGIN:VEVENT") == named.count("BEGIN:VEVENT") >= 3
    assert set(re.findall(r"SUMMARY:.*", out)) == {"SUMMARY:Out\r"}
    assert not re.search("URL|LOCATION|DESCRIPTION|matcher|opportunit", out)
    assert named.count("URL:") == named.count("BEGIN:VEVENT")
    assert one.count("BEGIN:VEVENT") < named.count("BEGIN:VEVENT")


def test_a_stranger_mails_the_list_to_themself_under_a_neutral_subject(
    client: TestClient, ids: list[UUID], demo_town: sa.Engine
) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    answer = client.post("/list/mail", data={"address": " sam@example.org "})

    assert "It is on its way" in unescape(answer.text)
    with Session(demo_town) as session:
        [mail] = session.exec(select(Mail)).all()
    assert (mail.letter, mail.recipient, mail.person_id) == (
        "my_list", "sam@example.org", None,
    )  # fmt: skip
    assert len(mail.values["listings"]) == 2


def test_what_is_no_address_and_an_empty_list_send_nothing(
    client: TestClient, ids: list[UUID], demo_town: sa.Engine
) -> None:
    empty = client.post("/list/mail", data={"address": "sam@example.org"})
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")
    bad = client.post("/list/mail", data={"address": "a@b.example\r\nBcc: c@d.example"})

    assert (empty.status_code, bad.status_code) == (422, 422)
    with Session(demo_town) as session:
        assert session.exec(select(Mail)).all() == []


def test_nobody_is_mailed_again_and_again(client: TestClient, ids: list[UUID]) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    answers = [
        client.post("/list/mail", data={"address": "sam@example.org"}).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]
