"""A letter goes only where it may, and comes back later and later, but not for ever."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from matcher.digests.claiming import LEASE
from matcher.digests.leaving import AFTER_THE_DOT_SECONDS, LONGEST_TRY_SECONDS
from matcher.digests.states import ENDS, MAY_BECOME, put_off, wait_before
from matcher.digests.weeks import TRIED_FOR
from matcher.models import LetterState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_every_state_is_either_an_end_or_on_the_way_to_one():
    assert set(MAY_BECOME) == set(LetterState)
    assert set(LetterState) - ENDS == {
        LetterState.PLANNED,
        LetterState.LEASED,
        LetterState.SENDING,
    }


def test_what_is_sent_empty_cancelled_or_failed_stays_so():
    final = {state for state, ways in MAY_BECOME.items() if not ways}

    assert final == ENDS - {LetterState.UNCERTAIN}
    assert MAY_BECOME[LetterState.UNCERTAIN] == {LetterState.SENT}


def test_only_an_answer_leads_from_the_dot_back_to_the_plan():
    back = {state for state, to in MAY_BECOME.items() if LetterState.PLANNED in to}

    assert back == {LetterState.LEASED, LetterState.SENDING}


def test_a_lease_outlasts_the_longest_try():
    longest = timedelta(seconds=LONGEST_TRY_SECONDS)

    assert longest < LEASE
    assert timedelta(seconds=AFTER_THE_DOT_SECONDS) < LEASE


@given(letter=st.uuids(), tries=st.integers(2, 40))
def test_waits_grow_from_minutes_to_hours_with_jitter(letter, tries):
    wait = wait_before(tries, letter)

    assert timedelta(minutes=3) <= wait <= timedelta(hours=7, minutes=30)


def test_many_put_off_together_do_not_come_back_together():
    waits = {wait_before(3, uuid4()) for _ in range(200)}

    assert len(waits) > 100


@given(letter=st.uuids())
def test_trouble_without_end_is_given_up_within_fifty_seven_hours(letter):
    now, tries, give_up_at = NOW, 1, NOW + TRIED_FOR

    while True:
        outcome = put_off(
            "451", letter=letter, tries=tries, give_up_at=give_up_at, now=now
        )
        if outcome.next_try_at is None:
            break
        now, tries = outcome.next_try_at, tries + 1

    assert outcome.state is LetterState.FAILED
    assert NOW + TRIED_FOR - timedelta(hours=8) <= now <= give_up_at
    assert 10 <= tries <= 25
