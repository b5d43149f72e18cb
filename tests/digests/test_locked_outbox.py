"""An outbox that somebody else holds is waited for, and no letter leaves twice."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.db import BUSY_MS, open_engine
from matcher.digests import claiming, delivery
from matcher.digests.claiming import LEASE, claim, intend
from tests.benchmarks import digest_world as world
from tests.digests.sending import (
    MONDAY,
    at,
    plan,
    send,
    states,
    this_week,
)


def test_an_answer_is_written_down_once_the_database_can_be_written_to(
    sqlite_url, folder, monkeypatch
):
    engine = open_engine(sqlite_url)
    plan(engine, people=1)
    sa.event.listen(
        engine, "connect", lambda bare, _: bare.execute("PRAGMA busy_timeout=50")
    )
    engine.dispose()
    other = sqlite3.connect(engine.url.database or "", isolation_level=None)
    monkeypatch.setattr(delivery, "sleep", lambda _seconds: other.execute("COMMIT"))

    def lock() -> None:
        other.execute("BEGIN IMMEDIATE")

    send(engine, folder, points=at("reply_read", lock))

    other.close()
    assert this_week(engine)[0] == "sent"
    engine.dispose()


@contextmanager
def locked(engine: sa.Engine) -> Iterator[Callable[[], None]]:
    """The outbox held by another process, until what is given is called; and we wait
    for it a moment only."""
    is_sqlite = engine.dialect.name == "sqlite"
    wait = "PRAGMA busy_timeout=50" if is_sqlite else "SET lock_timeout = '50ms'"

    def impatient(bare: Any, _record: object) -> None:
        bare.execute(wait)
        bare.commit()

    other = open_engine(engine.url.render_as_string(hide_password=False))
    engine.dispose()
    sa.event.listen(engine, "connect", impatient)
    options = {"sqlite_begin": "IMMEDIATE"} if is_sqlite else {}
    with other.connect().execution_options(**options) as holder:
        holder.begin()
        if not is_sqlite:
            holder.exec_driver_sql("LOCK TABLE letter IN ACCESS EXCLUSIVE MODE")
        yield holder.rollback
    other.dispose()
    sa.event.remove(engine, "connect", impatient)
    engine.dispose()


def test_a_letter_is_claimed_and_intended_once_the_outbox_is_free(
    engine, folder, monkeypatch
):
    plan(engine, people=2)
    slept: list[float] = []
    with ExitStack() as stack:
        free = [stack.enter_context(locked(engine))]

        def let_go(seconds: float) -> None:
            slept.append(seconds)
            free.pop()()

        def hold() -> None:
            free.append(stack.enter_context(locked(engine)))

        monkeypatch.setattr(delivery, "sleep", let_go)
        monkeypatch.setattr(delivery, "recover", lambda *_given, **_named: None)
        send(engine, folder, points=at("data_nodot", hold))

    assert states(engine)["sent"] == 2
    assert slept == [1, 1]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("point", ["", "data_nodot"], ids=["claiming", "intending"])
def test_an_outbox_that_stays_locked_is_left_to_the_next_run(
    engine, folder, monkeypatch, point
):
    plan(engine, people=2)
    slept: list[float] = []
    monkeypatch.setattr(delivery, "sleep", slept.append)
    monkeypatch.setattr(delivery, "recover", lambda *_given, **_named: None)
    with ExitStack() as stack:

        def hold() -> None:
            stack.enter_context(locked(engine))

        if not point:
            hold()
        run = send(engine, folder, points=at(point, hold))

    assert slept == list(delivery.BEGUN_AFTER_SECONDS)
    assert run.tried == (1 if point else 0)
    assert not folder.exists() or list(folder.iterdir()) == []
    monkeypatch.undo()
    send(engine, folder, now=MONDAY + LEASE)
    assert states(engine)["sent"] == 2


def test_an_intent_of_which_nobody_knows_whether_it_was_written_is_looked_up(engine):
    plan(engine, people=1)
    letter = claim(engine, now=MONDAY)
    assert letter
    letter.address = world.address_of(0)
    first_time = intend(engine, letter, {}, now=MONDAY)

    assert first_time is intend(engine, letter, {}, now=MONDAY, again=True)
    assert intend(engine, letter, {}, now=MONDAY) is claiming.Intent.LOST
    assert first_time is claiming.Intent.SEND


def test_trying_to_write_an_answer_down_ends_well_inside_the_lease():
    pauses = delivery.SETTLED_AFTER_SECONDS
    locked = (len(pauses) + 1) * BUSY_MS / 1_000

    assert (sum(pauses) + locked) * 5 < LEASE.total_seconds()
