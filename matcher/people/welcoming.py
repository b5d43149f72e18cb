"""A page begins, because the person said yes to one; and it is used.

The one thing asked for is what to call them. The yes is kept with its wording; whoever
was there becomes the worker they chose, until they choose otherwise.
"""

from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col

from matcher.access import Visitor, note, people_for
from matcher.errors import BadInput
from matcher.models import Consent, ConsentTo, Look, Person, Trust

LONGEST_CALLED = 80
"""Characters of what somebody wants to be called."""


def welcome(
    session: Session, *, called: str, by: Visitor, wording: str, now: datetime
) -> Person:
    """A new page for somebody who said yes to ``wording``, with the worker ``by``.

    Raises ``BadInput`` when there is nothing to call them, or far too much.
    """
    name = _name(called)
    person = Person(id=uuid4(), called=name, created_at=now, active_at=now)
    session.add(person)
    session.flush()
    session.add(
        Trust(id=uuid4(), person_id=person.id, account_id=by.account_id, given_at=now)
    )
    session.add(
        Consent(
            id=uuid4(),
            person_id=person.id,
            purpose=ConsentTo.KEEP_PROFILE,
            given=True,
            wording=wording,
            asked_by=by.name or None,
            at=now,
        )
    )
    note(session, by, person, Look.WELCOMED, now=now)
    session.flush()
    return person


def call(person: Person, called: str) -> None:
    """Call them this from now on; ``BadInput`` as for ``welcome``."""
    person.called = _name(called)


def _name(called: str) -> str:
    name = called.strip()
    if not name:
        raise BadInput("What would you like to be called? Any name will do.")
    if len(name) > LONGEST_CALLED:
        raise BadInput("A name fits here up to %(most)s letters.", most=LONGEST_CALLED)
    return name


def touch(person: Person, now: datetime) -> None:
    """The page was used, so it is not one that nobody needs any more."""
    person.active_at = now
    person.told_at = None


def people_of(session: Session, visitor: Visitor, *, now: datetime) -> list[Person]:
    """The people this visitor may see, by name."""
    query = people_for(visitor, now=now).order_by(col(Person.called), col(Person.id))
    return sorted(session.exec(query), key=lambda one: (one.called.casefold(), one.id))
