"""Waits until units stand still before a row that another unit of PostgreSQL holds."""

import time

import sqlalchemy as sa

WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
PATIENCE_SECONDS = 10


def until_they_wait(engine: sa.Engine, count: int) -> None:
    """Until exactly so many units wait; raises ``AssertionError`` if they never do."""
    until = time.monotonic() + PATIENCE_SECONDS
    with engine.connect() as connection:
        while connection.scalar(WAITING) != count:
            assert time.monotonic() < until, f"{count} units never waited"
            # Within a transaction the first answer would be given again.
            connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))
            time.sleep(0.05)
