"""Who works here, and how anybody is signed in.

No secret stands in these tables: passwords are argon2id hashes, sign-ins the hash of a
cookie, and the token of a link is made from its id with the machine's own key
(``matcher.keys``), so that a copy of the database opens nothing.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime, one_of


class Role(StrEnum):
    """What somebody with an account does here. People need none."""

    WORKER = "worker"
    LEAD = "lead"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"


class LinkPurpose(StrEnum):
    """What a link that works once is for, and for nothing else."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    NEW_PASSWORD = "new_password"  # noqa: S105 - a purpose, not a password


class Team(SQLModel, table=True):
    """Workers who may cover for each other, and the service they are of."""

    __table_args__ = (sa.UniqueConstraint("service", "name"),)

    id: UUID = Field(primary_key=True)
    name: str
    service: str
    """The organisation that employs them; "another service" is another name here."""


class Account(SQLModel, table=True):
    """A worker, a lead, a partner's volunteer or an administrator."""

    id: UUID = Field(primary_key=True)
    role: Role = Field(sa_type=one_of(Role, "role"))
    name: str
    """As people know them: shown to the people who chose them."""
    email: str = Field(unique=True)
    """Normalised and casefolded: one account for one address."""
    team_id: UUID | None = Field(
        default=None, foreign_key="team.id", ondelete="RESTRICT", index=True
    )
    organization_id: UUID | None = Field(
        default=None, foreign_key="organization.id", ondelete="CASCADE", index=True
    )
    """A partner's organization in the catalogue."""
    password_hash: str | None = None
    """argon2id; None: signs in by mail link only."""
    second_step_salt: str | None = None
    """What the secret of the second step is made from, with the machine's key."""
    second_step_on: bool = False
    second_step_used: int | None = None
    """The last time step whose code was used: a code works once (RFC 6238, 5.2)."""
    screen_code_hash: str | None = None
    """The short code that takes a handed-over screen back."""
    oidc_subject: str | None = Field(default=None, unique=True)
    """Issuer and subject of a single sign-on, once linked."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    signed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they last signed in; a sign-in's own row goes when it ends."""
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One browser that is signed in: a row to be revoked, never a signed cookie."""

    __tablename__ = "sign_in"

    id: str = Field(primary_key=True)
    """SHA-256 of the cookie's value, as hexadecimal."""
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True
    )
    person_id: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", index=True
    )
    """The person themself, by their card."""
    whole_page: bool = False
    """A person's own sign-in: whether their word was said, which opens the rest."""
    handed_to: UUID | None = Field(
        default=None, foreign_key="person.id", ondelete="CASCADE", index=True
    )
    """An account's sign-in whose screen was handed over to this person."""
    wrong_codes: int = 0
    """Wrong screen codes since it was handed over."""
    second_step_done: bool = False
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Link(SQLModel, table=True):
    """A link sent by mail: for one purpose, one address, one use, some hours."""

    id: UUID = Field(primary_key=True)
    purpose: LinkPurpose = Field(sa_type=one_of(LinkPurpose, "link_purpose"))
    email: str = Field(index=True)
    name: str | None = None
    role: Role | None = Field(default=None, sa_type=one_of(Role, "role"))
    team_id: UUID | None = Field(
        default=None, foreign_key="team.id", ondelete="CASCADE", index=True
    )
    organization_id: UUID | None = Field(
        default=None, foreign_key="organization.id", ondelete="CASCADE", index=True
    )
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True
    )
    """Whose sign-in or password; None for an invitation."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
