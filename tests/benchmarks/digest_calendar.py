"""Every day from 2024 to 2044 on four walls: does each Monday get one letter's week?

Each wall is looked at every six hours of twenty-one years, as the planner does: a name
of a week that was not there before plans a letter. A local week in which two are
planned is a double one; one in which none is, a skipped one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from matcher.digests.weeks import local_day, week_of

ZONES = (
    "Europe/London",
    "Pacific/Kiritimati",
    "Pacific/Auckland",
    "America/Los_Angeles",
)
"""Where clocks change, where they don't, and the first and nearly the last to wake."""

FIRST, LAST = date(2024, 1, 1), date(2044, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What the sweep found."""

    mondays: int
    double_weeks: int
    skipped_weeks: int


def sweep(named: Callable[[date], str] | None = None) -> Swept:
    """Look at every day on every wall; ``named`` says which week a local day is of."""
    name = cache(named or (lambda day: str(week_of(day))))
    planned = [letters for zone in ZONES for letters in _planned(zone, name)]
    return Swept(
        mondays=len(planned),
        double_weeks=sum(letters > 1 for letters in planned),
        skipped_weeks=sum(letters == 0 for letters in planned),
    )


def _planned(zone: str, name: Callable[[date], str]) -> list[int]:
    """How many letters are planned in each local week that begins in these years."""
    rows: set[str] = set()
    letters: dict[date, int] = {}
    for now in _moments():
        day = local_day(now, zone)
        monday = day - timedelta(days=day.weekday())
        letters.setdefault(monday, 0)
        letters[monday] += name(day) not in rows
        rows.add(name(day))
    return [n for monday, n in letters.items() if FIRST <= monday <= LAST]


def _moments() -> Iterator[datetime]:
    now = datetime(FIRST.year, 1, 1, tzinfo=UTC) - timedelta(days=7)
    while now.date() <= LAST + timedelta(days=7):
        yield now
        now += timedelta(hours=6)
