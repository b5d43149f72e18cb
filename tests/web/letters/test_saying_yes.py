"""Saying yes to letters: by themself, and what a worker may see."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.keys import address_token
from matcher.models import Account, Mail, Person
from tests.signed_in import SignInAs
from tests.web.letters.a_letter import EMAIL, as_themself, chosen, trusted


def test_nothing_comes_before_a_press_in_the_mail_itself(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, now: datetime
) -> None:
    as_themself(client, engine, now, sam)
    client.post(
        f"/people/{sam}/letters",
        data={"email": "new@good.example", "weekday": "2", "own_words": "true"},
    )
    asked = chosen(engine).confirmed_at
    yes = f"/letters/{address_token(key, sam, 'new@good.example')}/yes"

    client.cookies.clear()
    looked = client.get(yes), chosen(engine).confirmed_at
    pressed = client.post(yes)

    assert (asked, looked[1]) == (None, None)
    assert looked[0].status_code == pressed.status_code == 200
    assert "A letter comes on Wednesdays" in pressed.text
    assert chosen(engine).confirmed_at == now
    with Session(engine) as session:
        assert session.get_one(Person, sam).words_in_letters
        assert "new@good.example" in session.exec(select(Mail.recipient)).all()


def test_the_press_of_another_address_counts_for_nothing(
    client: TestClient, sam: UUID, key: bytes
) -> None:
    yes = f"/letters/{address_token(key, sam, 'old@good.example')}/yes"

    assert client.post(yes).status_code == 404


def test_an_address_that_is_none_is_said_on_the_page(
    client: TestClient, engine: sa.Engine, sam: UUID, now: datetime
) -> None:
    as_themself(client, engine, now, sam)

    answer = client.post(f"/people/{sam}/letters", data={"email": "nowhere"})

    assert answer.status_code == 422
    assert "not a mail address" in answer.text
    assert chosen(engine).confirmed_at is not None


def test_a_worker_sees_the_preview_and_can_not_say_yes_for_somebody(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    trusted(engine, sam, worker, now)
    sign_in_as(client, worker)

    page = client.get(f"/people/{sam}/letters/preview")
    said = client.post(f"/people/{sam}/letters", data={"email": EMAIL})

    assert "Evening choir" in page.text
    assert "Your letter for this week" in page.text
    assert "it begins: “Hello Sam, Here is your letter" in page.text
    assert said.status_code == 403
    assert "/letters/" not in client.get(f"/people/{sam}/letters").text.replace(
        f"/people/{sam}/letters", ""
    )


def test_a_worker_nobody_chose_sees_none_of_it(
    client: TestClient, sam: UUID, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)

    for rest in ("", "/preview"):
        assert client.get(f"/people/{sam}/letters{rest}").status_code == 404
