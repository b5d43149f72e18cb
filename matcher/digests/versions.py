"""What was said of listings at a moment, and since: their versions, as they were told.

Read from what the catalogue keeps of every revision. Nothing is held against anything
here; ``changes`` does that.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_from_dict
from catalogue.models import Revision
from catalogue.schedules import day_of

LATEST = datetime(9999, 1, 1, tzinfo=UTC)
"""After every version there is."""


def drafts_at(
    session: Session, keys: Collection[UUID], at: datetime
) -> dict[UUID, OpportunityDraft]:
    """What was said of each listing at a moment; those not there then are left out."""
    number = sa.func.max(col(Revision.number)).label("number")
    last = (
        sa.select(col(Revision.opportunity_id).label("key"), number)
        .where(col(Revision.opportunity_id).in_(list(keys)), col(Revision.at) <= at)
        .group_by(col(Revision.opportunity_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(col(Revision.opportunity_id), col(Revision.content)).join(
            last,
            sa.and_(
                last.c.key == Revision.opportunity_id, last.c.number == Revision.number
            ),
        )
    )
    return {key: draft_from_dict(content) for key, content in rows}


def versions_since(
    session: Session, key: UUID, at: datetime
) -> list[tuple[date, OpportunityDraft]]:
    """What was said of a listing at a moment and after it, each with its first day."""
    stood = drafts_at(session, [key], at).values()
    said = session.execute(
        sa.select(col(Revision.at), col(Revision.content))
        .where(col(Revision.opportunity_id) == key, col(Revision.at) > at)
        .order_by(col(Revision.number))
    )
    later = [(day_of(one), draft_from_dict(content)) for one, content in said]
    return [*((day_of(at), one) for one in stood), *later]


def histories(
    session: Session,
    wanted: Collection[tuple[UUID, datetime]],
    *,
    whole: Collection[UUID],
) -> dict[tuple[UUID, datetime], list[tuple[date, OpportunityDraft]]]:
    """What was said of each listing at a moment, with the day; and of ``whole`` ones
    after it, each with its first day. What was not there then is left out."""
    numbers = _numbers(session, {key for key, _ in wanted})
    parts: dict[tuple[UUID, datetime], list[tuple[date, int]]] = {}
    for key, at in wanted:
        stood = [one for one, said_at in numbers.get(key, ()) if said_at <= at]
        if stood:
            later = (x for x in numbers[key] if x[1] > at and key in whole)
            parts[key, at] = [
                (day_of(at), max(stood)),
                *((day_of(said_at), one) for one, said_at in later),
            ]
    told = _drafts(session, {(x[0], n) for x, some in parts.items() for _, n in some})
    return {
        (key, at): [(day, told[key, number]) for day, number in some]
        for (key, at), some in parts.items()
    }


def _numbers(
    session: Session, keys: Collection[UUID]
) -> dict[UUID, list[tuple[int, datetime]]]:
    """Every version of each listing by its number, and when it was told."""
    numbers: dict[UUID, list[tuple[int, datetime]]] = defaultdict(list)
    rows = session.execute(
        sa.select(col(Revision.opportunity_id), col(Revision.number), col(Revision.at))
        .where(col(Revision.opportunity_id).in_(keys))
        .order_by(col(Revision.number))
    )
    for key, number, at in rows:
        numbers[key].append((number, at))
    return numbers


def _drafts(
    session: Session, versions: Collection[tuple[UUID, int]]
) -> dict[tuple[UUID, int], OpportunityDraft]:
    """What these versions said."""
    if not versions:
        return {}
    which = sa.tuple_(col(Revision.opportunity_id), col(Revision.number))
    rows = session.execute(
        sa.select(
            col(Revision.opportunity_id), col(Revision.number), col(Revision.content)
        ).where(which.in_(sorted(versions)))
    )
    return {(key, number): draft_from_dict(content) for key, number, content in rows}
