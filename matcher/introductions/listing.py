"""A person's list: what they saved, in their own order.

Verbs on an open session; none commits. What is taken off can be put back for an hour,
with everything said about it; then it is deleted. Each change holds the person's row,
so that two screens at once keep one order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select

from catalogue.models import Opportunity
from matcher.errors import BadInput, NotFound
from matcher.introductions.on_device import moved
from matcher.models import Introduction, IntroductionState, Person

MOST_SAVED = 100
"""Things on one list: more than anybody reads, few enough for one page."""

UNDO_FOR = timedelta(hours=1)
"""How long what was taken off can be put back."""


def the_list(session: Session, person: Person) -> list[Introduction]:
    """Everything on the person's list, in their order, put aside or not."""
    return [row for row in _rows(session, person) if row.removed_at is None]


def is_aside(introduction: Introduction) -> bool:
    """Whether they said it is not for them: kept below the list, out of matches."""
    return introduction.state is IntroductionState.NOT_FOR_ME


def on_the_list(session: Session, person: Person, opportunity_id: UUID) -> Introduction:
    """One thing on the person's list; raises ``NotFound`` when it is not on it."""
    found = _row(session, person, opportunity_id)
    if found is None or found.removed_at is not None:
        raise NotFound("That is not on this list, or not any more.")
    return found


def save(
    session: Session, person: Person, opportunity_id: UUID, *, now: datetime
) -> Introduction:
    """Put a listing at the end of the person's list; once there it stays as it is.

    Raises ``NotFound`` for a listing we don't have, ``BadInput`` for a full list.
    """
    _hold(session, person, now)
    existing = _row(session, person, opportunity_id)
    if existing is not None and existing.removed_at is None:
        return existing
    if existing is not None:
        return _returned(session, person, existing)
    if session.get(Opportunity, opportunity_id) is None:
        raise NotFound("We know of nothing at this address. It may have ended.")
    _judge_room(session, person)
    rows = _rows(session, person)
    new = Introduction(
        id=uuid4(),
        person_id=person.id,
        opportunity_id=opportunity_id,
        state=IntroductionState.INTERESTED,
        position=max((row.position for row in rows), default=-1) + 1,
        saved_at=now,
        changed_at=now,
    )
    session.add(new)
    session.flush()
    return new


def adopt(
    session: Session, person: Person, ids: Iterable[UUID], now: datetime
) -> list[Introduction]:
    """Bring what was saved on a device onto the person's list, in its order.

    What we no longer have, and what no longer fits on, is left out quietly.
    """
    wanted = list(ids)
    known = set(
        session.exec(select(Opportunity.id).where(col(Opportunity.id).in_(wanted)))
    )
    _hold(session, person, now)
    here = {row.opportunity_id for row in the_list(session, person)}
    new = [one for one in wanted if one in known - here]
    taken = here | set(new[: max(MOST_SAVED - len(here), 0)])
    return [save(session, person, one, now=now) for one in wanted if one in taken]


def remove(
    session: Session, person: Person, opportunity_id: UUID, *, now: datetime
) -> None:
    """Take something off the list; ``put_back`` undoes it for an hour."""
    _hold(session, person, now)
    found = _row(session, person, opportunity_id)
    if found is not None and found.removed_at is None:
        found.removed_at = now
        session.add(found)
        session.flush()


def put_back(
    session: Session, person: Person, opportunity_id: UUID, *, now: datetime
) -> Introduction:
    """Undo ``remove``: to the same place, with everything said about it.

    Raises ``NotFound`` when it was taken off too long ago, ``BadInput`` when the list
    was filled up meanwhile.
    """
    _hold(session, person, now)
    found = _row(session, person, opportunity_id)
    if found is None:
        raise NotFound("That was taken away a while ago. You can save it again.")
    return found if found.removed_at is None else _returned(session, person, found)


def move(
    session: Session, person: Person, opportunity_id: UUID, step: int, *, now: datetime
) -> None:
    """Move something up (-1) or down (1) among those that stand with it."""
    _hold(session, person, now)
    one = on_the_list(session, person, opportunity_id)
    rows = the_list(session, person)
    beside = [row for row in rows if is_aside(row) == is_aside(one)]
    by_id = {row.id: row for row in beside}
    order = iter(moved(tuple(by_id), one.id, step))
    _renumber(
        session,
        [by_id[next(order)] if row.id in by_id else row for row in rows],
    )


def sweep(session: Session, *, now: datetime) -> int:
    """Delete what was taken off every list more than an hour ago; how many rows."""
    return session.exec(
        delete(Introduction).where(col(Introduction.removed_at) < now - UNDO_FOR)
    ).rowcount


def _returned(
    session: Session, person: Person, introduction: Introduction
) -> Introduction:
    """The row back on the list, where it was."""
    _judge_room(session, person)
    rows = the_list(session, person)
    introduction.removed_at = None
    rows.insert(min(introduction.position, len(rows)), introduction)
    _renumber(session, rows)
    return introduction


def _judge_room(session: Session, person: Person) -> None:
    """Raises ``BadInput`` for a full list; what was taken off it takes no room."""
    if len(the_list(session, person)) >= MOST_SAVED:
        raise BadInput(
            "A list holds %(most)s things. Take one away first.", most=MOST_SAVED
        )


def _renumber(session: Session, rows: Sequence[Introduction]) -> None:
    for position, row in enumerate(rows):
        row.position = position
        session.add(row)
    session.flush()


def _hold(session: Session, person: Person, now: datetime) -> None:
    """Hold the person's row until the end, note that they are active, and sweep."""
    session.exec(
        select(Person.id).where(Person.id == person.id).with_for_update()
    ).one()
    person.active_at = now
    session.add(person)
    session.exec(
        delete(Introduction).where(
            col(Introduction.person_id) == person.id,
            col(Introduction.removed_at) < now - UNDO_FOR,
        )
    )


def _rows(session: Session, person: Person) -> list[Introduction]:
    return list(
        session.exec(
            select(Introduction)
            .where(Introduction.person_id == person.id)
            .order_by(
                col(Introduction.position),
                col(Introduction.saved_at),
                col(Introduction.id),
            )
        )
    )


def _row(session: Session, person: Person, opportunity_id: UUID) -> Introduction | None:
    return session.exec(
        select(Introduction).where(
            Introduction.person_id == person.id,
            Introduction.opportunity_id == opportunity_id,
        )
    ).one_or_none()
