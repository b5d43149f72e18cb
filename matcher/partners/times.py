"""The buttons of "when" -> a timetable. Pure: nothing is guessed, nothing is said.

Five ways cover nearly everything: every week, every other week, some week of the
month, one day only, and words, which are read whole or kept as words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from catalogue.drafts import OpportunityDraft, Timetable
from catalogue.schedules import (
    ScheduleParts,
    Span,
    half_of,
    halves_of,
    hours_between,
    not_a_time,
    read_schedule,
    schedule_parts,
)
from catalogue.schedules.rules import WEEKDAYS
from matcher.errors import BadInput

WAYS = ("weekly", "fortnightly", "monthly", "once", "words")

NTHS = ("1", "2", "3", "4", "-1")
"""Weeks of a month as people say them: first to fourth, and last."""

MOST_TIMES = 12
"""Times of one listing that a form takes; a term's worth of single days."""


class WhichHalf(BadInput):
    """It may be meant of the morning or of the evening; carries both."""

    def __init__(
        self, message: str, /, *, choices: Mapping[str, Sequence[Timetable]]
    ) -> None:
        """``choices``: the times it would be, under ``am`` and ``pm``."""
        super().__init__(message)
        self.choices = choices


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
    term_time: bool = False
    half: str = ""
    """``am`` or ``pm``: what was answered to ``WhichHalf``."""

    @property
    def is_empty(self) -> bool:
        """Nothing that could be a time was pressed or typed."""
        return not (self.words.strip() or self.has_buttons)

    @property
    def has_buttons(self) -> bool:
        """Something was pressed or typed besides words of one's own."""
        return bool(self.days or self.first or self.starts or self.ends)


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
    only_words = pressed.words.strip() and not pressed.has_buttons
    if pressed.way == "words" or only_words:
        return _with_words(draft, pressed)
    made = _made(pressed, today)
    if made in draft.timetables:
        return draft
    return replace(draft, timetables=(*draft.timetables, made), schedule_text=None)


def _with_words(draft: OpportunityDraft, pressed: Pressed) -> OpportunityDraft:
    words, half = pressed.words, pressed.half
    if not words.strip():
        raise BadInput("Write when it is, in your own words.")
    unsure = halves_of(words)
    if unsure and half not in unsure:
        raise _which_half(unsure)
    read = _in_terms(read_schedule(words, half=half), pressed)
    room = MOST_TIMES - len(draft.timetables)
    if draft.timetables and not read:
        raise BadInput(
            "We can’t read that as days and times. Write it like “Tuesdays 2-4pm”."
            " Anything else, like “only when it is dry”, say under “What is it?”."
        )
    if not read or len(read) > room:
        return replace(draft, schedule_text=words.strip())
    new = tuple(one for one in read if one not in draft.timetables)
    return replace(draft, timetables=(*draft.timetables, *new), schedule_text=None)


def _in_terms(several: Sequence[Timetable], pressed: Pressed) -> tuple[Timetable, ...]:
    """The same, in term time only where that was ticked; a single date is in none."""
    return tuple(
        replace(one, term_time=one.term_time or pressed.term_time) if one.rrule else one
        for one in several
    )


def pressed_as(timetable: Timetable) -> Mapping[str, Any]:
    """The fields that make this time; words where no buttons do."""
    parts = schedule_parts(timetable)
    way = "weekly" if parts.kind == "daily" else parts.kind
    if way not in WAYS or parts.part_of_day or not _has_buttons(parts):
        return {"way": "words", "words": timetable.text or ""}
    return {
        "way": way,
        "day": list(parts.days) if way != "once" else [],
        "nth": [str(nth) for nth in parts.ordinals],
        "starts": _typed(parts.opens_at),
        "ends": _typed(parts.closes_at),
        "first": parts.valid_from.isoformat() if parts.valid_from else "",
        "last": parts.valid_to.isoformat() if parts.valid_to else "",
        "terms": "yes" if timetable.term_time else "",
    }


def _has_buttons(parts: ScheduleParts) -> bool:
    if parts.closes_at and not parts.opens_at:
        return False
    if parts.kind == "monthly":
        every_month = parts.interval == 1 and bool(parts.ordinals)
        return every_month and all(str(nth) in NTHS for nth in parts.ordinals)
    if parts.kind == "fortnightly":
        first = parts.valid_from
        return first is not None and WEEKDAYS[first.weekday()] in parts.days
    return parts.interval == 1


def _typed(at: time | None) -> str:
    """A time of day as nobody can read it twofold: 7pm, 7:30pm."""
    if at is None:
        return ""
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{half_of(at)}"


def without_time(draft: OpportunityDraft, position: int) -> OpportunityDraft:
    """The draft without one of its times; an unknown one changes nothing."""
    kept = [one for at, one in enumerate(draft.timetables) if at != position]
    return replace(draft, timetables=tuple(kept))


def _made(pressed: Pressed, today: date) -> Timetable:
    first, last = day_of(pressed.first), day_of(pressed.last)
    if pressed.way == "once":
        if first is None:
            raise BadInput("Say which day it is.")
        return _at_its_hours(Timetable(rrule=None, valid_from=first), pressed)
    days = _days(pressed, first)
    if last and last < (first or today):
        raise BadInput("The last day is before the first one.")
    if pressed.way == "fortnightly" and first is None:
        raise BadInput("Say the day of the next one, so that we know which weeks.")
    regular = Timetable(
        rrule=_rule(pressed, days), valid_from=_first_of(days, first), valid_to=last
    )
    (in_terms,) = _in_terms([regular], pressed)
    return _at_its_hours(in_terms, pressed)


def _days(pressed: Pressed, first: date | None) -> Sequence[str]:
    """The days that were pressed, else the one that the first or next one is on."""
    days = tuple(day for day in WEEKDAYS if day in pressed.days)
    if not days and first and pressed.way != "monthly":
        return (WEEKDAYS[first.weekday()],)
    if not days:
        raise BadInput("Press the day it is on.")
    return days


def _at_its_hours(made: Timetable, pressed: Pressed) -> Timetable:
    """The same with the hours that were typed; raises ``WhichHalf`` for "7 til 9"."""
    if not (pressed.starts or pressed.ends):
        return made
    both = {half_of(one.opens_at): one for one in _spans(pressed.starts, pressed.ends)}
    if len(both) > 1 and pressed.half not in both:
        raise _which_half({half: [_during(made, one)] for half, one in both.items()})
    return _during(made, both.get(pressed.half) or next(iter(both.values())))


def _which_half(choices: Mapping[str, Sequence[Timetable]]) -> WhichHalf:
    return WhichHalf(
        "Is that in the morning or in the evening? Write am or pm with it.",
        choices=choices,
    )


def _during(made: Timetable, span: Span) -> Timetable:
    return replace(made, opens_at=span.opens_at, closes_at=span.closes_at)


def _spans(starts: str, ends: str) -> Sequence[Span]:
    if not starts.strip():
        raise BadInput("Say when it starts, too.")
    spans = hours_between(starts, ends)
    if spans:
        return spans
    unread = not_a_time(starts, ends)
    if unread:
        raise BadInput(
            "We can’t read “%(words)s” as a time. Write it like 7pm, half past 7 in the"
            " evening or 19:30.",
            words=unread,
        )
    raise BadInput("It ends before it starts. Look at both times once more.")


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
