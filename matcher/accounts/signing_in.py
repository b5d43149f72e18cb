"""Signing in with an account: by password, or by a link that works once.

Whether an address is known, a stranger cannot learn here: neither from the answer nor
from how long it takes. What a sign-in is worth before its second step is
``matcher.access``'s to say.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from matcher import access
from matcher.accounts import links, passwords, second_step, sign_ins
from matcher.errors import BadInput, DeadLink
from matcher.mail import post, strict_address
from matcher.models import Account, Link, LinkPurpose

LETTERS = {LinkPurpose.SIGN_IN: "sign_in", LinkPurpose.NEW_PASSWORD: "new_password"}
"""The mail that carries each kind of link."""


def one_address(text: str) -> str:
    """The address as accounts have it: strict and casefolded.

    Raises ``BadInput`` for what is none.
    """
    return strict_address(text).casefold()


def account_at(session: Session, address: str) -> Account | None:
    """The account of an address of ``one_address``, unless it is disabled."""
    query = select(Account).where(
        Account.email == address, col(Account.disabled_at).is_(None)
    )
    return session.exec(query).one_or_none()


def known_by_password(session: Session, email: str, password: str) -> UUID | None:
    """Whose address and password these are. As slow for nobody as for somebody."""
    try:
        account = account_at(session, one_address(email))
    except BadInput:
        account = None
    known = passwords.matches(password, account.password_hash if account else None)
    return account.id if account and known else None


def begin(session: Session, account_id: UUID, *, now: datetime) -> str:
    """Sign a browser in with its first step done: the value for its cookie.

    Raises ``DeadLink`` when the account was disabled meanwhile.
    """
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise DeadLink(links.DEAD)
    account.signed_in_at = now
    if access.needs_second_step(account):
        second_step.prepare(account)
    sign_ins.sweep(session, now=now)
    return sign_ins.begin(session, now=now, account_id=account.id)


def send_link(
    session: Session, email: str, *, purpose: LinkPurpose, now: datetime
) -> None:
    """Mail a link to sign in or to a new password, if the address is known.

    Says nothing either way; whoever calls answers the same before this is done.
    """
    account = account_at(session, email)
    if account is None:
        return
    link = links.make(
        session,
        purpose=purpose,
        email=account.email,
        now=now,
        lives=links.SIGN_IN_LIVES,
        account_id=account.id,
    )
    post(
        session,
        letter=LETTERS[purpose],
        recipient=account.email,
        now=now,
        link_id=link.id,
    )


def by_link(session: Session, key: bytes, token: str, *, now: datetime) -> str:
    """Sign in with a link: the cookie's value. Raises ``DeadLink`` if it is dead."""
    link = links.use(session, key, token, LinkPurpose.SIGN_IN, now)
    return begin(session, _whose(link), now=now)


def with_new_password(
    session: Session, key: bytes, token: str, password: str, *, now: datetime
) -> str:
    """Take a new password by a link, end every other sign-in, and begin this one.

    Raises ``BadInput`` for a password that won't do (the link still works then) and
    ``DeadLink`` for a dead link.
    """
    account = session.get_one(Account, _whose(links.look(session, key, token, now=now)))
    passwords.judged(password, about=(account.email, account.name))
    links.use(session, key, token, LinkPurpose.NEW_PASSWORD, now)
    account.password_hash = passwords.hashed(password)
    links.take_back(session, email=account.email)
    sign_ins.end_all(session, account_id=account.id)
    return begin(session, account.id, now=now)


def _whose(link: Link) -> UUID:
    if link.account_id is None:
        raise DeadLink(links.DEAD)
    return link.account_id
