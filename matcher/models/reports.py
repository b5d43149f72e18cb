"""What organizations learn about what they offer. No row here is about a person.

Nothing counted can be led back to somebody: a row is kept for a place as wide as a
town, or for a listing and a week, and says nothing of who it was.
"""

from datetime import date

from sqlmodel import Field, SQLModel


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
