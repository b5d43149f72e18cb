"""What organizations learn about what they offer. No row here is about a person.

Nothing counted can be led back to somebody: a row is kept for a place as wide as a
town, or for a listing and a week, and says nothing of who it was.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from catalogue.models import one_of


class LookedFor(SQLModel, table=True):
    """An activity that enough people near a place look for, and nobody offers there."""

    __tablename__ = "looked_for"

    outcode: str = Field(primary_key=True)
    """The place: ``M16``."""
    activity: str = Field(primary_key=True)
    """Its id in the lexicon."""
    name: str
    """As it was called when it was counted."""
    position: int
    """0 for what most look for; how many that are is not kept."""
    counted_on: date


class Noticed(StrEnum):
    """What somebody did with a listing."""

    SHOWN = "shown"
    OPENED = "opened"
    SAVED = "saved"
    HELLO = "hello"
    """The ready hello was opened, or they say that they said it."""


class ListingCount(SQLModel, table=True):
    """How often something was done with a listing in a week. Never by whom."""

    __tablename__ = "listing_count"

    opportunity_id: UUID = Field(
        foreign_key="opportunity.id", ondelete="CASCADE", primary_key=True
    )
    week: date = Field(primary_key=True)
    """Its Monday."""
    what: Noticed = Field(sa_type=one_of(Noticed, "noticed"), primary_key=True)
    activity: str = Field(primary_key=True)
    """The activity it was found by; "" for the listing as a whole."""
    count: int
    """Below five it is shown to nobody (``matcher.reports``)."""
