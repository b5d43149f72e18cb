"""A machine's dates and times -> single occasions, where they can only be that.

"2025-12-08T08:30:00 to 2025-12-08T12:30:00" is one occasion. A range over many days
may be a project, a season or a window to apply in, and midnight is how machines
write "no time given", so these stay text.
"""

from datetime import datetime, time, timedelta

from catalogue.drafts import Timetable
from catalogue.schedules.clock import EARLY_END, LATE_START
from catalogue.schedules.tokens import Stamp, Token, Word

_NO_TIME = (time(0), time(23, 59), time(23, 59, 59))
"""What machines write where nobody gave a time."""

_BETWEEN = ("next", "comma", "and")
_TO = ("to", "dash", "slash")


def read_stamps(tokens: tuple[Token, ...]) -> tuple[Timetable, ...]:
    """One timetable for each occasion; () unless the whole text is of this form."""
    found: list[Timetable] = []
    rest = list(tokens)
    while rest:
        occasion, rest = _occasion(rest)
        if occasion is None:
            return ()
        found.append(occasion)
        if rest and not _is_word(rest.pop(0), _BETWEEN):
            return ()
    return tuple(found)


def _occasion(tokens: list[Token]) -> tuple[Timetable | None, list[Token]]:
    start = tokens[0]
    if not isinstance(start, Stamp):
        return None, tokens
    if len(tokens) > 2 and _is_word(tokens[1], _TO):
        end = tokens[2]
        if not isinstance(end, Stamp):
            return None, tokens
        return _from_to(start.at, end.at), tokens[3:]
    return _from_to(start.at, None), tokens[1:]


def _is_word(token: Token, kinds: tuple[str, ...]) -> bool:
    return isinstance(token, Word) and token.kind in kinds


def _from_to(start: datetime, end: datetime | None) -> Timetable | None:
    if start.time() in _NO_TIME or (end and not _is_one_sitting(start, end)):
        return None
    return Timetable(
        rrule=None,
        opens_at=_to_the_minute(start),
        closes_at=None if end is None else _to_the_minute(end),
        valid_from=start.date(),
    )


def _is_one_sitting(start: datetime, end: datetime) -> bool:
    """On one day, or an evening that ends in the small hours of the next."""
    if end <= start or end.time() in _NO_TIME[1:]:
        return False
    if start.date() == end.date():
        return True
    evening = start.hour * 60 + start.minute >= LATE_START
    small_hours = end.hour * 60 + end.minute <= EARLY_END
    next_day = end.date() == start.date() + timedelta(days=1)
    return evening and small_hours and next_day


def _to_the_minute(moment: datetime) -> time:
    return time(moment.hour, moment.minute)
