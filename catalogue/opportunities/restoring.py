"""Listings as they stand, row by row, so that a change is taken back exactly.

What is kept is JSON and holds what stands in the tables, with the versions counted and
not copied. Putting it back takes later versions away, so whoever does it first makes
sure that nobody changed the listing since. ``KeptBy`` is in it, saves and remarks are
not.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from catalogue.bulk import columns_of, delete_parts, insert_rows, update_rows
from catalogue.models import (
    ActivityReading,
    CostOption,
    KeptBy,
    Location,
    Opportunity,
    OpportunityTerm,
    Organization,
    Revision,
    Schedule,
    TaxonomyTerm,
    UtcDateTime,
)

AsItStood = dict[str, list[dict[str, Any]]]
"""Rows by the name of their table, as JSON values."""

PARTS: tuple[Any, ...] = (
    Location,
    Schedule,
    CostOption,
    OpportunityTerm,
    ActivityReading,
    KeptBy,
)
"""What hangs on a listing; terms come along so that none is missing later."""


def as_they_stand(session: Session, keys: Collection[UUID]) -> dict[UUID, AsItStood]:
    """The listings with these ids as they stand now; unknown ids are left out."""
    taken: dict[UUID, AsItStood] = defaultdict(lambda: defaultdict(list))
    rows = session.execute(columns_of(Opportunity).where(col(Opportunity.id).in_(keys)))
    for row in rows.mappings():
        taken[row["id"]]["opportunity"].append(_plain(dict(row)))
    for table in PARTS:
        parts = columns_of(table).where(col(table.opportunity_id).in_(keys))
        for part in session.execute(parts).mappings():
            taken[part["opportunity_id"]][table.__tablename__].append(
                _plain(dict(part))
            )
    for owner, term in _terms(session, keys):
        taken[owner]["taxonomy_term"].append(term)
    return {key: dict(taken[key]) for key in keys if key in taken}


def _terms(
    session: Session, keys: Collection[UUID]
) -> Iterable[tuple[UUID, dict[str, Any]]]:
    owner = col(OpportunityTerm.opportunity_id)
    rows = session.execute(
        columns_of(TaxonomyTerm)
        .add_columns(owner.label("owner"))
        .join(OpportunityTerm, col(OpportunityTerm.term_id) == col(TaxonomyTerm.id))
        .where(owner.in_(keys))
    )
    for row in rows.mappings():
        yield row["owner"], _plain({k: v for k, v in row.items() if k != "owner"})


def put_back(session: Session, taken: Mapping[UUID, AsItStood]) -> None:
    """Make these listings again what they were; their later versions go."""
    delete_parts(session, PARTS, taken.keys())
    rows = [_typed(Opportunity, stood["opportunity"][0]) for stood in taken.values()]
    update_rows(session, Opportunity, rows)
    for row in rows:
        session.execute(
            sa.delete(Revision).where(
                col(Revision.opportunity_id) == row["id"],
                col(Revision.number) > row["revision"],
            )
        )
    _with_missing_terms(session, taken)
    for table in PARTS:
        name = table.__tablename__
        parts = [_typed(table, row) for x in taken.values() for row in x.get(name, ())]
        insert_rows(session, table, parts)


def _with_missing_terms(session: Session, taken: Mapping[UUID, AsItStood]) -> None:
    rows = {
        row["id"]: row
        for stood in taken.values()
        for row in (_typed(TaxonomyTerm, one) for one in stood.get("taxonomy_term", ()))
    }
    key = col(TaxonomyTerm.id)
    stored = set(session.execute(sa.select(key).where(key.in_(rows))).scalars())
    new = [row for row in rows.values() if row["id"] not in stored]
    insert_rows(session, TaxonomyTerm, new)


def remove(session: Session, keys: Collection[UUID]) -> None:
    """Take these listings away with all that was said of them, as if never told."""
    delete_parts(session, (*PARTS, Revision), keys)
    session.execute(sa.delete(Opportunity).where(col(Opportunity.id).in_(keys)))


def organizations_as_they_stand(
    session: Session, keys: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """The rows of these organizations as JSON values; unknown ids are left out."""
    rows = session.execute(
        columns_of(Organization).where(col(Organization.id).in_(keys))
    )
    return {row["id"]: _plain(dict(row)) for row in rows.mappings()}


def put_organization_back(session: Session, taken: Mapping[str, Any]) -> None:
    """Make an organization's row again what it was."""
    update_rows(session, Organization, [_typed(Organization, taken)])


def terms_stored(session: Session, keys: Collection[UUID]) -> set[UUID]:
    """Those of these terms that are stored."""
    key = col(TaxonomyTerm.id)
    return set(session.execute(sa.select(key).where(key.in_(keys))).scalars())


def remove_unused_terms(session: Session, keys: Collection[UUID]) -> None:
    """Take away those of these terms that no listing has."""
    used = sa.select(col(OpportunityTerm.term_id))
    session.execute(
        sa.delete(TaxonomyTerm).where(
            col(TaxonomyTerm.id).in_(keys), col(TaxonomyTerm.id).not_in(used)
        )
    )


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value


def _typed(table: type[SQLModel], row: Mapping[str, Any]) -> dict[str, Any]:
    columns = table.__table__.columns  # type: ignore[attr-defined]
    return {
        column.name: _value(column.type, row[column.name])
        for column in columns
        if column.name in row
    }


def _value(kind: Any, value: Any) -> Any:
    if value is None or isinstance(kind, sa.JSON):
        return value
    match kind:
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case sa.Uuid():
            return UUID(value)
        case sa.Date():
            return date.fromisoformat(value)
        case sa.Time():
            return time.fromisoformat(value)
        case sa.Enum() if kind.enum_class:
            return kind.enum_class(value)
        case _:
            return value
