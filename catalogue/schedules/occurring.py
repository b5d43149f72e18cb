"""Timetables -> dates: the next few, those of a week, those that are off, the last.

Days are found in local wall-clock time and become instants at the end, so 19:00
stays 19:00 across a clock change. A time that does not exist (01:30 on the spring
change) is the instant the clock would have shown without the change, 02:30; a time
that exists twice is the first (RFC 5545, 3.3.5).

It never looks further than 12 months or gives more than 500 dates, and a rule that
it can't read has no dates at all.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from catalogue.drafts import Timetable
from catalogue.schedules.rules import COUNTABLE_YEARS, Rule, days_of, read_rule
from catalogue.schedules.terms import may_be_holiday

LONDON = ZoneInfo("Europe/London")
"""Every timetable is in the wall-clock time of the place it happens in."""

HORIZON = timedelta(days=366)
"""How far ahead dates are known: twelve months."""

NEVER_YEAR = 9000
"""A last day from then on (feeds write 9999-12-31) means that it goes on."""

MAX_OCCURRENCES = 500
"""More than any page or calendar shows; a daily rule has 366 in twelve months."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time it meets. ``starts_at`` is None when only the day is known."""

    day: date
    starts_at: datetime | None = None
    """Aware, Europe/London."""
    ends_at: datetime | None = None
    """Aware, Europe/London; None when nobody says when it ends."""
    check_first: bool = False
    """It meets in term time only, and this may be a day of the school holidays."""


def day_of(now: datetime) -> date:
    """The day it is where things happen, on the wall's calendar; ``now`` is aware."""
    return now.astimezone(LONDON).date()


def occurrences(
    timetable: Timetable,
    *,
    after: datetime,
    until: datetime | None = None,
    limit: int = 4,
) -> tuple[Occurrence, ...]:
    """The next times it meets, soonest first.

    Given is what is not over at ``after`` and starts by ``until`` (twelve months on
    at most). Without a time of day it is over when its day is. ``after`` and
    ``until`` are aware, else ``ValueError``.
    """
    opened = _local(after)
    closed = _local(after + HORIZON)
    if until is not None:
        closed = min(closed, _local(until), key=_instant)
    days = _days(timetable, opened.date() - timedelta(days=1), closed.date())
    found = (_occurrence(timetable, day) for day in days)
    kept = (o for o in found if _not_over(o, opened) and _starts_by(o, closed))
    return tuple(islice(kept, max(0, min(limit, MAX_OCCURRENCES))))


def next_occurrences(
    timetables: Iterable[Timetable],
    *,
    now: datetime,
    limit: int = 4,
    rests_until: date | None = None,
    off_on: Collection[date] = (),
) -> tuple[Occurrence, ...]:
    """The next times any of them meets, merged, soonest first, each once.

    None is on a day up to ``rests_until``, when they don't meet for a while, and none
    on a day of ``off_on``, when they don't meet either.
    """
    if rests_until is not None:
        now = max(now, _at_wall_time(datetime.combine(day_after(rests_until), time())))
    most = limit + len(off_on)
    found = {
        one
        for timetable in timetables
        for one in occurrences(timetable, after=now, limit=most)
        if one.day not in off_on
    }
    return tuple(sorted(found, key=_order))[: max(0, min(limit, MAX_OCCURRENCES))]


def occurrences_between(
    timetables: Iterable[Timetable],
    *,
    first_day: date,
    last_day: date,
    after: datetime | None = None,
) -> tuple[Occurrence, ...]:
    """Every time any of them starts on these days (both included), in order.

    ``after``, which is aware: without what is over by then.
    """
    last = min(last_day, first_day + HORIZON)
    found = {
        _occurrence(timetable, day)
        for timetable in timetables
        for day in islice(_days(timetable, first_day, last), MAX_OCCURRENCES)
    }
    if after is not None:
        found = {one for one in found if _not_over(one, _local(after))}
    return tuple(sorted(found, key=_order))[:MAX_OCCURRENCES]


def days_off(
    timetables: Collection[Timetable],
    off_on: Collection[date],
    *,
    first_day: date,
    last_day: date,
) -> tuple[date, ...]:
    """Those of ``off_on`` between these days on which any of them would have met."""
    asked = sorted(day for day in off_on if first_day <= day <= last_day)
    return tuple(
        day
        for day in asked
        if occurrences_between(timetables, first_day=day, last_day=day)
    )


