"""Planned and sent by the clock and by hand, with this machine's own settings."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from sqlmodel import Session, select

from matcher import jobs, logs
from matcher.cli import letters
from matcher.clock import TURNS
from matcher.db import writing
from matcher.digests import planning, running
from matcher.digests.delivery import Run
from matcher.digests.weeks import read_week
from matcher.mail.carrying import OUTBOX
from matcher.models import Letter, LetterState
from matcher.their_data.forgetting import erase
from tests.benchmarks import digest_world as world

WEEK = read_week("2026-W48")


@pytest.fixture(autouse=True)
def quiet():
    """The log goes where nobody reads it."""
    logs.configure("ERROR", StringIO())
    yield
    logs.configure("ERROR", StringIO())


def states(engine) -> dict[str, int]:
    with Session(engine) as session:
        return {s.value: n for s, n in planning.counts(session, WEEK).items() if n}


def test_the_clock_plans_and_sends_and_twice_does_no_more(engine, settings):
    world.populate(engine, 2)

    for _ in range(2):
        jobs.plan_letters(engine, settings, now=world.MONDAY)
        jobs.send_letters(engine, settings, now=world.MONDAY)

    counted = states(engine)
    assert sum(counted.values()) == 2
    assert set(counted) <= {"sent", "empty"}


def test_the_clock_comes_to_both_within_minutes():
    verbs = {turn.verb.__name__: turn for turn in TURNS}

    assert verbs["plan_letters"].every <= timedelta(minutes=10)
    assert verbs["send_letters"].every <= timedelta(minutes=1)


def test_looking_ahead_counts_what_is_not_planned_yet_and_changes_nothing(
    engine, settings
):
    world.populate(engine, 3)

    ahead = running.preview(engine, settings, WEEK, now=world.SUNDAY)

    assert sum(ahead.values()) == 3
    assert states(engine) == {}


def test_looking_ahead_says_what_would_be_cancelled(engine, settings):
    world.populate(engine, 1)
    running.plan(engine, settings, WEEK, now=world.SUNDAY)
    with writing(engine) as session:
        world.answer(session, world.person_id(0), given=False, at=world.MONDAY)

    ahead = running.preview(engine, settings, WEEK, now=world.MONDAY)

    assert ahead[LetterState.CANCELLED] == 1
    assert states(engine) == {"planned": 1}


def test_a_letter_that_came_to_its_end_a_year_ago_is_gone_with_its_file(
    engine, settings
):
    world.populate(engine, 2)
    running.plan(engine, settings, WEEK, now=world.MONDAY)
    outbox = settings.data / OUTBOX
    outbox.mkdir()
    with writing(engine) as session:
        old, new = session.exec(select(Letter)).all()
        for letter, days in ((old, 366), (new, 364)):
            letter.state = LetterState.SENT
            letter.changed_at = world.MONDAY - timedelta(days=days)
            (outbox / f"{letter.id}.eml").write_text("Dear Sam")

    jobs.end_what_is_over(engine, settings, now=world.MONDAY)

    assert states(engine) == {"sent": 1}
    assert [file.stem for file in outbox.iterdir()] == [str(new.id)]


def test_forgetting_somebody_takes_their_letters_out_of_the_outbox(engine, settings):
    world.populate(engine, 2)
    running.plan(engine, settings, WEEK, now=world.MONDAY)
    outbox = settings.data / OUTBOX
    outbox.mkdir()
    with Session(engine) as session:
        for letter in session.exec(select(Letter)):
            (outbox / f"{letter.id}.eml").write_text(str(letter.recipient_id))

    erase(engine, settings, world.person_id(0))

    assert [file.read_text() for file in outbox.iterdir()] == [str(world.person_id(1))]


def test_by_hand_one_line_a_state(tmp_path, capsys):
    from matcher.cli import run

    with pytest.raises(SystemExit) as ended:
        run(["digest", "plan", "--week", "2046-W48", "--data", str(tmp_path)])

    assert not ended.value.code
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{state.value} 0" for state in LetterState]


def test_a_week_that_is_none_is_one_plain_sentence(tmp_path, capsys):
    from matcher.cli import run

    with pytest.raises(SystemExit) as ended:
        run(["digest", "send", "--week", "2025-W53", "--data", str(tmp_path)])

    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err == "2025-W53 is not a week. Write it like 2026-W48.\n"


def test_sending_by_hand_says_when_a_full_minute_goes_on(capsys):
    goes_on_at = datetime(2026, 7, 20, 9, 31, 5, tzinfo=UTC)

    letters.say_of(Run(tried=60, goes_on_at=goes_on_at))

    assert capsys.readouterr().err == (
        "The minute is full (MATCHER_LETTERS_PER_MINUTE). Send again from 10:31:05"
        " on, or leave it to the clock of serve.\n"
    )


def test_a_run_that_was_stopped_at_the_end_of_a_block_is_not_gone_on_with(
    engine, settings, monkeypatch
):
    runs = []

    def stopped(*_ways, limit, **_said):
        runs.append(limit)
        return Run(tried=limit, stopped=len(runs) == 2)

    monkeypatch.setattr(running.delivery, "run", stopped)

    done = running.send(engine, settings, clock=lambda: world.MONDAY)

    assert runs == [running.AT_ONCE] * 2
    assert (done.tried, done.stopped) == (2 * running.AT_ONCE, True)
