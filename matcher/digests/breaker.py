"""Stops all letters for a while when too many of them fail.

What fails for many is hardly the fault of each: a server that blocks us, a setting, a
text that filters refuse. Held in the database, so that every process heeds it.
"""

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from matcher.db import LOOKING_BACK_AT_LETTERS, one_after_another
from matcher.models import Letter, LetterPause, LetterState

log = structlog.get_logger()

OF_THE_LAST = 50
"""Letters looked back at."""

MOST_FAILED = 0.2
"""The share of them that may fail."""

PAUSE = timedelta(minutes=30)


def paused_until(session: Session, *, now: datetime) -> datetime | None:
    """Until when no letter leaves; None when they may."""
    return session.exec(
        select(sa.func.max(LetterPause.until)).where(col(LetterPause.until) > now)
    ).one_or_none()


def trip(session: Session, *, now: datetime) -> bool:
    """Pause all letters when more than a fifth of the last fifty failed.

    Asked after each failure, by one worker after another. Letters from before the last
    pause count no more, so that one good hour is not held to what was wrong before it.
    """
    one_after_another(session, LOOKING_BACK_AT_LETTERS)
    since = session.exec(select(sa.func.max(LetterPause.until))).one_or_none()
    looked_at = _last(session, since)
    failed = sum(looked_at)
    if len(looked_at) < OF_THE_LAST or failed <= MOST_FAILED * OF_THE_LAST:
        return False
    session.add(
        LetterPause(
            id=uuid4(), at=now, until=now + PAUSE, failed=failed, looked_at=OF_THE_LAST
        )
    )
    log.error("letters_paused", failed=failed, looked_at=OF_THE_LAST)
    return True


def _last(session: Session, since: datetime | None) -> list[bool]:
    """Of the letters tried last, whether each failed; newest first."""
    well = col(Letter.state) == LetterState.SENT
    badly = sa.or_(
        col(Letter.state).in_([LetterState.FAILED, LetterState.UNCERTAIN]),
        col(Letter.state) == LetterState.PLANNED,
    )
    query = (
        select(col(Letter.state) != LetterState.SENT)
        .where(col(Letter.tries) > 0, sa.or_(well, badly))
        .order_by(col(Letter.changed_at).desc(), col(Letter.id))
        .limit(OF_THE_LAST)
    )
    if since is not None:
        query = query.where(col(Letter.changed_at) >= since)
    return list(session.exec(query))
