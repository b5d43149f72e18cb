"""A macro gets the parts of a timetable; ranking gets the days and parts of the day."""

from datetime import date, time

import pytest

from catalogue.drafts import Timetable
from catalogue.schedules import (
    ScheduleParts,
    meeting_times,
    read_schedule,
    schedule_parts,
)


def parts_of(text: str) -> ScheduleParts:
    [timetable] = read_schedule(text)
    return schedule_parts(timetable)


def test_a_weekly_class_is_said_by_its_days_and_hours() -> None:
    assert parts_of("Tues & Thurs 10am - 12 noon") == ScheduleParts(
        kind="weekly", days=("TU", "TH"), opens_at=time(10), closes_at=time(12)
    )


def test_the_first_and_third_saturday_have_their_ordinals() -> None:
    assert parts_of("1st and 3rd Saturdays of the month 2pm") == ScheduleParts(
        kind="monthly",
        days=("SA",),
        ordinals=(1, 3),
        nth_days=((1, "SA"), (3, "SA")),
        opens_at=time(14),
    )


def test_different_ordinals_for_different_days_are_kept_apart() -> None:
    parts = parts_of("first Monday and third Thursday of the month")

    assert (parts.days, parts.ordinals) == (("MO", "TH"), ())
    assert parts.nth_days == ((1, "MO"), (3, "TH"))


def test_every_other_week_has_its_first_day() -> None:
    assert parts_of("every other Tuesday from 8 September 2026") == ScheduleParts(
        kind="fortnightly",
        days=("TU",),
        interval=2,
        valid_from=date(2026, 9, 8),
    )


def test_a_single_date_is_once() -> None:
    assert parts_of("Sat 12 December 2026, 2pm-4pm") == ScheduleParts(
        kind="once",
        days=("SA",),
        opens_at=time(14),
        closes_at=time(16),
        valid_from=date(2026, 12, 12),
    )


def test_evenings_without_a_time_are_evenings() -> None:
    assert parts_of("Tuesday evenings") == ScheduleParts(
        kind="weekly", days=("TU",), part_of_day="evening"
    )


KINDS = [
    ("FREQ=DAILY", "daily"),
    ("FREQ=DAILY;BYDAY=MO,TU", "weekly"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "daily"),
    ("FREQ=WEEKLY", "weekly"),
    ("FREQ=WEEKLY;INTERVAL=3", "weekly"),
    ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "monthly"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "monthly"),
    ("FREQ=MONTHLY", "monthly"),
    ("FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2", "other"),
    ("FREQ=MONTHLY;BYDAY=TU", "weekly"),
    ("FREQ=MONTHLY;BYDAY=TU;INTERVAL=2", "other"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "other"),
    ("FREQ=MONTHLY;BYDAY=-2FR", "other"),
    ("FREQ=MONTHLY;BYMONTHDAY=-2", "other"),
    ("FREQ=DAILY;INTERVAL=2", "other"),
    ("FREQ=YEARLY", "other"),
    ("FREQ=WEEKLY;BYMONTH=6", "other"),
    ("FREQ=SECONDLY", "other"),
]


@pytest.mark.parametrize(("rrule", "kind"), KINDS)
def test_a_rule_from_a_feed_has_a_kind_that_can_be_said(rrule: str, kind: str) -> None:
    timetable = Timetable(rrule=rrule, valid_from=date(2026, 9, 15))

    assert schedule_parts(timetable).kind == kind


def test_a_rule_that_needs_a_first_day_and_has_none_is_not_said() -> None:
    assert schedule_parts(Timetable(rrule="FREQ=WEEKLY;INTERVAL=2")).kind == "other"


def test_the_second_tuesday_is_the_same_however_a_feed_writes_it() -> None:
    by_position = Timetable(rrule="FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2")
    by_number = Timetable(rrule="FREQ=MONTHLY;BYDAY=2TU")

    assert schedule_parts(by_position) == schedule_parts(by_number)


def test_the_fifteenth_is_said_by_its_date_and_has_no_weekday() -> None:
    written = Timetable(rrule="FREQ=MONTHLY;BYMONTHDAY=15")
    from_its_first_day = Timetable(rrule="FREQ=MONTHLY", valid_from=date(2026, 9, 15))

    parts = [schedule_parts(written), schedule_parts(from_its_first_day)]

    assert [(p.kind, p.month_days, p.days) for p in parts] == [
        ("monthly", (15,), ())
    ] * 2


def test_a_counted_rule_has_a_last_day() -> None:
    six_weeks = Timetable(rrule="FREQ=WEEKLY;COUNT=6", valid_from=date(2026, 9, 15))

    assert schedule_parts(six_weeks).valid_to == date(2026, 10, 20)


MEETS = [
    ("Tuesdays 7-9pm", {("TU", "evening")}),
    ("Saturdays", {("SA", None)}),
    ("Tuesdays 10:00-12:00", {("TU", "morning")}),
    ("Tuesdays 10am-4pm", {("TU", "morning"), ("TU", "afternoon")}),
    ("Tuesdays 12 noon-5pm", {("TU", "afternoon")}),
    ("Tuesdays 4pm-6pm", {("TU", "afternoon"), ("TU", "evening")}),
    ("Tuesdays 5pm", {("TU", "evening")}),
    ("Tuesdays 10pm-2am", {("TU", "evening")}),
    ("Tuesdays 9am-9pm", {("TU", p) for p in ("morning", "afternoon", "evening")}),
    ("last Friday of the month 7.30pm", {("FR", "evening")}),
    ("12 December 2026, noon", {("SA", "afternoon")}),
]


@pytest.mark.parametrize(("text", "expected"), MEETS)
def test_when_it_meets_is_days_and_parts_of_the_day(
    text: str, expected: frozenset[tuple[str, str | None]]
) -> None:
    assert meeting_times(read_schedule(text)) == frozenset(expected)


def test_what_nobody_knows_is_not_a_time() -> None:
    by_date = Timetable(rrule="FREQ=MONTHLY;BYMONTHDAY=15", opens_at=time(10))

    assert meeting_times([]) is None
    assert meeting_times([by_date]) is None
    assert meeting_times([Timetable(rrule="FREQ=SECONDLY")]) is None
