"""A partner's home: their listings, the state of each, and one press for each thing.

A worker's is the same for what they told by phone. Every verb asks first whether the
listing is theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft, Status
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities import Listing, keeping
from catalogue.opportunities.keeping import Version
from matcher.access import Visitor, drafts_for, may_hear_of_safety, may_keep
from matcher.errors import BadInput, NotFound, marked
from matcher.models import ListingDraft, Role
from matcher.partners.checking import end_of_rest
from matcher.partners.drafting import content_of

NOT_YOURS = marked("That listing is not yours to change, or not there any more.")

SHOWN = 100
"""Listings on one page: a spreadsheet brings up to 20,000."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A listing on its way."""

    row: ListingDraft
    content: OpportunityDraft

    @property
    def is_untold(self) -> bool:
        """Opened and left again: "Add something" goes on with it."""
        is_new = self.row.opportunity_id is None and self.row.version == 1
        return is_new and self.row.submitted_at is None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of somebody's listings, by title."""

    listings: list[Listing]
    before: UUID | None
    """The first of those that come before these; None for the first page."""
    after: UUID | None
    """The first of the next ones; None for the last page."""


def theirs(session: Session, visitor: Visitor) -> list[Listing]:
    """The listings this visitor keeps, by title; those that are over are left out."""
    return opportunities.listings(session, keys_of_theirs(session, visitor))


def page_of_theirs(session: Session, visitor: Visitor, at: UUID | None = None) -> Page:
    """Those among which ``at`` stands; the first ones when that is none of theirs."""
    keys = keys_of_theirs(session, visitor)
    place = keys.index(at) if at in keys else 0
    begin = place - place % SHOWN
    end = begin + SHOWN
    return Page(
        listings=opportunities.listings(session, keys[begin:end]),
        before=keys[begin - SHOWN] if begin else None,
        after=keys[end] if end < len(keys) else None,
    )


def keys_of_theirs(session: Session, visitor: Visitor) -> list[UUID]:
    """The same as ``theirs``, by id alone."""
    query = sa.select(col(Opportunity.id)).where(
        col(Opportunity.status) != Status.DEFUNCT
    )
    if visitor.role is Role.PARTNER:
        kept = sa.select(col(KeptBy.organization_id)).where(
            col(KeptBy.opportunity_id) == col(Opportunity.id)
        )
        keeper = sa.func.coalesce(
            kept.scalar_subquery(), col(Opportunity.organization_id)
        )
        query = query.where(keeper == visitor.organization_id)
    else:
        told = sa.select(col(ListingDraft.opportunity_id)).where(
            col(ListingDraft.account_id) == visitor.account_id,
            col(ListingDraft.organization_id).is_(None),
            col(ListingDraft.decided_at).is_not(None),
        )
        query = query.where(col(Opportunity.id).in_(told))
    ordered = query.order_by(sa.func.lower(col(Opportunity.title)), col(Opportunity.id))
    return list(session.execute(ordered).scalars())


def begun(session: Session, visitor: Visitor) -> list[Begun]:
    """What is being told, or waits for a look; the newest first."""
    rows = session.exec(
        drafts_for(visitor)
        .where(col(ListingDraft.decided_at).is_(None))
        .order_by(col(ListingDraft.changed_at).desc(), col(ListingDraft.id))
    )
    return [Begun(row=row, content=content_of(row)) for row in rows]


def still_true(
    session: Session, visitor: Visitor, keys: Sequence[UUID], *, today: date
) -> None:
    """Confirm these, or all of theirs when none is named."""
    if not all(may_keep(session, visitor, key) for key in keys):
        raise NotFound(NOT_YOURS)
    chosen = keys or keys_of_theirs(session, visitor)
    if chosen:
        keeping.confirm(session, chosen, today=today)


def not_this_week(
    session: Session, visitor: Visitor, key: UUID, *, today: date
) -> None:
    """It does not meet next time, and stays to be found."""
    listing = must_keep(session, visitor, key)
    until = end_of_rest(listing.draft.timetables, today)
    keeping.rest(session, key, until=until)


def close(
    session: Session,
    visitor: Visitor,
    key: UUID,
    *,
    note: str,
    until: date | None,
    now: datetime,
    today: date,
) -> None:
    """It is closed for a while, until a day or until somebody opens it again."""
    _must_be_open_to_say(must_keep(session, visitor, key))
    if until is not None and until < today:
        raise BadInput("That day is over.")
    keeping.close(session, key, note=note or None, until=until, now=now)


def open_again(session: Session, visitor: Visitor, key: UUID, *, now: datetime) -> None:
    """It meets as its times say; what a lead paused stays out of sight."""
    _must_be_open_to_say(must_keep(session, visitor, key))
    keeping.open_again(session, key, now=now)


def _must_be_open_to_say(listing: Listing) -> None:
    """Whether it is open is theirs to say, unless a lead took it out of sight."""
    if listing.draft.status is Status.INACTIVE:
        raise BadInput("A lead has taken this out of sight. Ask them first.")
    if listing.draft.status is Status.DEFUNCT:
        raise BadInput("It has ended for good. Add it as something new.")


def withdraw(session: Session, visitor: Visitor, key: UUID, *, now: datetime) -> None:
    """It is over for good."""
    must_keep(session, visitor, key)
    keeping.withdraw(session, key, now=now)


def versions(session: Session, visitor: Visitor, key: UUID) -> list[Version]:
    """All it ever said; theirs to see, and a lead's."""
    if not (may_keep(session, visitor, key) or may_hear_of_safety(visitor)):
        raise NotFound(NOT_YOURS)
    return keeping.versions(session, key)


def roll_back(
    session: Session,
    visitor: Visitor,
    key: UUID,
    number: int,
    *,
    now: datetime,
    lexicon: Lexicon,
) -> None:
    """Say again what an earlier version said; one more version."""
    versions(session, visitor, key)
    try:
        keeping.roll_back(session, key, number, now=now, lexicon=lexicon)
    except LookupError:
        raise NotFound("There never was such a version.") from None


def must_keep(session: Session, visitor: Visitor, key: UUID) -> Listing:
    """A listing that is theirs; raises ``NotFound`` alike for others and for none."""
    listing = opportunities.listing(session, key)
    if listing is None or not may_keep(session, visitor, key):
        raise NotFound(NOT_YOURS)
    return listing
