"""One week and only one for every Monday there is, on every wall."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.digests.planning import gets_one
from matcher.digests.recipients import Recipient
from matcher.digests.weeks import (
    TRIED_FOR,
    is_over,
    late_window,
    local_day,
    read_week,
    week_of,
    window_of,
)
from matcher.errors import BadInput
from matcher.models import RecipientKind
from tests.benchmarks.digest_calendar import ZONES, sweep

LONDON = "Europe/London"
SOMEBODY = UUID(int=0)
days = st.dates(date(2024, 1, 1), date(2044, 12, 31))


def test_each_monday_on_each_wall_has_one_week_and_only_one():
    swept = sweep()

    assert (swept.double_weeks, swept.skipped_weeks) == (0, 0)
    assert swept.mondays == 4 * 1096


def test_a_calendar_of_plain_years_would_be_found_out():
    swept = sweep(named=lambda day: f"{day:%Y-W%V}")

    assert swept.double_weeks > 0
    assert swept.skipped_weeks > 0


@given(day=days)
def test_a_week_is_read_back_as_it_is_written(day):
    week = week_of(day)

    assert read_week(str(week)) == week
    assert str(week) == f"{day:%G-W%V}"


def test_the_last_days_of_2026_are_of_its_week_53():
    assert str(week_of(date(2027, 1, 3))) == "2026-W53"


@pytest.mark.parametrize("text", ["2025-W53", "2026-48", "2026-W00", "48", ""])
def test_a_week_that_is_none_is_one_plain_sentence(text):
    with pytest.raises(BadInput, match="2026-W48"):
        read_week(text)


@given(day=days, weekday=st.integers(0, 6), zone=st.sampled_from(ZONES))
def test_a_letter_leaves_in_the_hour_after_nine_on_the_chosen_day(day, weekday, zone):
    week = week_of(day)

    window = window_of(week, weekday=weekday, zone=zone, letter=uuid4())

    nine = window_of(week, weekday=weekday, zone=zone, letter=SOMEBODY).due_at
    assert timedelta(0) <= window.due_at - nine < timedelta(hours=1)
    assert local_day(nine, zone) == week.monday + timedelta(days=weekday)
    assert window.due_at < window.give_up_at <= window.due_at + TRIED_FOR
    assert is_over(week, zone=zone, now=window.give_up_at + TRIED_FOR * 3)


def test_a_monday_letter_is_tried_until_wednesday_evening():
    week = week_of(date(2026, 11, 23))

    window = window_of(week, weekday=0, zone=LONDON, letter=SOMEBODY)

    assert window.due_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert window.give_up_at == datetime(2026, 11, 25, 18, tzinfo=UTC)


def test_a_saturday_letter_is_tried_until_sunday_evening():
    week = week_of(date(2026, 11, 23))

    window = window_of(week, weekday=5, zone=LONDON, letter=SOMEBODY)

    assert window.give_up_at == datetime(2026, 11, 29, 18, tzinfo=UTC)


def test_a_machine_that_was_off_on_monday_sends_on_thursday_once():
    week, now = week_of(date(2026, 11, 26)), datetime(2026, 11, 26, 12, tzinfo=UTC)

    window = late_window(
        window_of(week, weekday=0, zone=LONDON, letter=SOMEBODY),
        week, zone=LONDON, now=now,
    )  # fmt: skip

    assert (window.due_at, window.give_up_at) == (
        now,
        datetime(2026, 11, 28, 21, tzinfo=UTC),
    )


def test_after_the_week_nothing_of_it_is_planned_any_more():
    week = week_of(date(2026, 11, 23))

    evening = datetime(2026, 11, 29, 18, tzinfo=UTC)

    assert gets_one(somebody(), week, now=evening - timedelta(seconds=1))
    assert not gets_one(somebody(), week, now=evening)


def test_who_wants_fewer_gets_one_in_the_first_week_of_a_month():
    now = datetime(2026, 11, 1, tzinfo=UTC)
    mondays = [date(2026, 11, 2) + timedelta(weeks=n) for n in range(9)]

    got = [m for m in mondays if gets_one(somebody(fewer=True), week_of(m), now=now)]

    assert got == [date(2026, 11, 2), date(2026, 12, 7)]


def test_a_pause_ends_on_the_day_that_was_said():
    week, now = week_of(date(2026, 11, 23)), datetime(2026, 11, 22, tzinfo=UTC)

    until = [date(2026, 11, 23), date(2026, 11, 24)]

    assert [gets_one(somebody(paused_until=day), week, now=now) for day in until] == [
        True,
        False,
    ]


def somebody(**chosen: object) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, id=SOMEBODY, **chosen)
