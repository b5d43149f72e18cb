"""The tables of what there is to do. Rows only: the verbs are in ``opportunities``.

Names follow HSDS 3 (Open Referral UK): ``organization``, ``location``, ``schedule``,
``cost_option``, ``taxonomy_term``. An imported row's id is a UUID made from its
source and source id, so that the same listing has the same address for ever.

``assured_on`` says when somebody *checked* a listing and ``modified_at`` when it was
*changed*; neither stands for the other. NULL means that nobody has said.
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.drafts import Openness, Status

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""SQLite can only change a constraint that has a name."""

SQLModel.model_config["defer_build"] = True
"""A row of a table is never validated: a start need not build validators for all."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite forgets the zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Refuse a naive datetime; store every other in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is not an instant: give it a timezone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give back what was stored, aware."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def one_of(words: type[StrEnum], name: str) -> sa.Enum:
    """A text column that holds one of the enum's values, checked by the database."""
    return sa.Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda enum: [member.value for member in enum],
    )


def parent(table: str, *, indexed: bool = True) -> Any:
    """A foreign key to a row that takes this one with it when it goes."""
    return Field(foreign_key=f"{table}.id", ondelete="CASCADE", index=indexed)


class Organization(SQLModel, table=True):
    """Who runs things to do (HSDS ``organization``)."""

    __table_args__ = (sa.UniqueConstraint("source", "name_key"),)

    id: UUID = Field(primary_key=True)
    source: str
    name_key: str = Field(index=True)
    """The name, casefolded with single spaces: one row for one name of one source."""
    name: str
    description: str | None = None
    openness: Openness = Field(sa_type=one_of(Openness, "openness"))
    charity_number: str | None = Field(default=None, index=True)
    company_number: str | None = Field(default=None, index=True)
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    trusted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when what it tells us is shown at once; None: somebody looks first."""
    modified_at: datetime = Field(sa_type=UtcDateTime)


class Opportunity(SQLModel, table=True):
    """One thing to do (HSDS ``service``, OpenActive ``opportunity``)."""

    __table_args__ = (sa.UniqueConstraint("source", "source_id"),)

    id: UUID = Field(primary_key=True)
    source: str
    source_id: str
    organization_id: UUID | None = Field(
        default=None, foreign_key="organization.id", ondelete="RESTRICT", index=True
    )
    title: str
    description: str
    openness: Openness = Field(sa_type=one_of(Openness, "openness"))
    outward_note: str | None = None
    status: Status = Field(sa_type=one_of(Status, "status"), index=True)
    joinable: bool
    adults: bool
    minimum_age: int | None = None
    maximum_age: int | None = None
    eligibility: str | None = None
    how_to_join: str | None = None
    what_to_bring: str | None = None
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    online: bool | None = None
    not_activities: list[str] = Field(
        default_factory=list,
        sa_type=sa.JSON,
        sa_column_kwargs={"server_default": "[]"},
    )
    """Activities of the lexicon that its words are not to be read as."""
    languages: list[str] = Field(sa_type=sa.JSON)
    covers: list[str] = Field(sa_type=sa.JSON)
    schedule_text: str | None = None
    cost_text: str | None = None
    # the first-visit card
    who_meets_you: str | None = None
    how_long: str | None = None
    can_i_watch: str | None = None
    quiet_times: str | None = None
    bring_someone: str | None = None
    # what joining asks
    just_turn_up: bool | None = None
    asks_form: bool | None = None
    asks_id: bool | None = None
    asks_address: bool | None = None
    asks_phone: bool | None = None
    stores_bag: bool | None = None
    dogs_welcome: bool | None = None
    licence: str | None = None
    assured_on: date | None = None
    visible_from: date | None = None
    visible_to: date | None = None
    closed_note: str | None = None
    rests_until: date | None = None
    off_on: list[str] = Field(
        default_factory=list,
        sa_type=sa.JSON,
        sa_column_kwargs={"server_default": "[]"},
    )
    """Single days on which it does not meet, as 2026-12-24."""
    kept_aside: dict[str, Any] = Field(sa_type=sa.JSON)
    digest: str
    """What the source last said, hashed: the same again changes nothing."""
    read_with: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The lexicon it was read into activities with; another one reads it again."""
    title_key: str = Field(
        default="", index=True, sa_column_kwargs={"server_default": ""}
    )
    """The title as it is compared, at most ``LONGEST_KEY`` characters."""
    merged_into: UUID | None = Field(default=None, index=True)
    """The listing that stands for this one too; what was said of this one stays.

    No foreign key: SQLite adds none to a table that is there.
    """
    nudged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When three ideas to open it outwards were shown: they are shown once."""
    revision: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    modified_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ToldApart(SQLModel, table=True):
    """Two listings that somebody said are two things: nobody is asked again.

    No foreign keys: one of them may still be a draft, whose id is known beforehand.
    """

    __tablename__ = "told_apart"

    one_id: UUID = Field(primary_key=True)
    """The smaller of the two ids."""
    other_id: UUID = Field(primary_key=True, index=True)
    said_at: datetime = Field(sa_type=UtcDateTime)


class Location(SQLModel, table=True):
    """One place where an opportunity meets (HSDS ``service_at_location``)."""

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = parent("opportunity")
    position: int
    name: str | None = None
    address: str | None = None
    city: str | None = None
    district: str | None = None
    postal_code: str | None = None
    postcode_key: str = Field(
        default="", index=True, sa_column_kwargs={"server_default": ""}
    )
    """The postcode in its one spelling; empty where it is none."""
    latitude: float | None = None
    longitude: float | None = None
    """As given; what only a postcode says is worked out when it is needed."""
    accessibility: list[str] = Field(sa_type=sa.JSON)


class Schedule(SQLModel, table=True):
    """One regular or single meeting time, local wall clock (HSDS ``schedule``)."""

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = parent("opportunity")
    position: int
    rrule: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    timezone: str
    text: str | None = None
    term_time: bool = Field(
        default=False, sa_column_kwargs={"server_default": sa.false()}
    )


class CostOption(SQLModel, table=True):
    """One price, in pence. No row at all means "cost not given", never "free"."""

    __tablename__ = "cost_option"

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = parent("opportunity")
    position: int
    amount_pence: int
    option: str | None = None
    per: str | None = None


class TaxonomyTerm(SQLModel, table=True):
    """A name for what people do (HSDS ``taxonomy_term``)."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (sa.UniqueConstraint("taxonomy", "code"),)

    id: UUID = Field(primary_key=True)
    taxonomy: str
    code: str
    name: str
    parent_id: UUID | None = Field(
        default=None, foreign_key="taxonomy_term.id", ondelete="SET NULL"
    )


