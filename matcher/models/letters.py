"""The weekly letters: who wants one, each letter's row, and where none may go.

A letter's row is its whole life (``matcher.digests.states``); its text is made when it
leaves and stands nowhere. What was in it counts as seen only once it is ``sent``.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime, one_of
from catalogue.schedules import LONDON
from matcher.models.sentences import Said

WEEKLY = "weekly"
"""The occasion of the one letter of a week; a notice or a resend has another."""

LONDON_ZONE = LONDON.key
"""Where somebody's Monday is, unless they say otherwise."""


class RecipientKind(StrEnum):
    """To whom a letter goes."""

    PERSON = "person"
    WORKER = "worker"
    PARTNER = "partner"


class LetterState(StrEnum):
    """Where a letter is. The last five are the ends of a run."""

    PLANNED = "planned"
    LEASED = "leased"
    """One process has it, for a time, and has sent no final dot."""
    SENDING = "sending"
    """The final dot may have been sent; nobody sends it again by themselves."""
    SENT = "sent"
    EMPTY = "empty"
    """There was nothing to say, so nothing was sent."""
    CANCELLED = "cancelled"
    """It was no longer wanted when it would have left."""
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """It may have arrived: the other side did not answer the final dot."""


class Letter(SQLModel, table=True):
    """One letter to one recipient for one ISO week: the outbox."""

    __table_args__ = (
        sa.UniqueConstraint("recipient_kind", "recipient_id", "week", "occasion"),
        sa.Index("ix_letter_state_next_try_at", "state", "next_try_at"),
    )

    id: UUID = Field(primary_key=True)
    recipient_kind: RecipientKind = Field(
        sa_type=one_of(RecipientKind, "recipient_kind")
    )
    recipient_id: UUID
    """A person's id, or an account's (a worker, a partner)."""
    person_id: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", index=True
    )
    """The person again, so that forgetting them takes it along."""
    week: str = Field(index=True)
    """``%G-W%V`` of the recipient's local date, fixed when it is planned."""
    occasion: str = WEEKLY
    """``weekly``, or what else it is of: one letter for one occasion of a week."""
    state: LetterState = Field(sa_type=one_of(LetterState, "letter_state"))
    lease: int = 0
    """Counts the claims; a change under an older number changes nothing."""
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_id: str = Field(unique=True)
    """Without angle brackets; the same in every try."""
    address: str | None = None
    """Where it went, or was to go, at the last try."""
    tries: int = 0
    crashes: int = 0
    """How often a process died with it in hand, before the final dot."""
    planned_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    give_up_at: datetime = Field(sa_type=UtcDateTime)
    """No try begins after this; then it is given up."""
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = Field(default=None, sa_type=Said)
    """What the last try met, without the address."""


class LetterListing(SQLModel, table=True):
    """Something to do that stood in a letter: written before its final dot."""

    __tablename__ = "letter_listing"

    letter_id: UUID = Field(
        foreign_key="letter.id", ondelete="CASCADE", primary_key=True
    )
    opportunity_id: UUID = Field(
        foreign_key="opportunity.id",
        ondelete="CASCADE",
        primary_key=True,
        index=True,
    )
    position: int
    """Its place in the letter; 0 first."""
    revision: int
    """The listing's revision that the letter was made from."""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer: str | None = None
    """What whoever keeps it pressed, once: ``matcher.partners.checking.PRESSES``."""


class Subscription(SQLModel, table=True):
    """How somebody wants their letter. Without a row a person gets none.

    Staff and partners get theirs without a row, until they stop it. Somebody who keeps
    a listing and has no account is known by their address alone.
    """

    id: UUID = Field(primary_key=True)
    person_id: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", unique=True
    )
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", unique=True
    )
    address: str | None = Field(default=None, unique=True)
    """In small letters: of whoever told a listing by phone, and has no account."""
    weekday: int = 0
    """The day it comes: 0 for Monday."""
    timezone: str = LONDON_ZONE
    fewer: bool = False
    """Only in the first week of a month."""
    shared_inbox: bool = False
    """Others read this address: the mail carries a link and nothing else."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they pressed yes in the first mail."""
    paused_until: date | None = None
    """The first day on which a letter may come again."""
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Suppression(SQLModel, table=True):
    """An address that took no mail: nothing goes there until a person has looked."""

    id: UUID = Field(primary_key=True)
    address: str = Field(unique=True)
    """Casefolded."""
    why: str
    since: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", index=True
    )
    """Whose it was, so that forgetting them takes it along."""
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True
    )


class LetterPause(SQLModel, table=True):
    """Too many letters failed in a row of them: none leaves until this is over."""

    __tablename__ = "letter_pause"

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime, index=True)
    failed: int
    looked_at: int
    """Of how many letters so many failed."""
