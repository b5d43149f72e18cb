"""The days and times that free words name: "Come at 7.15 before it fills up".

Nothing is understood here of what is said about them, so they are good for one thing:
asking whether the words still hold when the times are others.
"""

import re
from dataclasses import dataclass

from catalogue.schedules.clock import Clock, minutes_of
from catalogue.schedules.tokens import Days, plain, token_at

LONGEST_READ = 5_000
"""Characters of words that are looked through; few write more."""

SHORTEST_DAY = 4
"""Letters: "tues" is a day; "sun" shines and "sat" is what somebody did."""

_WORD = re.compile(r"(?<![\w£$.:@])[a-z0-9]", re.ASCII)
_NAMES_A_TIME = re.compile(r"\b(?:at|from|by|before|until|till|til) $", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A weekday, or a time of day that may be one of two."""

    day: str | None = None
    minutes: tuple[int, ...] = ()
    """After midnight; both where nothing says which half of the day it is."""


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Every weekday and time of day that the words name, in order."""
    words = plain(text[:LONGEST_READ])
    found: list[Mention] = []
    end = 0
    for start in (match.start() for match in _WORD.finditer(words)):
        if start < end:
            continue
        token, after = token_at(words, start)
        end = max(end, after)
        if isinstance(token, Days) and len(token.days) == 1:
            found += _of_day(token, words[start:after])
        elif isinstance(token, Clock):
            found += _of_clock(token, words[:start])
    return tuple(found)


def _of_day(token: Days, said: str) -> list[Mention]:
    return [Mention(day=token.days[0])] if len(said) >= SHORTEST_DAY else []


def _of_clock(clock: Clock, before: str) -> list[Mention]:
    """A number alone is a time only after "at", "by" and the like."""
    named = clock.hour <= 12 and _NAMES_A_TIME.search(before[-8:])
    if clock.bare and not named:
        return []
    return [Mention(minutes=minutes_of(clock))]
