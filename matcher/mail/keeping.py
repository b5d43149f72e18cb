"""How long a mail's row and its file are kept; older ones go.

Mail about a person stays a year, so that they can see what was sent, or as long as
their page. Other mail says nothing to anybody after a month.
"""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher.db import writing
from matcher.mail.carrying import OUTBOX, remove_files
from matcher.models import Mail, MailState
from matcher.settings import Settings

KEPT_ABOUT_A_PERSON = timedelta(days=365)
KEPT_OTHERWISE = timedelta(days=30)
"""Long enough for an operator to see what did not arrive."""


def drop_old(engine: sa.Engine, settings: Settings, *, now: datetime) -> int:
    """Delete mail that is done with and old, and its files; how many."""
    with writing(engine) as session:
        old = _old(session, now)
        session.exec(sa.delete(Mail).where(col(Mail.id).in_(old)))
    remove_files(settings, old)
    _drop_old_files(settings.data / OUTBOX, now - KEPT_OTHERWISE)
    return len(old)


def _drop_old_files(outbox: Path, before: datetime) -> None:
    """A file goes by its own age too: the row of some mail goes when it leaves."""
    for file in outbox.glob("*.eml"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


def _old(session: Session, now: datetime) -> list[UUID]:
    is_about = col(Mail.person_id).is_not(None)
    too_old = sa.or_(
        sa.and_(is_about, col(Mail.created_at) < now - KEPT_ABOUT_A_PERSON),
        sa.and_(~is_about, col(Mail.created_at) < now - KEPT_OTHERWISE),
    )
    done = col(Mail.state).in_([MailState.SENT, MailState.FAILED])
    return list(session.exec(select(Mail.id).where(done, too_old)))
