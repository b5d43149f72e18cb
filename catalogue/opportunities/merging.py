"""Two listings that are one: the other stays, with all that was said of it.

Nothing is deleted: the one that goes is withdrawn, keeps its versions and readings, and
knows where it went, so that its old address still leads there. What its source says of
it from then on is left alone. Who saved it is not known here.
"""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.drafts import Status
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities.finding import hold
from catalogue.opportunities.keeping import keep, keeper_of
from catalogue.opportunities.versions import announce


def merge(session: Session, kept: UUID, gone: UUID, *, now: datetime) -> UUID:
    """From now on ``kept`` stands for ``gone`` too; the listing that stands.

    If ``kept`` was merged itself, the one it went into stands. Raises ``LookupError``
    when one of them is not there, ``ValueError`` when the two are one already. All are
    held until the unit ends, so that of two merges at once the second sees the first.
    """
    hold(session, _with_what_stands(session, {kept, gone}))
    stands, goes = stands_for(session, kept), stands_for(session, gone)
    if stands is None or goes is None:
        raise LookupError(kept if stands is None else gone)
    if stands == goes:
        raise ValueError("these two are one listing already")
    keeper = keeper_of(session, goes)
    if keeper is not None and keeper_of(session, stands) is None:
        keep(session, [stands], organization_id=keeper, now=now)
    session.execute(sa.delete(KeptBy).where(col(KeptBy.opportunity_id) == goes))
    _point(session, goes, stands, now)
    announce(session, [stands, goes])
    return stands


def _with_what_stands(session: Session, keys: Set[UUID]) -> Set[UUID]:
    found = (stands_for(session, key) for key in keys)
    return keys | {key for key in found if key is not None}


def _point(session: Session, goes: UUID, stands: UUID, now: datetime) -> None:
    """Everything that led to the one that goes leads on, in one step, for ever."""
    key, into = col(Opportunity.id), col(Opportunity.merged_into)
    session.execute(
        sa.update(Opportunity)
        .where(sa.or_(key == goes, into == goes))
        .values(merged_into=stands, status=Status.DEFUNCT, modified_at=now)
        .execution_options(synchronize_session=False)
    )


def stands_for(session: Session, key: UUID) -> UUID | None:
    """The listing that stands for this one: itself, or the one it was merged into.

    None when there never was one.
    """
    row = session.execute(
        sa.select(col(Opportunity.id), col(Opportunity.merged_into)).where(
            col(Opportunity.id) == key
        )
    ).one_or_none()
    if row is None:
        return None
    found: UUID = row.merged_into or row.id
    return found


def merged_from(session: Session, key: UUID) -> list[UUID]:
    """The listings that this one stands for besides itself."""
    rows = session.execute(
        sa.select(col(Opportunity.id))
        .where(col(Opportunity.merged_into) == key)
        .order_by(col(Opportunity.id))
    )
    return list(rows.scalars())
