"""The calendar of the letters: which week, when it is due, when it is given up. Pure.

A week is ISO 8601's, of the recipient's *local* date: ``%G-W%V``. (``%Y-W%V`` names a
week of the wrong year on 38 days of 2024-2044.) Knows no row and no clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from matcher.errors import BadInput

LEAVES_AT = time(9)
"""On the wall of the recipient, on the day they chose."""

SPREAD = timedelta(hours=1)
"""Letters of one morning leave over so long, so that no server is stormed."""

SPREAD_SECONDS = int(SPREAD.total_seconds())

TRIED_FOR = timedelta(hours=57)
"""From when it was due: from Monday morning to Wednesday evening."""

LAST_HOUR = time(18)
"""On Sunday: what has not left by then belongs to next week."""

WRITTEN = re.compile(r"(\d{4})-W(\d\d)")


@dataclass(frozen=True, order=True, kw_only=True)
class Week:
    """One ISO week, from Monday to Sunday."""

    monday: date

    def __str__(self) -> str:
        return f"{self.monday:%G-W%V}"


@dataclass(frozen=True, kw_only=True)
class Window:
    """When one letter of one week is due, and when it is given up."""

    due_at: datetime
    give_up_at: datetime


def week_of(day: date) -> Week:
    """The week a local day is in."""
    return Week(monday=day - timedelta(days=day.weekday()))


def read_week(text: str) -> Week:
    """The week that ``2026-W48`` names. Raises ``BadInput`` for none, as 2025-W53."""
    found = WRITTEN.fullmatch(text.strip())
    try:
        if found:
            return Week(monday=date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise BadInput(f"{text} is not a week. Write it like 2026-W48.")


def local_day(now: datetime, zone: str) -> date:
    """The day it is at ``now`` on the recipient's wall."""
    return now.astimezone(ZoneInfo(zone)).date()


def window_of(week: Week, *, weekday: int, zone: str, letter: UUID) -> Window:
    """When a letter of ``week`` is due (``weekday`` 0 is Monday) and given up.

    Where in the hour it leaves follows from the last two bytes of its id, so that it is
    the same each time.
    """
    waits = timedelta(seconds=(letter.int & 0xFFFF) % SPREAD_SECONDS)
    due_at = first_due(week, weekday=weekday, zone=zone) + waits
    return Window(due_at=due_at, give_up_at=min(due_at + TRIED_FOR, end_of(week, zone)))


def first_due(week: Week, *, weekday: int, zone: str) -> datetime:
    """When the first of the letters of a day leaves; the others within ``SPREAD``."""
    day = week.monday + timedelta(days=weekday)
    return datetime.combine(day, LEAVES_AT, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_over(week: Week, *, zone: str, now: datetime) -> bool:
    """Whether nothing of ``week`` may be planned any more."""
    return now >= end_of(week, zone)


def late_window(window: Window, week: Week, *, zone: str, now: datetime) -> Window:
    """The window of a letter planned late in its week: from now, the same length.

    Somebody who says yes on a Thursday, or a machine that was off on Monday: once.
    """
    if now <= window.due_at:
        return window
    return Window(due_at=now, give_up_at=min(now + TRIED_FOR, end_of(week, zone)))


def is_first_of_month(week: Week, weekday: int) -> bool:
    """Whether the chosen day of ``week`` is among the first seven of its month."""
    return (week.monday + timedelta(days=weekday)).day <= 7


def end_of(week: Week, zone: str) -> datetime:
    """From when on nothing of ``week`` leaves any more."""
    sunday = week.monday + timedelta(days=6)
    return datetime.combine(sunday, LAST_HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)