def last_day(timetables: Iterable[Timetable]) -> date | None:
    """The last day any of them happens; None when it goes on or is not known."""
    days = [_last_day(timetable) for timetable in timetables]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _last_day(timetable: Timetable) -> date | None:
    rule = readable_rule(timetable)
    if rule is None:
        return timetable.valid_from if timetable.rrule is None else None
    end = _end(timetable, rule)
    if rule.count is not None and end is None:
        return _last_counted(rule, rule.count, timetable.valid_from)
    if end is None:
        return None
    anchor = timetable.valid_from
    days = list(days_of(rule, anchor=anchor, first=_back(end), last=end))
    return days[-1] if days else end


def _last_counted(rule: Rule, count: int, anchor: date | None) -> date | None:
    if anchor is None or anchor.year >= NEVER_YEAR:
        return None
    end = anchor + timedelta(days=366 * COUNTABLE_YEARS)
    days = list(days_of(rule, anchor=anchor, first=anchor, last=end))
    return days[-1] if len(days) == count else None


def readable_rule(timetable: Timetable) -> Rule | None:
    """The timetable's rule, or None when it has none or one that we can't read."""
    if timetable.rrule is None:
        return None
    try:
        return read_rule(timetable.rrule)
    except ValueError:
        return None


def _days(timetable: Timetable, first: date, last: date) -> Iterator[date]:
    rule = readable_rule(timetable)
    if rule is None:
        day = timetable.valid_from if timetable.rrule is None else None
        return iter([day] if day is not None and first <= day <= last else [])
    end = _end(timetable, rule)
    last = last if end is None else min(last, end)
    return days_of(rule, anchor=timetable.valid_from, first=first, last=last)


def _end(timetable: Timetable, rule: Rule) -> date | None:
    """The last day the timetable may use: its own, or its rule's UNTIL."""
    ends = [timetable.valid_to, _until_day(rule.until, timetable.opens_at)]
    known = [day for day in ends if day is not None and day.year < NEVER_YEAR]
    return min(known, default=None)


def _until_day(until: date | datetime | None, opens_at: time | None) -> date | None:
    if not isinstance(until, datetime):
        return until
    if opens_at is None:
        return until.date()
    local = until if until.tzinfo is None else until.astimezone(LONDON)
    too_late = opens_at > local.time()
    return local.date() - timedelta(days=1 if too_late else 0)


def _back(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - HORIZON.days))


def day_after(day: date) -> date:
    """The next day; the last one that a calendar knows has none, and stays."""
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def _occurrence(timetable: Timetable, day: date) -> Occurrence:
    unsure = timetable.term_time and may_be_holiday(day)
    if timetable.opens_at is None:
        return Occurrence(day=day, check_first=unsure)
    opens = datetime.combine(day, timetable.opens_at)
    starts_at = _at_wall_time(opens)
    if timetable.closes_at is None:
        return Occurrence(day=day, starts_at=starts_at, check_first=unsure)
    closes = datetime.combine(day, timetable.closes_at)
    if closes <= opens:
        closes += timedelta(days=1)
    ends_at = _at_wall_time(closes)
    if _instant(ends_at) <= _instant(starts_at):
        ends_at = (starts_at.astimezone(UTC) + (closes - opens)).astimezone(LONDON)
    return Occurrence(day=day, starts_at=starts_at, ends_at=ends_at, check_first=unsure)


def _at_wall_time(local: datetime) -> datetime:
    """The instant a London clock shows this; through UTC, to step over a gap."""
    return local.replace(tzinfo=LONDON, fold=0).astimezone(UTC).astimezone(LONDON)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime is not an instant: give it a timezone")
    return moment.astimezone(LONDON)


def _instant(moment: datetime) -> datetime:
    """In UTC: Python compares two times of one zone by their wall clocks."""
    return moment.astimezone(UTC)


def _not_over(occurrence: Occurrence, after: datetime) -> bool:
    if occurrence.starts_at is None:
        return occurrence.day >= after.date()
    if _instant(occurrence.starts_at) >= _instant(after):
        return True
    ends_at = occurrence.ends_at
    return ends_at is not None and _instant(ends_at) > _instant(after)


def _starts_by(occurrence: Occurrence, until: datetime) -> bool:
    if occurrence.starts_at is None:
        return occurrence.day <= until.date()
    return _instant(occurrence.starts_at) <= _instant(until)


def _order(occurrence: Occurrence) -> tuple[date, float, float]:
    """By day, then start; a day without a time comes first."""
    starts, ends = occurrence.starts_at, occurrence.ends_at
    return (
        occurrence.day,
        0.0 if starts is None else starts.timestamp(),
        0.0 if ends is None else ends.timestamp(),
    )
