"""What everybody changes of their own account: name, password, second step.

Each change of what a sign-in is worth gives the browser a new cookie and ends the
others.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from matcher import access
from matcher.accounts import links, passwords, second_step, sign_ins
from matcher.errors import BadInput, NotAllowed, SignInFirst
from matcher.models import Account, SignIn


def rename(session: Session, account_id: UUID, name: str) -> None:
    """Change what people call them. Raises ``BadInput`` for nothing."""
    if not name:
        raise BadInput("Say what people should call you.")
    session.get_one(Account, account_id).name = name


def password_to_keep(
    session: Session, sign_in_id: str, *, current: str, new: str
) -> str:
    """A new password as it may be kept. Slow on purpose: ask outside of a write.

    Raises ``BadInput`` when the current one is wrong or the new one won't do.
    """
    _, account = _own(session, sign_in_id)
    if account.password_hash and not passwords.matches(current, account.password_hash):
        raise BadInput("Your password of now is not right.")
    passwords.judged(new, about=(account.email, account.name))
    return passwords.hashed(new)


def change_password(session: Session, sign_in_id: str, password_hash: str) -> str:
    """Take a new password, as ``password_to_keep`` made it, and end every other
    sign-in: the cookie's new value."""
    sign_in, account = _own(session, sign_in_id)
    account.password_hash = password_hash
    links.take_back(session, email=account.email)
    return _only_this(session, sign_in)


def begin_second_step(session: Session, account_id: UUID) -> None:
    """Make ready to set it up; nothing is asked for before the first right code."""
    second_step.prepare(session.get_one(Account, account_id))


def pass_second_step(
    session: Session, key: bytes, sign_in_id: str, code: str, *, now: datetime
) -> str | None:
    """Take the second step: the cookie's new value, or None for a wrong code."""
    sign_in, account = _own(session, sign_in_id)
    if not second_step.confirm(session, key, account.id, code, now=now):
        return None
    return sign_ins.renewed(session, sign_in, second_step_done=True)


def drop_second_step(session: Session, sign_in_id: str) -> str:
    """Do without it: the cookie's new value; every other sign-in ends.

    Raises ``NotAllowed`` for those who must have it.
    """
    sign_in, account = _own(session, sign_in_id)
    if account.role in access.SECOND_STEP_FOR:
        raise NotAllowed("Leads and administrators always take the second step.")
    second_step.take_away(account)
    return _only_this(session, sign_in)


def _own(session: Session, sign_in_id: str) -> tuple[SignIn, Account]:
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None:  # ended at the same moment
        raise SignInFirst("Sign in first, then open this page again.")
    if sign_in.account_id is None:
        raise NotAllowed("That is for those with an account.")
    return sign_in, session.get_one(Account, sign_in.account_id)


def _only_this(session: Session, sign_in: SignIn) -> str:
    """End every sign-in of the account but this one, which gets a new value."""
    account_id = sign_in.account_id
    value = sign_ins.renewed(session, sign_in)
    session.flush()
    sign_ins.end_others(session, value, account_id=account_id)
    return value
