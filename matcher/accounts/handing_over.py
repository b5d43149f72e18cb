"""A worker's screen in a person's hands, and taken back with a short code.

While it is handed over the sign-in *is* that person (``access.visitor_of``): nobody
else's name and no way of the worker's is on it. Four digits take it back; after five
wrong tries the screen is signed out whole, which is the safe side.
"""

import re
from uuid import UUID

from sqlmodel import Session

from matcher.accounts import passwords, sign_ins
from matcher.errors import BadInput, NotFound
from matcher.models import Account, Person, SignIn

CODE = re.compile(r"[0-9]{4}")

MOST_WRONG = 5
"""Wrong codes until the screen is signed out: 1 in 2,000 guesses right."""


def has_code(session: Session, account_id: UUID) -> bool:
    """Whether this account chose the code that takes its screen back."""
    return session.get_one(Account, account_id).screen_code_hash is not None


def choose_code(session: Session, account_id: UUID, code: str) -> None:
    """Keep four digits, hashed; raises ``BadInput`` for anything else."""
    if not CODE.fullmatch(code):
        raise BadInput("Choose four digits, like 4071.")
    account = session.get_one(Account, account_id)
    account.screen_code_hash = passwords.hashed(code)
    session.add(account)
    session.flush()


def hand_over(session: Session, sign_in_id: str, person: Person) -> str:
    """Give the screen to a person: the new value for its cookie.

    Raises ``BadInput`` when the account has no code yet to take it back with.
    """
    sign_in = _held(session, sign_in_id)
    if sign_in.account_id is None or not has_code(session, sign_in.account_id):
        raise BadInput("Choose the four digits first that take the screen back.")
    return sign_ins.renewed(session, sign_in, handed_to=person.id, wrong_codes=0)


def is_code_of(session: Session, sign_in_id: str, code: str) -> bool:
    """Whether these digits take this screen back. Slow on purpose: ask outside of a
    write."""
    sign_in = session.get(SignIn, sign_in_id)
    account = session.get(Account, sign_in.account_id) if sign_in else None
    return passwords.matches(code, account.screen_code_hash if account else None)


def take_back(session: Session, sign_in_id: str, *, is_right: bool) -> str | None:
    """The screen back in the worker's hands: the new value for its cookie.

    None for a wrong code; the fifth ends the sign-in (``is_signed_in`` says so).
    Tries are counted one after the other, so that many at once are no more tries.
    """
    sign_in = _held(session, sign_in_id)
    if is_right:
        return sign_ins.renewed(session, sign_in, handed_to=None, wrong_codes=0)
    sign_in.wrong_codes += 1
    session.add(sign_in)
    session.flush()
    if sign_in.wrong_codes >= MOST_WRONG:
        sign_ins.end(session, sign_in.id)
    return None


def is_signed_in(session: Session, sign_in_id: str) -> bool:
    """Whether the screen is signed in at all, after a wrong code."""
    session.flush()
    session.expire_all()
    return session.get(SignIn, sign_in_id) is not None


def _held(session: Session, sign_in_id: str) -> SignIn:
    """The sign-in, with its row held until the end of this write."""
    sign_in = session.get(
        SignIn, sign_in_id, with_for_update=True, populate_existing=True
    )
    if sign_in is None:
        raise NotFound("This screen is not signed in any more.")
    return sign_in
