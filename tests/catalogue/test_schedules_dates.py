"""A timetable gives the right dates, at the time the clock on the wall shows."""

from calendar import monthcalendar
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import Timetable
from catalogue.schedules import (
    LONDON,
    Occurrence,
    days_off,
    last_day,
    next_occurrences,
    occurrences,
    occurrences_between,
)

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TUESDAY_EVENINGS = Timetable(
    rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19), closes_at=time(21)
)


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc, arg-type]


def test_a_choir_at_seven_stays_at_seven_when_the_clocks_change() -> None:
    found = occurrences(TUESDAY_EVENINGS, after=london(2026, 10, 19), limit=2)

    starts = [o.starts_at for o in found]
    assert [s and s.isoformat() for s in starts] == [
        "2026-10-20T19:00:00+01:00",
        "2026-10-27T19:00:00+00:00",
    ]


def test_half_past_one_on_the_spring_change_is_half_past_two() -> None:
    night = Timetable(rrule=None, opens_at=time(1, 30), valid_from=date(2026, 3, 29))

    [found] = occurrences(night, after=london(2026, 3, 28))

    assert found.starts_at is not None
    assert found.starts_at.isoformat() == "2026-03-29T02:30:00+01:00"
    assert found.starts_at.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_the_clock_shows_twice_is_the_first() -> None:
    night = Timetable(
        rrule=None,
        opens_at=time(1, 30),
        closes_at=time(3),
        valid_from=date(2026, 10, 25),
    )

    [found] = occurrences(night, after=london(2026, 10, 24))

    assert found.starts_at is not None
    assert found.starts_at.isoformat() == "2026-10-25T01:30:00+01:00"
    assert found.ends_at == datetime(2026, 10, 25, 3, tzinfo=UTC)


def test_a_session_inside_the_missing_hour_still_ends_after_it_starts() -> None:
    night = Timetable(
        rrule=None,
        opens_at=time(1, 30),
        closes_at=time(2),
        valid_from=date(2026, 3, 29),
    )

    [found] = occurrences(night, after=london(2026, 3, 28))

    assert found.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 3, 29, 2, 0, tzinfo=UTC)


def test_a_night_ends_on_the_next_day() -> None:
    dance = Timetable(
        rrule="FREQ=WEEKLY;BYDAY=FR", opens_at=time(22), closes_at=time(1)
    )

    [found] = occurrences(dance, after=london(2026, 9, 7), limit=1)

    assert (found.day, found.starts_at, found.ends_at) == (
        date(2026, 9, 11),
        london(2026, 9, 11, 22),
        london(2026, 9, 12, 1),
    )


def test_a_drop_in_that_is_open_now_is_still_the_next_one() -> None:
    halfway, after_it = london(2026, 9, 8, 20), london(2026, 9, 8, 21)

    during = occurrences(TUESDAY_EVENINGS, after=halfway, limit=1)
    later = occurrences(TUESDAY_EVENINGS, after=after_it, limit=1)

    assert [o.day for o in during + later] == [date(2026, 9, 8), date(2026, 9, 15)]


def test_a_day_without_a_time_has_no_start_and_lasts_till_its_end() -> None:
    saturdays = Timetable(rrule="FREQ=WEEKLY;BYDAY=SA")

    [found] = occurrences(saturdays, after=london(2026, 9, 12, 23), limit=1)

    assert found == Occurrence(day=date(2026, 9, 12), starts_at=None, ends_at=None)


def test_dates_are_given_to_the_last_day_and_no_further() -> None:
    term = Timetable(
        rrule="FREQ=WEEKLY;BYDAY=TU",
        valid_from=date(2026, 9, 3),
        valid_to=date(2026, 9, 22),
    )

    found = occurrences(term, after=london(2026, 1, 1), limit=10)

    assert [o.day.day for o in found] == [8, 15, 22]
    assert last_day([term]) == date(2026, 9, 22)


def test_every_other_week_is_counted_from_the_first_day() -> None:
    fortnightly = Timetable(
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", valid_from=date(2026, 9, 8)
    )

    found = occurrences(fortnightly, after=london(2027, 1, 1), limit=2)

    assert [o.day for o in found] == [date(2027, 1, 12), date(2027, 1, 26)]


