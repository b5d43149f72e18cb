"""A small world for the proofs of delivery: people who want letters, and their letter.

The letter is a stand-in, one line and two listings: what is proved here is that letters
leave as promised, whatever stands in them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, Status
from catalogue.models import Opportunity
from catalogue.rows import opportunity_id
from matcher.db import reading, writing
from matcher.digests.outgoing import Outgoing
from matcher.digests.recipients import eligible
from matcher.mail.writing import POLICY
from matcher.models import (
    Consent,
    ConsentTo,
    Letter,
    Person,
    RecipientKind,
    Subscription,
)

DOMAIN = "neutral.example"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When everybody said yes."""
MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
"""When every letter of the week is due."""

NAMES = UUID("6b1d3a52-0000-4000-8000-000000000006")
"""The people of this world have the same ids in every run."""


def person_id(number: int) -> UUID:
    """The id of one of them."""
    return uuid5(NAMES, str(number))


def address_of(number: int) -> str:
    """Where one of them gets mail."""
    return f"person{number}@good.example"


def populate(engine: sa.Engine, people: int) -> None:
    """So many people who want letters, one who stopped and one who never said yes."""
    with writing(engine) as session:
        opportunities.store(session, [_draft(1), _draft(2)], now=SUNDAY)
        for number in range(people + 2):
            add_person(
                session,
                number,
                stopped=number == people,
                said_yes=number != people + 1,
            )


def _draft(number: int, status: Status = Status.ACTIVE) -> OpportunityDraft:
    return OpportunityDraft(
        source="proof", source_id=str(number), title=f"Thing {number}", status=status
    )


def listing_ids() -> tuple[UUID, ...]:
    """What every letter of this world holds, while it is there."""
    return tuple(opportunity_id("proof", str(number)) for number in (1, 2))


def withdraw(engine: sa.Engine, number: int) -> None:
    """One of the two listings is gone."""
    with writing(engine) as session:
        draft = _draft(number, Status.DEFUNCT)
        opportunities.store(session, [draft], now=MONDAY)


def add_person(
    session: Session, number: int, *, stopped: bool = False, said_yes: bool = True
) -> None:
    """A person who wants a letter, unless told otherwise."""
    person = Person(
        id=person_id(number),
        called=f"Person {number}",
        email=address_of(number),
        created_at=SUNDAY,
        active_at=SUNDAY,
    )
    session.add(person)
    session.flush()
    session.add(
        Subscription(
            id=person.id,
            person_id=person.id,
            asked_at=SUNDAY,
            confirmed_at=SUNDAY,
            stopped_at=SUNDAY if stopped else None,
        )
    )
    answer(session, person.id, given=said_yes, at=SUNDAY)


def answer(session: Session, person: UUID, *, given: bool, at: datetime) -> None:
    """Their word on weekly letters."""
    session.add(
        Consent(
            id=uuid5(person, at.isoformat()),
            person_id=person,
            purpose=ConsentTo.WEEKLY_LETTER,
            given=given,
            wording="A weekly letter?",
            at=at,
        )
    )


def compose(session: Session, letter: Letter, /, *, now: datetime) -> Outgoing | None:
    """The stand-in letter: what is still there; None when nothing is."""
    there = session.exec(
        select(Opportunity)
        .where(
            col(Opportunity.id).in_(listing_ids()), Opportunity.status == Status.ACTIVE
        )
        .order_by(col(Opportunity.source_id))
    ).all()
    if not there:
        return None
    message = EmailMessage(policy=POLICY)
    message["From"] = Address("Together", addr_spec=f"hello@{DOMAIN}")
    message["To"] = Address(addr_spec=letter.address or "")
    message["Subject"] = "New this week"
    message["Message-ID"] = f"<{letter.message_id}>"
    message.set_content("\n".join(one.title for one in there) + "\n.\n..\n")
    return Outgoing(
        message=message,
        return_path=f"letters@{DOMAIN}",
        revisions={one.id: one.revision for one in there},
    )


def wanted(engine: sa.Engine) -> list[UUID]:
    """Everybody who is to have a row when all is over."""
    with reading(engine) as session:
        found = eligible(session, RecipientKind.PERSON, now=MONDAY)
        return [one.id for one in found]


def letters(engine: sa.Engine) -> list[dict[str, object]]:
    """Every row of the outbox, as plain values."""
    shown: Sequence[str] = (
        "id", "recipient_id", "week", "state", "lease", "tries", "crashes",
        "message_id", "address", "problem",
    )  # fmt: skip
    with reading(engine) as session:
        rows = session.exec(select(Letter).order_by(col(Letter.message_id))).all()
        return [{name: _plain(getattr(row, name)) for name in shown} for row in rows]


def _plain(value: object) -> object:
    return value if isinstance(value, int | None) else str(value)


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)
