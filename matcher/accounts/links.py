"""Addresses that work once: for one purpose, one mail address, and some hours.

The token in the address is made from the row's id with the machine's own key, so none
stands in the database. Looking at a link changes nothing; using it is one
compare-and-set, so that of many presses at once exactly one counts.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select, update

from matcher import keys
from matcher.errors import DeadLink, marked
from matcher.models import Account, Link, LinkPurpose, Role

INVITATION_LIVES = timedelta(hours=72)
"""Over a weekend."""

SIGN_IN_LIVES = timedelta(hours=1)
"""Also of a link to a new password."""

DEAD = marked("It was used, or its time is over.")
"""The same words for used, expired, unknown and taken back: none tells which."""


def make(
    session: Session,
    *,
    purpose: LinkPurpose,
    email: str,
    now: datetime,
    lives: timedelta,
    name: str | None = None,
    role: Role | None = None,
    team_id: UUID | None = None,
    organization_id: UUID | None = None,
    account_id: UUID | None = None,
) -> Link:
    """A new link, in the database before anything may refer to it."""
    link = Link(
        id=uuid4(),
        purpose=purpose,
        email=email,
        name=name,
        role=role,
        team_id=team_id,
        organization_id=organization_id,
        account_id=account_id,
        created_at=now,
        expires_at=now + lives,
    )
    session.add(link)
    session.flush()
    return link


def address(base_url: str, key: bytes, link: Link) -> str:
    """Where the link is opened; whoever knows it can use it."""
    return f"{base_url}/links/{keys.link_token(key, link.id)}"


def look(session: Session, key: bytes, token: str, *, now: datetime) -> Link:
    """The link of a token while it can be used; raises ``DeadLink`` alike otherwise."""
    link_id = keys.link_of(key, token)
    link = session.get(Link, link_id) if link_id else None
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise DeadLink(DEAD)
    if link.account_id and session.get_one(Account, link.account_id).disabled_at:
        raise DeadLink(DEAD)
    return link


def use(
    session: Session, key: bytes, token: str, purpose: LinkPurpose, now: datetime
) -> Link:
    """Use a link up. Raises ``DeadLink`` alike for used, expired, other and unknown."""
    link = look(session, key, token, now=now)
    if not claim(session, link, purpose, now):
        raise DeadLink(DEAD)
    return link


def claim(session: Session, link: Link, purpose: LinkPurpose, now: datetime) -> bool:
    """Whether this use of a link is the one that counts: one compare-and-set."""
    claimed = (
        update(Link)
        .where(
            col(Link.id) == link.id,
            col(Link.purpose) == purpose,
            col(Link.used_at).is_(None),
        )
        .values(used_at=now)
    )
    if session.exec(claimed).rowcount != 1:
        return False
    session.refresh(link)
    return True


def waiting_invitation(session: Session, email: str, *, now: datetime) -> Link | None:
    """The newest invitation to this address that can still be accepted."""
    waiting = (
        select(Link)
        .where(
            Link.purpose == LinkPurpose.INVITATION,
            Link.email == email,
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now,
        )
        .order_by(col(Link.created_at).desc())
    )
    return session.exec(waiting).first()


def take_back(session: Session, *, email: str) -> None:
    """Whatever was sent to this address and not used yet is dead, mail included."""
    session.exec(
        delete(Link).where(col(Link.email) == email, col(Link.used_at).is_(None))
    )


def sweep(session: Session, *, before: datetime) -> int:
    """Drop the links whose time ended before then; how many there were."""
    return session.exec(delete(Link).where(col(Link.expires_at) < before)).rowcount