def test_every_other_week_from_nobody_knows_when_has_no_dates() -> None:
    fortnightly = Timetable(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")

    assert occurrences(fortnightly, after=london(2027, 1, 1)) == ()


def test_a_rule_that_cannot_be_read_has_no_dates() -> None:
    odd = Timetable(rrule="FREQ=SECONDLY", valid_from=date(2026, 9, 8))

    assert occurrences(odd, after=london(2026, 1, 1)) == ()
    assert last_day([odd]) is None


def test_until_may_be_an_instant_or_a_day() -> None:
    until = "FREQ=DAILY;UNTIL="
    days = [
        Timetable(rrule=until + "20260910", opens_at=time(19)),
        Timetable(rrule=until + "20260910T180000Z", opens_at=time(19)),
        Timetable(rrule=until + "20260910T175959Z", opens_at=time(19)),
        Timetable(rrule=until + "20260910T120000", opens_at=time(19)),
        Timetable(rrule=until + "20260701T235959Z"),
    ]

    ends = [last_day([timetable]) for timetable in days]

    assert [end and (end.month, end.day) for end in ends] == [
        (9, 10),
        (9, 10),
        (9, 9),
        (9, 9),
        (7, 1),
    ]


def test_the_last_day_is_known_only_when_every_timetable_ends() -> None:
    once = Timetable(rrule=None, valid_from=date(2026, 12, 12))
    counted = Timetable(rrule="FREQ=WEEKLY;COUNT=3", valid_from=date(2026, 12, 8))
    for_ever = Timetable(rrule="FREQ=DAILY", valid_to=date(9999, 12, 31))

    assert last_day([once, counted]) == date(2026, 12, 22)
    assert last_day([once, for_ever]) is None
    assert last_day([]) is None


def test_the_last_day_of_a_term_is_its_last_meeting() -> None:
    term = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", valid_to=date(2026, 12, 17))

    assert last_day([term]) == date(2026, 12, 15)


def test_the_dates_of_several_timetables_come_in_order_and_once() -> None:
    mornings = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(10))
    dayless = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU")
    all_three = [TUESDAY_EVENINGS, mornings, dayless, TUESDAY_EVENINGS]

    found = next_occurrences(all_three, now=london(2026, 9, 8), limit=4)

    assert [(o.day.day, o.starts_at and o.starts_at.hour) for o in found] == [
        (8, None),
        (8, 10),
        (8, 19),
        (15, None),
    ]


def test_a_week_has_what_starts_on_its_days() -> None:
    daily = Timetable(rrule="FREQ=DAILY", opens_at=time(23), closes_at=time(1))

    found = occurrences_between(
        [daily], first_day=date(2026, 9, 7), last_day=date(2026, 9, 9)
    )

    assert [o.day.day for o in found] == [7, 8, 9]


def test_what_is_over_today_is_left_out_of_a_week() -> None:
    on = [
        Timetable(rrule="FREQ=DAILY", opens_at=time(8), closes_at=time(10)),
        Timetable(rrule="FREQ=DAILY", opens_at=time(9), closes_at=time(17)),
        Timetable(rrule="FREQ=DAILY"),
    ]
    days = {"first_day": date(2026, 9, 7), "last_day": date(2026, 9, 8)}

    found = occurrences_between(on, **days, after=london(2026, 9, 7, 11))

    assert [(o.day.day, o.starts_at and o.starts_at.hour) for o in found] == [
        *[(7, None), (7, 9)],
        *[(8, None), (8, 8), (8, 9)],
    ]


def test_no_more_than_twelve_months_and_five_hundred_dates_are_given() -> None:
    daily = Timetable(rrule="FREQ=DAILY", opens_at=time(9))
    busy = [Timetable(rrule="FREQ=DAILY", opens_at=time(hour)) for hour in (9, 10)]

    ahead = occurrences(daily, after=london(2026, 1, 1, 9), limit=10_000)
    year = occurrences_between(busy, first_day=date(2026, 1, 1), last_day=date.max)

    assert (len(ahead), ahead[-1].day) == (367, date(2027, 1, 2))
    assert len(year) == 500


def test_a_time_without_its_zone_is_refused() -> None:
    naive = datetime(2026, 9, 8)  # noqa: DTZ001

    with pytest.raises(ValueError, match="give it a timezone"):
        occurrences(TUESDAY_EVENINGS, after=naive)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_edges_of_the_calendar_do_no_harm(day: date) -> None:
    rules = ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=MONTHLY;COUNT=3", None]
    edges = [Timetable(rrule=rule, valid_from=day, valid_to=day) for rule in rules]

    found = next_occurrences(edges, now=london(2026, 9, 8))

    assert found == ()
    last_day(edges)


