"""Reading a letter in the browser, at the address that stands in it."""

import re
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue.opportunities import keeping
from matcher import introductions
from matcher.accounts import cards
from matcher.db import writing
from matcher.digests import subscribing, told
from matcher.digests.addresses import LETTER
from matcher.keys import token_for
from matcher.models import Person
from tests.web.letters.a_letter import a_letter, as_themself, everything


def test_a_letter_is_read_at_the_address_that_stands_in_it(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    before = everything(engine)

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}")

    assert "Evening choir" in page.text
    assert "It goes with something you told us" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert re.search(r"<title>A letter for you</title>", page.text)
    assert everything(engine) == before


def test_on_a_welsh_screen_it_is_read_in_welsh(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))

    page = client.get(
        f"/letter/{token_for(key, LETTER, letter)}", headers={"Accept-Language": "cy"}
    ).text

    assert "Evening choir" in page
    assert "It goes with something you told us" not in page
    assert "Côr: mae&#39;n cyd-fynd" in page


def test_where_others_read_the_mail_the_card_opens_the_letter(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    at = f"/letter/{token_for(key, LETTER, letter)}"
    with writing(engine) as session:
        subscribing.choose(
            session, sam, weekday=0, fewer=False, shared_inbox=True, now=now
        )
        cards.make(session, session.get_one(Person, sam), now=now)

    closed = client.get(at).text
    as_themself(client, engine, now, sam)

    assert "Evening choir" not in closed
    assert "Evening choir" in client.get(at).text


def test_what_is_gone_by_now_is_not_offered(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    with writing(engine) as session:
        keeping.withdraw(session, choir, now=now)

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}").text

    assert "Evening choir" not in page


def test_a_notice_says_what_is_off(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    with writing(engine) as session:
        introductions.save(session, session.get_one(Person, sam), choir, now=now)
        keeping.withdraw(session, choir, now=now)
    letter = a_letter(engine, sam, now, occasion=f"{told.NOTICE}{choir}")

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}").text

    assert "This does not happen any more." in page
