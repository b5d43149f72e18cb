"""The buttons of "when" -> a timetable. Pure: nothing is guessed, nothing is said.

Five ways cover nearly everything: every week, every other week, some week of the
month, one day only, and words, which are read whole or kept as words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from catalogue.drafts import OpportunityDraft, Timetable
from catalogue.schedules import read_schedule
from catalogue.schedules.rules import WEEKDAYS
from matcher.errors import BadInput

WAYS = ("weekly", "fortnightly", "monthly", "once", "words")

NTHS = ("1", "2", "3", "4", "-1")
"""Weeks of a month as people say them: first to fourth, and last."""

MOST_TIMES = 12
"""Times of one listing that a form takes; a term's worth of single days."""


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What was pressed and typed, as it came."""

    way: str = ""
    days: Sequence[str] = ()
    nths: Sequence[str] = ()
    starts: str = ""
    ends: str = ""
    first: str = ""
    last: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing that could be a time was pressed or typed."""
        return not (self.days or self.first or self.words.strip() or self.starts)


def with_time(
    draft: OpportunityDraft, pressed: Pressed, *, today: date
) -> OpportunityDraft:
    """The draft with one more time. Raises ``BadInput`` that says what is missing."""
    if pressed.way not in WAYS:
        raise BadInput("Press how often it is first.")
    if len(draft.timetables) >= MOST_TIMES:
        raise BadInput(
            "That is more than %(most)s times. Say the rest in words.", most=MOST_TIMES
        )
    if pressed.way == "words":
        return _with_words(draft, pressed.words)
    made = _made(pressed, today)
    if made in draft.timetables:
        return draft
    return replace(draft, timetables=(*draft.timetables, made), schedule_text=None)


def _with_words(draft: OpportunityDraft, words: str) -> OpportunityDraft:
    if not words.strip():
        raise BadInput("Write when it is, in your own words.")
    read = read_schedule(words)
    room = MOST_TIMES - len(draft.timetables)
    if not read or len(read) > room:
        return replace(draft, schedule_text=words.strip())
    new = tuple(one for one in read if one not in draft.timetables)
    return replace(draft, timetables=(*draft.timetables, *new), schedule_text=None)


def without_time(draft: OpportunityDraft, position: int) -> OpportunityDraft:
    """The draft without one of its times; an unknown one changes nothing."""
    kept = [one for at, one in enumerate(draft.timetables) if at != position]
    return replace(draft, timetables=tuple(kept))


def _made(pressed: Pressed, today: date) -> Timetable:
    opens, closes = _clock(pressed.starts), _clock(pressed.ends)
    first, last = day_of(pressed.first), day_of(pressed.last)
    days = tuple(day for day in WEEKDAYS if day in pressed.days)
    if pressed.way == "once":
        if first is None:
            raise BadInput("Say which day it is.")
        return Timetable(rrule=None, opens_at=opens, closes_at=closes, valid_from=first)
    if not days:
        raise BadInput("Press the day it is on.")
    if last and last < (first or today):
        raise BadInput("The last day is before the first one.")
    if pressed.way == "fortnightly" and first is None:
        raise BadInput("Say the day of the next one, so that we know which weeks.")
    return Timetable(
        rrule=_rule(pressed, days),
        opens_at=opens,
        closes_at=closes,
        valid_from=_first_of(days, first),
        valid_to=last,
    )


def _first_of(days: Sequence[str], first: date | None) -> date | None:
    """The first of these days of the week, from ``first`` on."""
    if first is None:
        return None
    return next(
        day
        for day in (first + timedelta(days=n) for n in range(7))
        if WEEKDAYS[day.weekday()] in days
    )


def _rule(pressed: Pressed, days: Sequence[str]) -> str:
    if pressed.way == "fortnightly":
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(days)}"
    if pressed.way == "weekly":
        return f"FREQ=WEEKLY;BYDAY={','.join(days)}"
    nths = [nth for nth in NTHS if nth in pressed.nths]
    if not nths:
        raise BadInput("Press which week of the month it is in.")
    return f"FREQ=MONTHLY;BYDAY={','.join(nth + day for nth in nths for day in days)}"


def _clock(text: str) -> time | None:
    """A time of day as a browser's field sends it, or as people type it: 7pm, 19.30."""
    text = text.strip()
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        read = read_schedule(f"Mondays {text}")
    if read and read[0].opens_at and not read[0].closes_at:
        return read[0].opens_at
    raise BadInput("Write the time like 7pm or 19:30.")


def day_of(text: str) -> date | None:
    """A day as a browser's field sends it, or as people type it: 1 December 2026."""
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        read = read_schedule(text)
        found = read[0].valid_from if read and read[0].rrule is None else None
        if found is None:
            raise BadInput("Write the day like 1 December 2026.") from None
        day = found
    if not 2000 <= day.year <= 2200:
        raise BadInput("That day is too far away. Look at the year once more.")
    return day
