"""What "term time only" means: words that say it, and days that may be holidays.

Nobody here knows each council's terms, so no day is said to be a holiday or none. Each
span is as long as the longest we know of in England and Wales.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

HOLIDAYS = (
    ((1, 1), (1, 7)),
    ((2, 8), (2, 25)),
    ((5, 23), (6, 6)),
    ((7, 17), (9, 7)),
    ((10, 16), (11, 4)),
    ((12, 17), (12, 31)),
)
"""Christmas, the half terms and the summer: first and last (month, day)."""

AROUND_EASTER = timedelta(days=16)
"""Two weeks that hold Easter, or end or begin with it."""

_SCHOOL_HOLIDAYS = r"(?:(?:in|during|for)\s+)?(?:the\s+)?school\s+holidays?"
_TERM_TIME = re.compile(
    r"[\s,(:.–—-]*"
    r"(?:\b(?:only\s+)?(?:(?:in|during)\s+)?(?:school\s+)?term[\s-]?times?"
    r"(?:\s+only)?\b"
    rf"|\b(?:but\s+)?(?:not|except)\s+{_SCHOOL_HOLIDAYS}\b)"
    r"[\s,):.]*",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[;|\n]")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text without its "term time", and whether that stood in it."""

    text: str
    term_time: bool


def without_term_time(text: str) -> Said | None:
    """What else the text says; None when only one part of several is in term time."""
    parts = [part for part in _SEGMENT.split(text) if part.strip()]
    in_terms = [_TERM_TIME.search(part) is not None for part in parts]
    if any(in_terms) and not all(in_terms):
        return None
    return Said(text=_TERM_TIME.sub(" ", text).strip(), term_time=any(in_terms))


def may_be_holiday(day: date) -> bool:
    """Whether schools may be closed for holidays on that day, somewhere or other."""
    at = (day.month, day.day)
    fixed = any(first <= at <= last for first, last in HOLIDAYS)
    return fixed or abs(day - easter(day.year)) <= AROUND_EASTER
