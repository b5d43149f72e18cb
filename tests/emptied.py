"""A PostgreSQL database made as its migrations left it, without making a new one.

Rows go, those of the migrations come back, numbers begin again. Nothing else that was
changed is mended, and whoever is still connected is sent away but may have held
anything: then ``empty`` says no, and the database is to be thrown away.
"""

import json
from dataclasses import dataclass
from time import monotonic, sleep

import sqlalchemy as sa

MOST_ROWS = 1_000
"""Above it a new database is quicker than looking after every foreign key."""

OTHERS = """
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'
"""

COUNT_OTHERS = f"SELECT count(*) {OTHERS}"

SEND_AWAY = f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}"

LEAVING_SECONDS = 0.5
"""So long may who hung up still be seen: the server notices it a moment later."""

MADE = """
SELECT md5(string_agg(one, ',' ORDER BY one)) FROM (
    SELECT concat_ws(' ', 'table', oid, xmin) AS one FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'column', attrelid, attnum, a.xmin)
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'rule', oid, xmin) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'default', oid, xmin) FROM pg_attrdef
    UNION ALL
    SELECT concat_ws(' ', 'trigger', oid, xmin) FROM pg_trigger
    UNION ALL
    SELECT concat_ws(' ', 'function', oid, xmin) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'type', oid, xmin) FROM pg_type
    WHERE typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'label', oid, xmin) FROM pg_enum
    UNION ALL
    SELECT concat_ws(' ', 'extension', oid, xmin) FROM pg_extension
    UNION ALL
    SELECT concat_ws(' ', 'schema', oid, xmin) FROM pg_namespace
    WHERE nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig)
    FROM pg_db_role_setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database
                              WHERE datname = current_database()))
    UNION ALL
    SELECT concat_ws(' ', 'database', datname, datconnlimit, datallowconn, datacl)
    FROM pg_database WHERE datname = current_database()
) AS everything
"""
"""Which change of anything but rows was the last.

A copied database keeps these numbers. Settings of a role everywhere count too.
"""

TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""

BEGIN_AGAIN = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


@dataclass(frozen=True, kw_only=True)
class Untouched:
    """What a database is like when the migrations are done with it."""

    made: str
    tables: tuple[str, ...]
    rows: dict[str, str]
    """As JSON, by the name of their table; none for most."""


def untouched(connection: sa.Connection) -> Untouched:
    """How the database stands now."""
    tables = tuple(connection.scalars(sa.text(TABLES)))
    return Untouched(
        made=_made(connection),
        tables=tables,
        rows={
            name: json.dumps(connection.scalar(_all_of(name)))
            for name, count in _counts(connection, tables).items()
            if count
        },
    )


def empty(connection: sa.Connection, *, like: Untouched) -> bool:
    """Make it ``like`` that again; whether it could be done."""
    if not _alone(connection):
        connection.execute(sa.text(SEND_AWAY))
        return False
    if _made(connection) != like.made or not _rows_go(connection, like):
        return False
    connection.execute(sa.text(BEGIN_AGAIN))
    return True


def _alone(connection: sa.Connection) -> bool:
    """Whether nobody else is connected, once those who hung up are gone."""
    until = monotonic() + LEAVING_SECONDS
    while connection.scalar(sa.text(COUNT_OTHERS)):
        if monotonic() > until:
            return False
        # Within a transaction the first answer would be given again.
        connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))
        sleep(0.005)
    return True


def _rows_go(connection: sa.Connection, like: Untouched) -> bool:
    counts = _counts(connection, like.tables)
    if sum(counts.values()) > MOST_ROWS:
        return False
    # One statement: foreign keys are looked at when all of it is done.
    parts = [
        f'd{n} AS (DELETE FROM "{name}")'  # noqa: S608 - our own tables
        for n, (name, count) in enumerate(counts.items())
        if count
    ]
    if parts:
        connection.execute(sa.text(f"WITH {', '.join(parts)} SELECT 1"))
    for name, rows in like.rows.items():
        back = f'json_populate_recordset(NULL::"{name}", :rows)'
        again = f'INSERT INTO "{name}" SELECT * FROM {back}'  # noqa: S608
        connection.execute(sa.text(again), {"rows": rows})
    return True


def _counts(connection: sa.Connection, tables: tuple[str, ...]) -> dict[str, int]:
    few = [
        f'(SELECT count(*) FROM (SELECT 1 FROM "{name}"'  # noqa: S608
        f" LIMIT {MOST_ROWS + 1}) AS s)"
        for name in tables
    ]
    row = connection.execute(sa.text(f"SELECT {', '.join(few)}")).one()
    return dict(zip(tables, row, strict=True))


def _all_of(table: str) -> sa.TextClause:
    return sa.text(f'SELECT json_agg(one) FROM "{table}" AS one')  # noqa: S608


def _made(connection: sa.Connection) -> str:
    return str(connection.scalar(sa.text(MADE)))
