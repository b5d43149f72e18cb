"""Times as people speak them: alone in a field, and within a whole timetable."""

import pytest

from catalogue.drafts import Timetable
from catalogue.schedules import Span, halves_of, hours_between, read_schedule
from catalogue.schedules.between import not_a_time
from tests.catalogue.times_said import hours, said


def each(starts: str, ends: str = "") -> list[str]:
    """All that the two fields may mean, short enough for a table."""
    return [_short(span) for span in hours_between(starts, ends)]


def _short(span: Span) -> str:
    return hours(
        Timetable(rrule=None, opens_at=span.opens_at, closes_at=span.closes_at)
    )


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("7", "9pm", "19:00-21:00"),
        ("7.30", "9.30pm", "19:30-21:30"),
        ("noon", "2", "12:00-14:00"),
        ("10", "12", "10:00-12:00"),
        ("half ten", "", "10:30"),
        ("half past 2", "4", "14:30-16:00"),
        ("quarter to 8pm", "", "19:45"),
        ("a quarter past two", "", "14:15"),
        ("twenty to three", "", "14:40"),
        ("ten minutes to four", "", "15:50"),
        ("quarter to one", "", "12:45"),
        ("two thirty", "", "14:30"),
        ("seven o'clock in the evening", "nine", "19:00-21:00"),
        ("7 in the evening", "9", "19:00-21:00"),
        ("7pm", "9 at night", "19:00-21:00"),
        ("11 at night", "", "23:00"),
        ("at 7pm", "until 9", "19:00-21:00"),
        ("7pm til 9", "", "19:00-21:00"),
        ("7pm til 9", "9", "19:00-21:00"),
        ("7pm", "late", "19:00"),
        ("19:30", "21.00", "19:30-21:00"),
        ("1930", "", "19:30"),
        ("09:00", "", "09:00"),
    ],
)
def test_a_time_is_understood_as_it_is_spoken(
    starts: str, ends: str, expected: str
) -> None:
    assert each(starts, ends) == [expected]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("half seven", "9", ["07:30-09:00", "19:30-21:00"]),
        ("6.45", "8", ["06:45-08:00", "18:45-20:00"]),
        ("8:30", "", ["08:30", "20:30"]),
        ("7 til 9", "", ["07:00-09:00", "19:00-21:00"]),
        ("quarter to 8", "", ["07:45", "19:45"]),
    ],
)
def test_what_may_be_morning_or_evening_is_given_both_ways(
    starts: str, ends: str, expected: list[str]
) -> None:
    assert each(starts, ends) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "unread"),
    [
        ("7ish", "9pm", "7ish"),
        ("7pm", "when we are done", "when we are done"),
        ("ten to eight", "", "ten to eight"),
        ("quarter to 12pm", "", "quarter to 12pm"),
        ("in the morning", "", "in the morning"),
        ("2 hours", "", "2 hours"),
        ("9pm", "7pm", None),
        ("10am", "4am", None),
    ],
)
def test_what_is_no_time_is_not_guessed_at(
    starts: str, ends: str, unread: str | None
) -> None:
    assert each(starts, ends) == []
    assert not_a_time(starts, ends) == unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tuesday evenings half seven", "19:30"),
        ("Tuesdays half 6 till 8pm", "18:30-20:00"),
        ("Tuesdays 10 til half eleven", "10:00-11:30"),
        ("Tuesdays seven till nine pm", "19:00-21:00"),
        ("Tuesdays from ten to four", "10:00-16:00"),
    ],
)
def test_a_timetable_says_its_hours_in_the_same_words(text: str, expected: str) -> None:
    assert [when for _, when, *_ in said(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Tuesdays ten to four",
        "Tuesdays half seven",
        "Tuesdays for two hours",
        "Tuesdays 2 hours",
        "Tuesdays 7pm, 2 hours",
        "Tuesdays one to one",
        "Tuesdays half hour",
    ],
)
def test_a_length_or_a_span_is_not_taken_for_a_time(text: str) -> None:
    assert read_schedule(text) == ()


def test_whoever_is_asked_says_which_half_of_the_day_it_is() -> None:
    text = "Tues & Thurs 7-9; Sat 10-12"

    both = halves_of(text)

    assert {half: [hours(one) for one in of] for half, of in both.items()} == {
        "am": ["07:00-09:00", "10:00-12:00"],
        "pm": ["19:00-21:00", "10:00-12:00"],
    }
    assert read_schedule(text) == ()
    assert halves_of("Tuesdays 7-9pm") == halves_of("when the tide is right") == {}
