"""How many things wait for a worker or lead, for the way that leads there.

Counts what the page of what waits lists, in one statement; it reads none of it.
"""

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from matcher.access import Visitor, may_hear_of_safety, may_look_over
from matcher.access import may_manage_accounts as may_decide_who_joins
from matcher.models import (
    JoinRequest,
    ListingClaim,
    ListingDraft,
    Remark,
    RemarkKind,
    Upload,
    UploadState,
)


def how_many(session: Session, visitor: Visitor) -> int:
    """Listings, files, claims, remarks and those who ask to join; 0 for all others.

    Organizations that nobody looks after are not among them: they wait for months.
    """
    several = _of_listings(visitor) if may_look_over(visitor) else []
    if may_decide_who_joins(visitor):
        several.append(_rows(JoinRequest, col(JoinRequest.decided_at).is_(None)))
    if not several:
        return 0
    counts: list[int] = list(session.execute(sa.select(*several)).one())
    return sum(counts)


def _of_listings(visitor: Visitor) -> list[sa.ScalarSelect[int]]:
    told: list[sa.ColumnElement[bool]] = [col(Remark.settled_at).is_(None)]
    if not may_hear_of_safety(visitor):
        told.append(col(Remark.kind) == RemarkKind.CHANGED)
    handed_in = col(ListingDraft.submitted_at).is_not(None)
    return [
        _rows(ListingDraft, handed_in, col(ListingDraft.decided_at).is_(None)),
        _rows(Upload, col(Upload.state) == UploadState.WAITING),
        _rows(ListingClaim, col(ListingClaim.decided_at).is_(None)),
        _rows(Remark, *told),
    ]


def _rows(
    table: type[SQLModel], *those: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    count = sa.select(sa.func.count()).select_from(table)
    return count.where(*those).scalar_subquery()
