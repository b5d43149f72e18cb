"""What is promised of a letter that leaves: once, only while wanted, never unseen."""

import ssl
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from matcher.db import writing
from matcher.digests import delivery, planning
from matcher.digests.leaving import Begun, Folder, Line
from matcher.digests.recipients import eligible, standing
from matcher.errors import BadInput
from matcher.mail.carrying import MailServer
from matcher.models import (
    Letter,
    LetterListing,
    Person,
    RecipientKind,
)
from tests.benchmarks import digest_world as world
from tests.benchmarks.smtp_sink import Sink, kept
from tests.digests.sending import (
    MONDAY,
    change,
    lines,
    plan,
    send,
    states,
    this_week,
    together,
)


def test_planning_again_and_again_plans_each_once(engine):
    plan(engine)

    with writing(engine) as session:
        new = planning.plan(session, now=MONDAY, domain=world.DOMAIN)

    with Session(engine) as session:
        weeks = session.exec(select(Letter.week)).all()
    assert new == dict.fromkeys(RecipientKind, 0)
    assert sorted(weeks) == ["2026-W47"] * 3 + ["2026-W48"] * 3


def test_two_machines_plan_at_once_and_everybody_has_one_row(engine):
    world.populate(engine, 20)

    def run() -> None:
        with writing(engine) as session:
            planning.plan(session, now=MONDAY, domain=world.DOMAIN)

    together(run, run, run)

    assert states(engine) == {"planned": 20}


def test_who_stopped_or_never_said_yes_is_not_planned(engine):
    plan(engine, people=2)

    with Session(engine) as session:
        planned = set(session.exec(select(Letter.recipient_id)))
    assert planned == {world.person_id(0), world.person_id(1)}


def test_planning_and_sending_ask_the_same_of_everybody(engine):
    world.populate(engine, 4)
    with writing(engine) as session:
        change(session, 0, stopped_at=MONDAY)
        change(session, 1, confirmed_at=None)
        session.get_one(Person, world.person_id(2)).email = None

    with Session(engine) as session:
        everybody = session.exec(select(Person.id)).all()
        may = {one.id for one in eligible(session, RecipientKind.PERSON, now=MONDAY)}
        stands = {
            one
            for one in everybody
            if standing(session, a_letter_to(one), now=MONDAY).address
        }
    assert stands == may == {world.person_id(3)}


def a_letter_to(person_id: object) -> Letter:
    return Letter(recipient_kind=RecipientKind.PERSON, recipient_id=person_id)


def test_every_letter_leaves_once_however_often_it_is_sent(engine, folder):
    plan(engine)

    for hours in range(4):
        send(engine, folder, now=MONDAY + timedelta(hours=hours))

    assert states(engine) == {"failed": 3, "sent": 3}  # last week's came too late
    assert len(list(folder.iterdir())) == 3


def test_what_was_in_it_is_remembered_with_its_version(engine, folder):
    plan(engine, people=1)

    send(engine, folder)

    with Session(engine) as session:
        rows = session.exec(
            select(LetterListing).order_by(col(LetterListing.position))
        ).all()
    assert tuple(row.opportunity_id for row in rows) == world.listing_ids()
    assert {row.revision for row in rows} == {1}


def test_four_workers_at_once_send_each_letter_once(engine, tmp_path):
    plan(engine, people=24)

    with Sink(log := tmp_path / "sink.log") as sink:
        sink.serve_in_thread()

        def run() -> None:
            line = Line(
                server=MailServer(host="127.0.0.1", port=sink.port),
                context=ssl.create_default_context(),
            )
            delivery.run(engine, line, clock=lambda: MONDAY, compose=world.compose)

        together(run, run, run, run)
        sink.shutdown()

    arrived = [one["to"] for one in kept(log)]
    assert sorted(arrived) == sorted(world.address_of(n) for n in range(24))
    assert states(engine)["sent"] == 24


