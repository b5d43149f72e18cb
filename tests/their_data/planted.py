"""A person with a canary in every text column there is, and a neighbour beside them.

Columns are found from the tables, so a new one is planted too.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import AutoString, Session, SQLModel

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft
from catalogue.rows import opportunity_id
from matcher.their_data.columns import COLUMNS, persons_tables

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

EMAIL = ("email", "recipient")
"""Columns whose canary must look like an address."""


def canary(person: str, table: str, column: str) -> str:
    """The word planted in one column; nobody else's."""
    word = f"canary-{person}-{table}-{column}".replace("_", "-")
    return f"{word}@good.example" if column in EMAIL else word


def canaries(person: str) -> dict[tuple[str, str], str]:
    """Every canary of a person, by table and column."""
    return {
        (name, column.name): canary(person, name, column.name)
        for name in sorted(persons_tables())
        for column in SQLModel.metadata.tables[name].columns
        if is_text(column)
    }


def is_text(column: sa.Column[Any]) -> bool:
    """Whether somebody's words fit into a column."""
    free = isinstance(column.type, sa.String | AutoString | sa.JSON)
    return free and not isinstance(column.type, sa.Enum) and not column.foreign_keys


def plant(session: Session, person: str, listing_id: UUID) -> UUID:
    """A person with one row in each of their tables, full of canaries; their id."""
    ids: dict[str, object] = {"person": uuid4()}
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in COLUMNS:
            continue
        row = {
            column.name: _value(person, column, ids, listing_id)
            for column in table.columns
        }
        if table.name != "person" and "id" in row:
            ids[table.name] = row["id"]
        session.execute(sa.insert(table).values(row))
    person_id = ids["person"]
    assert isinstance(person_id, UUID)
    return person_id


def _value(
    person: str,
    column: sa.Column[Any],
    ids: Mapping[str, object],
    listing_id: UUID,
) -> object:
    table = column.table.name  # type: ignore[attr-defined]
    if column.name == "person_id" or (table, column.name) == ("person", "id"):
        return ids["person"]
    for key in column.foreign_keys:
        parent = key.column.table.name
        return listing_id if parent == "opportunity" else ids.get(parent)
    if isinstance(column.type, sa.Enum):
        return column.type.python_type(column.type.enums[0])
    if isinstance(column.type, sa.JSON):
        return {"said": canary(person, table, column.name)}
    if is_text(column):
        return canary(person, table, column.name)
    return _plain_value(column)


def _plain_value(column: sa.Column[Any]) -> object:
    kind = column.type
    if isinstance(kind, sa.Uuid):
        return uuid4()
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.Float):
        return 0
    return date(2026, 11, 24) if isinstance(kind, sa.Date) else NOW


def snapshot(session: Session, person: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that holds a canary of this person, as it stands."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        rows = [tuple(row) for row in session.execute(sa.select(table))]
        found[table.name] = sorted(
            (row for row in rows if f"canary-{person}-" in repr(row)), key=repr
        )
    return found


def an_opportunity(session: Session) -> UUID:
    """Something to do that a list can hold."""
    draft = OpportunityDraft(source="tests", source_id="1", title="Evening choir")
    opportunities.store(session, [draft], now=NOW)
    return opportunity_id(draft.source, draft.source_id)
