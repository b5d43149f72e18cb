"""Sam's letters, as tests send and read them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, select

from matcher.db import writing
from matcher.models import (
    Account,
    Letter,
    LetterListing,
    LetterState,
    RecipientKind,
    Subscription,
    Trust,
)
from tests.signed_in import cookie_of, give_cookie

DAY = timedelta(days=1)


EMAIL = "sam@good.example"


def a_letter(
    engine: sa.Engine,
    recipient: UUID,
    now: datetime,
    *,
    kind: RecipientKind = RecipientKind.PERSON,
    state: LetterState = LetterState.SENT,
    holding: tuple[UUID, ...] = (),
    occasion: str = "weekly",
    address: str | None = None,
) -> UUID:
    letter = Letter(
        id=uuid4(), recipient_kind=kind, recipient_id=recipient,
        person_id=recipient if kind is RecipientKind.PERSON else None,
        week="2026-W48", occasion=occasion, state=state, message_id=str(uuid4()),
        planned_at=now, due_at=now, next_try_at=now, give_up_at=now, changed_at=now,
        address=address,
    )  # fmt: skip
    with writing(engine) as session:
        session.add(letter)
        session.flush()
        for position, one in enumerate(holding):
            session.add(
                LetterListing(
                    letter_id=letter.id,
                    opportunity_id=one,
                    position=position,
                    revision=1,
                )
            )
    return letter.id


def everything(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to be held against later."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=repr
            )
            for table in SQLModel.metadata.sorted_tables
        }


def chosen(engine: sa.Engine) -> Subscription:
    with Session(engine) as session:
        return session.exec(select(Subscription)).one()


def as_themself(
    client: TestClient, engine: sa.Engine, now: datetime, sam: UUID
) -> None:
    give_cookie(client, cookie_of(engine, now, person_id=sam))


def trusted(engine: sa.Engine, sam: UUID, worker: Account, now: datetime) -> None:
    with writing(engine) as session:
        session.add(
            Trust(id=uuid4(), person_id=sam, account_id=worker.id, given_at=now)
        )
