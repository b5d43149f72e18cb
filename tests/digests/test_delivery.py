"""What is promised of a letter that leaves: once, only while wanted, never unseen."""

import sqlite3
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.models import Opportunity
from matcher.db import BUSY_MS, open_engine, writing
from matcher.digests import breaker, claiming, delivery, planning
from matcher.digests.claiming import LEASE, claim, intend, recover, settle
from matcher.digests.leaving import Begun, Folder, Line
from matcher.digests.outgoing import Outgoing, nowhere
from matcher.digests.recipients import eligible, standing
from matcher.digests.states import Outcome
from matcher.errors import BadInput
from matcher.mail.carrying import OUTBOX, MailServer
from matcher.models import (
    Letter,
    LetterListing,
    LetterPause,
    LetterState,
    Person,
    RecipientKind,
    Subscription,
    Suppression,
)
from matcher.their_data.forgetting import erase
from tests.benchmarks import digest_world as world
from tests.benchmarks.smtp_sink import Faults, Sink, kept

MONDAY = world.MONDAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where letters are kept as files."""
    return tmp_path / OUTBOX


def plan(engine: sa.Engine, people: int = 3) -> None:
    world.populate(engine, people)
    with writing(engine) as session:
        planning.plan(session, now=world.SUNDAY, domain=world.DOMAIN)
        planning.plan(session, now=MONDAY, domain=world.DOMAIN)


def send(
    engine: sa.Engine,
    folder: Path,
    *,
    now: datetime = MONDAY,
    points: Callable[[str], None] = nowhere,
    compose: Callable[..., Outgoing | None] = world.compose,
    limit: int | None = None,
) -> delivery.Run:
    way = Folder(folder=folder, points=points)
    return delivery.run(
        engine, way, clock=lambda: now, compose=compose, points=points, limit=limit
    )


def states(engine: sa.Engine) -> dict[str, int]:
    with Session(engine) as session:
        return {s.value: n for s, n in planning.counts(session).items() if n}


def first(engine: sa.Engine) -> Letter:
    with Session(engine) as session:
        return session.exec(
            select(Letter).order_by(col(Letter.next_try_at), col(Letter.id))
        ).all()[0]


# --- planning ------------------------------------------------------------------------


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


def change(session: Session, number: int, **values: object) -> None:
    """Change how somebody wants their letter."""
    row = session.exec(
        select(Subscription).where(Subscription.person_id == world.person_id(number))
    ).one()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


# --- leaving -------------------------------------------------------------------------


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


def this_week(engine: sa.Engine) -> tuple[str, str | None]:
    with Session(engine) as session:
        letter = session.exec(select(Letter).where(Letter.week == "2026-W48")).one()
    return letter.state.value, letter.problem


# --- several workers of one run ------------------------------------------------------


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


def lines(sink: Sink, number: int, **how: int) -> list[Line]:
    return [
        Line(
            server=MailServer(host="127.0.0.1", port=sink.port),
            context=ssl.create_default_context(),
            **how,  # type: ignore[arg-type]
        )
        for _ in range(number)
    ]


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


# --- what is withdrawn while it leaves -----------------------------------------------


def at(point: str, act: Callable[[], None]) -> Callable[[str], None]:
    """Does something once at a point of a run."""
    done: list[str] = []

    def points(name: str) -> None:
        if name == point and not done:
            done.append(name)
            act()

    return points


def test_stopping_before_the_intent_keeps_the_letter_from_leaving(engine, folder):
    plan(engine, people=1)

    def stop() -> None:
        with writing(engine) as session:
            change(session, 0, stopped_at=MONDAY)

    send(engine, folder, points=at("data_nodot", stop))

    assert this_week(engine) == ("cancelled", "It was no longer wanted.")
    assert list(folder.iterdir()) == []


def test_so_does_taking_back_the_yes(engine, folder):
    plan(engine, people=1)

    def say_no() -> None:
        with writing(engine) as session:
            world.answer(session, world.person_id(0), given=False, at=MONDAY)

    send(engine, folder, points=at("data_nodot", say_no))

    assert this_week(engine)[0] == "cancelled"
    assert list(folder.iterdir()) == []


def test_stopping_after_the_intent_is_too_late_for_this_one(engine, folder):
    plan(engine, people=1)

    def stop() -> None:
        with writing(engine) as session:
            change(session, 0, stopped_at=MONDAY)

    send(engine, folder, points=at("intent_after", stop))

    assert this_week(engine)[0] == "sent"


def test_a_listing_withdrawn_meanwhile_does_not_leave_and_the_rest_does(engine, folder):
    plan(engine, people=1)

    send(engine, folder, points=at("data_nodot", lambda: world.withdraw(engine, 1)))

    [file] = folder.iterdir()
    assert "Thing 2" in file.read_text()
    assert "Thing 1" not in file.read_text()
    with Session(engine) as session:
        in_it = session.exec(select(LetterListing.opportunity_id)).all()
    assert in_it == [world.listing_ids()[1]]


def test_what_was_revised_while_it_was_written_leaves_as_it_stands(engine, folder):
    plan(engine, people=1)

    def revise() -> None:
        with writing(engine) as session:
            one = session.get_one(Opportunity, world.listing_ids()[0])
            one.title, one.revision = "Thing 1 moved", one.revision + 1

    once = at("written", revise)

    def compose(session: Session, letter: Letter, *, now: datetime) -> Outgoing | None:
        written = world.compose(session, letter, now=now)
        once("written")
        return written

    send(engine, folder, compose=compose)

    [file] = folder.iterdir()
    assert "Thing 1 moved" in file.read_text()


def test_when_all_of_it_is_withdrawn_there_is_no_letter(engine, folder):
    plan(engine, people=1)

    def withdraw_all() -> None:
        world.withdraw(engine, 1)
        world.withdraw(engine, 2)

    send(engine, folder, points=at("data_nodot", withdraw_all))

    assert this_week(engine)[0] == "empty"
    assert list(folder.iterdir()) == []


def test_a_new_address_gets_it_and_not_the_old_one(engine, folder):
    plan(engine, people=1)

    def move() -> None:
        with writing(engine) as session:
            session.get_one(Person, world.person_id(0)).email = "new@good.example"

    send(engine, folder, points=at("data_nodot", move))

    [file] = folder.iterdir()
    assert "To: new@good.example" in file.read_text()


@pytest.mark.parametrize("point", ["data_nodot", "dot_sent"])
def test_somebody_erased_meanwhile_leaves_no_file(engine, settings, folder, point):
    plan(engine, people=1)

    def forget() -> None:
        erase(engine, settings, world.person_id(0))

    send(engine, folder, points=at(point, forget))

    assert states(engine) == {}
    assert list(folder.iterdir()) == []


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

    send(engine, folder, points=at("reply_read", lambda: other.execute("BEGIN IMMEDIATE")))  # noqa: E501  # fmt: skip

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


# --- leases --------------------------------------------------------------------------


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
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    letter = claim(engine, now=MONDAY)
    assert letter is not None
    letter.address = world.address_of(0)

    intent = intend(engine, letter, {}, now=MONDAY + LEASE)

    assert intent is claiming.Intent.LOST


def test_a_late_answer_makes_an_uncertain_letter_sent(engine):
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    letter = claim(engine, now=MONDAY)
    assert letter is not None
    letter.address = world.address_of(0)
    intend(engine, letter, {}, now=MONDAY)
    recover(engine, now=MONDAY + LEASE)
    before = this_week(engine)[0]

    settle(
        engine, letter, Outcome(state=LetterState.SENT),
        leaving=LetterState.SENDING, now=MONDAY + LEASE,
    )  # fmt: skip

    assert (before, this_week(engine)[0]) == ("uncertain", "sent")


def test_a_late_refusal_leaves_it_uncertain(engine):
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    letter = claim(engine, now=MONDAY)
    assert letter is not None
    letter.address = world.address_of(0)
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


# --- once more, by a press -----------------------------------------------------------


def test_a_press_sends_what_is_uncertain_once_more_and_keeps_the_old_row(
    engine, folder
):
    plan(engine, people=1)
    recover(engine, now=MONDAY)
    letter = claim(engine, now=MONDAY)
    assert letter is not None
    letter.address = world.address_of(0)
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


# --- the breaker ---------------------------------------------------------------------


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


def refused_everywhere(
    engine: sa.Engine, tmp_path: Path, now: datetime = MONDAY, workers: int = 1
) -> bool:
    """A run against a server that knows nobody; whether it was paused."""
    with Sink(tmp_path / "sink.log", Faults(at={"RCPT": "550"})) as sink:
        sink.serve_in_thread()
        run = delivery.run(
            engine, *lines(sink, workers), clock=lambda: now, compose=world.compose
        )
        sink.shutdown()
    return run.paused


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


def together(*verbs: Callable[[], None]) -> None:
    """All of them at once."""
    problems: list[BaseException] = []

    def kept_safe(verb: Callable[[], None]) -> None:
        try:
            verb()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=kept_safe, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert problems == []
