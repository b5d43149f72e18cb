"""Organizations that keep listings here: who asked to join, what waits, what was told.

Nothing here is about a person who looks for something to do: what a visitor tells of a
listing is kept without saying who it was.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime, one_of


class JoinRequest(SQLModel, table=True):
    """Somebody of an organization asks to keep its listings here."""

    __tablename__ = "join_request"

    id: UUID = Field(primary_key=True)
    organization: str
    charity_number: str | None = None
    company_number: str | None = None
    name: str
    email: str = Field(index=True)
    voucher: str | None = None
    """A worker here who knows them, in the asker's words."""
    opportunity_id: UUID | None = Field(
        default=None, foreign_key="opportunity.id", ondelete="SET NULL", index=True
    )
    """The listing they came from, and say is theirs."""
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True
    )
    agreed: bool | None = None
    note: str | None = None
    """What was written to them."""


class ListingClaim(SQLModel, table=True):
    """An organization that is here says: this listing is ours."""

    __tablename__ = "listing_claim"

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", index=True
    )
    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", index=True
    )
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    """Who says so."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True
    )
    agreed: bool | None = None


class ListingDraft(SQLModel, table=True):
    """A listing as somebody is telling it, or a change to one, until it is decided."""

    __tablename__ = "listing_draft"

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    """Who began it."""
    organization_id: UUID | None = Field(
        default=None, foreign_key="organization.id", ondelete="CASCADE", index=True
    )
    """Whose it is; None: a worker tells it for somebody without an account."""
    opportunity_id: UUID | None = Field(
        default=None, foreign_key="opportunity.id", ondelete="CASCADE", index=True
    )
    """The listing that it would change; None: a new one."""
    base_revision: int = 0
    """The listing's revision that the change was made from."""
    version: int = 1
    """Counts the changes of the draft itself: an older form changes nothing."""
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    """As ``catalogue.drafts_json`` writes it."""
    confirm_email: str | None = None
    """Told by a worker: where those who run it are asked whether it is right."""
    step: str
    """The question to go on with."""
    begun_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True
    )
    note: str | None = None
    """What was written to who told it, when it was sent back."""


class RemarkKind(StrEnum):
    """What a visitor tells of a listing."""

    CHANGED = "changed"
    UNSAFE = "unsafe"
    """They did not feel safe or welcome; only a lead reads it."""


class Remark(SQLModel, table=True):
    """What somebody told of a listing, without saying who."""

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", index=True
    )
    kind: RemarkKind = Field(sa_type=one_of(RemarkKind, "remark_kind"))
    words: str
    told_at: datetime = Field(sa_type=UtcDateTime, index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
