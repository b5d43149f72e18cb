"""Databases of tests do not wait for the disk: no machine loses power here.

Writing through to the disk costs a test five to ten milliseconds each time something is
kept. ``test_db.py`` looks at engines as they are opened for real, and those of other
processes (servers, verbs, kills) keep their promise too.
"""

from typing import Any

import sqlalchemy as sa


def unsynced(engine: sa.Engine) -> sa.Engine:
    """The same engine, which on SQLite leaves the writing to the system."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _leave_it_to_the_system)
    return engine


def _leave_it_to_the_system(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
