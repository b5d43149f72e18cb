"""Listings as they are stored: six short queries for up to a batch of them.

Plain columns of the tables, never objects, and only those a listing is made of. Each
query is written once and kept, and once more for a listing alone, as most changes are:
where it is not known how many ids come, SQLAlchemy finishes the query each time, in a
fifth of the time of reading it. The id of the listing a part belongs to is taken as
the database gives it, because reading one as a ``UUID`` costs more than the rest of
its row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalogue.activities import Reading
from catalogue.bulk import KEYS, below, table_of
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
from catalogue.opportunities.current import CURRENT
from catalogue.rows import CARD_FIELDS, JOINING_FIELDS, PLAIN_FIELDS, draft_of

Parts = Mapping[Any, Sequence[Mapping[str, Any]]]
"""The id of a listing, as the database gives it -> rows of it, in their order."""

LISTED = (
    "id", "organization_id", "revision", "modified_at",
    *PLAIN_FIELDS, *CARD_FIELDS, *JOINING_FIELDS,
)  # fmt: skip
OF_ORGANIZATION = "organization_"
"""Before the names of its columns, where they stand beside those of a listing."""

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
    session: Session, keys: Iterable[UUID], *, today: date | None = None
) -> list[Listing]:
    """Those of these listings that there are, in any order; at most a batch.

    ``today``: only what people may see and join on that day.
    """
    connection, sought = below(session), list(keys)
    alone = len(sought) == 1
    asked: dict[str, Any] = {"key": sought[0]} if alone else {"keys": sought}
    query = _opportunities(alone=alone) if today is None else _current(alone=alone)
    found = connection.execute(query, {**asked, "today": today}).all()
    if not found:
        return []
    parts = [
        _grouped(connection.execute(_parts(kind, alone=alone), asked).all(), kind.names)
        for kind in KINDS
    ]
    return [
        _listing(row._asdict(), *(one[row.owner] for one in parts)) for row in found
    ]


def _listing(
    row: Mapping[str, Any],
    locations: Sequence[Mapping[str, Any]],
    schedules: Sequence[Mapping[str, Any]],
    cost_options: Sequence[Mapping[str, Any]],
    named: Sequence[Mapping[str, Any]],
    read: Sequence[Mapping[str, Any]],
) -> Listing:
    run_by = {name: row[OF_ORGANIZATION + name] for name in _names(OrganizationDraft)}
    return Listing(
        id=row["id"],
        draft=draft_of(
            row,
            organization=run_by if row["organization_id"] else None,
            activities=[term["name"] for term in named],
            locations=locations,
            schedules=schedules,
            cost_options=cost_options,
        ),
        readings=tuple(map(_reading, read)),
        organization_id=row["organization_id"],
        revision=row["revision"],
        modified_at=row["modified_at"],
    )


def _reading(row: Mapping[str, Any]) -> Reading:
    return Reading(
        activity=row["activity"],
        weight=row["weight"],
        where=row["field"],
        found=row["found"],
        found_start=row["found_start"],
    )


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


class Kind(NamedTuple):
    """Rows that belong to a listing."""

    table: type[SQLModel]
    names: tuple[str, ...]


KINDS = (
    Kind(Location, _names(Venue)),
    Kind(Schedule, _names(Timetable)),
    Kind(CostOption, _names(Price)),
    Kind(OpportunityTerm, ("name",)),
    Kind(ActivityReading, READ),
)
"""In the order in which ``_listing`` takes them."""


_KEY: sa.BindParameter[Any] = sa.bindparam("key")


def _sought(column: sa.Column[Any], *, alone: bool) -> sa.ColumnElement[bool]:
    return column == _KEY if alone else column.in_(KEYS)


def _owner(column: sa.Column[Any]) -> sa.ColumnElement[str]:
    """The column as the database gives it: text from SQLite, a UUID from the other."""
    return sa.type_coerce(column, sa.String).label("owner")


@cache
def _opportunities(*, alone: bool) -> sa.Select[Any]:
    of, run_by = table_of(Opportunity).c, table_of(Organization).c
    names = _names(OrganizationDraft)
    return (
        sa.select(
            _owner(of.id),
            *(of[name] for name in LISTED),
            *(run_by[name].label(OF_ORGANIZATION + name) for name in names),
        )
        .outerjoin(table_of(Organization), run_by.id == of.organization_id)
        .where(_sought(of.id, alone=alone))
    )


@cache
def _current(*, alone: bool) -> sa.Select[Any]:
    return _opportunities(alone=alone).where(CURRENT)


@cache
def _parts(kind: Kind, *, alone: bool) -> sa.Select[Any]:
    of: Any = table_of(kind.table).c
    rows: sa.FromClause = table_of(kind.table)
    if kind.table is OpportunityTerm:
        terms = table_of(TaxonomyTerm)
        columns, rows = [terms.c.name], rows.join(terms, terms.c.id == of.term_id)
    else:
        columns = [of[name] for name in kind.names]
    query = sa.select(_owner(of.opportunity_id), *columns).select_from(rows)
    query = query.where(_sought(of.opportunity_id, alone=alone))
    if kind.table is ActivityReading:
        return query.order_by(of.weight.desc(), of.activity)
    return query.order_by(of.opportunity_id, of.position)