class OpportunityTerm(SQLModel, table=True):
    """What people do at an opportunity, in the order the listing names it."""

    __tablename__ = "opportunity_term"

    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", primary_key=True
    )
    term_id: UUID = Field(
        foreign_key="taxonomy_term.id",
        ondelete="CASCADE",
        primary_key=True,
        index=True,
    )
    position: int


class ActivityReading(SQLModel, table=True):
    """An activity of the lexicon that an opportunity's own words speak of."""

    __tablename__ = "activity_reading"

    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", primary_key=True
    )
    activity: str = Field(primary_key=True)
    """Its id in the lexicon; no foreign key, for the lexicon is a file."""
    weight: float
    """How sure, 0 to 1."""
    field: str
    """``title``, ``activities``, ``organization`` or ``description``."""
    found: str
    found_start: int


class Revision(SQLModel, table=True):
    """Everything a source said of an opportunity, each time that it said it anew."""

    __table_args__ = (sa.UniqueConstraint("opportunity_id", "number"),)

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = parent("opportunity", indexed=False)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    content: dict[str, Any] = Field(sa_type=sa.JSON)


class KeptBy(SQLModel, table=True):
    """The organization that keeps a listing true itself, whoever told us of it first.

    What any other source says of it from then on is left alone.
    """

    __tablename__ = "kept_by"

    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", primary_key=True
    )
    organization_id: UUID = parent("organization")
    since: datetime = Field(sa_type=UtcDateTime)


class CatalogueVersion(SQLModel, table=True):
    """One row that counts the changes: whoever keeps an index compares numbers."""

    __tablename__ = "catalogue_version"

    id: int = Field(primary_key=True, default=1)
    number: int


class CatalogueChange(SQLModel, table=True):
    """A listing that one change of the catalogue touched; the last changes only."""

    __tablename__ = "catalogue_change"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(index=True)
    """The version that the change made."""
    opportunity_id: UUID | None = None
    """NULL: nobody knows which, so it may be any. No foreign key: it may be gone."""
    token: UUID | None = None
    """Made up anew for each change, one for all its rows: a number may be given twice,
    when a database is put back by hand. NULL: nobody can tell it from another."""
