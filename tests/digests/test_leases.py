"""Who holds a letter, for how long, and what becomes of it when they are gone."""

from datetime import timedelta

import sqlalchemy as sa

from catalogue.sentences import Sentence
from matcher.db import writing
from matcher.digests import claiming, planning
from matcher.digests.claiming import LEASE, claim, intend, recover, settle
from matcher.digests.states import Outcome
from matcher.models import (
    Letter,
    LetterState,
)
from tests.benchmarks import digest_world as world
from tests.digests.sending import MONDAY, at, plan, send, states, this_week


def held(engine: sa.Engine) -> Letter:
    """The only letter there is, held by whoever asked."""
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    letter = claim(engine, now=MONDAY)
    assert letter is not None
    letter.address = world.address_of(0)
    return letter


def test_who_was_slow_sends_no_dot_when_another_has_the_letter(engine, folder):
    plan(engine, people=1)
    later = MONDAY + LEASE

    def overtaken() -> None:
        send(engine, folder, now=later)

    slow = folder.with_name("slow")
    send(engine, slow, points=at("data_nodot", overtaken))

    assert this_week(engine)[0] == "sent"
    assert (len(list(folder.iterdir())), list(slow.iterdir())) == (1, [])


def test_who_lost_the_lease_changes_nothing_of_whoever_has_it(engine):
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    slow = claim(engine, now=MONDAY)
    recover(engine, now=MONDAY + LEASE)
    other = claim(engine, now=MONDAY + LEASE)
    assert slow is not None
    assert other is not None
    slow.address = world.address_of(0)

    refused = Outcome(state=LetterState.FAILED, problem="550")
    settled = settle(
        engine, slow, refused, leaving=LetterState.LEASED, now=MONDAY + LEASE
    )
    intent = intend(engine, slow, {}, now=MONDAY + LEASE)

    assert (settled, intent) == (False, claiming.Intent.LOST)
    assert this_week(engine) == ("leased", None)


def test_a_lease_that_is_over_sends_nothing_even_when_nobody_took_it(engine):
    letter = held(engine)

    intent = intend(engine, letter, {}, now=MONDAY + LEASE)

    assert intent is claiming.Intent.LOST


def test_a_late_answer_makes_an_uncertain_letter_sent(engine):
    letter = held(engine)
    intend(engine, letter, {}, now=MONDAY)
    recover(engine, now=MONDAY + LEASE)
    before = this_week(engine)[0]

    settle(
        engine, letter, Outcome(state=LetterState.SENT),
        leaving=LetterState.SENDING, now=MONDAY + LEASE,
    )  # fmt: skip

    assert (before, this_week(engine)[0]) == ("uncertain", "sent")


def test_a_late_refusal_leaves_it_uncertain(engine):
    letter = held(engine)
    intend(engine, letter, {}, now=MONDAY)
    recover(engine, now=MONDAY + LEASE)

    settle(
        engine, letter, Outcome(state=LetterState.PLANNED, problem="451"),
        leaving=LetterState.SENDING, now=MONDAY + LEASE,
    )  # fmt: skip

    assert this_week(engine)[0] == "uncertain"


def test_three_crashes_are_the_end_of_a_letter_and_are_shown(engine):
    plan(engine, people=1)
    now = MONDAY

    for _ in range(3):
        recover(engine, now=now)
        claim(engine, now=now)
        now += LEASE
    recover(engine, now=now)

    assert this_week(engine) == (
        "failed",
        "The machine stopped three times in the middle of it.",
    )


def test_what_did_not_leave_in_its_week_is_missed_and_said_so(engine, folder):
    plan(engine, people=1)

    send(engine, folder, now=MONDAY + timedelta(days=7))

    assert this_week(engine) == ("failed", "Its time was over before it could leave.")
    assert isinstance(this_week(engine)[1], Sentence), "it can be said in Welsh"


def test_a_press_sends_what_is_uncertain_once_more_and_keeps_the_old_row(
    engine, folder
):
    letter = held(engine)
    intend(engine, letter, {}, now=MONDAY)
    recover(engine, now=MONDAY + LEASE)

    with writing(engine) as session:
        old = session.get_one(Letter, letter.id)
        pressed = [
            planning.resend(session, old, now=MONDAY + LEASE, domain=world.DOMAIN)
            for _ in range(2)
        ]
    send(engine, folder, now=MONDAY + LEASE)

    assert pressed == [True, False]
    assert states(engine) == {"failed": 1, "sent": 1, "uncertain": 1}
