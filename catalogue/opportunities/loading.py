"""Listings as they are stored: seven short queries for up to a batch of them.

Plain columns of the tables, never objects, and only those a listing is made of. Each
query is written once and kept. The id of the listing a part belongs to is taken as
the database gives it, because reading one as a ``UUID`` costs more than the rest of
its row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalogue.activities import Reading
from catalogue.drafts import (
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.models import (
    ActivityReading,
    CostOption,
    Location,
    Opportunity,
    OpportunityTerm,
    Organization,
    Schedule,
    TaxonomyTerm,
)
from catalogue.rows import CARD_FIELDS, JOINING_FIELDS, PLAIN_FIELDS, draft_of

Parts = Mapping[Any, Sequence[Mapping[str, Any]]]
"""The id of a listing, as the database gives it -> rows of it, in their order."""

LISTED = (
    "id", "organization_id", "revision", "modified_at",
    *PLAIN_FIELDS, *CARD_FIELDS, *JOINING_FIELDS,
)  # fmt: skip
READ = ("activity", "weight", "field", "found", "found_start")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An opportunity as it stands in the catalogue: what was said, and since when."""

    id: UUID
    draft: OpportunityDraft
    readings: tuple[Reading, ...]
    """The activities its words were read as, surest first."""
    organization_id: UUID | None
    revision: int
    modified_at: datetime


def load(
    session: Session, keys: Iterable[UUID], *, as_cards: bool = False
) -> list[Listing]:
    """Those of these listings that there are, in any order; at most a batch.

    ``as_cards``: without what no card shows, the activities and readings of each.
    """
    session.flush()  # below the unit of work nothing is written first
    connection, asked = session.connection(), {"keys": list(keys)}
    found = connection.execute(_opportunities(), asked).all()
    run_by = {row.organization_id for row in found} - {None}
    organizations = connection.execute(_organizations(), {"keys": list(run_by)})
    known = {row.id: row._asdict() for row in organizations}
    locations = _rows(connection, asked, Location, Venue)
    schedules = _rows(connection, asked, Schedule, Timetable)
    cost_options = _rows(connection, asked, CostOption, Price)
    terms = () if as_cards else connection.execute(_terms(), asked)
    readings = () if as_cards else connection.execute(_readings(), asked)
    named, read = _grouped(terms, ("name",)), _grouped(readings, READ)
    return [
        Listing(
            id=row.id,
            draft=draft_of(
                row._asdict(),
                organization=known.get(row.organization_id),
                activities=[term["name"] for term in named[row.owner]],
                locations=locations[row.owner],
                schedules=schedules[row.owner],
                cost_options=cost_options[row.owner],
            ),
            readings=tuple(map(_reading, read[row.owner])),
            organization_id=row.organization_id,
            revision=row.revision,
            modified_at=row.modified_at,
        )
        for row in found
    ]


def _reading(row: Mapping[str, Any]) -> Reading:
    return Reading(
        activity=row["activity"],
        weight=row["weight"],
        where=row["field"],
        found=row["found"],
        found_start=row["found_start"],
    )


def _rows(
    connection: sa.Connection,
    asked: Mapping[str, Any],
    table: type[SQLModel],
    value_type: type,
) -> Parts:
    names = _names(value_type)
    return _grouped(connection.execute(_parts(table, names), asked), names)


def _grouped(rows: Iterable[Sequence[Any]], names: Sequence[str]) -> Parts:
    """Rows that begin with the listing's id, by listing."""
    parts: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for owner, *values in rows:
        parts[owner].append(dict(zip(names, values, strict=True)))
    return parts


# --- the queries ---------------------------------------------------------------------


@cache
def _names(value_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value_type))


def _columns(table: type[SQLModel]) -> Any:
    return table.__table__.c  # type: ignore[attr-defined]


def _among(column: Any) -> sa.ColumnElement[bool]:
    among: sa.ColumnElement[bool] = column.in_(sa.bindparam("keys", expanding=True))
    return among


def _owner(column: Any) -> sa.ColumnElement[str]:
    """The column as the database gives it: text from SQLite, a UUID from the other."""
    return sa.type_coerce(column, sa.String).label("owner")


@cache
def _opportunities() -> sa.Select[Any]:
    of = _columns(Opportunity)
    columns = (of[name] for name in LISTED)
    return sa.select(_owner(of.id), *columns).where(_among(of.id))


@cache
def _organizations() -> sa.Select[Any]:
    of = _columns(Organization)
    columns = (of[name] for name in _names(OrganizationDraft))
    return sa.select(of.id, *columns).where(_among(of.id))


@cache
def _parts(table: type[SQLModel], names: tuple[str, ...]) -> sa.Select[Any]:
    of = _columns(table)
    return (
        sa.select(_owner(of.opportunity_id), *(of[name] for name in names))
        .where(_among(of.opportunity_id))
        .order_by(of.opportunity_id, of.position)
    )


@cache
def _terms() -> sa.Select[Any]:
    of, term = _columns(OpportunityTerm), _columns(TaxonomyTerm)
    return (
        sa.select(_owner(of.opportunity_id), term.name)
        .join(TaxonomyTerm.__table__, term.id == of.term_id)  # type: ignore[attr-defined]
        .where(_among(of.opportunity_id))
        .order_by(of.opportunity_id, of.position)
    )


@cache
def _readings() -> sa.Select[Any]:
    of = _columns(ActivityReading)
    return (
        sa.select(_owner(of.opportunity_id), *(of[name] for name in READ))
        .where(_among(of.opportunity_id))
        .order_by(of.weight.desc(), of.activity)
    )
