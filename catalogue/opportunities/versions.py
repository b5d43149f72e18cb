"""The catalogue's version: one number that says whether an index is up to date.

Beside it stands which listings each of the last changes touched, so that whoever keeps
an index reads those again and no others; and a token of each, so that whoever keeps one
in a file knows whether it is of this database.
"""

from collections.abc import Collection
from contextlib import closing
from typing import NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col

from catalogue.bulk import below, insert_rows, table_of
from catalogue.models import CatalogueChange, CatalogueVersion

MOST_NAMED = 500
"""Listings one change names at most; a larger one is read as another catalogue."""

KEPT = 2_000
"""Changes that are remembered; who is farther behind reads everything again."""

_NUMBER = str(sa.select(col(CatalogueVersion.number)))
"""As text: what is built of columns is looked through each time, by every page."""
_BETWEEN = sa.select(
    col(CatalogueChange.number), col(CatalogueChange.opportunity_id)
).where(
    col(CatalogueChange.number) > sa.bindparam("then"),
    col(CatalogueChange.number) <= sa.bindparam("now"),
)

_COUNTED = table_of(CatalogueVersion).c.number
_AFTER: sa.BindParameter[int] = sa.bindparam("after")
# Counted in the database, so that two at once never give one number to both.
_COUNT_ON = (
    sa.update(table_of(CatalogueVersion))
    .values(number=sa.case((_COUNTED > _AFTER, _COUNTED), else_=_AFTER) + 1)
    .returning(_COUNTED)
)
_FORGET = sa.delete(table_of(CatalogueChange)).where(
    table_of(CatalogueChange).c.number <= sa.bindparam("last")
)

_ANNOUNCED = "catalogue.announced"


class Announced(NamedTuple):
    """One change, as whoever made it told of it."""

    number: int
    keys: frozenset[UUID] | None
    """The only listings that may have changed; None when that is not known."""


def announce(
    session: Session, keys: Collection[UUID] | None = None, *, after: int = 0
) -> None:
    """Tell whoever keeps an index that the catalogue is another one.

    ``keys``: the only listings that may have changed in any way; None when that is not
    known. ``after``: a number the new one must exceed, when the whole database was
    replaced.
    """
    connection = below(session)
    number: int = connection.execute(_COUNT_ON, {"after": after}).scalar_one()
    named = keys is not None and len(keys) <= MOST_NAMED
    touched = sorted(keys or ()) if named else [None]
    change = {"number": number, "token": uuid4()}
    rows = [{**change, "opportunity_id": key} for key in touched or [None]]
    insert_rows(session, CatalogueChange, rows)
    connection.execute(_FORGET, {"last": number - KEPT})
    told = Announced(number, frozenset(keys or ()) if named else None)
    known = session.info.setdefault(_ANNOUNCED, [])
    known.append((told, session.get_nested_transaction()))


def announced_in(
    session: orm.Session, savepoint: orm.SessionTransaction | None = None
) -> tuple[Announced, ...]:
    """The changes of a unit that has not ended yet: nobody else sees them.

    Of a ``savepoint`` only those made since it.
    """
    return tuple(
        told
        for told, within in session.info.get(_ANNOUNCED, ())
        if savepoint is None or _is_within(within, savepoint)
    )


def _is_within(
    inner: orm.SessionTransaction | None, savepoint: orm.SessionTransaction
) -> bool:
    while inner is not None and inner is not savepoint:
        inner = inner.parent
    return inner is savepoint


@sa.event.listens_for(orm.Session, "after_soft_rollback")
def _undone(session: orm.Session, undone: orm.SessionTransaction) -> None:
    """What was made since a savepoint never was: another change gets its number."""
    if undone.nested and _ANNOUNCED in session.info:
        session.info[_ANNOUNCED] = [
            one for one in session.info[_ANNOUNCED] if not _is_within(one[1], undone)
        ]


def forget_announced(session: orm.Session) -> None:
    """The unit has ended; for whoever listens to that."""
    session.info.pop(_ANNOUNCED, None)


def version(session: Session) -> int:
    """A number that grows with every change: an index made at it is up to date."""
    # Past the session, which takes as long again: every page asks.
    number: int = session.connection().exec_driver_sql(_NUMBER).scalar_one()
    return number


def version_now(session: Session) -> int | None:
    """The number as the database has it at this moment, without beginning a unit.

    None in a unit that has begun, which may see another one, and where the database
    does not answer: ``version`` does in both, or says what is the matter. Every page
    asks, and what it runs once is fetched from memory anew: for a unit of work that
    takes longer than the answer, .6 ms of a page's 9.
    """
    engine = session.get_bind()
    if session.in_transaction() or not isinstance(engine, sa.Engine):
        return None
    try:
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(_NUMBER)
            row = cursor.fetchone()
            cursor.close()
    except engine.dialect.loaded_dbapi.Error:
        return None
    number: int | None = row and row[0]
    return number


def changed_between(session: Session, then: int, now: int) -> frozenset[UUID] | None:
    """The listings that changed after one version, up to another.

    None when that is not known of every change between them.
    """
    rows = below(session).execute(_BETWEEN, {"then": then, "now": now}).all()
    keys = frozenset(key for _, key in rows if key is not None)
    is_known = all(key is not None for _, key in rows)
    numbers = {number for number, _ in rows}
    return keys if is_known and len(numbers) == now - then else None


def token_of(session: Session, number: int) -> UUID | None:
    """What no other change has, not even one that was given the same number.

    A database that has it went through this very change. None when that change is
    forgotten, or never was.
    """
    asked = sa.select(col(CatalogueChange.token))
    rows = session.execute(asked.where(col(CatalogueChange.number) == number).limit(1))
    token: UUID | None = rows.scalar()
    return token
