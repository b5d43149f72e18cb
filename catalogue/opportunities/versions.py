"""The catalogue's version: one number that says whether an index is up to date.

Beside it stands which listings each of the last changes touched, so that whoever keeps
an index reads those again and no others.
"""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import insert_rows
from catalogue.models import CatalogueChange, CatalogueVersion, Opportunity

MOST_NAMED = 500
"""Listings one change names at most; a larger one is read as another catalogue."""

KEPT = 2_000
"""Changes that are remembered; who is farther behind reads everything again."""


def announce(
    session: Session, keys: Collection[UUID] | None = None, *, after: int = 0
) -> None:
    """Tell whoever keeps an index that the catalogue is another one.

    ``keys``: the only listings that may have changed in any way; None when that is not
    known. ``after``: a number the new one must exceed, when the whole database was
    replaced.
    """
    counted = col(CatalogueVersion.number)
    at_least = sa.case((counted > after, counted), else_=after)
    # Counted in the database, so that two at once never give one number to both.
    session.execute(sa.update(CatalogueVersion).values(number=at_least + 1))
    number = version(session)
    named = keys is not None and len(keys) <= MOST_NAMED
    touched = sorted(keys or ()) if named else [None]
    rows = [{"number": number, "opportunity_id": key} for key in touched or [None]]
    insert_rows(session, CatalogueChange, rows)
    forgotten = col(CatalogueChange.number) <= number - KEPT
    session.execute(sa.delete(CatalogueChange).where(forgotten))


def version(session: Session) -> int:
    """A number that grows with every change: an index made at it is up to date."""
    number: int = session.execute(sa.select(col(CatalogueVersion.number))).scalar_one()
    return number


def changed_between(session: Session, then: int, now: int) -> frozenset[UUID] | None:
    """The listings that changed after one version, up to another.

    None when that is not known of every change between them.
    """
    number, key = col(CatalogueChange.number), col(CatalogueChange.opportunity_id)
    rows = session.execute(
        sa.select(number, key).where(number > then, number <= now)
    ).all()
    keys = frozenset(key for _, key in rows)
    if None in keys or len({number for number, _ in rows}) != now - then:
        return None
    return keys


def last_changes(session: Session, until: int, many: int) -> list[tuple[int, str]]:
    """The number and the listing ("" for all) of so many changes up to a version."""
    number, key = col(CatalogueChange.number), col(CatalogueChange.opportunity_id)
    rows = session.execute(
        sa.select(number, key)
        .where(number > until - many, number <= until)
        .order_by(number, key)
    )
    return [(one, str(touched or "")) for one, touched in rows]


def states(session: Session, keys: Collection[UUID]) -> dict[str, list[str]]:
    """By id, when each of these was last told, how often, and what it was read with;
    those that are there."""
    asked = (
        col(Opportunity.id),
        col(Opportunity.modified_at),
        col(Opportunity.revision),
        col(Opportunity.read_with),
    )
    rows = session.execute(sa.select(*asked).where(asked[0].in_(keys)))
    return {
        str(key): [at.isoformat(), str(revision), edition]
        for key, at, revision, edition in rows
    }
