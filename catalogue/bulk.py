"""Many rows at once, as plain columns: quicker than objects, on both engines.

Each statement is written once and kept, and sent past the session: writing one anew
takes several times what the database needs to carry it out.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalogue.rows import RowValues

BATCH = 500
"""Listings written or read together: far below the engines' limit of parameters,
and small enough that an import's memory does not grow with its file."""

KEYS: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
"""In a statement that is kept, the ids it is asked about: ``{"keys": [...]}``."""

_ROW = "its_id"


def table_of(rows: type[SQLModel]) -> sa.Table:
    """The table of these rows, for what is sent past the session."""
    table: sa.Table = rows.__table__  # type: ignore[attr-defined]
    return table


def below(session: Session) -> sa.Connection:
    """The connection of a session, to which all that the session holds was written."""
    session.flush()
    return session.connection()


def insert_rows(
    session: Session, table: type[SQLModel], rows: Sequence[RowValues]
) -> None:
    """Insert all these rows; none is no query."""
    for same in _of_the_same_columns(rows):
        below(session).execute(_insert(table), same)


def insert_new(
    session: Session, table: type[SQLModel], rows: Sequence[RowValues]
) -> None:
    """Insert those of these rows that are not there.

    One that another unit inserts at this moment is waited for, and is theirs.
    """
    connection = below(session)
    for same in _of_the_same_columns(rows):
        connection.execute(_insert_new(table, connection.dialect.name), same)


def update_rows(
    session: Session, table: type[SQLModel], rows: Iterable[RowValues]
) -> None:
    """Change rows that are there, by their ``id``; what a row does not say stays."""
    changed = [{**row, _ROW: row["id"]} for row in rows]
    for row in changed:
        del row["id"]
    for same in _of_the_same_columns(changed):
        below(session).execute(_update(table), same)


def _of_the_same_columns(rows: Iterable[RowValues]) -> Iterator[list[RowValues]]:
    """Runs of rows that say the same: a statement has the columns of its first row, and
    would leave out what another says besides."""
    return (list(same) for _, same in groupby(rows, key=frozenset))


def delete_parts(
    session: Session, tables: Iterable[type[SQLModel]], keys: Collection[Any]
) -> None:
    """Delete what belongs to these listings; of none is no query."""
    if keys:
        connection, asked = below(session), {"keys": list(keys)}
        for table in tables:
            connection.execute(_delete_parts(table), asked)


def columns_of(table: type[SQLModel]) -> sa.Select[Any]:
    """A query for every column of a table, to be read as mappings."""
    return sa.select(*table_of(table).columns)


@cache
def _insert(table: type[SQLModel]) -> sa.Insert:
    return sa.insert(table_of(table))


@cache
def _insert_new(table: type[SQLModel], engine: str) -> Any:
    # each engine's own words are slow to open: those of the one in use
    insert: Any = import_module(f"sqlalchemy.dialects.{engine}").insert
    return insert(table_of(table)).on_conflict_do_nothing()


@cache
def _update(table: type[SQLModel]) -> sa.Update:
    of = table_of(table)
    return sa.update(of).where(of.c.id == sa.bindparam(_ROW))


@cache
def _delete_parts(table: type[SQLModel]) -> sa.Delete:
    of = table_of(table)
    return sa.delete(of).where(of.c.opportunity_id.in_(KEYS))
