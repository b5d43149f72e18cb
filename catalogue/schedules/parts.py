"""A timetable -> what a macro needs to say it, and what ranking needs to know of it.

No sentence is made here: a macro says "first Sunday of the month, from 2pm" in the
reader's language from these parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from catalogue.drafts import Timetable
from catalogue.schedules.clock import AFTERNOON, EVENING, MORNING, PARTS_OF_DAY
from catalogue.schedules.occurring import last_day, readable_rule
from catalogue.schedules.reading import part_of_day_in
from catalogue.schedules.rules import WEEKDAYS, Rule, needs_anchor

NOON = time(12)
EVENING_BEGINS = time(17)
SAYABLE_ORDINALS = (1, 2, 3, 4, 5, -1)
"""First to fifth, and last. "Second last" is shown as its dates."""


@dataclass(frozen=True, kw_only=True)
class ScheduleParts:
    """A timetable in parts, for a macro to say."""

    kind: str
    """``once``, ``daily``, ``weekly``, ``fortnightly``, ``monthly`` or ``other``:
    a rule too odd to say (show its text and its next dates)."""
    days: tuple[str, ...] = ()
    """``MO`` ... ``SU`` in the order of the week; once: the day of the date."""
    ordinals: tuple[int, ...] = ()
    """Monthly: 1 to 5, and -1 for the last. True of every one of ``days``; empty
    when the days differ (see ``nth_days``)."""
    nth_days: tuple[tuple[int, str], ...] = ()
    """Monthly: (1, "TU"), (3, "TH"): first Tuesday and third Thursday."""
    month_days: tuple[int, ...] = ()
    """Monthly by date: the 15th; -1 is the last day of the month."""
    interval: int = 1
    """Every so many days, weeks or months."""
    opens_at: time | None = None
    closes_at: time | None = None
    part_of_day: str | None = None
    """``morning``, ``afternoon``, ``evening``, when it is said without a time."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day, whether the timetable, UNTIL or COUNT says so."""


def schedule_parts(timetable: Timetable) -> ScheduleParts:
    """The timetable in parts; the kind is ``other`` where parts can't say it."""
    rule = readable_rule(timetable)
    if timetable.rrule is None or rule is None:
        kind = "other" if timetable.rrule else "once"
        return _parts(timetable, kind, rule)
    if rule.by_month or (needs_anchor(rule) and timetable.valid_from is None):
        return _parts(timetable, "other", rule)
    return _parts(timetable, _kind(rule), rule)


def _parts(timetable: Timetable, kind: str, rule: Rule | None) -> ScheduleParts:
    nth_days = _nth_days(rule) if rule and kind == "monthly" else ()
    known = kind != "other"
    return ScheduleParts(
        kind=kind,
        days=_days(timetable, rule) if known else (),
        ordinals=_ordinals(nth_days),
        nth_days=nth_days,
        month_days=_month_days(timetable, rule) if kind == "monthly" else (),
        interval=rule.interval if rule and known else 1,
        opens_at=timetable.opens_at,
        closes_at=timetable.closes_at,
        part_of_day=_said_part(timetable),
        valid_from=timetable.valid_from,
        valid_to=None if kind == "once" else last_day((timetable,)),
    )


def _kind(rule: Rule) -> str:
    if rule.frequency == "MONTHLY" and not _every_week(rule):
        return "monthly" if _sayable_month(rule) else "other"
    if rule.by_set_position or rule.by_month_day or rule.frequency == "YEARLY":
        return "other"
    if rule.frequency == "DAILY" and not rule.by_day:
        return "daily" if rule.interval == 1 else "other"
    if rule.frequency == "DAILY" and rule.interval > 1:
        return "other"
    if len({day for _, day in rule.by_day}) == 7 and rule.interval == 1:
        return "daily"
    return "fortnightly" if rule.interval == 2 else "weekly"


