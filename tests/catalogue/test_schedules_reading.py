"""Plain text becomes a timetable where it is certain, and stays text where not."""

import pytest

from catalogue.schedules import meeting_times, read_schedule
from tests.catalogue.times_said import (
    UNDERSTOOD_DATES,
    UNDERSTOOD_TOGETHER,
    UNDERSTOOD_WEEKLY,
    Said,
    said,
)


@pytest.mark.parametrize(("text", "rrule", "expected"), UNDERSTOOD_WEEKLY)
def test_a_regular_time_in_plain_words_is_understood(
    text: str, rrule: str, expected: str
) -> None:
    assert said(text) == [(rrule, expected, None, None)]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD_DATES)
def test_dates_and_first_and_last_days_are_understood(
    text: str, expected: list[Said]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD_TOGETHER)
def test_several_times_in_one_text_are_each_understood(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(rrule, when) for rrule, when, *_ in said(text)] == expected


STAYS_TEXT = [
    "",
    "   ",
    "7-9",
    "By appointment",
    # two readings
    "Tuesdays 7-9",
    "Tuesdays at 7",
    "Tuesdays 7",
    "Saturdays 9-12",
    "Tuesdays 7-12pm",
    "Tuesdays 7:30-21:00",
    "Tuesdays or Thursdays 7pm",
    "Tuesdays and Thursday evenings",
    "Tuesdays 10am, 7pm Thursdays",
    "Tuesdays 7pm, Thursdays",
    "First Saturday and Sunday of the month",
    "1st Tuesday 7pm",
    "every second Tuesday",
    "Tuesdays monthly",
    "Tuesdays 2025-2030",
    "Tuesdays midnight",
    # which week?
    "Fortnightly on Tuesdays 7pm",
    "every other Tuesday",
    "alternate Tuesdays 7pm",
    "every other Tuesday from 9 September 2026",
    "bi-weekly on Tuesdays",
    # a qualifier changes when it happens
    "Tuesdays 7pm; Thursdays 2pm, term time only",
    "Tuesdays 7-9pm, not in term time",
    "Tuesdays 7-9pm outside term time",
    "Tuesdays 7pm, term time and holidays",
    "Term time, ring for dates",
    "Tuesdays 7pm except August",
    "Tuesdays 7pm (not bank holidays)",
    "Tuesdays 7pm weather permitting",
    "from 3rd September, Tuesdays 7pm",
    "2nd Tuesday of the month (not December)",
    "Saturdays in July",
    "daily 8am-6pm; closed Sundays",
    "daily 8am-6pm, Sundays 10am-4pm",
    "Tuesdays 7pm; first Tuesday of the month 2pm",
    "Tuesdays 7pm; Thursdays 6pm from 3 September 2026",
    "first weekend of the month",
    "penultimate Friday of the month",
    # slips of the pen
    "Tuesdays 10am-4am",
    "Tuesdays 4pm-2pm",
    "Tuesdays 7pm-7pm",
    "Tuesday evenings 9am",
    "Tuesdays 25:00",
    "Tuesdays 7.75pm",
    "Sunday 12 December 2026",
    "30 February 2026",
    "12/13/2026",
    "Tuesdays from 17 December 2026 to 3 September 2026",
    # a year is missing
    "12 December, 2pm",
    "Monday 25 December",
    "12/12/26",
    # what machines write
    "2023-03-21T00:00:00.000Z",
    "2023-05-17T23:00:00.000Z",
    "2026-02-28T09:00:00 to 2026-09-29T00:00:00",
    "2026-02-02T12:00:00 to 2026-02-03T16:00:00",
    "2026-08-31T23:59:00 to 2026-09-01T02:59:00",
    "2026-01-05T00:00:00 to 2026-01-05T04:00:00",
    "2025-12-16T11:30:00 to 2025-12-17T00:30:00",
    "12 December 2026 to 14 December 2026",
    "Monday 10am - Thursday 6pm",
]


@pytest.mark.parametrize("text", STAYS_TEXT)
def test_what_is_not_certain_stays_text(text: str) -> None:
    assert read_schedule(text) == ()


def test_every_timetable_keeps_the_words_it_was_read_from() -> None:
    found = read_schedule(" Mondays 10am; Thursdays 6pm ")

    assert [t.text for t in found] == ["Mondays 10am; Thursdays 6pm"] * 2


def test_tuesday_evenings_are_evenings_though_nobody_says_at_what_time() -> None:
    found = read_schedule("Monday mornings and Wednesday evenings")

    assert sorted(meeting_times(found) or ()) == [("MO", "morning"), ("WE", "evening")]
