"""Whatever is written of times: read right or left as text, and never a failure."""

import time as clock
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import Timetable
from catalogue.schedules import read_schedule
from catalogue.schedules.tokens import LEXICON, tokens_of
from tests.catalogue.times_said import (
    UNDERSTOOD,
    WEEKDAYS,
)

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
