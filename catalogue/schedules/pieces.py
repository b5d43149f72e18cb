"""The pieces a timetable is said in: tokens -> "when", hours, dates and the like.

A piece is what stands together: "1st and 3rd Saturdays", "from 7 to 9pm", "until
17 December 2026". Which pieces belong to each other is for ``clauses``.
"""

from dataclasses import dataclass
from datetime import date

from catalogue.schedules.clock import Clock, Hours
from catalogue.schedules.cursor import Cursor, NotUnderstood
from catalogue.schedules.rules import WEEKDAYS
from catalogue.schedules.tokens import Day, DayMonth, Days, Ordinal, Part, Word


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """Every one of these weekdays."""

    days: tuple[str, ...]
    loose: bool = False
    """ "Tuesdays and Thursday": a part of the day may be about the last one only."""


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """These weekdays of the month: (1, "SA") is the first Saturday."""

    nth_days: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Dates:
    """These very days."""

    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From which day to which day (both included)."""

    first: date | None = None
    last: date | None = None


When = Weekly | Monthly | Dates
Piece = When | Hours | Limits | Part | Word


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A piece and the word before it: ``and``, ``comma``, ``dash`` or None."""

    piece: Piece
    by: str | None


def read_pieces(cursor: Cursor) -> list[Joined]:
    pieces: list[Joined] = []
    while not cursor.done:
        by = _joint(cursor) if pieces else None
        pieces.append(Joined(piece=_piece(cursor), by=by))
    return pieces


def _joint(cursor: Cursor) -> str | None:
    for kind in ("comma", "dash"):
        if cursor.skip(kind):
            return "and" if kind == "comma" and cursor.skip("and") else kind
    return "and" if cursor.skip("and") else None


def _piece(cursor: Cursor) -> Piece:
    return (
        cursor.take(Part)
        or _frequency(cursor)
        or _limits_or_dates(cursor)
        or read_hours(cursor)
        or _weekdays(cursor)
    )


def _frequency(cursor: Cursor) -> Word | None:
    if cursor.sees("weekly", "fortnightly", "monthly"):
        return cursor.take(Word)
    return None


def _limits_or_dates(cursor: Cursor) -> Limits | Dates | None:
    start = cursor.at
    opening = "from" if cursor.skip("from") else "to" if cursor.skip("to") else "on"
    if opening == "on":
        cursor.skip("on")
    first = _date_or_day_month(cursor)
    if first is None:
        cursor.at = start
        return None
    if opening == "to":
        return Limits(last=_whole(first))
    last = _range_end(cursor)
    if last is not None:
        return _limits(first, last)
    if opening == "from":
        return Limits(first=_whole(first))
    return Dates(days=(_whole(first), *_more_dates(cursor)))


def _range_end(cursor: Cursor) -> date | None:
    start = cursor.at
    if not cursor.skip("to", "dash"):
        return None
    last = _date_or_day_month(cursor)
    if last is None:
        cursor.at = start
        return None
    return _whole(last)


def _limits(first: Day | DayMonth, last: date) -> Limits:
    if isinstance(first, DayMonth):
        try:
            opened = date(last.year, first.month, first.day)
        except ValueError:
            raise NotUnderstood from None
    else:
        opened = first.day
    if opened > last:
        raise NotUnderstood
    return Limits(first=opened, last=last)


def _whole(day: Day | DayMonth) -> date:
    if isinstance(day, DayMonth):
        raise NotUnderstood
    return day.day


def _more_dates(cursor: Cursor) -> list[date]:
    more: list[date] = []
    while cursor.sees("comma", "and"):
        start = cursor.at
        _joint(cursor)
        day = _date_or_day_month(cursor)
        if day is None:
            cursor.at = start
            break
        more.append(_whole(day))
    return more


def _date_or_day_month(cursor: Cursor) -> Day | DayMonth | None:
    """A date, whose weekday must be right when it is said ("Sat 12 Dec 2026")."""
    start = cursor.at
    weekday = cursor.take(Days)
    if weekday is not None:
        cursor.skip("comma")
        cursor.skip("on")
    day = cursor.take(Day) or cursor.take(DayMonth)
    if day is None or (weekday and weekday.plural):
        cursor.at = start
        return None
    if weekday and weekday.days != _weekday_of(day):
        raise NotUnderstood
    return day


def _weekday_of(day: Day | DayMonth) -> tuple[str, ...]:
    return (WEEKDAYS[day.day.weekday()],) if isinstance(day, Day) else ()


