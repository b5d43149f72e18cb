"""What whoever keeps listings is asked in their letter: is it still true?

A listing is due when it was last checked so many months ago, once for each of them:
five, six and seven if the settings don't say otherwise. What would be due before long
is asked along, so that a letter comes seldom. What was told by phone is asked about at
once, for nobody who runs it has seen it. Asked counts from the letter that was *sent*:
of one that failed, or may not have arrived, the questions come back the next week.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.drafts import Status
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities import Listing
from catalogue.opportunities.keeping import kept_listings
from catalogue.schedules import LONDON, day_of
from matcher.digests.changes import was_shown
from matcher.models import (
    Account,
    Letter,
    LetterListing,
    LetterState,
    Link,
    LinkPurpose,
    RecipientKind,
    Subscription,
    Suppression,
)
from matcher.partners.checking import months_between, rung_of, told_at
from matcher.partners.leaving import left_at

ASKED_ALONG = 2
"""Months before it is due that a listing is asked about along with another."""


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Somebody who keeps listings: of an organization, or an address alone."""

    id: UUID
    """To whom letters go: an account's id, or that of the row with the address."""
    email: str
    organization_id: UUID | None = None


def keeper_of(session: Session, recipient_id: UUID) -> Keeper | None:
    """Who gets a partner's letter under this id; None when nobody does any more."""
    account = session.get(Account, recipient_id)
    if account is not None:
        return Keeper(
            id=account.id, email=account.email, organization_id=account.organization_id
        )
    known = session.get(Subscription, recipient_id)
    if known is None or known.address is None:
        return None
    return Keeper(id=known.id, email=known.address)


def due_for(
    session: Session, keeper: Keeper, *, months: Sequence[int], today: date
) -> tuple[Listing, ...]:
    """What to ask somebody: what is due first, then what is asked along.

    Nothing when nothing is due. Each by title.
    """
    told = frozenset(told_at(session, keeper.email))
    theirs = _there(session, (*_of_organization(session, keeper, today), *told), today)
    since = _checked_on(session, theirs)
    asked = _asked_on(session, keeper)

    def rung(one: Listing, day: date) -> int:
        by_phone = one.id in told and one.draft.assured_on is None
        return rung_of(months_between(since[one.id], day), months) + by_phone

    def is_due(one: Listing) -> bool:
        before = asked.get(one.id)
        known = rung(one, before) if before and before >= since[one.id] else 0
        return rung(one, today) > known

    due = [one for one in theirs if is_due(one)]
    if not due:
        return ()
    soon = min(months) - ASKED_ALONG
    named = {one.id for one in due}
    along = (
        one
        for one in theirs
        if one.id not in named and months_between(since[one.id], today) >= soon
    )
    return (*due, *along)


def forget_addresses(session: Session) -> int:
    """Drop addresses at which there is nothing more to ask about; how many.

    With them goes what else held them: that one took no mail, and where letters went.
    One that stopped its letters is kept, so that the no is.
    """
    known = session.execute(
        sa.select(col(Subscription.id), col(Subscription.address)).where(
            col(Subscription.address).is_not(None),
            col(Subscription.stopped_at).is_(None),
        )
    ).all()
    over = {
        key: address for key, address in known if not _keeps_something(session, address)
    }
    session.execute(
        sa.delete(Suppression).where(
            col(Suppression.address).in_(over.values()),
            col(Suppression.person_id).is_(None),
            col(Suppression.account_id).is_(None),
        )
    )
    session.execute(
        sa.update(Letter).where(col(Letter.recipient_id).in_(over)).values(address=None)
    )
    session.execute(sa.delete(Subscription).where(col(Subscription.id).in_(over)))
    return len(over)


def _keeps_something(session: Session, address: str) -> bool:
    theirs = (*told_at(session, address), *left_at(session, address))
    living = sa.exists().where(
        col(Opportunity.id).in_(theirs), col(Opportunity.status) != Status.DEFUNCT
    )
    return bool(theirs) and bool(session.execute(sa.select(living)).scalar())


def _of_organization(session: Session, keeper: Keeper, today: date) -> list[UUID]:
    """What their organization keeps itself, or runs while nobody keeps it.

    At an address alone: what an organization keeps that nobody is left of.
    """
    if keeper.organization_id is None:
        return _left_to(session, keeper.email, today)
    is_kept = sa.exists().where(col(KeptBy.opportunity_id) == col(Opportunity.id))
    run = session.execute(
        sa.select(col(Opportunity.id)).where(
            col(Opportunity.organization_id) == keeper.organization_id,
            col(Opportunity.status) == Status.ACTIVE,
            ~is_kept,
        )
    ).scalars()
    return [*kept_listings(session, keeper.organization_id), *run]


def _left_to(session: Session, email: str, today: date) -> list[UUID]:
    """What nobody is left of, and nobody is invited to look after."""
    is_invited = sa.exists().where(
        col(Link.purpose) == LinkPurpose.INVITATION,
        col(Link.organization_id) == col(KeptBy.organization_id),
        col(Link.used_at).is_(None),
        col(Link.expires_at) > datetime.combine(today, time(), LONDON),
    )
    rows = session.execute(
        sa.select(col(KeptBy.opportunity_id)).where(
            col(KeptBy.opportunity_id).in_(left_at(session, email)), ~is_invited
        )
    )
    return list(rows.scalars())


def _there(session: Session, keys: Iterable[UUID], today: date) -> list[Listing]:
    """Those that are there to be gone to, by title: of the others nobody asks."""
    found = opportunities.listings(session, list(dict.fromkeys(keys)))
    there = (one for one in found if was_shown(one.draft, today))
    return sorted(there, key=lambda one: (one.draft.title.casefold(), one.id))


def _checked_on(session: Session, theirs: Iterable[Listing]) -> dict[UUID, date]:
    """The day each was last checked, or came here."""
    checked = {one.id: one.draft.assured_on for one in theirs}
    rows = session.execute(
        sa.select(col(Opportunity.id), col(Opportunity.created_at)).where(
            col(Opportunity.id).in_(checked)
        )
    )
    return {key: checked[key] or day_of(came) for key, came in rows}


def _asked_on(session: Session, keeper: Keeper) -> dict[UUID, date]:
    """The day a letter left that last asked them about each."""
    left = sa.func.max(sa.func.coalesce(Letter.sent_at, Letter.planned_at))
    rows = session.execute(
        sa.select(col(LetterListing.opportunity_id), left)
        .join(Letter, col(Letter.id) == col(LetterListing.letter_id))
        .where(
            col(Letter.recipient_kind) == RecipientKind.PARTNER,
            col(Letter.recipient_id) == keeper.id,
            col(Letter.state) == LetterState.SENT,
        )
        .group_by(col(LetterListing.opportunity_id))
    )
    return {key: day_of(at) for key, at in rows}
