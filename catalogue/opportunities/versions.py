"""The catalogue's version: one number that says whether an index is up to date."""

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.models import CatalogueVersion


def announce(session: Session, *, after: int = 0) -> None:
    """Tell whoever keeps an index that the catalogue is another one.

    ``after``: a number the new one must exceed, when the whole database was replaced.
    """
    number = max(version(session), after) + 1
    session.execute(sa.update(CatalogueVersion).values(number=number))


def version(session: Session) -> int:
    """A number that grows with every change: an index made at it is up to date."""
    number: int = session.execute(sa.select(col(CatalogueVersion.number))).scalar_one()
    return number
