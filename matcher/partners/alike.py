"""What may be here already: shown before it is made again, taken over, or told apart.

What is alike is ``catalogue.duplicates``'s to say, and what becomes of two listings
that are one is ``merging``'s. Whoever keeps a listing is not spoken over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities, organizations
from catalogue.drafts import OpportunityDraft, Status
from catalogue.drafts_json import draft_as_dict
from catalogue.duplicates import Alike
from catalogue.opportunities import Listing, keeping
from catalogue.rows import opportunity_id
from matcher.access import Visitor, may_keep, may_look_over, may_merge
from matcher.errors import BadInput, NotFound, marked
from matcher.models import ListingDraft
from matcher.partners import wording
from matcher.partners.conversation import CHECK
from matcher.partners.drafting import content_of
from matcher.partners.folding import folded

MOST_SHOWN = 3
"""Likely ones on a page: the likeliest come first, and nobody reads a tenth."""

ASKS_AFTER = frozenset({"run-by", "what", "when", "where"})
"""Questions whose answers may show that it is here already."""

LAST_OF_THEM = "where"

NOT_HERE = marked("That listing is not here, or not yours to take.")
CHANGED = marked("Something changed here meanwhile. Look at it once more.")


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A listing that may be the same thing, and what this visitor can do about it."""

    listing: Listing
    reasons: tuple[Alike, ...]
    kept_by: str | None
    """The organization that keeps it, where that is not the visitor's own."""
    may_take: bool
    may_merge: bool


def twins(
    session: Session,
    visitor: Visitor,
    draft: OpportunityDraft,
    *,
    stored: UUID | None = None,
) -> list[Twin]:
    """What may be the same thing as this draft, the likeliest first, a few at most.

    ``stored``: the listing that it is already; then there is nothing to take over.
    """
    likely = {x.id: x for x in opportunities.likely_duplicates(session, draft)}
    found = [
        one
        for one in opportunities.listings(session, list(likely))
        if _may_see(session, visitor, one)
    ][:MOST_SHOWN]
    keepers = keeping.keepers_of(session, [one.id for one in found])
    kept_by = organizations.organization_rows(session, set(keepers.values()))
    own = {None, visitor.organization_id}
    return [
        Twin(
            listing=one,
            reasons=likely[one.id].reasons,
            kept_by=None
            if keepers.get(one.id) in own
            else str(kept_by[keepers[one.id]]["name"]),
            may_take=stored is None and keepers.get(one.id) in own,
            may_merge=bool(stored)
            and may_merge(session, visitor, one.id, stored or one.id),
        )
        for one in found
    ]


def _may_see(session: Session, visitor: Visitor, listing: Listing) -> bool:
    """What a lead took out of sight is shown to those who look after it alone."""
    is_hidden = listing.draft.status is Status.INACTIVE
    return not is_hidden or may_look_over(visitor) or _keeps(session, visitor, listing)


def _keeps(session: Session, visitor: Visitor, listing: Listing) -> bool:
    return may_keep(session, visitor, listing.id)


def is_asked_now(
    session: Session,
    visitor: Visitor,
    before: OpportunityDraft,
    row: ListingDraft,
    step: str,
) -> bool:
    """Whether a likely one should be shown after this answer.

    Once the answer brings one up that was not there before it, and, while nobody has
    said whether it is theirs, once more when name, time and place are known.
    """
    if row.opportunity_id is not None or step not in ASKS_AFTER:
        return False
    found = {one.listing.id for one in twins(session, visitor, content_of(row))}
    if step == LAST_OF_THEM or not found:
        return bool(found)
    return bool(found - {one.listing.id for one in twins(session, visitor, before)})


def has_twins(session: Session, visitor: Visitor, key: UUID) -> bool:
    """Whether a listing that is here may be here twice."""
    listing = opportunities.listing(session, key)
    return bool(listing and twins(session, visitor, listing.draft, stored=key))


def tell_apart(
    session: Session, visitor: Visitor, draft: OpportunityDraft, other: UUID,
    *, now: datetime,
) -> None:  # fmt: skip
    """They are two things; nobody is asked about these two again."""
    listing = opportunities.listing(session, other)
    if listing is None or not _may_see(session, visitor, listing):
        raise NotFound(NOT_HERE)
    key = opportunity_id(draft.source, draft.source_id)
    if key != other:
        opportunities.tell_apart(session, key, other, now=now)


# --- that's us -----------------------------------------------------------------------


def to_take(session: Session, visitor: Visitor, row: ListingDraft, key: UUID) -> Twin:
    """The listing that a new draft turns out to be; raises ``NotFound``."""
    listing = opportunities.listing(session, key)
    if (
        listing is None
        or row.opportunity_id is not None
        or listing.draft.status in {Status.DEFUNCT, Status.INACTIVE}
        or keeping.keeper_of(session, key) not in {None, visitor.organization_id}
    ):
        raise NotFound(NOT_HERE)
    return Twin(
        listing=listing, reasons=(), kept_by=None, may_take=True, may_merge=False
    )


def take(
    session: Session,
    visitor: Visitor,
    row: ListingDraft,
    key: UUID,
    *,
    facts: Collection[str],
    seen: int,
    now: datetime,
) -> None:
    """The draft becomes a change to that listing, with these of its facts.

    Raises ``BadInput`` when the draft is not the one that was ``seen``.
    """
    listing = to_take(session, visitor, row, key).listing
    ours = content_of(row)
    content = folded(listing.draft, ours, facts)
    kept = session.execute(
        sa.update(ListingDraft)
        .where(
            col(ListingDraft.id) == row.id,
            col(ListingDraft.version) == seen,
            col(ListingDraft.decided_at).is_(None),
        )
        .values(
            content=draft_as_dict(content),
            opportunity_id=key,
            base_revision=listing.revision,
            step=CHECK,
            version=seen + 1,
            changed_at=now,
            submitted_at=None,
            note=None,
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    if kept.rowcount != 1:  # type: ignore[attr-defined]
        raise BadInput(CHANGED)
    before = wording.listing_of(ours)
    opportunities.untold(session, before)
    wording.carry(session, before, key)
