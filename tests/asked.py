"""What a SQLite database is asked, whoever asks: through SQLAlchemy or past it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


@contextmanager
def asked_of(engine: sa.Engine) -> Iterator[list[str]]:
    """Every statement that connections carry out which are taken meanwhile, those that
    begin and end a unit of work among them."""
    asked: list[str] = []

    def hear(connection: Any, *_about: object) -> None:
        connection.set_trace_callback(asked.append)

    def leave(connection: Any, *_about: object) -> None:
        if connection is not None:
            connection.set_trace_callback(None)

    sa.event.listen(engine, "checkout", hear)
    sa.event.listen(engine, "checkin", leave)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "checkout", hear)
        sa.event.remove(engine, "checkin", leave)
