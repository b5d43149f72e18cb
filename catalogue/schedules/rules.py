"""What a recurrence rule may say, and which days it falls on.

RRULE values (RFC 5545) come from strangers' feeds, so they are read by a short list
of what is allowed, and expanded by walking periods of the asked window only. A
general library looks for the next match up to the year 9999, which for a rule that
never happens (30 February) takes seconds; here the work is bounded by the window.

It refuses rules by the hour, minute or second: the time of day is ``opens_at``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""In the order of ``date.weekday()``."""

MAX_RRULE_LENGTH = 300
"""Characters; the longest honest rule seen in feeds is under 100."""

MAX_INTERVAL = 366
"""Every year, counted in days, is the widest gap anyone means."""

MAX_COUNT = 1_000
"""Weekly for nineteen years; a larger count means "for ever" and should say so."""

COUNTABLE_YEARS = 30
"""A rule with COUNT is counted from its first day at most this far."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LIMITS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST")
_CHOICES = ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")
_NTH_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An RRULE that was checked. An empty tuple restricts nothing."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    """As written: a day, a local time (naive) or an instant (aware, UTC)."""
    by_day: tuple[tuple[int, str], ...] = ()
    """(0, "TU"): every Tuesday; (1, "TU"): the first; (-1, "TU"): the last."""
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_position: tuple[int, ...] = ()
    week_start: str = "MO"


def checked_rrule(text: str) -> str:
    """The RRULE in one tidy spelling; ``ValueError`` with a plain sentence if refused.

    Allowed: DAILY, WEEKLY, MONTHLY and YEARLY with BYDAY, BYMONTHDAY, BYMONTH and
    BYSETPOS, an interval up to 366 and a count up to 1,000.
    """
    return ";".join(f"{key}={value}" for key, value in _pairs(text).items())


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule:
    """The RRULE as a value; ``ValueError`` as in ``checked_rrule``."""
    pairs = _pairs(text)
    until = pairs.get("UNTIL")
    count = pairs.get("COUNT")
    return Rule(
        frequency=pairs["FREQ"],
        interval=int(pairs.get("INTERVAL", "1")),
        count=None if count is None else int(count),
        until=None if until is None else _moment(until),
        by_day=_nth_days(pairs.get("BYDAY", "")),
        by_month_day=_numbers(pairs.get("BYMONTHDAY", ""), 31, "BYMONTHDAY"),
        by_month=_numbers(pairs.get("BYMONTH", ""), 12, "BYMONTH"),
        by_set_position=_numbers(pairs.get("BYSETPOS", ""), 366, "BYSETPOS"),
        week_start=pairs.get("WKST", "MO"),
    )


def _pairs(text: str) -> dict[str, str]:
    if len(text) > MAX_RRULE_LENGTH:
        raise ValueError(f"The rule is longer than {MAX_RRULE_LENGTH} characters.")
    body = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    pairs: dict[str, str] = {}
    for part in body.split(";"):
        key, equals, value = part.partition("=")
        if not equals or not value or key not in _LIMITS + _CHOICES:
            raise ValueError(f"The rule says {part!r}, which we don't understand.")
        if key in pairs:
            raise ValueError(f"The rule says {key} twice.")
        pairs[key] = value
    _check(pairs)
    return pairs


def _check(pairs: dict[str, str]) -> None:
    frequency = pairs.get("FREQ")
    if frequency not in _FREQUENCIES:
        raise ValueError("The rule must be DAILY, WEEKLY, MONTHLY or YEARLY.")
    if "COUNT" in pairs and "UNTIL" in pairs:
        raise ValueError("The rule has both COUNT and UNTIL; it may have one.")
    _check_size(pairs, "INTERVAL", MAX_INTERVAL)
    _check_size(pairs, "COUNT", MAX_COUNT)
    if pairs.get("WKST", "MO") not in WEEKDAYS:
        raise ValueError("WKST must be one weekday, such as MO.")
    if "UNTIL" in pairs:
        _moment(pairs["UNTIL"])
    months = _numbers(pairs.get("BYMONTH", ""), 12, "BYMONTH")
    if any(month < 1 for month in months):
        raise ValueError("BYMONTH must be from 1 to 12.")
    _numbers(pairs.get("BYMONTHDAY", ""), 31, "BYMONTHDAY")
    _numbers(pairs.get("BYSETPOS", ""), 366, "BYSETPOS")
    _check_days(pairs, frequency)


def _check_days(pairs: dict[str, str], frequency: str) -> None:
    numbered = any(nth for nth, _ in _nth_days(pairs.get("BYDAY", "")))
    of_a_month = frequency == "MONTHLY" or "BYMONTH" in pairs
    if numbered and (frequency in ("DAILY", "WEEKLY") or not of_a_month):
        raise ValueError("A numbered weekday such as 1MO needs FREQ=MONTHLY.")
    if frequency == "WEEKLY" and "BYMONTHDAY" in pairs:
        raise ValueError("A weekly rule can't have BYMONTHDAY.")
    if "BYSETPOS" in pairs and not ("BYDAY" in pairs or "BYMONTHDAY" in pairs):
        raise ValueError("BYSETPOS needs BYDAY or BYMONTHDAY to choose from.")


def _check_size(pairs: dict[str, str], key: str, largest: int) -> None:
    if key not in pairs:
        return
    value = pairs[key]
    if not _WHOLE_NUMBER.fullmatch(value) or not 1 <= int(value) <= largest:
        raise ValueError(f"{key} must be a whole number from 1 to {largest:,}.")


def _numbers(value: str, largest: int, key: str) -> tuple[int, ...]:
    if not value:
        return ()
    parts = value.split(",")
    if not all(_WHOLE_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{key} must be whole numbers with commas between them.")
    numbers = tuple(int(part) for part in parts)
    if not all(1 <= abs(number) <= largest for number in numbers):
        raise ValueError(f"{key} must be from 1 to {largest}.")
    return numbers


def _nth_days(value: str) -> tuple[tuple[int, str], ...]:
    if not value:
        return ()
    matches = [_NTH_DAY.fullmatch(part) for part in value.split(",")]
    if not all(matches):
        raise ValueError("BYDAY must be weekdays such as TU,TH or 1MO.")
    return tuple((int(m[1] or 0), m[2]) for m in matches if m)


def _moment(value: str) -> date | datetime:
    forms = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}
    try:
        moment = datetime.strptime(value, forms[len(value)])  # noqa: DTZ007
    except (KeyError, ValueError):
        raise ValueError("UNTIL must be a day such as 20261231.") from None
    if len(value) == 8:
        return moment.date()
    return moment.replace(tzinfo=UTC) if value.endswith("Z") else moment


def days_of(
    rule: Rule, *, anchor: date | None, first: date, last: date
) -> Iterator[date]:
    """The days the rule falls on from ``first`` to ``last`` (inclusive), in order.

    ``anchor`` is the first day of the timetable: nothing falls before it, and
    intervals and counts start there. A rule that needs an anchor and has none falls
    on no day that we could know. ``until`` is the caller's, who knows the time.
    """
    if anchor is None and needs_anchor(rule):
        return iter(())
    if rule.count is None or anchor is None:
        start = first if anchor is None else max(first, anchor)
        return _walk(rule, anchor=anchor or start, first=start, last=last)
    return _counted(rule, rule.count, anchor=anchor, first=first, last=last)


def needs_anchor(rule: Rule) -> bool:
    """Whether the rule says nothing certain without a first day."""
    if rule.interval > 1 or rule.count is not None:
        return True
    if rule.frequency == "DAILY":
        return False
    if rule.frequency == "YEARLY":
        return not ((rule.by_day or rule.by_month_day) and rule.by_month)
    return not (rule.by_day or rule.by_month_day)


def _counted(
    rule: Rule, count: int, *, anchor: date, first: date, last: date
) -> Iterator[date]:
    if (first - anchor).days > COUNTABLE_YEARS * 366:
        return
    for day in islice(_walk(rule, anchor=anchor, first=anchor, last=last), count):
        if day >= first:
            yield day


def _walk(rule: Rule, *, anchor: date, first: date, last: date) -> Iterator[date]:
    for start, length in _periods(rule, anchor, first, last):
        days = [start + timedelta(days=n) for n in range(length)]
        chosen = [day for day in days if _matches(rule, day, anchor)]
        for day in _positions(rule, chosen):
            if first <= day <= last:
                yield day


def _periods(
    rule: Rule, anchor: date, first: date, last: date
) -> Iterator[tuple[date, int]]:
    """(first day, length in days) of each period the rule may use in the window."""
    if rule.frequency in ("DAILY", "WEEKLY"):
        step = 7 if rule.frequency == "WEEKLY" else 1
        yield from _short_periods(rule, anchor, first, last, step)
        return
    months = 12 if rule.frequency == "YEARLY" else 1
    origin = anchor.year * 12 + (anchor.month - 1 if months == 1 else 0)
    span = months * rule.interval
    wanted = first.year * 12 + first.month - 1
    period = origin + max(0, (wanted - origin) // span) * span
    while period <= last.year * 12 + last.month - 1 and period < 9999 * 12:
        start = date(period // 12, period % 12 + 1, 1)
        end = date((period + months) // 12, (period + months) % 12 + 1, 1)
        yield start, (end - start).days
        period += span


def _short_periods(
    rule: Rule, anchor: date, first: date, last: date, length: int
) -> Iterator[tuple[date, int]]:
    into_week = (anchor.weekday() - WEEKDAYS.index(rule.week_start)) % 7
    origin = anchor.toordinal() - (into_week if length == 7 else 0)
    step = length * rule.interval
    ordinal = origin + max(0, (first.toordinal() - origin) // step) * step
    while ordinal <= last.toordinal():
        yield date.fromordinal(max(1, ordinal)), length
        ordinal += step


def _matches(rule: Rule, day: date, anchor: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day and not _in_month_days(rule, day):
        return False
    if rule.by_day:
        return any(_is_nth(day, nth, weekday) for nth, weekday in rule.by_day)
    return bool(rule.by_month_day) or _as_the_anchor(rule, day, anchor)


def _as_the_anchor(rule: Rule, day: date, anchor: date) -> bool:
    """What the rule leaves out it takes from its first day (RFC 5545, 3.3.10)."""
    if rule.frequency == "WEEKLY":
        return day.weekday() == anchor.weekday()
    if rule.frequency == "MONTHLY":
        return day.day == anchor.day
    if rule.frequency == "YEARLY":
        same_month = bool(rule.by_month) or day.month == anchor.month
        return same_month and day.day == anchor.day
    return True


def _in_month_days(rule: Rule, day: date) -> bool:
    from_end = day.day - days_in_month(day) - 1
    return day.day in rule.by_month_day or from_end in rule.by_month_day


def _is_nth(day: date, nth: int, weekday: str) -> bool:
    if WEEKDAYS[day.weekday()] != weekday:
        return False
    if nth < 0:
        return -1 - (days_in_month(day) - day.day) // 7 == nth
    return nth == 0 or (day.day - 1) // 7 + 1 == nth


def days_in_month(day: date) -> int:
    """How many days the month of ``day`` has."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days


def _positions(rule: Rule, days: list[date]) -> list[date]:
    if not rule.by_set_position:
        return days
    indexes = {p - 1 if p > 0 else len(days) + p for p in rule.by_set_position}
    return [day for index, day in enumerate(days) if index in indexes]
