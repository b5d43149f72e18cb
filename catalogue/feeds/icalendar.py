"""A listing's times as a calendar file (RFC 5545), for a phone or a wall planner.

Only times that are known become events; a file may hold none. Wall-clock times in
Europe/London, so ten o'clock stays ten o'clock when the clocks change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID, uuid5

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
)

from catalogue.drafts import OpportunityDraft, Status, Timetable
from catalogue.feeds import (
    address_line,
    first_day,
    left_out,
    meets_from,
    one_line,
    page_url,
)
from catalogue.schedules import LONDON, checked_rrule, day_of, last_day

PRODUCT = "-//Community opportunity matcher//EN"
"""Who wrote the file, as RFC 5545 wants it said."""

NEUTRAL_PRODUCT = "-//Calendar//EN"
"""The same of a file that says nothing of what its times are for."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A listing as a calendar takes it."""

    listing_id: UUID
    draft: OpportunityDraft
    revision: int


def calendar_file(
    listing_id: UUID,
    draft: OpportunityDraft,
    *,
    revision: int,
    now: datetime,
    base_url: str,
) -> bytes:
    """The .ics file of a listing: one event per timetable that still meets.

    ``now`` is aware; events begin at the first meeting from its day on. The same
    timetable keeps its UID whatever stands before it, so a calendar replaces it.
    """
    entry = Entry(listing_id=listing_id, draft=draft, revision=revision)
    return calendar_of([entry], now=now, base_url=base_url)


def calendar_of(
    entries: Iterable[Entry],
    *,
    now: datetime,
    base_url: str,
    neutral_title: str | None = None,
) -> bytes:
    """One .ics file of several listings, each with its events.

    With ``neutral_title`` an event says that and when, and nothing else: others may
    see the calendar it goes into.
    """
    calendar = Calendar()
    calendar.add("prodid", NEUTRAL_PRODUCT if neutral_title else PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_london())
    for entry in entries:
        for event in _events(entry, now=now):
            if neutral_title:
                event.add("summary", one_line(neutral_title))
            else:
                _describe(event, entry.listing_id, entry.draft, base_url=base_url)
            calendar.add_component(event)
    contents: bytes = calendar.to_ical()
    return contents


def _events(entry: Entry, *, now: datetime) -> Iterator[Event]:
    """When it is, and whether it is off: one event for each timetable that still meets.

    Single days that are off are left out of a rule; the only day of all is cancelled.
    """
    draft = entry.draft
    for timetable, uid in _with_uids(entry.listing_id, draft.timetables):
        event = _timed_event(timetable, draft, now=now)
        if event is None:
            continue
        only_day = timetable.valid_from if timetable.rrule is None else None
        is_on = draft.status is Status.ACTIVE and only_day not in draft.off_on
        event.add("status", "CONFIRMED" if is_on else "CANCELLED")
        event.add("uid", str(uid))
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", entry.revision)
        yield event


def _with_uids(
    listing_id: UUID, timetables: tuple[Timetable, ...]
) -> Iterator[tuple[Timetable, UUID]]:
    """Each timetable once, under a name made of what it is, not of where it stands.

    Its days and hour name it; its first day too when two would share a name, as
    the same evening in two terms does. When it ends may change under one name.
    """
    keys = [_identity(timetable) for timetable in timetables]
    seen = set[str]()
    for timetable, key in zip(timetables, keys, strict=True):
        full = f"{key} {timetable.valid_from}" if keys.count(key) > 1 else key
        if full not in seen:
            seen.add(full)
            yield timetable, uuid5(listing_id, full)


def _identity(timetable: Timetable) -> str:
    when = timetable.rrule or f"{timetable.valid_from}"
    return f"{when} {timetable.opens_at}"


def _timed_event(
    timetable: Timetable, draft: OpportunityDraft, *, now: datetime
) -> Event | None:
    """When it is: its first day from today on, and its rule; None if it is over."""
    today, off = day_of(now), tuple[date, ...]()
    if timetable.rrule is not None:
        today = meets_from(draft, today)
        off = left_out(draft, timetable, first=today)
    day = first_day(timetable, today=today, off_on=off)
    if day is None:
        return None
    event = Event()
    _add_span(event, timetable, day)
    if timetable.rrule:
        event.add("rrule", _rule(timetable))
    for later in (one for one in off if one > day):
        event.add("exdate", _beginning(timetable, later))
    return event


def _add_span(event: Event, timetable: Timetable, day: date) -> None:
    """From and until when on its first day, as the wall clock shows it."""
    opens, closes = timetable.opens_at, timetable.closes_at
    event.add("dtstart", _beginning(timetable, day))
    if opens is None:
        event.add("dtend", day + timedelta(days=1))
    elif closes:
        last = day if closes > opens else day + timedelta(days=1)
        event.add("dtend", datetime.combine(last, closes, tzinfo=LONDON))


def _beginning(timetable: Timetable, day: date) -> date:
    """When it begins on a day: the whole day where no hour is known."""
    opens = timetable.opens_at
    return datetime.combine(day, opens, tzinfo=LONDON) if opens else day


def _rule(timetable: Timetable) -> vRecur:
    """Its rule, to be followed from any of its days: until its end, without COUNT,
    which would begin anew from the first day we give."""
    rule: vRecur = vRecur.from_ical(checked_rrule(timetable.rrule or ""))
    rule.pop("COUNT", None)
    rule.pop("UNTIL", None)
    last = last_day((timetable,))
    if last:
        rule["UNTIL"] = [_end_of(last) if timetable.opens_at else last]
    return rule


def _end_of(day: date) -> datetime:
    """The last second of a day in London, in UTC as RFC 5545 wants UNTIL."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LONDON).astimezone(UTC)


def _describe(
    event: Event, listing_id: UUID, draft: OpportunityDraft, *, base_url: str
) -> None:
    """What it is, and where."""
    event.add("summary", one_line(draft.title))
    location = "; ".join(filter(None, map(address_line, draft.venues)))
    if location:
        event.add("location", location)
    event.add("url", page_url(listing_id, base_url=base_url))


@cache
def _london() -> Timezone:
    """Europe/London by its rule since 1996: clocks change at 01:00 UTC on the last
    Sundays of March and October (Summer Time Order 2002)."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    _set_clock(summer, "BST", first=date(1996, 3, 31), before=0, after=1)
    _set_clock(winter, "GMT", first=date(1996, 10, 27), before=1, after=0)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _set_clock(
    clock: TimezoneDaylight | TimezoneStandard,
    name: str,
    *,
    first: date,
    before: int,
    after: int,
) -> None:
    """One of the two changes a year, from its first day; offsets in hours of UTC."""
    clock.add("dtstart", datetime.combine(first, time(1 + before)))
    clock.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    clock.add("tzoffsetfrom", timedelta(hours=before))
    clock.add("tzoffsetto", timedelta(hours=after))
    clock.add("tzname", name)
