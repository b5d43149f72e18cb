"""Handing on: somebody of an organization leaves, and their listings stay kept.

Listings are the organization's, so that leaving takes nothing away: their colleagues
go on, and so does whoever is invited by mail. When the last one leaves, leads hear of
it, the listings stay as they are, and whether they are still true is asked at the
organization's own address, if it has one; else nobody is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.drafts import Status
from catalogue.models import KeptBy, Opportunity, Organization
from matcher.access import Visitor, may_manage_accounts
from matcher.accounts import inviting, links, managing, sign_ins
from matcher.accounts.signing_in import one_address
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import Account, Role
from matcher.partners import checking


@dataclass(frozen=True, kw_only=True)
class Left:
    """An organization whose listings nobody of it looks after any more."""

    id: UUID
    name: str
    email: str | None
    """Where it is asked from now on; None: nobody is asked."""
    count: int
    """Listings that are not over."""


def people_of(session: Session, organization_id: UUID) -> Sequence[Account]:
    """Those of an organization who can sign in, by name."""
    query = (
        select(Account)
        .where(
            Account.role == Role.PARTNER,
            Account.organization_id == organization_id,
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.name), col(Account.id))
    )
    return session.exec(query).all()


def tellers(
    session: Session, account_id: UUID | None, organization_id: UUID | None
) -> list[str]:
    """Whom an answer is written to: who asked, or their colleagues once they left.

    Mail addresses, by the names of their people; nobody when nobody is there.
    """
    account = session.get(Account, account_id) if account_id else None
    if account is not None and account.disabled_at is None:
        return [account.email]
    if organization_id is None:
        return []
    return [one.email for one in people_of(session, organization_id)]


def colleagues(session: Session, visitor: Visitor) -> list[Account]:
    """The others of this visitor's organization."""
    found = people_of(session, _own(visitor))
    return [one for one in found if one.id != visitor.account_id]


def _own(visitor: Visitor) -> UUID:
    if visitor.role is not Role.PARTNER or visitor.organization_id is None:
        raise NotAllowed("Your account belongs to no organisation. Ask a lead.")
    return visitor.organization_id


# --- leaving -------------------------------------------------------------------------


def leave(
    session: Session, visitor: Visitor, *, hand_to: str = "", now: datetime
) -> None:
    """Their own account ends; ``hand_to`` is an address to invite in their place.

    Raises ``BadInput`` for what is no address.
    """
    organization_id = _own(visitor)
    if hand_to:
        inviting.invite_colleague(session, by=visitor, email=hand_to, now=now)
    account = session.get_one(Account, visitor.account_id)
    _end(session, account, now=now)
    _if_nobody_is_left(session, organization_id, now=now)


def hand_on(
    session: Session,
    visitor: Visitor,
    account_id: UUID,
    *,
    hand_to: str = "",
    now: datetime,
) -> None:
    """A lead does the same for somebody who has left already.

    Raises ``BadInput`` for what is no address, or one with an account.
    """
    account = managing.account_for(session, visitor, account_id)
    organization_id = account.organization_id
    if account.role is not Role.PARTNER or organization_id is None:
        raise BadInput("Only somebody of an organisation has listings to hand on.")
    if hand_to:
        _invite(session, visitor, organization_id, hand_to, now=now)
    _end(session, account, now=now)
    _if_nobody_is_left(session, organization_id, now=now)


def _end(session: Session, account: Account, *, now: datetime) -> None:
    account.disabled_at = account.disabled_at or now
    sign_ins.end_all(session, account_id=account.id)
    links.take_back(session, email=account.email)
    session.flush()


def _if_nobody_is_left(
    session: Session, organization_id: UUID, *, now: datetime
) -> None:
    """Leads hear of it, and the organization is asked at its own address.

    Unless somebody is there, or invited: then the address is kept for when they do not
    come, and nothing is asked there before.
    """
    for left in _alone(session, organization_id):
        if left.email:
            checking.keep_address(session, left.email, now=now)
        if inviting.invited_into(session, left.id, now=now):
            continue
        for lead in _leads(session):
            post(
                session,
                letter="nobody_left",
                recipient=lead,
                values={"organization": left.name, "count": left.count},
                now=now,
            )


def _leads(session: Session) -> Sequence[str]:
    query = (
        select(Account.email)
        .where(Account.role == Role.LEAD, col(Account.disabled_at).is_(None))
        .order_by(col(Account.email))
    )
    return session.exec(query).all()


# --- nobody is left ------------------------------------------------------------------


def left_alone(session: Session, visitor: Visitor, *, now: datetime) -> list[Left]:
    """Organizations with listings and nobody who is there or invited; a lead's."""
    if not may_manage_accounts(visitor):
        return []
    return [
        one
        for one in _alone(session)
        if not inviting.invited_into(session, one.id, now=now)
    ]


def left_at(session: Session, email: str) -> list[UUID]:
    """The listings of organizations with this address that nobody is left of, by id."""
    rows = session.execute(
        sa.select(col(KeptBy.opportunity_id))
        .join(Organization, col(Organization.id) == col(KeptBy.organization_id))
        .where(sa.func.lower(col(Organization.email)) == email.lower(), ~_is_there())
        .order_by(col(KeptBy.opportunity_id))
    )
    return list(rows.scalars())


def invite_again(
    session: Session,
    visitor: Visitor,
    organization_id: UUID,
    *,
    email: str,
    now: datetime,
) -> None:
    """A lead invites somebody to look after them. Raises ``NotFound`` for no such."""
    left = {one.id for one in left_alone(session, visitor, now=now)}
    if organization_id not in left:
        raise NotFound("Somebody looks after their listings already.")
    _invite(session, visitor, organization_id, email, now=now)


def _invite(
    session: Session,
    visitor: Visitor,
    organization_id: UUID,
    email: str,
    *,
    now: datetime,
) -> None:
    inviting.invite(
        session,
        by=visitor,
        email=email,
        role=Role.PARTNER,
        organization_id=organization_id,
        now=now,
    )


def _is_there() -> sa.Exists:
    return sa.exists().where(
        col(Account.organization_id) == col(Organization.id),
        col(Account.role) == Role.PARTNER,
        col(Account.disabled_at).is_(None),
    )


def _alone(session: Session, only: UUID | None = None) -> list[Left]:
    count = sa.func.count(col(KeptBy.opportunity_id))
    of = (col(Organization.id), col(Organization.name), col(Organization.email))
    query = (
        sa.select(*of, count)
        .join(KeptBy, col(KeptBy.organization_id) == col(Organization.id))
        .join(Opportunity, col(Opportunity.id) == col(KeptBy.opportunity_id))
        .where(~_is_there(), col(Opportunity.status) != Status.DEFUNCT)
        .group_by(*of)
        .order_by(sa.func.lower(col(Organization.name)), col(Organization.id))
    )
    if only is not None:
        query = query.where(col(Organization.id) == only)
    return [
        Left(id=key, name=name, email=_usable(email), count=number)
        for key, name, email, number in session.execute(query)
    ]


def _usable(email: str | None) -> str | None:
    """An address that mail can go to: what a source wrote may be anything."""
    try:
        return one_address(email) if email else None
    except BadInput:
        return None
