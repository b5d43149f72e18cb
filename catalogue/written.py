"""Times and prices as text that is read back as just these; pure.

For a spreadsheet, where somebody may change them by hand. What is not read back as the
same has no text (None): nothing is ever written that says something else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from catalogue.costs import read_cost
from catalogue.drafts import Price, Timetable
from catalogue.schedules import read_rule, read_schedule
from catalogue.schedules.rules import WEEKDAYS, Rule

DAYS = dict(
    zip(
        WEEKDAYS,
        (
            *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
            *("Saturday", "Sunday"),
        ),
        strict=True,
    )
)
NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def times_written(timetables: Sequence[Timetable]) -> str | None:
    """Times as ``read_schedule`` takes them: ``Tuesdays 19:00-21:00``."""
    said = [_time(one) for one in timetables]
    if not said or not all(said):
        return None
    text = "; ".join(filter(None, said))
    plain = tuple(replace(one, text=None) for one in timetables)
    read = tuple(replace(one, text=None) for one in read_schedule(text))
    return text if read == plain else None


def cost_written(prices: Sequence[Price]) -> str | None:
    """Prices as ``read_cost`` takes them: ``£3, concessions £2``."""
    text = ", ".join(map(_price, prices))
    return text if prices and read_cost(text) == tuple(prices) else None


def _time(one: Timetable) -> str | None:
    if one.rrule is None:
        days = one.valid_from and _day(one.valid_from)
        return " ".join(filter(None, (days, _clock(one)))) if days else None
    try:
        days = _rule(read_rule(one.rrule))
    except ValueError:
        return None
    first = f"from {_day(one.valid_from)}" if one.valid_from else None
    last = f"until {_day(one.valid_to)}" if one.valid_to else None
    terms = "term time only" if one.term_time else None
    return days and " ".join(filter(None, (days, _clock(one), first, last, terms)))


def _rule(rule: Rule) -> str | None:
    if rule.frequency == "DAILY":
        return "every day"
    if rule.frequency == "WEEKLY" and rule.interval == 1:
        return _and(rule.by_day, lambda _, day: f"{DAYS[day]}s")
    if rule.frequency == "WEEKLY" and rule.interval == 2:
        return f"every other {_and(rule.by_day, lambda _, day: DAYS[day])}"
    if rule.frequency == "MONTHLY" and all(nth in NTHS for nth, _ in rule.by_day):
        named = _and(rule.by_day, lambda nth, day: f"{NTHS[nth]} {DAYS[day]}")
        return f"{named} of the month"
    return None


def _and(days: Iterable[tuple[int, str]], said: Callable[[int, str], str]) -> str:
    return " and ".join(said(nth, day) for nth, day in days)


def _clock(one: Timetable) -> str:
    ends = (one.opens_at, one.closes_at)
    return "-".join(f"{at:%H:%M}" for at in ends if at)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _price(price: Price) -> str:
    pounds = f"£{price.amount_pence / 100:.2f}".removesuffix(".00")
    amount = pounds if price.amount_pence else "free"
    per = price.per and f"per {price.per}"
    return " ".join(filter(None, (price.option, amount, per)))
