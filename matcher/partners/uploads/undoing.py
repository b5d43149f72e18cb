"""A whole upload, taken back: every listing is again what it was, to the last row.

What somebody changed since stays as they left it, and is named. What people have saved
or told of something that the upload brought is theirs: that listing ends instead of
vanishing, and nobody is told why.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from catalogue import opportunities
from catalogue.drafts import Status
from catalogue.models import Opportunity, Organization
from catalogue.opportunities import restoring
from matcher.models import ListingDraft, Upload, UploadBefore
from matcher.partners.uploads.storing import SLICE, standing

OF_THE_LISTING = frozenset(
    {
        *(part.__tablename__ for part in restoring.PARTS),
        "revision",
        "listing_count",
    }
)
"""Tables whose rows are part of a listing and go with it."""

OF_THE_UPLOAD = frozenset({"upload", "upload_row", "upload_before"})


def take_back_some(session: Session, upload: Upload) -> bool:
    """Take the next listings back; whether there were any."""
    rows = _next(session, upload, is_listing=True)
    if not rows:
        return False
    kept = _changed_since(session, rows)
    _take_back(session, [row for row in rows if row.key not in kept])
    upload.left = [*upload.left, *(row.title for row in rows if row.key in kept)]
    upload.done += len(rows)
    _forget(session, rows)
    return True


def take_back_the_rest(session: Session, upload: Upload) -> None:
    """What came along: organizations and terms that nothing else needs."""
    rows = _next(session, upload, is_listing=False, limit=None)
    there = restoring.organizations_as_they_stand(session, [row.key for row in rows])
    run_by = [row.key for row in rows if row.before is not None]
    for row in rows:
        if there.get(row.key) != row.after:
            continue
        if row.before is not None:
            restoring.put_organization_back(session, row.before)
        elif not pointed_to(session, "organization", [row.key], besides=OF_THE_UPLOAD):
            session.execute(
                sa.delete(Organization).where(col(Organization.id) == row.key)
            )
    restoring.remove_unused_terms(session, [UUID(one) for one in upload.new_terms])
    _forget(session, rows)
    upload.new_terms = []
    if listings := _run_by(session, run_by):
        opportunities.announce(session, listings)


def pointed_to(
    session: Session, table: str, keys: Collection[UUID], *, besides: Collection[str]
) -> set[UUID]:
    """Those of these rows that a row of another table leads to."""
    found: set[UUID] = set()
    for other in SQLModel.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table.name != table or other.name in besides:
                continue
            query = sa.select(key.parent).where(key.parent.in_(keys)).distinct()
            found |= set(session.execute(query).scalars())
    return found


def _next(
    session: Session, upload: Upload, *, is_listing: bool, limit: int | None = SLICE
) -> Sequence[UploadBefore]:
    query = (
        select(UploadBefore)
        .where(
            UploadBefore.upload_id == upload.id,
            col(UploadBefore.is_listing).is_(is_listing),
        )
        .order_by(col(UploadBefore.key))
        .limit(limit)
    )
    return session.exec(query).all()


def _changed_since(session: Session, rows: Sequence[UploadBefore]) -> set[UUID]:
    """Those that somebody changed, or is about to."""
    keys = [row.key for row in rows]
    session.execute(
        sa.select(col(Opportunity.id))
        .where(col(Opportunity.id).in_(keys))
        .order_by(col(Opportunity.id))
        .with_for_update()
    ).all()
    now = standing(session, keys)
    begun = session.execute(
        sa.select(col(ListingDraft.opportunity_id)).where(
            col(ListingDraft.opportunity_id).in_(keys),
            col(ListingDraft.decided_at).is_(None),
        )
    )
    changed = {row.key for row in rows if now.get(row.key) != row.after}
    return changed | set(begun.scalars())


def _take_back(session: Session, rows: Sequence[UploadBefore]) -> None:
    restoring.put_back(session, {r.key: r.before for r in rows if r.before is not None})
    brought = [row.key for row in rows if row.before is None]
    held = pointed_to(session, "opportunity", brought, besides=OF_THE_LISTING)
    restoring.remove(session, [key for key in brought if key not in held])
    session.execute(
        sa.update(Opportunity)
        .where(col(Opportunity.id).in_(held))
        .values(status=Status.DEFUNCT)
        .execution_options(synchronize_session=False)
    )
    if rows:
        opportunities.announce(session, [row.key for row in rows])


def _run_by(session: Session, organizations: Collection[UUID]) -> list[UUID]:
    owner = col(Opportunity.organization_id)
    found = sa.select(col(Opportunity.id)).where(owner.in_(organizations))
    return list(session.execute(found).scalars())


def _forget(session: Session, rows: Sequence[UploadBefore]) -> None:
    if rows:
        session.execute(
            sa.delete(UploadBefore).where(
                col(UploadBefore.upload_id) == rows[0].upload_id,
                col(UploadBefore.key).in_([row.key for row in rows]),
            )
        )
