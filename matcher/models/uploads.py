"""Spreadsheets that somebody sent: what became of them, and how to take them back.

The file goes as soon as it was read, a row as soon as it was put in; what stood there
before is kept for as long as the upload can be taken back, and no longer.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.drafts import Openness
from catalogue.models import UtcDateTime, one_of
from matcher.models.sentences import AllSaid, Said


class UploadState(StrEnum):
    """Where an upload is. What the clock works on: reading, storing, undoing."""

    READING = "reading"
    UNREADABLE = "unreadable"
    READY = "ready"
    """Judged; nothing is in yet."""
    WAITING = "waiting"
    """Handed in; somebody looks at it first."""
    STORING = "storing"
    STORED = "stored"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowOutcome(StrEnum):
    """What would happen to one row."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Upload(SQLModel, table=True):
    """One file of listings, from its arrival until it can't be taken back any more."""

    id: UUID = Field(primary_key=True)
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True
    )
    """Who sent it."""
    of_partner: bool
    """Sent by somebody of the organization itself."""
    organization_id: UUID | None = Field(
        default=None, foreign_key="organization.id", ondelete="SET NULL", index=True
    )
    """Whose listings they are; None: a new organization's, or the file says."""
    run_by: str | None = None
    """The name of an organization that the catalogue does not know yet."""
    openness: Openness | None = Field(
        default=None, sa_type=one_of(Openness, "upload_openness")
    )
    """What listings are that do not say."""
    file_name: str
    state: UploadState = Field(sa_type=one_of(UploadState, "upload_state"), index=True)
    done: int = 0
    total: int = 0
    """How far the work under way is: bytes or rows; 0 in all: not known."""
    problem: str | None = Field(default=None, sa_type=Said)
    """Why it could not be read, or went no further."""
    notes: list[str] = Field(default_factory=list, sa_type=AllSaid)
    """How its headers were read."""
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0
    """Counted in rows; of what is stored, what became of it."""
    left: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Titles that somebody changed meanwhile: they were left as they are."""
    new_terms: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Ids of the terms that came with it."""
    note: str | None = None
    """What was written to who sent it, when it was sent back."""
    lease: int = 0
    """Counts the claims; a change under an older number changes nothing."""
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    begun_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    stored_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UploadFile(SQLModel, table=True):
    """The file itself, until it was read."""

    __tablename__ = "upload_file"

    upload_id: UUID = Field(
        foreign_key="upload.id", ondelete="CASCADE", primary_key=True
    )
    body: bytes


class UploadRow(SQLModel, table=True):
    """One row of the file, judged, until it was put in."""

    __tablename__ = "upload_row"

    upload_id: UUID = Field(
        foreign_key="upload.id", ondelete="CASCADE", primary_key=True
    )
    line: int = Field(primary_key=True)
    outcome: RowOutcome = Field(sa_type=one_of(RowOutcome, "row_outcome"))
    title: str
    """As far as it says one."""
    cells: dict[str, Any] = Field(sa_type=sa.JSON)
    """As it came; only of a row that is refused."""
    content: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """What it would say, as ``catalogue.drafts_json`` writes it."""
    opportunity_id: UUID | None = Field(default=None, index=True)
    source_id: str = ""
    """The id the row gives itself."""
    base_revision: int = 0
    """The listing's revision it was held against; 0: it is new."""
    refusal: str | None = Field(default=None, sa_type=Said)
    column: str | None = None
    """The header of the cell that is the matter."""
    warnings: list[str] = Field(default_factory=list, sa_type=AllSaid)


class UploadBefore(SQLModel, table=True):
    """What stood in the catalogue before an upload changed it."""

    __tablename__ = "upload_before"

    upload_id: UUID = Field(
        foreign_key="upload.id", ondelete="CASCADE", primary_key=True
    )
    key: UUID = Field(primary_key=True)
    """A listing's or an organization's id."""
    is_listing: bool
    title: str
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """Its rows; None: it was not there."""
    after: dict[str, Any] = Field(sa_type=sa.JSON)
    """What it became: when it is another one now, somebody changed it since."""