# --- against other ways of counting

instants = st.integers(1_704_067_200, 1_893_456_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
"""From 2024 to 2029."""
day_sets = st.sets(st.sampled_from(WEEKDAYS), min_size=1)
nths = st.sampled_from([1, 2, 3, 4, 5, -1])
times_of_day = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def next_days(after: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(60)]


def is_nth(day: date, nth: int, weekday: str) -> bool:
    """By the printed calendar of the month."""
    column = WEEKDAYS.index(weekday)
    printed = monthcalendar(day.year, day.month)
    dates = [week[column] for week in printed if week[column]]
    return len(dates) >= abs(nth) and dates[nth - (nth > 0)] == day.day


@given(instants, day_sets)
def test_a_weekly_rule_agrees_with_counting_every_day(
    after: datetime, days: set[str]
) -> None:
    weekly = Timetable(rrule=f"FREQ=WEEKLY;BYDAY={','.join(sorted(days))}")
    first = after.astimezone(LONDON).date()

    found = occurrences(
        weekly, after=after, until=after + timedelta(days=50), limit=500
    )

    last = (after + timedelta(days=50)).astimezone(LONDON).date()
    counted = [
        day
        for day in next_days(first)
        if day <= last and WEEKDAYS[day.weekday()] in days
    ]
    assert [o.day for o in found] == counted


@given(instants, nths, st.sampled_from(WEEKDAYS))
def test_the_nth_weekday_agrees_with_the_printed_calendar(
    after: datetime, nth: int, weekday: str
) -> None:
    monthly = Timetable(rrule=f"FREQ=MONTHLY;BYDAY={nth}{weekday}")
    first = after.date()

    found = occurrences_between(
        [monthly], first_day=first, last_day=first + timedelta(days=59)
    )

    counted = [day for day in next_days(first) if is_nth(day, nth, weekday)]
    assert [o.day for o in found] == counted


@given(instants, day_sets, times_of_day, st.none() | times_of_day, st.integers(0, 400))
def test_dates_are_in_order_inside_the_window_and_on_the_wall_clock(
    after: datetime,
    days: set[str],
    opens: time,
    closes: time | None,
    window_days: int,
) -> None:
    timetable = Timetable(
        rrule=f"FREQ=WEEKLY;BYDAY={','.join(sorted(days))}",
        opens_at=opens,
        closes_at=closes,
    )
    until = after + timedelta(days=window_days)

    found = occurrences(timetable, after=after, until=until, limit=500)

    starts = [o.starts_at.astimezone(UTC) for o in found if o.starts_at]
    ends = [o.ends_at.astimezone(UTC) for o in found if o.ends_at]
    assert len(starts) == len(found) <= 367
    assert starts == sorted(starts)
    assert all(start <= until for start in starts)
    assert all(s < e for s, e in zip(starts, ends, strict=False))
    assert all(over > after for over in ends) or not closes
    for occurrence in found:
        assert occurrence.starts_at is not None
        wall = occurrence.starts_at.replace(tzinfo=None)
        moved_on = datetime.combine(occurrence.day, opens) + timedelta(hours=1)
        in_the_gap = opens.hour == 1 and wall == moved_on
        assert wall == datetime.combine(occurrence.day, opens) or in_the_gap


def test_no_date_is_given_while_it_does_not_meet() -> None:
    tuesdays = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19))

    found = next_occurrences(
        [tuesdays],
        now=london(2026, 9, 8),
        limit=2,
        rests_until=date(2026, 9, 15),
    )

    assert [one.day for one in found] == [date(2026, 9, 22), date(2026, 9, 29)]


def test_no_date_is_given_for_a_day_that_is_off() -> None:
    tuesdays = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19))
    off_on = (date(2026, 12, 22), date(2026, 12, 29))

    found = next_occurrences(
        [tuesdays], now=london(2026, 12, 14), limit=3, off_on=off_on
    )

    days = [date(2026, 12, 15), date(2027, 1, 5), date(2027, 1, 12)]
    assert [one.day for one in found] == days


def test_only_a_day_on_which_it_would_meet_is_off() -> None:
    tuesdays = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19))
    said = [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 22)]

    off = days_off(
        [tuesdays], said, first_day=date(2026, 12, 1), last_day=date(2026, 12, 28)
    )

    assert off == (date(2026, 12, 22),)
