"""Who may open a person's page, and that it is noted when somebody else does.

Also where a form leads back to: the page, or the one thing at a time it stood in.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from matcher import people
from matcher.access import Visitor, note, person_for
from matcher.db import writing
from matcher.errors import NotAllowed
from matcher.models import Look, Person
from matcher.web.deps import Now, SomebodyKnown, Writing

STEPS = ("words", "order", "easier", "from", "found")
"""One thing at a time, in the order in which they are offered; any may be left out."""

AT = 20
"""Characters of the field that says where a form stood."""


def opened(
    session: Session, visitor: Visitor, person_id: UUID, look: Look, *, now: datetime
) -> Person:
    """The person's page, to be changed or looked at in this session.

    Raises ``NotFound`` for a page this visitor may not see, ``NotAllowed`` for the
    person themself by their card alone: that opens their list.
    """
    person = person_for(session, visitor, person_id, now=now, to_change=True)
    if visitor.is_person and not visitor.whole_page:
        raise NotAllowed(
            "Your card opens your list. Say your word there to open your whole page."
        )
    note(session, visitor, person, look, now=now)
    people.touch(person, now)
    session.add(person)
    return person


def get_person_to_change(
    session: Writing, visitor: SomebodyKnown, now: Now, person_id: UUID
) -> Person:
    """The person whose page a form changes, noted. Raises as ``opened`` does."""
    return opened(session, visitor, person_id, Look.CHANGED, now=now)


PersonToChange = Annotated[Person, Depends(get_person_to_change)]


def looked(
    request: Request,
    session: Session,
    visitor: Visitor,
    person_id: UUID,
    *,
    now: datetime,
) -> Person:
    """The person's page, to be read in ``session``; the look is kept apart from it."""
    session.rollback()  # SQLite: no reader of ours may wait for our own writer
    with writing(request.app.state.engine) as own:
        opened(own, visitor, person_id, Look.LOOKED, now=now)
    return session.get_one(Person, person_id)


def back(person_id: UUID, at: str, anchor: str = "") -> RedirectResponse:
    """Where a change leads: the step it was made in, or the whole page."""
    place = f"/people/{person_id}"
    if at in STEPS:
        place += f"/together/{at}"
    return RedirectResponse(place + (f"#{anchor}" if anchor else ""), status_code=303)
