"""What one test leaves in PostgreSQL, the next does not find."""

import sqlalchemy as sa

from matcher.db import open_engine
from tests.postgres import Lent, text_of

SEEDED = {"alembic_version": 1, "catalogue_version": 1}


def counts(url: sa.URL) -> dict[str, int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        found = {
            name: connection.scalar(
                sa.select(sa.func.count()).select_from(sa.table(name))
            )
            for name in tables
        }
    engine.dispose()
    return {name: number for name, number in found.items() if number}


def after(
    lent: Lent, *said: str, still_there: bool = False
) -> tuple[bool, dict[str, int]]:
    """Whether the same database is lent again after these words, and what is in it."""
    url = lent.lend()
    engine = open_engine(text_of(url.set(drivername="postgresql")))
    with engine.begin() as connection:
        for one in said:
            connection.execute(sa.text(one.format(database=url.database)))
    engine.dispose()
    staying = engine.raw_connection() if still_there else None
    lent.take_back()
    again = lent.lend()
    if staying is not None:
        staying.driver_connection.close()  # type: ignore[union-attr]
        staying.invalidate()
        engine.dispose()
    return again.database == url.database, counts(again)


def test_rows_go_and_what_the_migrations_wrote_comes_back(lent_postgres: Lent) -> None:
    same, found = after(
        lent_postgres,
        "INSERT INTO catalogue_version (id, number) VALUES (7, 7)",
        "UPDATE catalogue_version SET number = 9",
    )

    assert (same, found) == (True, SEEDED)


def test_who_changed_more_than_rows_leaves_it_to_nobody(lent_postgres: Lent) -> None:
    for change in (
        "ALTER TABLE person ADD COLUMN shoe_size int",
        "ALTER TABLE person ALTER COLUMN called DROP NOT NULL",
        "CREATE INDEX whatever ON person (called)",
        "CREATE TABLE shoe (size int)",
        "ALTER TABLE catalogue_version ADD CONSTRAINT odd CHECK (number >= 0)",
        "ALTER TABLE person ALTER COLUMN called SET DEFAULT 'Lee'",
        "CREATE FUNCTION shoes() RETURNS int LANGUAGE sql AS 'SELECT 2'",
        "CREATE TYPE shoe AS ENUM ('left', 'right')",
        "CREATE DOMAIN size AS int CHECK (value > 0)",
        "CREATE SCHEMA shoes",
        "ALTER DATABASE \"{database}\" SET timezone = 'Europe/Dublin'",
        'ALTER DATABASE "{database}" CONNECTION LIMIT 3',
    ):
        assert (change, *after(lent_postgres, change)) == (change, False, SEEDED)


def test_who_is_still_connected_leaves_it_to_nobody(lent_postgres: Lent) -> None:
    left = after(lent_postgres, still_there=True)

    assert left == (False, SEEDED)


def test_a_very_full_one_is_thrown_away(lent_postgres: Lent) -> None:
    many = "SELECT n, 0 FROM generate_series(2, 1002) AS n"

    full = after(lent_postgres, f"INSERT INTO catalogue_version {many}")

    assert full == (False, SEEDED)
