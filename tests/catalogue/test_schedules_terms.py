"""Term time: how it is said, and when a date is none to promise."""

from datetime import date, time

import pytest

from catalogue.drafts import Timetable
from catalogue.schedules import next_occurrences, read_schedule
from catalogue.schedules.terms import may_be_holiday
from tests.catalogue.test_schedules_dates import london

TUESDAYS = Timetable(
    rrule="FREQ=WEEKLY;BYDAY=TU",
    opens_at=time(19),
    closes_at=time(21),
    term_time=True,
)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesdays 7-9pm term time only",
        "Tuesdays 7-9pm, term time only",
        "Tuesdays 7 til 9pm (term-time)",
        "Term time only: Tuesdays 7pm to 9pm",
        "Term-time Tuesdays 7pm-9pm",
        "Tuesdays, only in school term time, 7pm - 9pm",
        "Tuesdays 7-9pm during term time.",
        "Tuesdays 7-9pm (not in the school holidays)",
        "Tuesdays 7-9pm except school holidays",
    ],
)
def test_term_time_is_heard_wherever_it_stands(text: str) -> None:
    (read,) = read_schedule(text)

    assert (read.rrule, read.opens_at, read.closes_at, read.term_time) == (
        TUESDAYS.rrule, time(19), time(21), True,
    )  # fmt: skip


def test_it_is_of_several_times_where_each_of_them_says_so() -> None:
    text = "Tuesdays 7pm term time only; Thursdays 2pm term time only"

    assert [one.term_time for one in read_schedule(text)] == [True, True]


@pytest.mark.parametrize(
    ("day", "unsure"),
    [
        (date(2026, 7, 14), False),
        (date(2026, 8, 4), True),
        (date(2026, 9, 15), False),
        (date(2026, 10, 27), True),
        (date(2026, 12, 1), False),
        (date(2026, 12, 22), True),
        (date(2027, 1, 5), True),
        (date(2027, 1, 12), False),
        (date(2027, 3, 30), True),
        (date(2027, 4, 27), False),
        (date(2028, 4, 18), True),
    ],
)
def test_a_day_that_may_be_in_the_school_holidays(day: date, unsure: bool) -> None:  # noqa: FBT001
    assert may_be_holiday(day) == unsure


def test_a_date_in_the_holidays_is_given_to_be_checked_first() -> None:
    found = next_occurrences([TUESDAYS], now=london(2026, 12, 7), limit=3)

    assert [(one.day.day, one.check_first) for one in found] == [
        (8, False), (15, False), (22, True),
    ]  # fmt: skip


def test_what_meets_in_the_holidays_too_needs_no_check() -> None:
    always = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU")

    found = next_occurrences([always], now=london(2026, 12, 22), limit=2)

    assert [one.check_first for one in found] == [False, False]
