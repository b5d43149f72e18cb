"""Days of the week and parts of the day, as bits of one number. Pure arithmetic."""

from collections.abc import Iterable
from functools import lru_cache

UNKNOWN = -1
"""Nobody has said."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
_SLOTS = len(PARTS_OF_DAY) + 1
"""Bits for each day: one for each part of day, and one for "some time that day"."""


def slots(days: Iterable[str], parts: Iterable[str | None]) -> int:
    """The bits of these days at these parts of the day (None: some time that day)."""
    bits = 0
    chosen = [_slot(part) for part in parts]
    for day in days:
        for slot in chosen:
            bits |= 1 << (DAYS.index(day) * _SLOTS + slot)
    return bits


@lru_cache(maxsize=1 << 10)
def days_and_parts(days: frozenset[str], parts: frozenset[str]) -> tuple[int, int]:
    """The bits of these parts of these days, and with them of days without a time."""
    some_day = days or DAYS
    exact = slots(some_day, parts or (*PARTS_OF_DAY, None))
    return exact, exact | slots(some_day, (None,))


def _slot(part: str | None) -> int:
    return len(PARTS_OF_DAY) if part is None else PARTS_OF_DAY.index(part)
