"""Accounts, visitors and links for the tests of accounts."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from matcher.access import Visitor, visitor_of
from matcher.accounts import links, managing, sign_ins
from matcher.keys import hashed, link_token
from matcher.models import Account, Link, LinkPurpose, Role, Team

KEY = b"0123456789abcdef0123456789abcdef"
GOOD = "three quiet green boats"
OTHER = "a piano under the stairs"


def a_team(
    session: Session, name: str = "Outreach", service: str = "Mill Street"
) -> Team:
    return managing.made_team(session, service=service, name=name)


def an_account(
    session: Session,
    now: datetime,
    name: str = "Ana",
    *,
    role: Role = Role.WORKER,
    team: Team | None = None,
    password_hash: str | None = None,
) -> Account:
    account = Account(
        id=uuid4(),
        role=role,
        name=name,
        email=f"{name.casefold()}@example.org",
        team_id=team.id if team else None,
        password_hash=password_hash,
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def signed_in(session: Session, account: Account, now: datetime) -> Visitor:
    """The visitor that an account is with both steps done."""
    value = sign_ins.begin(
        session, now=now, account_id=account.id, second_step_done=True
    )
    session.flush()
    return visitor_of(session, hashed(value), now=now)


def a_lead(session: Session, now: datetime, name: str = "Lea") -> Visitor:
    account = an_account(session, now, name, role=Role.LEAD, team=a_team(session))
    return signed_in(session, account, now)


def an_invitation(
    session: Session,
    now: datetime,
    email: str = "sam@example.org",
    role: Role = Role.WORKER,
) -> tuple[Link, str]:
    link = links.make(
        session,
        purpose=LinkPurpose.INVITATION,
        email=email,
        now=now,
        lives=timedelta(hours=72),
        role=role,
        team_id=a_team(session).id,
    )
    return link, link_token(KEY, link.id)


def a_link_of(
    session: Session,
    account: Account,
    now: datetime,
    purpose: LinkPurpose = LinkPurpose.SIGN_IN,
) -> str:
    link = links.make(
        session,
        purpose=purpose,
        email=account.email,
        now=now,
        lives=links.SIGN_IN_LIVES,
        account_id=account.id,
    )
    return link_token(KEY, link.id)
