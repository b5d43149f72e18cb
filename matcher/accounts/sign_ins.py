"""The rows behind the cookie: a browser that is signed in, and what that is worth.

Every change of what a sign-in may do gives it a new value (ASVS 5.0, 7.2.4), so that
an old cookie opens nothing.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from matcher.access import IDLE, LONGEST
from matcher.errors import SignInFirst
from matcher.keys import hashed, new_value
from matcher.models import SignIn


def begin(
    session: Session,
    *,
    now: datetime,
    account_id: UUID | None = None,
    person_id: UUID | None = None,
    second_step_done: bool = False,
    whole_page: bool = False,
) -> str:
    """Sign a browser in as an account or as a person: the value for its cookie."""
    value = new_value()
    session.add(
        SignIn(
            id=hashed(value),
            account_id=account_id,
            person_id=person_id,
            second_step_done=second_step_done,
            whole_page=whole_page,
            started_at=now,
            seen_at=now,
        )
    )
    return value


def renewed(session: Session, sign_in: SignIn, **changes: object) -> str:
    """The same sign-in with these changes under a new value; the old one is dead.

    Raises ``SignInFirst`` for one that was renewed or ended at the same moment.
    """
    value = new_value()
    kept = sign_in.model_dump() | {"id": hashed(value)} | changes
    old = delete(SignIn).where(col(SignIn.id) == sign_in.id)
    if session.exec(old).rowcount != 1:
        raise SignInFirst("Sign in first, then open this page again.")
    session.add(SignIn(**kept))
    return value


def end(session: Session, sign_in_id: str) -> None:
    """Sign one browser out."""
    session.exec(delete(SignIn).where(col(SignIn.id) == sign_in_id))


def end_all(
    session: Session, *, account_id: UUID | None = None, person_id: UUID | None = None
) -> None:
    """Sign out every browser of an account, or every one opened with a card."""
    whose = (
        col(SignIn.account_id) == account_id
        if account_id
        else col(SignIn.person_id) == person_id
    )
    session.exec(delete(SignIn).where(whose))


def end_others(session: Session, value: str, *, account_id: UUID | None) -> None:
    """Sign out every browser of an account but the one with this cookie."""
    others = (
        col(SignIn.account_id) == account_id,
        col(SignIn.id) != hashed(value),
    )
    session.exec(delete(SignIn).where(*others))


def sweep(session: Session, *, now: datetime) -> int:
    """Drop every sign-in that ended by itself; how many there were."""
    ended = sa.or_(
        col(SignIn.seen_at) < now - IDLE, col(SignIn.started_at) < now - LONGEST
    )
    return session.exec(delete(SignIn).where(ended)).rowcount
