"""When two listings become one, everybody's list keeps what they said."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from matcher import introductions
from matcher.introductions import follow_merge
from matcher.models import IntroductionState, Person, Steer
from tests.introductions.builders import somebody, things_to_do

INTERESTED = IntroductionState.INTERESTED
WENT = IntroductionState.WENT
HELLO = IntroductionState.SAID_HELLO
NOT_FOR_ME = IntroductionState.NOT_FOR_ME
AGAIN = IntroductionState.AGAIN


@pytest.fixture
def sam(session: Session, now: datetime) -> Person:
    return somebody(session, now=now)


@pytest.fixture
def ids(session: Session, now: datetime) -> list[UUID]:
    return things_to_do(session, "Choir", "Darts", "The same choir", now=now)


def say(
    session: Session,
    person: Person,
    listing: UUID,
    state: IntroductionState,
    now: datetime,
) -> None:
    row = introductions.save(session, person, listing, now=now)
    introductions.change_state(session, row, state, now=now)


def the_list(session: Session, person: Person) -> list[tuple[UUID, IntroductionState]]:
    session.expire_all()
    rows = introductions.the_list(session, person)
    return [(row.opportunity_id, row.state) for row in rows]


def test_who_saved_the_one_that_goes_has_the_one_that_stays_in_its_place(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    kept, darts, gone = ids
    say(session, sam, gone, HELLO, now)
    say(session, sam, darts, INTERESTED, now)

    moved = follow_merge(session, gone, kept)

    assert moved == 1
    assert the_list(session, sam) == [(kept, HELLO), (darts, INTERESTED)]


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "stays"),
    [
        (INTERESTED, WENT, WENT),
        (WENT, INTERESTED, WENT),
        (HELLO, NOT_FOR_ME, NOT_FOR_ME),
        (NOT_FOR_ME, AGAIN, AGAIN),
        (AGAIN, INTERESTED, AGAIN),
    ],
)
def test_who_saved_both_keeps_the_further_step(
    session: Session,
    sam: Person,
    ids: list[UUID],
    now: datetime,
    of_kept: IntroductionState,
    of_gone: IntroductionState,
    stays: IntroductionState,
) -> None:
    kept, _, gone = ids
    say(session, sam, kept, of_kept, now)
    say(session, sam, gone, of_gone, now + timedelta(hours=1))

    follow_merge(session, gone, kept)

    assert the_list(session, sam) == [(kept, stays)]


def test_what_was_said_of_either_is_kept(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    kept, _, gone = ids
    first = introductions.save(session, sam, kept, now=now)
    introductions.keep_message(session, first, "Hello, is there a kettle?", now=now)
    second = introductions.save(session, sam, gone, now=now)
    introductions.arrange(
        session,
        second,
        going_with="my sister",
        remind_on=date(2026, 12, 1),
        ask_me=True,
        now=now,
    )

    follow_merge(session, gone, kept)

    row = introductions.on_the_list(session, sam, kept)
    assert (row.message, row.going_with) == ("Hello, is there a kettle?", "my sister")


def test_what_was_taken_off_comes_back_for_nobody_who_took_both_off(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    kept, _, gone = ids
    for one in (kept, gone):
        introductions.save(session, sam, one, now=now)
        introductions.remove(session, sam, one, now=now)

    follow_merge(session, gone, kept)

    assert the_list(session, sam) == []


def test_what_is_still_on_the_list_outlives_what_was_taken_off(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    kept, _, gone = ids
    say(session, sam, kept, WENT, now)
    introductions.remove(session, sam, kept, now=now)
    say(session, sam, gone, HELLO, now)

    follow_merge(session, gone, kept)

    assert the_list(session, sam) == [(kept, HELLO)]


def test_nobody_else_is_touched_and_not_that_one_stays_so(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    kept, darts, gone = ids
    alex = somebody(session, now=now, called="Alex")
    say(session, alex, darts, WENT, now)
    introductions.steer(session, sam, gone, Steer.NOT_THAT_ONE, now=now)

    follow_merge(session, gone, kept)

    assert the_list(session, alex) == [(darts, WENT)]
    assert introductions.steers(session, sam).not_these == frozenset({kept})
