"""The clock calls the verbs, survives one that breaks, and stops when told."""

import io
import json
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from matcher import clock, logs
from matcher.clock import TURNS, Turn
from matcher.db import reading, writing
from matcher.mail.carrying import BadServer
from matcher.models import ListingCount, Noticed
from matcher.reports.counting import counts_of
from matcher.settings import Settings
from tests.introductions.builders import things_to_do

SOON = timedelta(milliseconds=20)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The clock knows no database: one is enough."""
    return sqlite_url


def turn(verb) -> tuple[Turn, ...]:
    return (Turn(verb=verb, every=SOON, first_after=SOON),)


def test_a_verb_is_called_again_and_again_with_the_time_it_is(engine, settings):
    times, thrice = [], threading.Event()

    def verb(_engine, _settings, *, now):
        times.append(now)
        if len(times) >= 3:
            thrice.set()

    with clock.running(engine, settings, turn(verb)):
        assert thrice.wait(10)

    assert times == sorted(times)
    assert times[0].tzinfo is not None


def test_a_verb_that_breaks_is_written_down_and_called_again(engine, settings):
    logs.configure("INFO", stream := io.StringIO())
    calls, again = [], threading.Event()

    def breaks(_engine, _settings, *, now):
        calls.append(now)
        if len(calls) > 1:
            again.set()
        raise ValueError("canary")

    with clock.running(engine, settings, turn(breaks)):
        assert again.wait(10)

    first = json.loads(stream.getvalue().splitlines()[0])
    assert (first["event"], first["verb"], first["error"]) == (
        "job_broke",
        "breaks",
        "builtins.ValueError",
    )
    assert "canary" not in stream.getvalue()


def test_stopping_waits_for_the_verb_under_way_and_calls_none_after(engine, settings):
    begun, done = threading.Event(), []

    def slow(_engine, _settings, *, now):
        begun.set()
        threading.Event().wait(0.2)
        done.append(now)

    with clock.running(engine, settings, turn(slow)):
        assert begun.wait(10)
    count = len(done)
    threading.Event().wait(0.1)

    assert count == len(done) >= 1
    assert [t.name for t in threading.enumerate() if "APScheduler" in t.name] == []


def test_a_verb_never_runs_beside_itself(engine, settings):
    inside, most, thrice = [], [], threading.Event()

    def slow(_engine, _settings, *, now):
        inside.append(now)
        most.append(len(inside))
        threading.Event().wait(0.06)
        inside.pop()
        if len(most) >= 3:
            thrice.set()

    with clock.running(engine, settings, turn(slow)):
        assert thrice.wait(10)

    assert set(most) == {1}


def test_a_machine_whose_mail_could_never_leave_does_not_start(engine, tmp_path):
    settings = Settings(data=tmp_path, smtp_url="mail.example.org")

    with (
        pytest.raises(BadServer, match="MATCHER_SMTP_URL"),
        clock.running(engine, settings, TURNS),
    ):
        pass


def test_a_machine_that_runs_for_an_hour_comes_to_every_verb():
    late = [turn for turn in TURNS if turn.first_after > timedelta(hours=1)]

    assert late == []


def test_what_was_counted_is_written_when_the_machine_stops(engine, settings, now):
    with writing(engine) as session:
        [choir] = things_to_do(session, "Choir", now=now)

    with clock.running(engine, settings, ()):
        found = {choir: ["choir"]}
        counts_of(engine).notice("somebody", Noticed.OPENED, found, today=now.date())

    with reading(engine) as session:
        rows = session.exec(select(ListingCount)).all()
    assert {(row.opportunity_id, row.activity, row.count) for row in rows} == {
        (choir, "", 1),
        (choir, "choir", 1),
    }
