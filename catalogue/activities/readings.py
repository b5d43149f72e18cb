"""What reading gives: activities, how surely, and by which words. Plain values."""

from dataclasses import dataclass
from typing import NamedTuple


class Meant(NamedTuple):
    """An activity that a person's phrase is understood as, and by which words."""

    activity: str
    """Its id in the lexicon."""
    weight: float
    """How sure, 0 to 1."""
    spans: tuple[tuple[int, int], ...]
    """(start, end) of the person's words it rests on, in characters."""
    how: str = "said"
    """``said``, or reached from what was said: ``near``, ``broader``, ``narrower``,
    ``role`` (to help, lead or teach it) or ``way_back`` (gentler, watching)."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An activity that a listing's words speak of, with the strongest of them."""

    activity: str
    """Its id in the lexicon."""
    weight: float
    """How sure, 0 to 1."""
    where: str
    """``title``, ``activities``, ``organization`` or ``description``."""
    found: str
    """The words, as the listing writes them."""
    found_start: int
    """Where they begin in that text, in characters."""
