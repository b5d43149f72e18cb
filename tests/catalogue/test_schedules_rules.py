"""A recurrence rule from a stranger's feed is read strictly, and costs no time."""

import time as clock
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import Timetable
from catalogue.schedules import (
    checked_rrule,
    last_day,
    occurrences,
    occurrences_between,
    schedule_parts,
)

ALLOWED = [
    ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"),
    ("rrule:freq=weekly;byday=tu,th;", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("FREQ=MONTHLY;BYDAY=1SA,-1SA", "FREQ=MONTHLY;BYDAY=1SA,-1SA"),
    ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2"),
    ("FREQ=DAILY;UNTIL=20261231T235959Z", "FREQ=DAILY;UNTIL=20261231T235959Z"),
    ("FREQ=YEARLY;BYMONTH=12;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=12;BYDAY=1SU"),
    ("FREQ=WEEKLY;COUNT=1000", "FREQ=WEEKLY;COUNT=1000"),
]


@pytest.mark.parametrize(("text", "tidy"), ALLOWED)
def test_a_rule_by_day_week_month_or_year_is_allowed(text: str, tidy: str) -> None:
    assert checked_rrule(text) == tidy


REFUSED = [
    ("", "we don't understand"),
    ("FREQ", "we don't understand"),
    ("FREQ=", "we don't understand"),
    ("BYDAY=TU", "must be DAILY, WEEKLY, MONTHLY or YEARLY"),
    ("FREQ=SECONDLY", "must be DAILY"),
    ("FREQ=HOURLY;INTERVAL=2", "must be DAILY"),
    ("FREQ=WEEKLY;BYHOUR=19", "BYHOUR=19"),
    ("FREQ=DAILY;X-ODD=1", "X-ODD=1"),
    ("FREQ=DAILY;FREQ=DAILY", "FREQ twice"),
    ("FREQ=DAILY;COUNT=1000000000", "COUNT must be a whole number from 1 to 1,000"),
    ("FREQ=DAILY;COUNT=0", "COUNT must be"),
    ("FREQ=DAILY;COUNT=3;UNTIL=20261231", "both COUNT and UNTIL"),
    ("FREQ=DAILY;INTERVAL=999999999", "INTERVAL must be a whole number from 1 to 366"),
    ("FREQ=DAILY;INTERVAL=-1", "INTERVAL must be"),
    ("FREQ=DAILY;INTERVAL=two", "INTERVAL must be"),
    ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL must be a day"),
    ("FREQ=WEEKLY;BYDAY=TUESDAY", "BYDAY must be weekdays"),
    ("FREQ=WEEKLY;BYDAY=1TU", "needs FREQ=MONTHLY"),
    ("FREQ=MONTHLY;BYDAY=9TU", "BYDAY must be weekdays"),
    ("FREQ=WEEKLY;BYMONTHDAY=3", "can't have BYMONTHDAY"),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY must be from 1 to 31"),
    ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH must be from 1 to 12"),
    ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"),
    ("FREQ=WEEKLY;WKST=XX", "WKST must be"),
    ("FREQ=MONTHLY;BYDAY=" + "1MO," * 100 + "1MO", "longer than 300 characters"),
]


@pytest.mark.parametrize(("text", "because"), REFUSED)
def test_any_other_rule_is_refused_with_a_plain_sentence(
    text: str, because: str
) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        checked_rrule(text)

    assert because in str(refused.value)
    assert str(refused.value).endswith(".")


@given(st.text(max_size=400))
def test_no_text_can_make_checking_fail_otherwise(text: str) -> None:
    try:
        checked_rrule("FREQ=MONTHLY;" + text)
    except ValueError:
        return
    occurrences(Timetable(rrule="FREQ=MONTHLY;" + text), after=datetime.now(UTC))


NEVER_OR_SELDOM = [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=YEARLY;INTERVAL=366;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366",
    "FREQ=DAILY;COUNT=1000;BYDAY=SU;BYMONTH=1;BYMONTHDAY=1",
]


@pytest.mark.parametrize("rrule", NEVER_OR_SELDOM)
def test_a_rule_that_never_happens_costs_no_time(rrule: str) -> None:
    timetable = Timetable(rrule=rrule, valid_from=date(2005, 9, 5), opens_at=time(9))
    began = clock.perf_counter()

    occurrences(timetable, after=datetime(2026, 9, 7, tzinfo=UTC), limit=500)
    last_day([timetable])
    schedule_parts(timetable)

    assert clock.perf_counter() - began < 5


# --- against dateutil, on rules that do happen (it searches to the year 9999)

days_of_week = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def listed(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(",".join)


numbered = st.tuples(st.sampled_from([1, 2, 3, 4, -1, -2]), days_of_week)
month_days = st.sampled_from([1, 2, 15, 28, -1, -2, -28]).map(str)
tails = st.one_of(
    st.just(""),
    st.integers(1, 40).map(lambda count: f";COUNT={count}"),
    st.dates(date(2026, 1, 1), date(2027, 6, 1)).map(lambda d: f";UNTIL={d:%Y%m%d}"),
)
rules = st.one_of(
    st.just("FREQ=DAILY"),
    st.just("FREQ=WEEKLY"),
    listed(days_of_week).map(lambda days: f"FREQ=WEEKLY;BYDAY={days}"),
    listed(days_of_week).map(lambda days: f"FREQ=WEEKLY;WKST=SU;BYDAY={days}"),
    listed(numbered.map(lambda nth: f"{nth[0]}{nth[1]}")).map(
        lambda days: f"FREQ=MONTHLY;BYDAY={days}"
    ),
    listed(days_of_week).map(lambda days: f"FREQ=MONTHLY;BYDAY={days};BYSETPOS=2,-1"),
    listed(month_days).map(lambda days: f"FREQ=MONTHLY;BYMONTHDAY={days}"),
    st.just("FREQ=MONTHLY"),
    st.just("FREQ=YEARLY"),
    listed(days_of_week).map(lambda days: f"FREQ=YEARLY;BYMONTH=3,12;BYDAY={days}"),
)


@given(
    rules,
    st.integers(1, 5),
    tails,
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.dates(date(2025, 6, 1), date(2027, 1, 1)),
)
def test_dates_agree_with_another_reader_of_rules(
    rule: str, interval: int, tail: str, anchor: date, first: date
) -> None:
    rrule = f"{rule};INTERVAL={interval}{tail}"
    last = first + timedelta(days=200)

    found = occurrences_between(
        [Timetable(rrule=rrule, valid_from=anchor)], first_day=first, last_day=last
    )

    other = rrulestr(rrule, dtstart=datetime.combine(anchor, time()))
    window = (datetime.combine(first, time()), datetime.combine(last, time()))
    assert [o.day for o in found] == [
        at.date() for at in other.between(*window, inc=True)
    ]
