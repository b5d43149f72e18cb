"""How far somebody is with something: any step, in any order, and back again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from matcher import introductions
from matcher.db import open_engine
from matcher.models import Introduction, IntroductionState, Person, Steer
from tests.introductions.builders import somebody, things_to_do

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
TODAY = NOW.date()
State = IntroductionState


@pytest.fixture
def choir(session: Session, now: datetime) -> Introduction:
    sam = somebody(session, now=now)
    [choir] = things_to_do(session, "Choir", now=now)
    return introductions.save(session, sam, choir, now=now)


def test_whatever_is_saved_begins_as_something_they_are_interested_in(
    choir: Introduction,
) -> None:
    assert choir.state is State.INTERESTED
    assert choir.steer is None


def test_not_for_me_keeps_it_out_of_matches_until_they_think_again(
    session: Session, choir: Introduction, now: datetime
) -> None:
    sam = session.get_one(Person, choir.person_id)
    introductions.change_state(session, choir, State.NOT_FOR_ME, now=now)
    before = introductions.steers(session, sam)

    introductions.change_state(session, choir, State.WANT_TO_GO, now=now)

    assert before.not_these == {choir.opportunity_id}
    assert introductions.steers(session, sam) == introductions.Steers()


def test_when_and_with_whom_are_kept_because_they_asked_and_end_when_it_is_over(
    session: Session, choir: Introduction, now: datetime
) -> None:
    introductions.arrange(
        session,
        choir,
        going_with="my sister",
        remind_on=date(2026, 12, 1),
        ask_me=True,
        now=now,
    )

    introductions.change_state(session, choir, State.WENT, now=now)

    assert (choir.going_with, choir.going_on, choir.ask_me) == (
        "my sister",
        None,
        False,
    )


def test_what_is_emptied_is_forgotten(
    session: Session, choir: Introduction, now: datetime
) -> None:
    introductions.say_why(session, choir, "too loud", now=now)
    introductions.keep_message(session, choir, "Hello", now=now)

    introductions.say_why(session, choir, "", now=now)
    introductions.keep_message(session, choir, "", now=now)

    assert (choir.word, choir.message) == (None, None)


def test_how_it_was_is_asked_only_when_they_asked_for_it_and_it_has_been(
    choir: Introduction,
) -> None:
    never = introductions.is_due(choir, today=TODAY + timedelta(days=99))
    choir.ask_me = True
    a_week_on = introductions.is_due(choir, today=TODAY + timedelta(days=7))
    choir.going_on = TODAY + timedelta(days=9)
    before = introductions.is_due(choir, today=TODAY + timedelta(days=9))
    after = introductions.is_due(choir, today=TODAY + timedelta(days=10))

    assert [never, a_week_on, before, after] == [False, True, False, True]


def test_more_like_this_and_not_that_one_can_be_said_from_a_card(
    session: Session, now: datetime
) -> None:
    sam = somebody(session, now=now)
    choir, darts = things_to_do(session, "Choir", "Darts", now=now)

    introductions.steer(session, sam, choir, Steer.MORE_LIKE_THIS, now=now)
    introductions.steer(session, sam, darts, Steer.NOT_THAT_ONE, now=now)

    assert introductions.steers(session, sam) == introductions.Steers(
        not_these=frozenset({darts}), more_like=(choir,)
    )
    assert [row.state for row in introductions.the_list(session, sam)] == [
        State.INTERESTED,
        State.NOT_FOR_ME,
    ]


def test_a_steer_is_taken_back_by_a_press(session: Session, now: datetime) -> None:
    sam = somebody(session, now=now)
    [darts] = things_to_do(session, "Darts", now=now)
    introductions.steer(session, sam, darts, Steer.NOT_THAT_ONE, now=now)

    row = introductions.steer(session, sam, darts, None, now=now)

    assert (row.state, row.steer) == (State.INTERESTED, None)
    assert introductions.steers(session, sam) == introductions.Steers()


# --- any order of presses ------------------------------------------------------------

PRESSES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(
            st.sampled_from(list(State)),
            st.sampled_from([*Steer, None]),
            st.sampled_from(["remove and put back"]),
        ),
    ),
    max_size=12,
)


@pytest.fixture
def town(sqlite_url: str) -> Iterator[tuple[sa.Engine, list[UUID]]]:
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        ids = things_to_do(session, "Choir", "Darts", "Pottery", "Chess", now=NOW)
        session.commit()
    yield engine, ids
    engine.dispose()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(presses=PRESSES)
def test_any_order_of_presses_keeps_the_list_in_order_and_the_last_word_true(
    town: tuple[sa.Engine, list[UUID]], presses: list[tuple[int, object]]
) -> None:
    engine, ids = town
    with Session(engine) as session:
        sam = somebody(session, now=NOW)
        introductions.adopt(session, sam, ids, NOW)

        expected: dict[UUID, object] = {}
        for which, press in presses:
            apply(session, sam, ids[which], press)
            if isinstance(press, IntroductionState):
                expected[ids[which]] = press
            elif press != "remove and put back":
                expected.pop(ids[which], None)

        rows = introductions.the_list(session, sam)
        assert [row.opportunity_id for row in rows] == ids
        assert {r.opportunity_id: r.state for r in rows} | expected == {
            r.opportunity_id: r.state for r in rows
        }
        assert all(
            (row.state is State.NOT_FOR_ME) == (row.steer is Steer.NOT_THAT_ONE)
            for row in rows
        )
        session.rollback()


def apply(session: Session, sam: Person, one: UUID, press: object) -> None:
    """Do what a press does."""
    if isinstance(press, IntroductionState):
        row = introductions.on_the_list(session, sam, one)
        introductions.change_state(session, row, press, now=NOW)
    elif press == "remove and put back":
        introductions.remove(session, sam, one, now=NOW)
        introductions.put_back(session, sam, one, now=NOW)
    else:
        way = press if isinstance(press, Steer) else None
        introductions.steer(session, sam, one, way, now=NOW)
