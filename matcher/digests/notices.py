"""Something on a list is off: a notice for whoever gets letters, at once and once.

It goes through the outbox of the letters, with its guarantees. Something that opens
again and closes once more is told once more, in another week than before.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.drafts import Status
from catalogue.models import Opportunity
from catalogue.schedules import day_of
from matcher.digests.changes import was_back
from matcher.digests.lists import is_off
from matcher.digests.planning import plan_extra
from matcher.digests.recipients import eligible
from matcher.digests.told import NOTICE
from matcher.digests.versions import versions_since
from matcher.introductions.going import OVER
from matcher.models import Introduction, Letter, RecipientKind


def plan_notices(session: Session, *, now: datetime, domain: str) -> int:
    """Plan a notice for everybody on whose list something is off; how many are new."""
    today = day_of(now)
    off = _off_lists(session, today=today)
    if not off:
        return 0
    planned = 0
    for recipient in eligible(session, RecipientKind.PERSON, now=now):
        for key in off.get(recipient.id, ()):
            if not _has_notice(session, recipient.id, key, today):
                occasion = f"{NOTICE}{key}"
                planned += plan_extra(
                    session, recipient, occasion, now=now, domain=domain
                )
    return planned


def _off_lists(session: Session, *, today: date) -> dict[UUID, list[UUID]]:
    """Person -> what is on their list, still ahead of them, and off."""
    over = col(Opportunity.visible_to) < today
    rows = session.execute(
        sa.select(col(Introduction.person_id), col(Introduction.opportunity_id))
        .join(Opportunity, col(Opportunity.id) == col(Introduction.opportunity_id))
        .where(
            col(Introduction.removed_at).is_(None),
            col(Introduction.state).not_in(OVER),
            sa.or_(col(Opportunity.status) != Status.ACTIVE, over),
        )
        .order_by(col(Introduction.person_id), col(Introduction.position))
    ).all()
    keys = sorted({key for _person, key in rows})
    found = opportunities.listings(session, keys)
    off = {one.id for one in found if is_off(one, today)}
    lists: dict[UUID, list[UUID]] = {}
    for person_id, key in rows:
        if key in off:
            lists.setdefault(person_id, []).append(key)
    return lists


def _has_notice(session: Session, person_id: UUID, key: UUID, today: date) -> bool:
    """Whether they were told since it went off, in this week or any other."""
    told_at: datetime | None = session.execute(
        sa.select(sa.func.max(col(Letter.planned_at))).where(
            col(Letter.recipient_kind) == RecipientKind.PERSON,
            col(Letter.recipient_id) == person_id,
            col(Letter.occasion) == f"{NOTICE}{key}",
        )
    ).scalar()
    if told_at is None:
        return False
    return not was_back(versions_since(session, key, told_at), today)