def test_nobody_is_written_to_with_nothing_to_say(engine, folder):
    plan(engine)

    def has_nothing(_session: object, _letter: object, *, now: datetime) -> None:
        return None

    send(engine, folder, compose=has_nothing)

    assert states(engine) == {"empty": 3, "failed": 3}
    assert not folder.exists()


def test_a_letter_that_may_not_be_written_is_shown_and_not_tried_again(engine, folder):
    plan(engine, people=1)

    def refuses(_session: object, _letter: object, *, now: datetime) -> None:
        raise BadInput("It says too much.")

    send(engine, folder, compose=refuses)

    assert this_week(engine) == ("failed", "It says too much.")


def test_four_workers_of_one_run_send_each_letter_once_over_a_line_each(
    engine, tmp_path
):
    plan(engine, people=24)

    with Sink(log := tmp_path / "sink.log") as sink:
        sink.serve_in_thread()
        run = delivery.run(
            engine, *lines(sink, 4), clock=lambda: MONDAY, compose=world.compose
        )
        sink.shutdown()

    arrived = [one["to"] for one in kept(log)]
    assert sorted(arrived) == sorted(world.address_of(n) for n in range(24))
    assert run.tried == 24
    assert sink.lines <= 4


def test_a_line_is_opened_anew_after_so_many_letters(engine, tmp_path):
    plan(engine, people=7)

    with Sink(tmp_path / "sink.log") as sink:
        sink.serve_in_thread()
        [line] = lines(sink, 1, most_on_a_line=3)
        delivery.run(engine, line, clock=lambda: MONDAY, compose=world.compose)
        sink.shutdown()

    assert (states(engine)["sent"], sink.lines) == (7, 3)


def test_workers_together_try_no_more_than_they_were_told(engine, folder):
    plan(engine, people=12)
    ways = [Folder(folder=folder) for _ in range(3)]

    run = delivery.run(
        engine, *ways, clock=lambda: MONDAY, compose=world.compose, limit=5
    )

    assert (run.tried, states(engine)["sent"]) == (5, 5)


def test_what_breaks_one_worker_is_heard_when_all_have_ended(engine, folder):
    plan(engine, people=6)

    class Broken(Folder):
        def begin(self, *_given: object) -> Begun:
            raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        delivery.run(
            engine, Broken(folder=folder), Folder(folder=folder),
            clock=lambda: MONDAY, compose=world.compose,
        )  # fmt: skip

    assert states(engine)["leased"] == 1  # another takes it when its lease is over


def test_no_minute_sees_more_letters_than_it_may(engine, folder):
    plan(engine, people=10)

    def minute(number: int, per_minute: int = 4) -> int:
        delivery.run(
            engine, Folder(folder=folder), Folder(folder=folder),
            clock=lambda: MONDAY + number * timedelta(seconds=61),
            compose=world.compose, per_minute=per_minute,
        )  # fmt: skip
        return states(engine).get("sent", 0)

    sent = [minute(0), minute(0), minute(1), minute(2), minute(3)]

    assert sent == [4, 4, 8, 10, 10]


def test_a_full_minute_says_when_the_next_letter_may_leave(engine, folder):
    plan(engine, people=4)

    def run(at: datetime) -> datetime | None:
        return delivery.run(
            engine, Folder(folder=folder),
            clock=lambda: at, compose=world.compose, per_minute=2,
        ).goes_on_at  # fmt: skip

    full, later = run(MONDAY), run(MONDAY + timedelta(seconds=20))
    over = run(MONDAY + timedelta(seconds=60))

    assert full == later == MONDAY + timedelta(seconds=60)
    assert over is None
    assert states(engine)["sent"] == 4


def test_who_gets_nothing_takes_no_place_in_a_minute(engine, folder):
    plan(engine, people=6)
    with writing(engine) as session:
        for number in range(4):
            change(session, number, stopped_at=MONDAY)

    delivery.run(
        engine, Folder(folder=folder),
        clock=lambda: MONDAY, compose=world.compose, per_minute=3,
    )  # fmt: skip

    assert (states(engine)["cancelled"], states(engine)["sent"]) == (4, 2)
