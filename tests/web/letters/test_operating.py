"""What a lead sees of letters that did not arrive."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.db import writing
from matcher.digests.claiming import CRASHED
from matcher.digests.planning import suppress
from matcher.digests.recipients import is_suppressed
from matcher.mail.carrying import not_taken
from matcher.models import (
    Account,
    Consent,
    ConsentTo,
    Letter,
    LetterState,
    RecipientKind,
    Role,
)
from tests.signed_in import SignInAs, an_account
from tests.web.letters.a_letter import EMAIL, a_letter, as_themself, trusted


def test_one_press_sends_once_more_and_keeps_the_old_row(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    trusted(engine, sam, worker, now)
    failed = a_letter(engine, sam, now, state=LetterState.FAILED, address=EMAIL)
    with writing(engine) as session:
        suppress(session, EMAIL, why="It came back.", now=now, person_id=sam)
    sign_in_as(client, worker)

    shown = client.get("/undelivered").text
    for _ in range(2):
        client.post(f"/undelivered/{failed}/again")

    assert "Sam" in shown
    with Session(engine) as session:
        assert not is_suppressed(session, EMAIL)
        states = session.exec(
            select(Letter.occasion, Letter.state).order_by(Letter.occasion)  # type: ignore[arg-type]
        ).all()
    assert list(states) == [
        (f"again:{failed}", LetterState.PLANNED),
        ("weekly", LetterState.FAILED),
    ]
    assert "Sent once more" in client.get("/undelivered").text


def test_why_a_letter_did_not_arrive_is_said_in_the_readers_language(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    trusted(engine, sam, worker, now)
    for problem in (CRASHED, not_taken(550), "As it was once stored."):
        letter = a_letter(
            engine, sam, now, state=LetterState.FAILED, occasion=str(problem)
        )
        with writing(engine) as session:
            session.get_one(Letter, letter).problem = problem
    sign_in_as(client, worker)

    english, welsh = (
        client.get("/undelivered", headers={"Accept-Language": language}).text
        for language in ("en", "cy")
    )

    assert CRASHED in english
    assert "does not take it (SMTP 550)." in english
    assert "Stopiodd y peiriant deirgwaith yn ei ganol." in welsh
    assert "yn ei dderbyn (SMTP 550)." in welsh
    assert "As it was once stored." in welsh


def test_a_lead_sees_staff_and_counts_and_nobody_elses_people(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account, lead: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    persons = a_letter(engine, sam, now, state=LetterState.UNCERTAIN)
    a_letter(
        engine, worker.id, now, kind=RecipientKind.WORKER, state=LetterState.FAILED
    )
    sign_in_as(client, lead)

    page = client.get("/undelivered").text
    again = client.post(f"/undelivered/{persons}/again")

    assert "Of everybody: 1 did not leave, 1 may not have arrived." in page
    assert worker.name in page
    assert "Sam" not in page
    assert again.status_code == 404


def test_a_worker_sees_only_those_who_chose_them(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    a_letter(engine, sam, now, state=LetterState.FAILED)
    sign_in_as(client, worker)

    page = client.get("/undelivered").text

    assert "None. All is well." in page
    assert "Of everybody" not in page


def test_being_counted_is_asked_apart(
    client: TestClient, engine: sa.Engine, sam: UUID, now: datetime
) -> None:
    as_themself(client, engine, now, sam)

    def counted() -> list[bool]:
        with Session(engine) as session:
            rows = session.exec(
                select(Consent.given)
                .where(Consent.purpose == ConsentTo.COPY_TO_WORKER)
                .order_by(Consent.at)  # type: ignore[arg-type]
            )
            return list(rows)

    client.post(f"/people/{sam}/letters", data={"email": EMAIL})
    never = counted()
    client.post(f"/people/{sam}/letters", data={"email": EMAIL, "counted": "true"})
    client.post(f"/people/{sam}/letters", data={"email": EMAIL})

    assert never == []
    assert len(counted()) == 2


def test_the_way_to_letters_that_did_not_arrive_is_there_when_one_did_not(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account, lead: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    def offered() -> list[bool]:
        told = []
        for account in (worker, lead):
            sign_in_as(client, account)
            told.append('href="/undelivered"' in client.get("/people").text)
        return told

    before = offered()
    a_letter(engine, sam, now, state=LetterState.FAILED)
    strangers = offered()
    trusted(engine, sam, worker, now)

    administrator = an_account(engine, role=Role.ADMINISTRATOR, name="Ada", team=None)
    sign_in_as(client, administrator)
    assert 'href="/undelivered"' in client.get("/team").text
    assert before == [False, False]
    assert strangers == [False, True]
    assert offered() == [True, True]
