"""All that is held about a person, as plain values: for a page to read, or a file.

Every classified column, the access log and past mail. What only scrambles a word, a
code or a cookie is named and left out; what is private to the person is left out for
anybody else, and named too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from catalogue import opportunities
from matcher.models import Account, Team
from matcher.their_data.columns import COLUMNS, Held, rows_of

FORMAT = 1
"""Of the exported file; raised when a name in it changes its meaning."""

NAMED = {"opportunity_id": "opportunity", "account_id": "worker", "team_id": "team"}
"""Columns that hold another row's number, and what the page calls what it names."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of one row."""

    column: str
    value: Any
    held: Held
    named: str | None = None
    """What a number of another row stands for: a listing's title, a worker's name."""


@dataclass(frozen=True, kw_only=True)
class HeldTable:
    """What one table holds of the person."""

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    withheld: tuple[str, ...] = ()
    """Columns that are never given out."""
    private: bool = False
    """It is the person's alone, and somebody else is looking: no rows."""


def everything(
    session: Session, person_id: UUID, *, for_themself: bool
) -> tuple[HeldTable, ...]:
    """Every table of the person's, in the order it is shown.

    ``for_themself``: not so, what is private to them is left out.
    """
    tables = [(name, SQLModel.metadata.tables[name]) for name in COLUMNS]
    rows = {
        name: _rows(session, table, person_id)
        for name, table in tables
        if for_themself or not _is_private(name)
    }
    names = _names(session, rows.values())
    return tuple(_held(name, rows.get(name), names) for name, _ in tables)


def _is_private(name: str) -> bool:
    return all(held.private for held in COLUMNS[name].values())


def _rows(session: Session, table: sa.Table, person_id: UUID) -> list[dict[str, Any]]:
    """The person's rows, oldest or first in order first."""
    order = [
        table.c[name]
        for name in ("position", "at", "given_at", "created_at", "started_at")
        if name in table.c
    ]
    query = sa.select(table).where(rows_of(table, person_id))
    found = session.execute(query.order_by(*order, *table.primary_key))
    return [dict(row) for row in found.mappings()]


def _held(
    name: str, rows: list[dict[str, Any]] | None, names: Mapping[UUID, str]
) -> HeldTable:
    columns = COLUMNS[name]
    withheld = tuple(one for one, held in columns.items() if not held.exported)
    if rows is None:
        return HeldTable(name=name, withheld=withheld, private=True)
    return HeldTable(
        name=name,
        withheld=withheld,
        rows=tuple(
            tuple(
                Cell(
                    column=column,
                    value=row[column],
                    held=held,
                    named=names.get(row[column]) if column in NAMED else None,
                )
                for column, held in columns.items()
                if held.exported
            )
            for row in rows
        ),
    )


def _names(session: Session, tables: Iterable[list[dict[str, Any]]]) -> dict[UUID, str]:
    """What the numbers of listings, workers and teams stand for."""
    numbers: dict[str, set[UUID]] = {column: set() for column in NAMED}
    for rows in tables:
        for row in rows:
            for column in numbers.keys() & row.keys():
                if row[column] is not None:
                    numbers[column].add(row[column])
    listings = opportunities.listings(session, sorted(numbers["opportunity_id"]))
    names = {listing.id: listing.draft.title for listing in listings}
    accounts = select(Account).where(col(Account.id).in_(numbers["account_id"]))
    teams = select(Team).where(col(Team.id).in_(numbers["team_id"]))
    names |= {account.id: account.name for account in session.exec(accounts)}
    return names | {team.id: team.name for team in session.exec(teams)}


def as_json(tables: Iterable[HeldTable], *, now: datetime) -> dict[str, Any]:
    """The file to keep: plain JSON values, each table with why its columns are held."""
    return {
        "format": FORMAT,
        "exported_at": _plain(now),
        "tables": {table.name: _table_as_json(table) for table in tables},
    }


def _table_as_json(table: HeldTable) -> dict[str, Any]:
    columns = COLUMNS[table.name]
    told: dict[str, Any] = {
        "columns": {
            name: {"purpose": held.purpose.value, "kept": held.kept.value}
            for name, held in columns.items()
        },
        "left_out": list(table.withheld),
        "rows": [_row_as_json(row) for row in table.rows],
    }
    return told | ({"private_to_the_person": True} if table.private else {})


def _row_as_json(row: Iterable[Cell]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for cell in row:
        told[cell.column] = _plain(cell.value)
        if cell.named is not None:
            told[NAMED[cell.column]] = cell.named
    return told


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