def read_hours(cursor: Cursor) -> Hours | None:
    """From when to when, if that is next."""
    start = cursor.at
    if cursor.skip("between"):
        return _between(cursor)
    named = cursor.skip("at")
    named = cursor.skip("from") or named
    clock = cursor.take(Clock)
    if clock is None:
        cursor.at = start
        return None
    if _skip_until_late(cursor) or cursor.skip("onwards"):
        return _alone(clock, named=named)
    if cursor.sees("to", "dash") and cursor.peek(Clock, 1) is not None:
        cursor.skip("to", "dash")
        return _pair(clock, cursor.take(Clock))
    return _alone(clock, named=named)


def _skip_until_late(cursor: Cursor) -> bool:
    late = cursor.sees("to", "dash") and cursor.sees("late", ahead=1)
    return late and cursor.skip("to", "dash") and cursor.skip("late")


def _between(cursor: Cursor) -> Hours:
    first = cursor.take(Clock)
    if first is None or not cursor.skip("and"):
        raise NotUnderstood
    return _pair(first, cursor.take(Clock))


def _pair(first: Clock, second: Clock | None) -> Hours:
    if second is None or (_maybe_a_year(first) and second.bare):
        raise NotUnderstood
    return Hours(start=first, end=second)


def _maybe_a_year(clock: Clock) -> bool:
    """ "2025-2030" may be years; "1900-2030" is taken for hours."""
    return clock.bare and clock.exact and clock.hour >= 20


def _alone(clock: Clock, *, named: bool) -> Hours:
    if clock.bare and not named:
        raise NotUnderstood
    if clock.bare and clock.exact and clock.minute:
        raise NotUnderstood
    return Hours(start=clock)


def _weekdays(cursor: Cursor) -> Weekly | Monthly:
    cursor.skip("on")
    cursor.skip("every")
    if cursor.peek(Ordinal):
        return _monthly(cursor)
    days, plurals = list[str](), list[bool]()
    while True:
        found = _day_or_range(cursor)
        days += found.days
        plurals.append(found.plural)
        if not _another(cursor, Days):
            break
    if len(set(days)) != len(days):
        raise NotUnderstood
    return Weekly(
        days=tuple(day for day in WEEKDAYS if day in days),
        loose=any(plurals[:-1]),
    )


def _day_or_range(cursor: Cursor) -> Days:
    first = cursor.take(Days)
    if first is None:
        raise NotUnderstood
    last = cursor.peek(Days, 1) if cursor.sees("to", "dash") else None
    if last is None:
        return first
    cursor.skip("to", "dash")
    cursor.take(Days)
    if len(first.days) > 1 or len(last.days) > 1 or first.days == last.days:
        raise NotUnderstood
    start, end = WEEKDAYS.index(first.days[0]), WEEKDAYS.index(last.days[0])
    length = (end - start) % 7 + 1
    days = tuple(WEEKDAYS[(start + n) % 7] for n in range(length))
    return Days(days=days, plural=True)


def _another(cursor: Cursor, kind: type[Days | Ordinal]) -> bool:
    """Step past a joint when another of the kind follows ("Mondays, and every ...")."""
    start = cursor.at
    if not cursor.skip("slash") and _joint(cursor) in (None, "dash"):
        cursor.at = start
        return False
    cursor.skip("on")
    cursor.skip("every")
    if cursor.peek(kind) and not _date_follows(cursor):
        return True
    cursor.at = start
    return False


def _date_follows(cursor: Cursor) -> bool:
    return bool(cursor.peek(Days) and cursor.peek(Day, 1))


def _monthly(cursor: Cursor) -> Monthly:
    nth_days: list[tuple[int, str]] = []
    while True:
        ordinals = _ordinals(cursor)
        day = cursor.take(Days)
        if day is None or len(day.days) != 1:
            raise NotUnderstood
        nth_days += [(nth, day.days[0]) for nth in ordinals]
        if not _another(cursor, Ordinal):
            break
    if len(set(nth_days)) != len(nth_days):
        raise NotUnderstood
    return Monthly(nth_days=tuple(sorted(nth_days, key=_in_the_month)))


def _ordinals(cursor: Cursor) -> list[int]:
    ordinals: list[int] = []
    while True:
        ordinal = cursor.take(Ordinal)
        if ordinal is None:
            raise NotUnderstood
        ordinals.append(ordinal.nth)
        if not _another(cursor, Ordinal):
            return ordinals


def _in_the_month(nth_day: tuple[int, str]) -> tuple[bool, int, int]:
    nth, day = nth_day
    return (nth < 0, nth, WEEKDAYS.index(day))
