"""A page unused for a year: the person is told, and a month later it is erased.

Both steps may run twice without harm: being told is a compare-and-set on the person's
row, and erasing looks again under lock whether the page was used meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from matcher.db import reading, writing
from matcher.errors import BadInput
from matcher.mail import post
from matcher.models import Person
from matcher.settings import Settings
from matcher.their_data.forgetting import erase

log = structlog.get_logger()

UNUSED_AFTER = timedelta(days=365)
"""A year in which neither they nor anybody with them did anything here."""

NOTICE = timedelta(days=30)
"""Between being told and being erased: time to see a worker once, or find the card."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one run did."""

    told: int
    erased: int


def erased_on(person: Person) -> datetime | None:
    """When an unused page will be erased; None while nobody was told so."""
    return person.told_at + NOTICE if person.told_at else None


def retain(engine: sa.Engine, settings: Settings, *, now: datetime) -> Kept:
    """Tell those whose page is unused, and erase where a month has passed since."""
    with writing(engine) as session:
        told = [tell(session, person, now=now) for person in _unused(session, now)]
    erased = 0
    for person_id, told_at in _due(engine, now):
        gone = erase(engine, settings, person_id, unused_since=told_at)
        erased += gone is not None
    return Kept(told=len(told), erased=erased)


def _unused(session: Session, now: datetime) -> Sequence[Person]:
    """Those to be told: unused for a year, and not told since they last came."""
    query = (
        select(Person)
        .where(
            col(Person.active_at) <= now - UNUSED_AFTER,
            col(Person.told_at).is_(None) | (col(Person.told_at) < Person.active_at),
        )
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).all()


def tell(session: Session, person: Person, *, now: datetime) -> Person:
    """Say when an unused page will be erased: by mail where there is an address.

    Whoever opens the page sees it too, and opening it in any way that counts as use
    (``people.touch``) takes it back.
    """
    person.told_at = now
    session.add(person)
    if person.email:
        try:
            post(
                session,
                letter="unused_page",
                recipient=person.email,
                values={"erased_on": (now + NOTICE).date().isoformat()},
                person_id=person.id,
                now=now,
            )
        except BadInput:
            log.warning("address_unusable", person=person.id)
    return person


def _due(engine: sa.Engine, now: datetime) -> list[tuple[UUID, datetime]]:
    query = select(Person.id, Person.told_at).where(
        col(Person.told_at) <= now - NOTICE, col(Person.active_at) <= Person.told_at
    )
    with reading(engine) as session:
        return [(one, told_at) for one, told_at in session.exec(query) if told_at]
