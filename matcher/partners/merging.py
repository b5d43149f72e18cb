"""Two listings that are one: what people saved and told comes along, and all versions.

Whoever may make them one chooses which stays and which facts of the other it takes
over. Nothing that was ever said is deleted, and the old address leads on.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import Status
from catalogue.opportunities import Listing, keeping
from catalogue.opportunities.keeping import Version
from matcher.access import (
    Visitor,
    may_hear_of_safety,
    may_keep,
    may_look_over,
    may_merge,
)
from matcher.errors import BadInput, NotFound, marked
from matcher.introductions import follow_merge
from matcher.models import ListingClaim, ListingDraft, Remark
from matcher.partners import wording
from matcher.partners.alike import CHANGED, NOT_HERE
from matcher.partners.folding import folded

OUT_OF_SIGHT = marked("A lead has taken one of these out of sight. Ask them first.")


def stored(session: Session, visitor: Visitor, key: UUID) -> Listing:
    """A listing that this visitor may look at for its double; else ``NotFound``."""
    listing = opportunities.listing(session, key)
    if (
        listing is None
        or listing.draft.status is Status.DEFUNCT
        or not (may_look_over(visitor) or may_keep(session, visitor, key))
    ):
        raise NotFound(NOT_HERE)
    return listing


def both(
    session: Session, visitor: Visitor, stays: UUID, goes: UUID
) -> tuple[Listing, Listing]:
    """Two listings that this visitor may make one; raises ``NotFound`` for others."""
    one, other = (stored(session, visitor, key) for key in (stays, goes))
    if stays == goes or not may_merge(session, visitor, stays, goes):
        raise NotFound(NOT_HERE)
    return one, other


def merge(
    session: Session,
    visitor: Visitor,
    stays: UUID,
    goes: UUID,
    *,
    facts: Collection[str],
    seen: str,
    now: datetime,
    lexicon: Lexicon,
) -> UUID:
    """They are one from now on: saves, remarks and changes on their way come along.

    ``facts`` of the one that goes are laid over the one that stays, by whoever may
    change it. ``seen``: as ``seen_of`` gave it; else ``BadInput``. Both are held before
    they are read: merged the other way meanwhile, one is not there any more.
    """
    opportunities.hold(session, {stays, goes})
    one, other = both(session, visitor, stays, goes)
    if seen_of(one, other) != seen:
        raise BadInput(CHANGED)
    hidden = Status.INACTIVE in {one.draft.status, other.draft.status}
    if hidden and not may_hear_of_safety(visitor):
        raise BadInput(OUT_OF_SIGHT)
    content = folded(one.draft, other.draft, facts)
    if content != one.draft and may_fold(session, visitor, stays):
        keeping.publish(session, content, now=now, lexicon=lexicon)
    opportunities.merge(session, stays, goes, now=now)
    follow_merge(session, goes, stays)
    _bring_along(session, one, goes)
    return stays


def seen_of(one: Listing, other: Listing) -> str:
    """What two listings said when a page showed them."""
    return f"{one.revision}-{other.revision}"


def may_fold(session: Session, visitor: Visitor, key: UUID) -> bool:
    """Whether somebody may change what the listing that stays says."""
    return may_hear_of_safety(visitor) or may_keep(session, visitor, key)


def _bring_along(session: Session, stays: Listing, goes: UUID) -> None:
    """Remarks, claims, and changes on their way: those meet both texts when shown."""
    for table in (Remark, ListingClaim):
        session.execute(
            sa.update(table)
            .where(col(table.opportunity_id) == goes)
            .values(opportunity_id=stays.id)
            .execution_options(synchronize_session=False)
        )
    wording.carry(session, goes, stays.id)
    rows = session.execute(
        sa.select(col(ListingDraft.id), col(ListingDraft.content)).where(
            col(ListingDraft.opportunity_id) == goes,
            col(ListingDraft.decided_at).is_(None),
        )
    ).all()
    names = {"source": stays.draft.source, "source_id": stays.draft.source_id}
    for key, content in rows:
        session.execute(
            sa.update(ListingDraft)
            .where(col(ListingDraft.id) == key)
            .values(
                opportunity_id=stays.id,
                base_revision=0,
                content={**content, **names},
                version=ListingDraft.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def said_before_merging(session: Session, key: UUID) -> list[tuple[str, list[Version]]]:
    """What listings said that this one stands for too: titles, and their versions."""
    gone = opportunities.listings(session, opportunities.merged_from(session, key))
    return [(one.draft.title, keeping.versions(session, one.id)) for one in gone]
