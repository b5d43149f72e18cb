"""Letters that did not leave, or may not have arrived, and addresses that took none.

Each for whoever may do something about it: a worker for the people who chose them, a
lead for staff, and counts of all. One press sends once more: a new row, the old kept.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matcher.access import Visitor, may_manage_accounts, people_for
from matcher.digests import planning
from matcher.digests.recipients import is_suppressed
from matcher.errors import NotFound
from matcher.models import (
    Account,
    Letter,
    LetterState,
    Person,
    RecipientKind,
    Suppression,
)

WENT_WRONG = (LetterState.FAILED, LetterState.UNCERTAIN)

MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """One letter, and what can be done."""

    letter: Letter
    name: str
    """Of the person, or of whoever works here."""
    suppressed: bool
    """Its address took no mail: sending once more says that somebody has looked."""
    sent_again: bool
    """It was planned once more already."""


def undelivered(
    session: Session, visitor: Visitor, *, now: datetime
) -> list[Undelivered]:
    """Those that this visitor may see, newest first."""
    rows = session.exec(
        _seen_by(visitor, now).order_by(col(Letter.changed_at).desc(), col(Letter.id))
    ).all()[:MOST_SHOWN]
    return [_shown(session, letter) for letter in rows]


def is_any(session: Session, visitor: Visitor, *, now: datetime) -> bool:
    """Whether there is something to see: for a lead, of everybody."""
    if not may_manage_accounts(visitor):
        return session.exec(_seen_by(visitor, now).limit(1)).first() is not None
    wrong = select(Letter.id).where(col(Letter.state).in_(WENT_WRONG)).limit(1)
    if session.exec(wrong).first() is not None:
        return True
    return session.exec(select(Suppression.id).limit(1)).first() is not None


def counts(session: Session) -> dict[LetterState, int]:
    """How many went wrong, of everybody: numbers, never who."""
    every = planning.counts(session)
    return {state: every[state] for state in WENT_WRONG}


def suppressed(session: Session) -> int:
    """How many addresses take no mail just now."""
    counted = sa.select(sa.func.count()).select_from(Suppression)
    return int(session.execute(counted).scalar_one())


def send_again(
    session: Session, visitor: Visitor, letter_id: UUID, *, now: datetime, domain: str
) -> None:
    """Plan one once more: somebody has looked, so its address may be tried again.

    Twice does nothing more. Raises ``NotFound`` for one this visitor may not see.
    """
    letter = session.exec(_seen_by(visitor, now).where(Letter.id == letter_id)).first()
    if letter is None:
        raise NotFound("That letter is not here, or there is nothing to mend.")
    if letter.address:
        planning.lift(session, letter.address)
    planning.resend(session, letter, now=now, domain=domain)


def _seen_by(visitor: Visitor, now: datetime) -> SelectOfScalar[Letter]:
    """The letters that went wrong, for this visitor."""
    theirs = people_for(visitor, now=now).with_only_columns(col(Person.id))
    of_people = sa.and_(
        col(Letter.recipient_kind) == RecipientKind.PERSON,
        col(Letter.recipient_id).in_(theirs),
    )
    of_staff = sa.and_(
        col(Letter.recipient_kind) != RecipientKind.PERSON,
        sa.true() if may_manage_accounts(visitor) else sa.false(),
    )
    return select(Letter).where(
        col(Letter.state).in_(WENT_WRONG), sa.or_(of_people, of_staff)
    )


def _shown(session: Session, letter: Letter) -> Undelivered:
    again = select(Letter.id).where(Letter.occasion == f"{planning.AGAIN}{letter.id}")
    return Undelivered(
        letter=letter,
        name=_name(session, letter),
        suppressed=bool(letter.address)
        and is_suppressed(session, letter.address or ""),
        sent_again=session.exec(again).first() is not None,
    )


def _name(session: Session, letter: Letter) -> str:
    if letter.recipient_kind is RecipientKind.PERSON:
        person = session.get(Person, letter.recipient_id)
        return person.called if person else ""
    account = session.get(Account, letter.recipient_id)
    return account.name if account else letter.address or ""
