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
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import Account, Role


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
    """Leads hear of it, unless somebody is there or invited."""
    left = _left(session, now, organization_id)
    for lead in _leads(session) if left else ():
        post(
            session,
            letter="nobody_left",
            recipient=lead,
            values={"organization": left[0].name, "count": left[0].count},
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
    return _left(session, now) if may_manage_accounts(visitor) else []


def invite_again(
    session: Session,
    visitor: Visitor,
    organization_id: UUID,
    *,
    email: str,
    now: datetime,
) -> None:
    """A lead invites somebody to look after them. Raises ``NotFound`` for no such."""
    if not any(
        one.id == organization_id for one in left_alone(session, visitor, now=now)
    ):
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


def _left(session: Session, now: datetime, only: UUID | None = None) -> list[Left]:
    is_there = sa.exists().where(
        col(Account.organization_id) == col(Organization.id),
        col(Account.role) == Role.PARTNER,
        col(Account.disabled_at).is_(None),
    )
    count = sa.func.count(col(KeptBy.opportunity_id))
    query = (
        sa.select(
            col(Organization.id), col(Organization.name), col(Organization.email), count
        )
        .join(KeptBy, col(KeptBy.organization_id) == col(Organization.id))
        .join(Opportunity, col(Opportunity.id) == col(KeptBy.opportunity_id))
        .where(~is_there, col(Opportunity.status) != Status.DEFUNCT)
        .group_by(col(Organization.id), col(Organization.name), col(Organization.email))
        .order_by(sa.func.lower(col(Organization.name)), col(Organization.id))
    )
    if only is not None:
        query = query.where(col(Organization.id) == only)
    return [
        Left(id=key, name=name, email=email, count=number)
        for key, name, email, number in session.execute(query)
        if not inviting.invited_into(session, key, now=now)
    ]
