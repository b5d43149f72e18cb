"""What people heard before: their last letter, and notices; of many people at once.

Only what was surely ``sent`` was heard. A notice is no letter, but what it said is off
was heard all the same.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from matcher.models import Letter, LetterListing, LetterState, RecipientKind

NOTICE = "gone:"
"""How the occasion of a notice begins: the id of what is gone follows."""


@dataclass(frozen=True, kw_only=True)
class LastLetter:
    """The last letter of somebody's that was surely sent, and what stood in it."""

    id: UUID
    planned_at: datetime
    holding: frozenset[UUID] = frozenset()


def last_letters(
    session: Session, ids: Collection[UUID], *, before: datetime | None = None
) -> dict[UUID, LastLetter]:
    """Person -> their last sent letter (planned ``before`` a moment, if given)."""
    sent = [
        col(Letter.recipient_kind) == RecipientKind.PERSON,
        col(Letter.recipient_id).in_(ids),
        col(Letter.state) == LetterState.SENT,
        ~col(Letter.occasion).startswith(NOTICE),
    ]
    if before is not None:
        sent.append(col(Letter.planned_at) < before)
    newest = (
        sa.select(
            col(Letter.recipient_id).label("person_id"),
            sa.func.max(col(Letter.planned_at)).label("planned_at"),
        )
        .where(*sent)
        .group_by(col(Letter.recipient_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(col(Letter.recipient_id), col(Letter.id), col(Letter.planned_at))
        .join(
            newest,
            sa.and_(
                newest.c.person_id == col(Letter.recipient_id),
                newest.c.planned_at == col(Letter.planned_at),
            ),
        )
        .where(*sent)
        .order_by(col(Letter.id).desc())  # of two of one moment the first id stays
    ).all()
    last = {person_id: (key, planned_at) for person_id, key, planned_at in rows}
    holding = _stood_in(session, [key for key, _ in last.values()])
    return {
        person_id: LastLetter(
            id=key, planned_at=planned_at, holding=frozenset(holding.get(key, ()))
        )
        for person_id, (key, planned_at) in last.items()
    }


def _stood_in(session: Session, letters: Collection[UUID]) -> dict[UUID, list[UUID]]:
    stood: dict[UUID, list[UUID]] = defaultdict(list)
    if not letters:
        return stood
    rows = session.execute(
        sa.select(
            col(LetterListing.letter_id), col(LetterListing.opportunity_id)
        ).where(col(LetterListing.letter_id).in_(letters))
    )
    for letter_id, key in rows:
        stood[letter_id].append(key)
    return stood


def noticed(
    session: Session, ids: Collection[UUID], *, until: datetime | None = None
) -> dict[UUID, dict[UUID, datetime]]:
    """Person -> listing -> when a notice last said that it is off."""
    query = sa.select(
        col(Letter.recipient_id), col(Letter.occasion), col(Letter.sent_at)
    ).where(
        col(Letter.recipient_kind) == RecipientKind.PERSON,
        col(Letter.recipient_id).in_(ids),
        col(Letter.occasion).startswith(NOTICE),
        col(Letter.state) == LetterState.SENT,
        col(Letter.sent_at).is_not(None),
    )
    if until is not None:
        query = query.where(col(Letter.planned_at) < until)
    told: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for person_id, said, at in session.execute(query.order_by(col(Letter.sent_at))):
        told[person_id][UUID(said.removeprefix(NOTICE))] = at
    return told
