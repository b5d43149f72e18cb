"""When it meets: plain words -> timetables, and timetables -> the next dates.

Read ``reading`` first (text -> ``Timetable``; ``tokens``, a ``cursor`` along them,
``clock``, ``spoken``, ``pieces`` and ``clauses`` are its small grammar, ``stamps`` the
dates of machines, ``terms`` what "term time" means; ``between`` reads two fields by it,
``mentions`` finds days and times in any words), then ``rules`` (what an RRULE may say),
``occurring`` (a timetable -> dates) and ``parts`` (a timetable -> what a macro says).
Everything is local wall-clock time in Europe/London, so a choir at 19:00 stays at 19:00
when the clocks change.

It never guesses: text that is not understood whole is not understood at all. It
reads no clock and writes no English; a macro says what ``schedule_parts`` gives.
"""

from catalogue.schedules.between import hours_between, not_a_time
from catalogue.schedules.clock import Span, half_of
from catalogue.schedules.mentions import Mention, mentions_in
from catalogue.schedules.occurring import (
    LONDON,
    Occurrence,
    day_after,
    day_of,
    days_off,
    last_day,
    next_occurrences,
    occurrences,
    occurrences_between,
)
from catalogue.schedules.parts import ScheduleParts, meeting_times, schedule_parts
from catalogue.schedules.reading import halves_of, read_schedule
from catalogue.schedules.rules import Rule, checked_rrule, read_rule

__all__ = [
    "LONDON",
    "Mention",
    "Occurrence",
    "Rule",
    "ScheduleParts",
    "Span",
    "checked_rrule",
    "day_after",
    "day_of",
    "days_off",
    "half_of",
    "halves_of",
    "hours_between",
    "last_day",
    "meeting_times",
    "mentions_in",
    "next_occurrences",
    "not_a_time",
    "occurrences",
    "occurrences_between",
    "read_rule",
    "read_schedule",
    "schedule_parts",
]
