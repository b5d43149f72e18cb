"""Letting somebody in from the machine itself, when nobody else can.

Whoever runs the machine can read its database anyway; this only spares them a way
around the pages. It makes a link and hands it over, and mails nothing.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from matcher.accounts import links, second_step, sign_ins
from matcher.accounts.signing_in import one_address
from matcher.models import Account, Link, LinkPurpose, Role


def admit(session: Session, email: str, *, lost_phone: object, now: datetime) -> Link:
    """A link to sign in for a known address, else one to become an administrator.

    A disabled account is enabled again. After a lost phone its sign-ins end, and the
    second step is set up anew. Raises ``BadInput`` for what is no address.
    """
    address = one_address(email)
    account = session.exec(select(Account).where(Account.email == address)).first()
    if account is None:
        return links.make(
            session,
            purpose=LinkPurpose.INVITATION,
            email=address,
            now=now,
            lives=links.INVITATION_LIVES,
            role=Role.ADMINISTRATOR,
        )
    account.disabled_at = None
    if lost_phone:
        second_step.take_away(account)
        sign_ins.end_all(session, account_id=account.id)
    return links.make(
        session,
        purpose=LinkPurpose.SIGN_IN,
        email=address,
        now=now,
        lives=links.SIGN_IN_LIVES,
        account_id=account.id,
    )


def nobody_is_here(session: Session) -> bool:
    """Whether there is no account at all yet."""
    return session.exec(select(sa.func.count()).select_from(Account)).one() == 0


def first_lead(session: Session, *, now: datetime) -> Link:
    """The link with which the first lead of a machine signs in; earlier ones die."""
    session.exec(delete(Link).where(col(Link.email) == ""))
    return links.make(
        session,
        purpose=LinkPurpose.INVITATION,
        email="",
        now=now,
        lives=links.INVITATION_LIVES,
        role=Role.LEAD,
    )
