"""Plain mail on its way out: what to say and to whom, not the text itself.

The text is written when the mail leaves, so that no link stands in the database.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime, one_of


class MailState(StrEnum):
    """Where a mail is: waiting for its (next) try, gone, or given up."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(SQLModel, table=True):
    """One plain message to one address; tried again until it leaves or is too old."""

    id: UUID = Field(primary_key=True)
    letter: str
    """The folder of its templates: ``templates/email/<letter>/``."""
    recipient: str
    values: dict[str, Any] = Field(sa_type=sa.JSON)
    """What its templates take besides what the machine knows; never a token."""
    link_id: UUID | None = Field(
        default=None, foreign_key="link.id", ondelete="CASCADE", index=True
    )
    """The link it carries, made when it leaves."""
    person_id: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", index=True
    )
    """Whom it is about, so that forgetting them takes it along."""
    state: MailState = Field(sa_type=one_of(MailState, "mail_state"), index=True)
    tries: int = 0
    next_try_at: datetime = Field(sa_type=UtcDateTime, index=True)
    problem: str | None = None
    """What the last try met, without the address."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
