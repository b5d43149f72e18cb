"""When many letters fail, all of them rest until somebody has looked."""

from sqlmodel import Session, select

from matcher.db import writing
from matcher.digests import breaker, planning
from matcher.digests.recipients import eligible
from matcher.models import (
    Letter,
    LetterPause,
    LetterState,
    RecipientKind,
    Suppression,
)
from tests.benchmarks import digest_world as world
from tests.digests.sending import MONDAY, plan, refused_everywhere, states


def test_when_a_fifth_fails_all_letters_rest(engine, tmp_path):
    plan(engine, people=60)

    paused = refused_everywhere(engine, tmp_path)

    with Session(engine) as session:
        pause = session.exec(select(LetterPause)).one()
    assert paused
    assert (pause.failed, pause.looked_at) == (50, 50)
    assert states(engine)["failed"] == 60 + 50
    assert not refused_everywhere(engine, tmp_path, now=pause.until)
    assert states(engine)["failed"] == 60 + 60


def test_workers_rest_together_and_write_it_down_once(engine, tmp_path):
    plan(engine, people=70)

    paused = refused_everywhere(engine, tmp_path, workers=4)

    with Session(engine) as session:
        pause = session.exec(select(LetterPause)).one()
        failed = states(engine)["failed"] - 70  # last week's, never tried
    assert paused
    assert (pause.failed, pause.looked_at) == (50, 50)
    assert 50 <= failed <= 50 + 3  # what the others had in hand


def test_nothing_goes_to_an_address_that_was_refused_until_somebody_has_looked(
    engine, tmp_path
):
    plan(engine, people=1)
    refused_everywhere(engine, tmp_path)

    with Session(engine) as session:
        suppressed = session.exec(select(Suppression.address)).all()
        before = list(eligible(session, RecipientKind.PERSON, now=MONDAY))
    with writing(engine) as session:
        planning.lift(session, world.address_of(0).upper())
        after = list(eligible(session, RecipientKind.PERSON, now=MONDAY))

    assert suppressed == [world.address_of(0)]
    assert (len(before), len(after)) == (0, 1)


def test_ten_of_fifty_are_no_reason_to_rest_and_eleven_are(engine):
    plan(engine, people=50)

    with writing(engine) as session:
        rows = session.exec(select(Letter).where(Letter.week == "2026-W48")).all()
        for number, letter in enumerate(rows):
            letter.tries, letter.changed_at = 1, MONDAY
            letter.state = LetterState.FAILED if number < 10 else LetterState.SENT
        ten = breaker.trip(session, now=MONDAY)
        rows[10].state = LetterState.FAILED
        session.flush()
        eleven = breaker.trip(session, now=MONDAY)

    assert (ten, eleven) == (False, True)
