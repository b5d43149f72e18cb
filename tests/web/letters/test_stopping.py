"""Stopping letters by the link in them: nothing by looking, all by one press."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.digests.addresses import CHOICES, LETTER
from matcher.keys import token_for
from matcher.models import Consent
from tests.web.letters.a_letter import chosen, everything


def test_looking_at_the_link_fifty_times_changes_nothing(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    before = everything(engine)

    for at in ("", "/stop"):
        for _ in range(50):
            assert client.get(f"/letters/{token_for(key, CHOICES, sam)}{at}").is_success

    assert everything(engine) == before


def test_a_mail_program_stops_it_with_one_post_and_a_second_one_is_harmless(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    stop = f"/letters/{token_for(key, CHOICES, sam)}/stop"
    body = {"List-Unsubscribe": "One-Click"}

    first = client.post(stop, data=body)
    once = everything(engine)
    second = client.post(stop, data=body)

    assert (first.status_code, second.status_code) == (200, 200)
    assert dict(client.cookies) == {}
    assert everything(engine) == once
    assert chosen(engine).stopped_at is not None
    with Session(engine) as session:
        given = session.exec(select(Consent.given).order_by(Consent.at)).all()  # type: ignore[arg-type]
    assert list(given) == [True, False]


@pytest.mark.parametrize(
    "body", [b"", b"List-Unsubscribe=One-Click", b"\xff\x00garbage"]
)
def test_the_address_alone_is_enough_whatever_the_body_says(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, body: bytes
) -> None:
    answer = client.post(f"/letters/{token_for(key, CHOICES, sam)}/stop", content=body)

    assert answer.status_code == 200
    assert chosen(engine).stopped_at is not None


def test_letters_come_again_without_asking_twice(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    at = f"/letters/{token_for(key, CHOICES, sam)}"

    client.post(f"{at}/stop")
    page = client.post(f"{at}/resume")

    assert page.status_code == 200
    assert chosen(engine).stopped_at is None
    assert chosen(engine).confirmed_at is not None


def test_a_day_fewer_and_a_pause_work_from_the_letter(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, now: datetime
) -> None:
    at = f"/letters/{token_for(key, CHOICES, sam)}"

    client.post(at, data={"weekday": "4", "fewer": "true", "shared_inbox": "true"})
    client.post(f"{at}/pause", data={"weeks": "4"})

    row = chosen(engine)
    assert (row.weekday, row.fewer, row.shared_inbox) == (4, True, True)
    assert row.paused_until == now.date() + timedelta(weeks=4)
    assert "A pause" in client.get(at).text


@pytest.mark.parametrize(
    ("rest", "data"),
    [
        ("", {"weekday": "9"}),
        ("", {"weekday": "1", "role": "lead"}),
        ("/pause", {"weeks": "3"}),
        ("/pause", {}),
    ],
)
def test_what_is_not_offered_is_refused(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, rest: str, data: dict
) -> None:
    before = everything(engine)

    answer = client.post(f"/letters/{token_for(key, CHOICES, sam)}{rest}", data=data)

    assert answer.status_code == 422
    assert everything(engine) == before


def bad_tokens(key: bytes, sam: UUID) -> Iterator[str]:
    """Tokens of another purpose, another machine, another person; and slips."""
    good = token_for(key, CHOICES, sam)
    yield token_for(key, LETTER, sam)
    yield token_for(key, "link", sam)
    yield token_for(b"another key of another machine..", CHOICES, sam)
    yield token_for(key, CHOICES, uuid4())
    yield good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    yield str(sam)
    yield "x"


def test_only_our_own_token_opens_anything(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    before = everything(engine)

    answers = {
        (token, rest): client.post(f"/letters/{token}{rest}", data={}).status_code
        for token in bad_tokens(key, sam)
        for rest in ("", "/stop", "/resume", "/yes")
    }

    assert answers == dict.fromkeys(answers, 404)
    assert everything(engine) == before
