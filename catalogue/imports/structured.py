"""Times and prices that were pressed, not written: as our own sheets carry them. Pure.

A cell of JSON stands beside the cell of words. As long as the words are those that left
with it, it says exactly what was pressed; words that somebody changed count instead.
What is not as our own sheets write it is kept aside, and never believed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Generic, TypeVar

from catalogue.costs import MAX_AMOUNT_PENCE, read_cost
from catalogue.drafts import Price, Timetable
from catalogue.imports.values import MOST_VALUES
from catalogue.schedules import checked_rrule, read_schedule
from catalogue.written import cost_written, times_written

T = TypeVar("T", Timetable, Price)

LONGEST = 500
"""Characters of one text inside such a cell."""


@dataclass(frozen=True, kw_only=True)
class Column(Generic[T]):
    """A pair of columns: one of words, and one of what was pressed."""

    name: str
    """The column of what was pressed."""
    read: Callable[[str], tuple[T, ...]]
    write: Callable[[Sequence[T]], str | None]
    one: Callable[[Mapping[str, Any]], T]
    """One value of the cell; raises for what it can't be."""
    plain: Callable[[T], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Pressed(Generic[T]):
    """What such a cell says."""

    words: str | None
    """What was written beside it, if anything."""
    values: tuple[T, ...]


def cells_for(
    column: Column[T], words: str | None, values: tuple[T, ...]
) -> tuple[str | None, str | None]:
    """(the cell of words, the cell of what was pressed; None when the words say it)."""
    if column.read(words or "") == values:
        return words, None
    said = {"words": words, "values": [column.plain(value) for value in values]}
    return words or column.write(values), json.dumps(said, ensure_ascii=False)


def pressed_in(column: Column[T], value: Any) -> Pressed[T] | None:
    """What was pressed, as a cell of our own says it; None for anything else."""
    try:
        said = json.loads(value) if isinstance(value, str) else value
        words = None if said["words"] is None else _short(said["words"])
        values = tuple(column.one(one) for one in said["values"][:MOST_VALUES])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return Pressed(words=words, values=values)


def stands(column: Column[T], pressed: Pressed[T], words: str | None) -> bool:
    """Whether the words beside it are still those that left with it."""
    left_with = pressed.words or column.write(pressed.values) or ""
    return left_with.split() == (words or "").split()


def _short(text: Any) -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError("not a short text")
    return text


def _moment(kind: type[date] | type[time], text: Any) -> Any:
    return None if text is None else kind.fromisoformat(text)


def _timetable(said: Mapping[str, Any]) -> Timetable:
    rrule, text = said.get("rrule"), said.get("text")
    if rrule is None and said.get("valid_from") is None:
        raise ValueError("no time at all")
    return Timetable(
        rrule=None if rrule is None else checked_rrule(_short(rrule)),
        opens_at=_moment(time, said.get("opens_at")),
        closes_at=_moment(time, said.get("closes_at")),
        valid_from=_moment(date, said.get("valid_from")),
        valid_to=_moment(date, said.get("valid_to")),
        text=None if text is None else _short(text),
        term_time=said.get("term_time") is True,
    )


def _price(said: Mapping[str, Any]) -> Price:
    pence, option, per = said["amount_pence"], said.get("option"), said.get("per")
    if type(pence) is not int or not 0 <= pence <= MAX_AMOUNT_PENCE:
        raise ValueError("no price")
    return Price(
        amount_pence=pence,
        option=None if option is None else _short(option),
        per=None if per is None else _short(per),
    )


def _plain(value: Timetable | Price) -> dict[str, Any]:
    return {
        name: said.isoformat() if isinstance(said, date | time) else said
        for name, said in vars(value).items()
        if said is not None and said is not False
    }


TIMES = Column[Timetable](
    name="schedules",
    read=read_schedule,
    write=times_written,
    one=_timetable,
    plain=_plain,
)
PRICES = Column[Price](
    name="cost_options",
    read=read_cost,
    write=cost_written,
    one=_price,
    plain=_plain,
)
