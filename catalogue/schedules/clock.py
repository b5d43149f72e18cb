"""Written clock times -> times of day, or nothing where two readings are sensible.

"7-9pm" is the evening and "10-4" the day, because no other reading is; "7-9" may be
before work or after supper, so it is not understood. A part of the day ("Tuesday
evenings 7-9") settles it.
"""

from dataclasses import dataclass
from datetime import time

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PARTS_OF_DAY = (MORNING, AFTERNOON, EVENING)

NOON_MINUTES = 12 * 60
DAY_MINUTES = 24 * 60

EARLIEST_USUAL = 6 * 60
"""Nothing is assumed to start before six in the morning: it must say "am"."""
LATEST_USUAL = 21 * 60 + 30
"""Nothing is assumed to start after half past nine at night: it must say "pm"."""
LONGEST_USUAL = 10 * 60
"""Minutes. "10-4" is six hours, never eighteen."""
LATE_START = 17 * 60
EARLY_END = 6 * 60
"""What ends next day starts in the evening and ends by six; else it is a slip of
the pen ("10am-4am") and not understood."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A time of day as it is written, before anyone decides what it means."""

    hour: int
    minute: int = 0
    half: str | None = None
    """``am`` or ``pm`` when written; None: not."""
    exact: bool = False
    """Written on the 24-hour clock (``19:00``, ``09:30``, ``1900hrs``)."""
    bare: bool = False
    """Only digits ("7"): a time in "7-9pm", anything at all alone."""


@dataclass(frozen=True, kw_only=True)
class Hours:
    """From when to when, as written."""

    start: Clock
    end: Clock | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when, decided."""

    opens_at: time
    closes_at: time | None = None


def span_of(
    hours: Hours, part: str | None = None, half: str | None = None
) -> Span | None:
    """The one sensible reading of the hours in that part of the day, else None.

    ``half`` decides between two that differ in it alone: ``am`` or ``pm``, as the
    start is.
    """
    spans = spans_of(hours, part)
    if half and len(spans) > 1:
        spans = tuple(span for span in spans if half_of(span.opens_at) == half)
    return spans[0] if len(spans) == 1 else None


def spans_of(hours: Hours, part: str | None = None) -> tuple[Span, ...]:
    """Every sensible reading of the hours, the morning's first."""
    readings = {
        (start, end)
        for start, end in _readings(hours, part)
        if part is None or part_of(start) == part
    }
    if not all(_possible(start, end) for start, end in readings):
        return ()
    return tuple(
        Span(opens_at=_time(start), closes_at=None if end is None else _time(end))
        for start, end in sorted(readings, key=lambda both: (both[0], both[1] or 0))
    )


def half_of(at: time) -> str:
    """``am`` or ``pm``."""
    return "am" if at.hour < 12 else "pm"


def part_of(minutes: int) -> str:
    """The part of the day a time is in, by minutes after midnight."""
    if minutes < NOON_MINUTES:
        return MORNING
    return AFTERNOON if minutes < LATE_START else EVENING


def _readings(hours: Hours, part: str | None) -> list[tuple[int, int | None]]:
    start, end = hours.start, hours.end
    if end is None:
        told = part == EVENING or _sure(start)  # "11 at night"
        return [(s, None) for s in minutes_of(start) if told or _usual(s)]
    if _sure(start) and _sure(end):
        return [(minutes_of(start)[0], minutes_of(end)[0])]
    if _sure(start):
        return _end_follows(start, end)
    if end.exact:
        return _start_in_24_hours(start, minutes_of(end)[0])
    if end.half is not None:
        return _start_shares(start, end)
    return [
        (s, e or DAY_MINUTES)
        for s in minutes_of(start)
        for e in minutes_of(end)
        if _usual(s) and 0 < (e or DAY_MINUTES) - s <= LONGEST_USUAL
    ]


def _end_follows(start: Clock, end: Clock) -> list[tuple[int, int | None]]:
    """ "7pm-9": the end is when a clock next shows it; "18:30-20" is as written."""
    opens = minutes_of(start)[0]
    if start.exact:
        closes = end.hour * 60 + end.minute
        return [(opens, closes)] if closes > opens else []
    wait = (minutes_of(end)[0] - opens) % NOON_MINUTES
    return [(opens, (opens + wait) % DAY_MINUTES)] if wait else []


def _start_in_24_hours(start: Clock, closes: int) -> list[tuple[int, int | None]]:
    """ "9:30-13:00" is the morning; "7:30-21:00" may mix two ways of writing."""
    opens = start.hour * 60 + start.minute
    both = start.hour < 12 and opens + NOON_MINUTES < (closes or DAY_MINUTES)
    return [] if both else [(opens, closes)]


def _start_shares(start: Clock, end: Clock) -> list[tuple[int, int | None]]:
    """ "7-9pm" starts in the evening, "10-2pm" in the morning: what comes before.

    "7-12pm" may mean noon or be a slip for midnight, so only 9 to 11 go with noon.
    """
    closes = minutes_of(end)[0]
    morning, afternoon = minutes_of(start)
    if end.half == "pm" and afternoon < closes:
        return [(afternoon, closes)]
    if closes == NOON_MINUTES and morning < 9 * 60:
        return []
    return [(morning, closes)] if morning < closes else []


def _sure(clock: Clock) -> bool:
    return clock.exact or clock.half is not None


def minutes_of(clock: Clock) -> tuple[int, ...]:
    """Minutes after midnight; both, morning first, when nothing says which."""
    if clock.exact:
        return (clock.hour * 60 + clock.minute,)
    morning = clock.hour % 12 * 60 + clock.minute
    if clock.half is None:
        return (morning, morning + NOON_MINUTES)
    return (morning if clock.half == "am" else morning + NOON_MINUTES,)


def _usual(minutes: int) -> bool:
    return EARLIEST_USUAL <= minutes <= LATEST_USUAL


def _possible(start: int, end: int | None) -> bool:
    """Midnight is no start (of which day?), and a night must look like one."""
    if start % DAY_MINUTES == 0:
        return False
    if end is None or start < end:
        return True
    if end == 0:
        return start >= NOON_MINUTES
    return start >= LATE_START and end <= EARLY_END


def _time(minutes: int) -> time:
    return time(minutes % DAY_MINUTES // 60, minutes % 60)