def _every_week(rule: Rule) -> bool:
    """Every month's every Tuesday is every Tuesday."""
    chosen = rule.by_set_position or rule.by_month_day or rule.interval > 1
    return not chosen and bool(rule.by_day) and not any(nth for nth, _ in rule.by_day)


def _sayable_month(rule: Rule) -> bool:
    """Whether it is some nth weekdays or some dates, counted as people count."""
    if rule.by_day and rule.by_month_day:
        return False
    if any(day < -1 for day in rule.by_month_day):
        return False
    nths = [nth for nth, _ in rule.by_day]
    if rule.by_set_position:
        if len(nths) != 1 or nths[0] != 0:
            return False
        nths = [*rule.by_set_position]
    return all(nth in SAYABLE_ORDINALS for nth in nths)


def _month_days(timetable: Timetable, rule: Rule | None) -> tuple[int, ...]:
    if rule is None or rule.by_day:
        return ()
    first = timetable.valid_from
    return rule.by_month_day or (() if first is None else (first.day,))


def _nth_days(rule: Rule) -> tuple[tuple[int, str], ...]:
    nth_days = rule.by_day
    if rule.by_set_position:
        nth_days = tuple((nth, rule.by_day[0][1]) for nth in rule.by_set_position)
    return tuple(sorted(nth_days, key=_in_the_month))


def _in_the_month(nth_day: tuple[int, str]) -> tuple[bool, int, int]:
    nth, day = nth_day
    return (nth < 0, nth, WEEKDAYS.index(day))


def _ordinals(nth_days: tuple[tuple[int, str], ...]) -> tuple[int, ...]:
    ordinals = tuple(dict.fromkeys(nth for nth, _ in nth_days))
    days = {day for _, day in nth_days}
    alike = {(nth, day) for nth in ordinals for day in days} == set(nth_days)
    return ordinals if alike else ()


def _days(timetable: Timetable, rule: Rule | None) -> tuple[str, ...]:
    """The weekdays it can fall on; empty when only a date of the month is known."""
    if rule is None:
        return _weekday_of(timetable.valid_from if timetable.rrule is None else None)
    if rule.by_day:
        return tuple(day for day in WEEKDAYS if day in {d for _, d in rule.by_day})
    if rule.frequency == "DAILY" and rule.interval == 1 and not rule.by_month_day:
        return WEEKDAYS
    return _weekday_of(timetable.valid_from if rule.frequency == "WEEKLY" else None)


def _weekday_of(day: date | None) -> tuple[str, ...]:
    return () if day is None else (WEEKDAYS[day.weekday()],)


def meeting_times(
    timetables: Iterable[Timetable],
) -> frozenset[tuple[str, str | None]] | None:
    """When it meets, as ("TU", "evening"); the part is None when only the day is known.

    A session from 10:00 to 16:00 meets both morning and afternoon. None when no day
    of the week is known. Past dates count: ranking knows no clock.
    """
    times = frozenset(
        (day, part)
        for timetable in timetables
        for day in _days(timetable, readable_rule(timetable))
        for part in parts_of_day(timetable)
    )
    return times or None


def parts_of_day(timetable: Timetable) -> tuple[str | None, ...]:
    """The parts of the day it meets in: morning to 12:00, afternoon to 17:00.

    Without a time it is what the text says ("Tuesday evenings"), else (None,).
    """
    opens, closes = timetable.opens_at, timetable.closes_at
    if opens is None:
        return (_said_part(timetable),)
    if closes is None:
        closes = opens
    elif closes <= opens:
        closes = time.max
    meets = {
        MORNING: opens < NOON,
        AFTERNOON: opens < EVENING_BEGINS and (closes > NOON or opens >= NOON),
        EVENING: opens >= EVENING_BEGINS or closes > EVENING_BEGINS,
    }
    return tuple(part for part in PARTS_OF_DAY if meets[part])


def _said_part(timetable: Timetable) -> str | None:
    if timetable.opens_at is not None or not timetable.text:
        return None
    return part_of_day_in(timetable.text, timetable.rrule, timetable.valid_from)
