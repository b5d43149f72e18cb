"""Inviting, and taking an invitation back: the only way to an account.

An invitation is bound to one address, one role and one team or organization. A lead
invites into their own service; an administrator anywhere; somebody of an organization
into that alone. ``accepting`` is what becomes of it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from catalogue.models import Organization
from matcher.access import Visitor, may_manage_accounts
from matcher.accounts import links, managing
from matcher.accounts.signing_in import one_address
from matcher.errors import BadInput, NotAllowed, NotFound, marked
from matcher.mail import post
from matcher.models import Account, Link, LinkPurpose, Role

LEADS_INVITE = frozenset({Role.WORKER, Role.LEAD, Role.PARTNER})
"""An administrator is invited by another one, or by who runs the machine."""

IN_A_TEAM = frozenset({Role.WORKER, Role.LEAD})
"""Roles that belong to a team; a partner belongs to an organization."""

MOST_COLLEAGUES_WAITING = 10
"""Invitations of one organization by its own people that nobody has answered yet."""

ALREADY = marked("There is an account for that address already.")


def may_invite(visitor: Visitor) -> frozenset[Role]:
    """The roles this visitor may invite somebody to."""
    if not may_manage_accounts(visitor):
        return frozenset()
    return frozenset(Role) if visitor.role is Role.ADMINISTRATOR else LEADS_INVITE


def invite(
    session: Session,
    *,
    by: Visitor,
    email: str,
    role: Role,
    team_id: UUID | None = None,
    organization_id: UUID | None = None,
    now: datetime,
) -> Link:
    """Make an invitation and put its mail in the post; an earlier one is dead.

    Raises ``NotAllowed`` for a role or team that is not this visitor's to give and
    ``BadInput`` for what does not fit together.
    """
    if role not in may_invite(by):
        raise NotAllowed("You can't invite somebody to that role.")
    team_id = _team(session, by, role, team_id)
    organization_id = _organization(session, role, organization_id)
    address = one_address(email)
    must_be_new(session, address)
    links.take_back(session, email=address)
    return _posted(
        session,
        address,
        by=by,
        role=role,
        team_id=team_id,
        organization_id=organization_id,
        now=now,
    )


def invite_colleague(
    session: Session, *, by: Visitor, email: str, now: datetime
) -> Link | None:
    """Somebody of an organization invites another into it.

    None, and no mail leaves, for an address that has an account or an invitation of
    somebody else, and when ``MOST_COLLEAGUES_WAITING`` wait: whoever asks is told the
    same of all, so that nobody learns who is known here. Raises ``NotAllowed`` for
    anybody else and ``BadInput`` for what is no address.
    """
    of = by.organization_id
    if by.role is not Role.PARTNER or of is None or not by.is_staff:
        raise NotAllowed("This is for organisations that keep listings here.")
    address = one_address(email)
    others = {one.email for one in _invited_into(session, of, now)} - {address}
    if (
        _has_account(session, address)
        or _is_invited_elsewhere(session, address, of, now)
        or len(others) >= MOST_COLLEAGUES_WAITING
    ):
        return None
    _take_back_own(session, address, of)
    return _posted(
        session,
        address,
        by=by,
        role=Role.PARTNER,
        organization_id=of,
        now=now,
    )


def _is_invited_elsewhere(
    session: Session, address: str, organization_id: UUID, now: datetime
) -> bool:
    """Whether an invitation stands that is not this organization's to end."""
    standing = select(Link.id).where(
        Link.purpose == LinkPurpose.INVITATION,
        Link.email == address,
        col(Link.used_at).is_(None),
        col(Link.expires_at) > now,
        sa.or_(
            col(Link.role).is_distinct_from(Role.PARTNER),
            col(Link.organization_id).is_distinct_from(organization_id),
        ),
    )
    return session.exec(standing).first() is not None


def _take_back_own(session: Session, address: str, organization_id: UUID) -> None:
    """What this organization sent to an address and nobody used is dead."""
    session.exec(
        delete(Link).where(
            col(Link.purpose) == LinkPurpose.INVITATION,
            col(Link.email) == address,
            col(Link.organization_id) == organization_id,
            col(Link.used_at).is_(None),
        )
    )


def _posted(
    session: Session,
    address: str,
    *,
    by: Visitor,
    role: Role,
    team_id: UUID | None = None,
    organization_id: UUID | None = None,
    now: datetime,
) -> Link:
    link = links.make(
        session,
        purpose=LinkPurpose.INVITATION,
        email=address,
        now=now,
        lives=links.INVITATION_LIVES,
        role=role,
        team_id=team_id,
        organization_id=organization_id,
    )
    post(
        session,
        letter="invitation",
        recipient=address,
        values={"invited_by": by.name},
        now=now,
        link_id=link.id,
    )
    return link


def invited_into(
    session: Session, organization_id: UUID, *, now: datetime
) -> list[str]:
    """The addresses of those who are invited into an organization, by address."""
    return sorted(link.email for link in _invited_into(session, organization_id, now))


def _invited_into(
    session: Session, organization_id: UUID, now: datetime
) -> Sequence[Link]:
    waiting = select(Link).where(
        Link.purpose == LinkPurpose.INVITATION,
        Link.organization_id == organization_id,
        col(Link.used_at).is_(None),
        col(Link.expires_at) > now,
    )
    return session.exec(waiting).all()


def _team(
    session: Session, by: Visitor, role: Role, team_id: UUID | None
) -> UUID | None:
    if role not in IN_A_TEAM:
        return None
    if team_id is None:
        raise BadInput("Choose the team they will be in.")
    return managing.team_for(session, by, team_id).id


def _organization(
    session: Session, role: Role, organization_id: UUID | None
) -> UUID | None:
    if role is not Role.PARTNER:
        return None
    if organization_id is None or session.get(Organization, organization_id) is None:
        raise BadInput("Choose the organisation they are of.")
    return organization_id


def must_be_new(session: Session, address: str) -> None:
    """Raises ``BadInput`` for an address that has an account."""
    if _has_account(session, address):
        raise BadInput(ALREADY)


def _has_account(session: Session, address: str) -> bool:
    known = select(Account.id).where(Account.email == address)
    return session.exec(known).first() is not None


def waiting(session: Session, visitor: Visitor, *, now: datetime) -> Sequence[Link]:
    """The invitations this visitor may take back, the newest first."""
    return session.exec(
        _waiting(session, visitor, now=now).order_by(col(Link.created_at).desc())
    ).all()


def take_back(
    session: Session, visitor: Visitor, link_id: UUID, *, now: datetime
) -> None:
    """An invitation works no more; its mail does not leave. Raises ``NotFound``."""
    query = _waiting(session, visitor, now=now).where(Link.id == link_id)
    link = session.exec(query).one_or_none()
    if link is None:
        raise NotFound("That invitation is not here any more.")
    session.delete(link)


def _waiting(
    session: Session, visitor: Visitor, *, now: datetime
) -> SelectOfScalar[Link]:
    roles = may_invite(visitor)
    teams = [team.id for team in managing.teams_for(session, visitor)]
    return select(Link).where(
        Link.purpose == LinkPurpose.INVITATION,
        Link.email != "",
        col(Link.used_at).is_(None),
        col(Link.expires_at) > now,
        col(Link.role).in_(roles),
        sa.or_(col(Link.team_id).is_(None), col(Link.team_id).in_(teams)),
    )
