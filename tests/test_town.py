"""The town that tests copy is the town as ``demo`` makes it, also on PostgreSQL."""

from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from catalogue.models import Opportunity
from matcher.db import open_engine
from matcher.demo import make_demo
from tests.town import LOADED


def held(engine: sa.Engine) -> tuple[dict[str, int], set[object]]:
    """How many rows stand in each table, and the ids of the listings."""
    with engine.connect() as connection:
        count = sa.select(sa.func.count())
        tables = SQLModel.metadata.sorted_tables
        rows = {
            table.name: connection.scalar(count.select_from(table)) or 0
            for table in tables
        }
        keys = set(
            connection.scalars(
                sa.select(sa.column("id", sa.Uuid())).select_from(
                    sa.table(str(Opportunity.__tablename__))
                )
            )
        )
    return rows, keys


def test_postgresql_holds_the_same_town(postgresql_url: str, town_file: Path) -> None:
    made, copied = open_engine(postgresql_url), open_engine(f"sqlite:///{town_file}")

    make_demo(made, LOADED)

    rows, keys = held(made)
    assert (rows, keys) == held(copied)
    assert rows["opportunity"] == len(keys) > 300
    made.dispose()
    copied.dispose()
