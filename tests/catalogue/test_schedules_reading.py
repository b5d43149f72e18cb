"""Plain text becomes a timetable where it is certain, and stays text where not."""

import time as clock
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import Timetable
from catalogue.schedules import meeting_times, read_schedule
from catalogue.schedules.tokens import LEXICON, tokens_of

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"
BOTH = "FREQ=WEEKLY;BYDAY=TU,TH"

Said = tuple[str | None, str, date | None, date | None]


def said(text: str) -> list[Said]:
    """What was understood, short enough for a table: rule, hours, first, last."""
    return [(t.rrule, hours(t), t.valid_from, t.valid_to) for t in read_schedule(text)]


def hours(timetable: Timetable) -> str:
    ends = (timetable.opens_at, timetable.closes_at)
    return "-".join(f"{end:%H:%M}" for end in ends if end is not None)


UNDERSTOOD_WEEKLY = [
    ("Tuesdays 7-9pm", TUESDAYS, "19:00-21:00"),
    ("Tuesday 7pm-9pm", TUESDAYS, "19:00-21:00"),
    ("tuesday's 7pm–9pm", TUESDAYS, "19:00-21:00"),
    ("TUESDAYS, 7PM — 9PM.", TUESDAYS, "19:00-21:00"),
    ("Tuesdays: 7:00 PM to 9:00 PM", TUESDAYS, "19:00-21:00"),
    ("Tuesdays - 7pm", TUESDAYS, "19:00"),
    ("Tuesdays from 7pm until 9pm", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 7pm till 9", TUESDAYS, "19:00-21:00"),
    ("7pm Tuesdays", TUESDAYS, "19:00"),
    ("7-9pm on Tuesdays", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 1900hrs", TUESDAYS, "19:00"),
    ("Tuesdays 1900-2100", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 0930 - 1130 hrs", TUESDAYS, "09:30-11:30"),
    ("Tuesdays 12.30", TUESDAYS, "12:30"),
    ("Tuesdays 12:30pm–16:30pm", TUESDAYS, "12:30-16:30"),
    ("Tuesdays at 2", TUESDAYS, "14:00"),
    ("Tuesdays 10-2pm", TUESDAYS, "10:00-14:00"),
    ("Tuesdays 10-12pm", TUESDAYS, "10:00-12:00"),
    ("Tuesdays 11am-1", TUESDAYS, "11:00-13:00"),
    ("Tuesdays 7pm-midnight", TUESDAYS, "19:00-00:00"),
    ("Tuesdays 7 o'clock in the evening", TUESDAYS, "19:00"),
    ("Tuesday evenings 7-9", TUESDAYS, "19:00-21:00"),
    ("Tuesday mornings, 9-12", TUESDAYS, "09:00-12:00"),
    ("weekly on Tuesdays at 10.30am", TUESDAYS, "10:30"),
    ("We meet every Tuesday at 7.30pm", TUESDAYS, "19:30"),
    ("Tuesdays between 6 and 8pm", TUESDAYS, "18:00-20:00"),
    ("Tues & Thurs 10am - 12 noon", BOTH, "10:00-12:00"),
    ("Tues. & Thurs. 10 a.m. - 12 p.m.", BOTH, "10:00-12:00"),
    ("Tuesdays and Thursdays, noon to 2pm", BOTH, "12:00-14:00"),
    ("every Tuesday and every Thursday 6pm", BOTH, "18:00"),
    ("Tue/Thu 18:30-20:00", BOTH, "18:30-20:00"),
    ("every Wednesday, 18:30 to 20:00", "FREQ=WEEKLY;BYDAY=WE", "18:30-20:00"),
    ("Monday 10:00-17:00", "FREQ=WEEKLY;BYDAY=MO", "10:00-17:00"),
    ("Fridays 10pm-2am", "FREQ=WEEKLY;BYDAY=FR", "22:00-02:00"),
    ("Fridays 8pm till late", "FREQ=WEEKLY;BYDAY=FR", "20:00"),
    ("Fridays 8pm onwards", "FREQ=WEEKLY;BYDAY=FR", "20:00"),
    ("Saturdays", "FREQ=WEEKLY;BYDAY=SA", ""),
    ("Tuesday evenings", TUESDAYS, ""),
    ("Mon-Fri 9.30am-4pm", WORKING, "09:30-16:00"),
    ("Monday to Friday 9am to 5pm", WORKING, "09:00-17:00"),
    ("Weekdays 10-4", WORKING, "10:00-16:00"),
    ("Open Mon - Fri 9-5", WORKING, "09:00-17:00"),
    ("Fri-Mon 11am-3pm", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", "11:00-15:00"),
    ("weekends 11am-4pm", "FREQ=WEEKLY;BYDAY=SA,SU", "11:00-16:00"),
    ("daily 8am-6pm", "FREQ=DAILY", "08:00-18:00"),
    ("every day", "FREQ=DAILY", ""),
    ("Mon-Sun 08:00-20:00", "FREQ=DAILY", "08:00-20:00"),
    ("7 days a week, 7am-10pm", "FREQ=DAILY", "07:00-22:00"),
    ("first Sunday of the month", "FREQ=MONTHLY;BYDAY=1SU", ""),
    ("1st and 3rd Saturdays of the month 2pm", "FREQ=MONTHLY;BYDAY=1SA,3SA", "14:00"),
    ("last Friday of every month, 7.30pm", "FREQ=MONTHLY;BYDAY=-1FR", "19:30"),
    ("every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU", ""),
    ("Monthly on the last Sunday at 3pm", "FREQ=MONTHLY;BYDAY=-1SU", "15:00"),
    ("7pm on the 1st & last Friday each month", "FREQ=MONTHLY;BYDAY=1FR,-1FR", "19:00"),
    (
        "first Monday and third Thursday of the month, 2-4pm",
        "FREQ=MONTHLY;BYDAY=1MO,3TH",
        "14:00-16:00",
    ),
]


@pytest.mark.parametrize(("text", "rrule", "expected"), UNDERSTOOD_WEEKLY)
def test_a_regular_time_in_plain_words_is_understood(
    text: str, rrule: str, expected: str
) -> None:
    assert said(text) == [(rrule, expected, None, None)]


TWELFTH, NINETEENTH = date(2026, 12, 12), date(2026, 12, 19)
UNDERSTOOD_DATES: list[tuple[str, list[Said]]] = [
    ("Sat 12 December 2026, 2pm-4pm", [(None, "14:00-16:00", TWELFTH, None)]),
    ("12/12/2026 14:00", [(None, "14:00", TWELFTH, None)]),
    ("12.12.2026 at 2pm", [(None, "14:00", TWELFTH, None)]),
    ("2026-12-12", [(None, "", TWELFTH, None)]),
    ("Saturday, December 12th, 2026 at noon", [(None, "12:00", TWELFTH, None)]),
    ("on the 12th of December 2026", [(None, "", TWELFTH, None)]),
    (
        "12 December 2026 and 19 December 2026, 2pm",
        [(None, "14:00", TWELFTH, None), (None, "14:00", NINETEENTH, None)],
    ),
    (
        "2026-12-12T14:00:00 to 2026-12-12T16:30:00; 2026-12-19T14:00:00",
        [(None, "14:00-16:30", TWELFTH, None), (None, "14:00", NINETEENTH, None)],
    ),
    (
        "2026-12-12T21:00 to 2026-12-13T01:00",
        [(None, "21:00-01:00", TWELFTH, None)],
    ),
    ("2026-07-01T18:00:00.000Z", [(None, "19:00", date(2026, 7, 1), None)]),
    ("2026-12-12T18:00:00+00:00", [(None, "18:00", TWELFTH, None)]),
    (
        "Tuesdays 7pm from 3 September 2026",
        [(TUESDAYS, "19:00", date(2026, 9, 3), None)],
    ),
    (
        "Tuesdays 7pm, 3 September to 17 December 2026",
        [(TUESDAYS, "19:00", date(2026, 9, 3), date(2026, 12, 17))],
    ),
    (
        "from Tuesday 8 September 2026 until 17 December 2026, Tuesdays 7pm",
        [(TUESDAYS, "19:00", date(2026, 9, 8), date(2026, 12, 17))],
    ),
    (
        "Tuesdays from 7pm until 15 December 2026",
        [(TUESDAYS, "19:00", None, date(2026, 12, 15))],
    ),
    (
        "every other Tuesday from 8 September 2026, 7pm",
        [("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "19:00", date(2026, 9, 8), None)],
    ),
    (
        "Fortnightly on Tuesdays 7pm starting Tuesday 8 September 2026",
        [("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "19:00", date(2026, 9, 8), None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD_DATES)
def test_dates_and_first_and_last_days_are_understood(
    text: str, expected: list[Said]
) -> None:
    assert said(text) == expected


UNDERSTOOD_TOGETHER = [
    (
        "Mondays 10am; Thursdays 6pm-8pm",
        [("FREQ=WEEKLY;BYDAY=MO", "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "18:00-20:00")],
    ),
    (
        "Mondays 10am\nThursdays 6pm",
        [("FREQ=WEEKLY;BYDAY=MO", "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "18:00")],
    ),
    (
        "Open Mon-Fri 9-5, Sat 10-4",
        [(WORKING, "09:00-17:00"), ("FREQ=WEEKLY;BYDAY=SA", "10:00-16:00")],
    ),
    (
        "10am Tuesdays, 7pm Thursdays",
        [(TUESDAYS, "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "19:00")],
    ),
    (
        "Tuesdays 10am-12 noon and 2-4pm",
        [(TUESDAYS, "10:00-12:00"), (TUESDAYS, "14:00-16:00")],
    ),
    (
        "Monday mornings and Wednesday evenings",
        [("FREQ=WEEKLY;BYDAY=MO", ""), ("FREQ=WEEKLY;BYDAY=WE", "")],
    ),
]


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
    "Tuesdays 7-9pm, term time only",
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


# --- properties

UNDERSTOOD = [
    *(text for text, *_ in UNDERSTOOD_WEEKLY),
    *(text for text, _ in UNDERSTOOD_DATES),
    *(text for text, _ in UNDERSTOOD_TOGETHER),
]
QUALIFIERS = ["except", "not", "term", "usually", "approx", "ish", "or", "bar", "if"]
unknown_words = st.one_of(
    st.sampled_from(QUALIFIERS),
    st.text(st.characters(categories=["L"]), min_size=1, max_size=12).filter(
        lambda word: tokens_of(word) is None
    ),
)


@given(st.sampled_from(UNDERSTOOD), unknown_words, st.data())
def test_one_unknown_word_anywhere_leaves_the_whole_text_as_text(
    text: str, word: str, data: st.DataObject
) -> None:
    words = text.split(" ")
    place = data.draw(st.integers(0, len(words)))

    words.insert(place, word)

    assert read_schedule(" ".join(words)) == ()


@given(st.text(max_size=600))
def test_no_text_can_make_reading_fail(text: str) -> None:
    read_schedule(text)


numbers = st.integers(0, 2400).map(str)
soups = st.lists(st.one_of(st.sampled_from(sorted(LEXICON)), numbers), max_size=25)


@given(soups, st.sampled_from(["", " "]))
def test_no_soup_of_known_words_can_make_reading_fail(
    words: list[str], between: str
) -> None:
    for timetable in read_schedule(between.join(words)):
        assert timetable.rrule or timetable.valid_from


SPELLINGS = {
    "MO": ("Monday", "Mondays", "Mon"),
    "TU": ("Tuesday", "Tuesdays", "Tues", "Tue"),
    "WE": ("Wednesday", "Wednesdays", "Weds", "wed"),
    "TH": ("Thursday", "Thursdays", "Thurs", "THU"),
    "FR": ("Friday", "Fridays", "Fri"),
    "SA": ("Saturday", "Saturdays", "Sat"),
    "SU": ("Sunday", "Sundays", "Sun"),
}
NTH = {
    1: ("first", "1st"),
    2: ("second", "2nd"),
    3: ("third", "3rd"),
    4: ("fourth", "4th"),
    -1: ("last",),
}


def with_half(at: time, dot: str) -> str:
    hour = (at.hour - 1) % 12 + 1
    minutes = f"{dot}{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


times_of_day = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
starts = times_of_day.filter(lambda at: at != time(0))


@st.composite
def openings(draw: st.DrawFn) -> tuple[time | None, time | None]:
    opens = draw(st.none() | starts)
    if opens is None:
        return None, None
    return opens, draw(st.none() | starts.filter(lambda at: at > opens))


@st.composite
def rules_in_words(draw: st.DrawFn) -> tuple[str, str]:
    """A rule, and one way to say it."""
    days = draw(
        st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=6, unique=True)
    )
    if draw(st.booleans()):
        names = [draw(st.sampled_from(SPELLINGS[day])) for day in days]
        every = draw(st.sampled_from(["", "every ", "on "]))
        joined = every + draw(st.sampled_from([", ", " and ", " & ", "/"])).join(names)
        in_order = [day for day in WEEKDAYS if day in days]
        return f"FREQ=WEEKLY;BYDAY={','.join(in_order)}", joined
    nths = draw(st.lists(st.sampled_from([*NTH]), min_size=1, max_size=3, unique=True))
    names = [draw(st.sampled_from(NTH[nth])) for nth in nths]
    name = draw(st.sampled_from(SPELLINGS[days[0]]))
    nths_in_order = sorted(nths, key=lambda nth: nth % 9)
    month = draw(st.sampled_from(["of the month", "of every month", "each month"]))
    rule = ",".join(f"{nth}{days[0]}" for nth in nths_in_order)
    return f"FREQ=MONTHLY;BYDAY={rule}", f"{' and '.join(names)} {name} {month}"


@st.composite
def said_hours(draw: st.DrawFn, opens: time, closes: time | None) -> str:
    dot = draw(st.sampled_from([".", ":"]))
    if closes is None:
        return draw(st.sampled_from(["", "at ", "from "])) + with_half(opens, dot)
    to = draw(st.sampled_from(["-", " - ", "–", " to ", " until ", " till "]))
    return with_half(opens, dot) + to + with_half(closes, dot)


@given(rules_in_words(), openings(), st.data())
def test_a_timetable_said_in_plain_words_is_read_back_the_same(
    rule: tuple[str, str], opening: tuple[time | None, time | None], data: st.DataObject
) -> None:
    rrule, text = rule
    opens, closes = opening
    if opens is not None:
        words = data.draw(said_hours(opens, closes))
        orders = [f"{text} {words}", f"{text}, {words}", f"{words} {text}"]
        text = data.draw(st.sampled_from(orders))

    found = read_schedule(text)

    assert found == (
        Timetable(rrule=rrule, opens_at=opens, closes_at=closes, text=text),
    )


usual_starts = starts.filter(lambda at: time(6) <= at <= time(21, 30))


@given(
    usual_starts, st.integers(1, 40), st.sampled_from(["24", "none", "end", "start"])
)
def test_hours_said_carelessly_are_read_right_or_not_at_all(
    opens: time, quarters: int, style: str
) -> None:
    end = opens.hour * 60 + opens.minute + quarters * 15
    closes = time(min(end, 23 * 60 + 45) // 60, min(end, 23 * 60 + 45) % 60)
    marked = [with_half(opens, "."), with_half(closes, ".")]
    bare = [half[:-2] for half in marked]
    first, last = {
        "24": (f"{opens:%H:%M}", f"{closes:%H:%M}"),
        "none": (bare[0], bare[1]),
        "end": (bare[0], marked[1]),
        "start": (marked[0], bare[1]),
    }[style]

    found = read_schedule(f"Tuesdays {first}-{last}")

    assert {(t.opens_at, t.closes_at) for t in found} <= {(opens, closes)}


HOSTILE = [
    "1" * 50_000,
    "tuesday " * 6_250,
    "tuesday and " * 4_000,
    "2026-12-12T" * 4_500,
    " " * 50_000,
    "\n" * 50_000,
    "12" + " december" * 5_500,
    "a.m." * 12_500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_very_long_text_costs_no_time(text: str) -> None:
    began = clock.perf_counter()
    read_schedule(text)
    read_schedule(text[:500])
    took_s = clock.perf_counter() - began

    assert took_s < 0.5
