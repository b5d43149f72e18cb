"""A new file that tests copy is what the migrations make of nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from matcher.db import open_engine
from tests import migrated

OF_A_FILE = (
    "application_id", "auto_vacuum", "encoding", "page_size", "user_version",
)  # fmt: skip
"""What SQLite keeps in a file itself; the rest is said by each connection."""

OF_A_CONNECTION = (
    "foreign_keys", "journal_mode", "synchronous", "busy_timeout", "secure_delete",
)  # fmt: skip


def looked_at(engine: sa.Engine) -> dict[str, object]:
    """All that was made, all rows, and how the file and its connections are set."""
    with engine.connect() as connection:

        def ask(what: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(what)]

        asked = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
        # A table that was rebuilt has its constraints in any order.
        made = sorted(
            (*named, sorted(line.rstrip(", ") for line in str(sql).splitlines()))
            for *named, sql in ask(asked)
        )
        tables = [str(name) for kind, name, *_ in made if kind == "table"]
        rows = {name: ask(f'SELECT * FROM "{name}"') for name in tables}  # noqa: S608
        said = {name: ask(f"PRAGMA {name}") for name in OF_A_CONNECTION}
    with closing(sqlite3.connect(str(engine.url.database))) as plain:
        kept = {
            name: plain.execute(f"PRAGMA {name}").fetchall()
            for name in (*OF_A_FILE, "journal_mode", "integrity_check")
        }
    return {"made": made, "rows": rows, "said": said, "kept": kept}


def test_a_copied_new_file_is_a_migrated_one(tmp_path: Path) -> None:
    copied = open_engine(f"sqlite:///{tmp_path / 'copied.db'}")
    real = open_engine(f"sqlite:///{tmp_path / 'real.db'}")

    migrated.upgrade(copied)
    migrated.migrate(real)

    assert looked_at(copied) == looked_at(real)
    copied.dispose()
    real.dispose()
