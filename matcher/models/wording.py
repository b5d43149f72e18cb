"""What somebody wants to say as they said it: no note on it any more. Rows only.

It is kept with the listing and not with whoever wrote it, so that it says of nobody
how they speak.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime


class LeftAsWritten(SQLModel, table=True):
    """Words of a listing that stay as they are: no other way to say them is shown."""

    __tablename__ = "left_as_written"

    listing_id: UUID = Field(primary_key=True)
    """No foreign key: it may still be a draft, whose id is known beforehand."""
    entry: str = Field(primary_key=True)
    """The glossary's name of it."""
    since: datetime = Field(sa_type=UtcDateTime)
