"""Asking to join, and a lead's answer: the way of an organization to an account.

Nothing here is believed before a lead has looked: a charity number is kept as it was
typed, and an address at the organization's own domain is only shown as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from catalogue import opportunities, organizations
from catalogue.drafts import OrganizationDraft
from catalogue.models import Opportunity
from catalogue.opportunities import keeping
from catalogue.rows import name_key
from matcher.access import Visitor, may_manage_accounts
from matcher.accounts import inviting
from matcher.accounts.signing_in import one_address
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import JoinRequest, Role

HERE = "here"
"""The source of what organizations tell us themselves."""

ASKED_AGAIN = timedelta(days=30)
"""How long the same address need not ask twice: it waits already."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What somebody fills in who asks to join."""

    organization: str
    name: str
    email: str
    charity_number: str = ""
    company_number: str = ""
    voucher: str = ""
    listing: UUID | None = None
    """The listing they came from: "this is ours"."""


def ask(session: Session, asking: Asking, *, now: datetime) -> None:
    """Ask to join; says nothing of whether the address is known or has asked before.

    Raises ``BadInput`` for what is missing.
    """
    if not asking.organization:
        raise BadInput("Say what your organisation is called.")
    if not asking.name:
        raise BadInput("Say who you are.")
    if not (asking.charity_number or asking.company_number or asking.voucher):
        raise BadInput(
            "Give a charity number, a company number, or the name of a worker here"
            " who knows you."
        )
    address = one_address(asking.email)
    if _asked_lately(session, address, now):
        return
    session.add(
        JoinRequest(
            id=uuid4(),
            organization=asking.organization,
            charity_number=asking.charity_number or None,
            company_number=asking.company_number or None,
            name=asking.name,
            email=address,
            voucher=asking.voucher or None,
            opportunity_id=_listing_there(session, asking.listing),
            asked_at=now,
        )
    )


def _listing_there(session: Session, key: UUID | None) -> UUID | None:
    return key if key and session.get(Opportunity, key) else None


def _asked_lately(session: Session, address: str, now: datetime) -> bool:
    query = select(JoinRequest).where(
        JoinRequest.email == address,
        col(JoinRequest.decided_at).is_(None),
        col(JoinRequest.asked_at) > now - ASKED_AGAIN,
    )
    return session.exec(query).first() is not None


def waiting(session: Session, visitor: Visitor) -> list[JoinRequest]:
    """Who asks and has no answer yet, the longest first; a lead's to read."""
    if not may_manage_accounts(visitor):
        return []
    query = (
        select(JoinRequest)
        .where(col(JoinRequest.decided_at).is_(None))
        .order_by(col(JoinRequest.asked_at), col(JoinRequest.id))
    )
    return list(session.exec(query))


def already_listed(session: Session, requests: Sequence[JoinRequest]) -> list[int]:
    """How many listings came from elsewhere under the name of each of who asks."""
    names = [one.organization for one in requests]
    found = organizations.count_called_theirs(session, names)
    return [found.get(name_key(name), 0) for name in names]


def agree(
    session: Session,
    request_id: UUID,
    *,
    by: Visitor,
    with_their_listings: object = False,
    with_this: object = False,
    now: datetime,
) -> UUID:
    """They join: an invitation leaves by mail. The id of their organization.

    ``with_their_listings`` gives them what came from elsewhere under their name,
    ``with_this`` the one listing they came from; never what another one keeps.
    Raises ``BadInput`` when the address has an account already.
    """
    request = _to_decide(session, by, request_id)
    told = OrganizationDraft(
        name=request.organization,
        charity_number=request.charity_number,
        company_number=request.company_number,
    )
    key = organizations.welcome(session, HERE, told, now=now)
    if with_their_listings:
        theirs = organizations.listings_called_theirs(session, request.organization)
        keeping.keep(session, theirs, organization_id=key, now=now)
    if with_this:
        this = _stands_now(session, request)
        keeping.keep(session, this, organization_id=key, now=now)
    inviting.invite(
        session,
        by=by,
        email=request.email,
        role=Role.PARTNER,
        organization_id=key,
        now=now,
    )
    _decide(request, by, now, agreed=1)
    return key


def _stands_now(session: Session, request: JoinRequest) -> list[UUID]:
    """The listing they came from, or the one it was made one with since, if any."""
    came_from = request.opportunity_id
    found = opportunities.stands_for(session, came_from) if came_from else None
    return [found] if found else []


def decline(
    session: Session, request_id: UUID, *, by: Visitor, note: str, now: datetime
) -> None:
    """They don't join for now, and hear why. Raises ``BadInput`` without a message."""
    if not note:
        raise BadInput("Write to them why, in a sentence or two.")
    request = _to_decide(session, by, request_id)
    _decide(request, by, now, agreed=0)
    request.note = note
    post(
        session,
        letter="joining",
        recipient=request.email,
        values={"name": request.name, "note": note},
        now=now,
    )


def _to_decide(session: Session, by: Visitor, request_id: UUID) -> JoinRequest:
    if not may_manage_accounts(by):
        raise NotAllowed("This is for leads.")
    query = select(JoinRequest).where(JoinRequest.id == request_id).with_for_update()
    request = session.exec(query).one_or_none()
    if request is None or request.decided_at is not None:
        raise NotFound("That was answered already.")
    return request


def _decide(
    request: JoinRequest, by: Visitor, now: datetime, *, agreed: object
) -> None:
    request.decided_at = now
    request.decided_by_id = by.account_id
    request.agreed = bool(agreed)
