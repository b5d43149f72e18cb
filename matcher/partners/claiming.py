""" "This is ours": an organization that is here asks to keep one listing itself.

A worker or lead agrees. What another organization keeps is never taken from it here:
that is for the two, and a lead, to talk about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.models import Organization
from catalogue.opportunities import Listing, keeping
from matcher.access import Visitor, may_keep, may_look_over
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import Account, ListingClaim, Role
from matcher.partners.leaving import tellers

MOST_WAITING = 20
"""Claims of one organization that nobody has answered yet."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who says so, and of which listing."""

    row: ListingClaim
    listing: Listing
    organization: str
    name: str
    """Of the one who asked."""


def claim(
    session: Session, visitor: Visitor, listing_id: UUID, *, now: datetime
) -> None:
    """Ask to keep a listing; asking twice changes nothing, also at the same moment.

    Raises ``BadInput`` for what is kept already, and ``NotFound`` for no listing.
    """
    organization_id, account_id = visitor.organization_id, visitor.account_id
    is_partner = visitor.role is Role.PARTNER
    if not is_partner or organization_id is None or account_id is None:
        raise NotAllowed("Your account belongs to no organisation. Ask a lead.")
    if opportunities.listing(session, listing_id) is None:
        raise NotFound("We know of nothing at this address.")
    if may_keep(session, visitor, listing_id):
        raise BadInput("This is yours already: you find it among your listings.")
    if keeping.keeper_of(session, listing_id) is not None:
        raise BadInput("Somebody else keeps this already. Ask a lead.")
    _one_at_a_time(session, organization_id)
    waiting = _waiting_of(session, organization_id)
    if listing_id in {row.opportunity_id for row in waiting}:
        return
    if len(waiting) >= MOST_WAITING:
        raise BadInput("Many of these wait already. Somebody here looks at them soon.")
    session.add(
        ListingClaim(
            id=uuid4(),
            opportunity_id=listing_id,
            organization_id=organization_id,
            account_id=account_id,
            asked_at=now,
        )
    )


def _one_at_a_time(session: Session, organization_id: UUID) -> None:
    """Hold the organization until the unit ends: who asks next sees this claim."""
    session.execute(
        sa.select(col(Organization.id))
        .where(col(Organization.id) == organization_id)
        .with_for_update(key_share=True)
    )


def _waiting_of(session: Session, organization_id: UUID) -> Sequence[ListingClaim]:
    query = select(ListingClaim).where(
        ListingClaim.organization_id == organization_id,
        col(ListingClaim.decided_at).is_(None),
    )
    return session.exec(query).all()


def is_asked_for(session: Session, visitor: Visitor, listing_id: UUID) -> bool:
    """Whether this visitor's organization waits for an answer about a listing."""
    if visitor.role is not Role.PARTNER or visitor.organization_id is None:
        return False
    waiting = _waiting_of(session, visitor.organization_id)
    return listing_id in {row.opportunity_id for row in waiting}


def asked_for(session: Session, visitor: Visitor) -> list[Listing]:
    """What this visitor's organization asks for and nobody has answered, by title."""
    if visitor.role is not Role.PARTNER or visitor.organization_id is None:
        return []
    rows = _waiting_of(session, visitor.organization_id)
    found = opportunities.listings(session, [row.opportunity_id for row in rows])
    return sorted(found, key=lambda one: (one.draft.title.casefold(), one.id))


def waiting(session: Session, visitor: Visitor) -> list[Claim]:
    """What nobody has answered, the longest first; for workers and leads."""
    if not may_look_over(visitor):
        return []
    rows = session.execute(
        sa.select(ListingClaim, col(Organization.name), col(Account.name))
        .join(Organization, col(Organization.id) == col(ListingClaim.organization_id))
        .join(Account, col(Account.id) == col(ListingClaim.account_id))
        .where(col(ListingClaim.decided_at).is_(None))
        .order_by(col(ListingClaim.asked_at), col(ListingClaim.id))
    ).all()
    keys = [row.opportunity_id for row, _, _ in rows]
    found = {one.id: one for one in opportunities.listings(session, keys)}
    return [
        Claim(row=row, listing=found[row.opportunity_id], organization=of, name=name)
        for row, of, name in rows
    ]


def agree(session: Session, visitor: Visitor, claim_id: UUID, *, now: datetime) -> None:
    """It is theirs to keep from now on, or was already, and they hear so.

    Raises ``BadInput`` when another organization keeps it meanwhile.
    """
    row = _to_decide(session, visitor, claim_id)
    keeping.keep(
        session, [row.opportunity_id], organization_id=row.organization_id, now=now
    )
    if keeping.keeper_of(session, row.opportunity_id) != row.organization_id:
        raise BadInput("Another organisation keeps it meanwhile. Ask the two of them.")
    _decide(session, visitor, row, "", now=now)


def decline(
    session: Session, visitor: Visitor, claim_id: UUID, note: str, *, now: datetime
) -> None:
    """It is not theirs, and they hear why. Raises ``BadInput`` without a message."""
    if not note:
        raise BadInput("Write to them why, in a sentence or two.")
    _decide(session, visitor, _to_decide(session, visitor, claim_id), note, now=now)


def _to_decide(session: Session, visitor: Visitor, claim_id: UUID) -> ListingClaim:
    if not may_look_over(visitor):
        raise NotAllowed("This is for workers and leads.")
    query = select(ListingClaim).where(ListingClaim.id == claim_id).with_for_update()
    row = session.exec(query).one_or_none()
    if row is None or row.decided_at is not None:
        raise NotFound("That was answered already.")
    return row


def _decide(
    session: Session, visitor: Visitor, row: ListingClaim, note: str, *, now: datetime
) -> None:
    row.decided_at = now
    row.decided_by_id = visitor.account_id
    row.agreed = not note
    listing = opportunities.listing(session, row.opportunity_id)
    if listing is None:
        return
    for email in tellers(session, row.account_id, row.organization_id):
        post(
            session,
            letter="claimed",
            recipient=email,
            values={"title": listing.draft.title, "note": note},
            now=now,
        )
