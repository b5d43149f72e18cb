"""Practical conditions that a phrase says, to be offered: never made, never kept.

"Nothing in the evening" is no wish for an evening and no "no" to what has the word in
it: it is a condition that the page has as a choice. It is shown beside the words, and
the person presses it or does not. Nothing is concluded from what is said about a life.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from matcher.ranking.practical_words import (
    ANYTHING,
    CLAUSE_STARTS,
    MOST_WORDS,
    OPEN,
    TELLS_OF_LIFE,
    TOPICS,
    WAYS,
    Way,
)
from matcher.ranking.times import DAYS, PARTS_OF_DAY


class Practical(NamedTuple):
    """One condition, as a phrase says it."""

    name: str
    """``day``, ``part``, ``free``, ``step_free``, ``quiet``, ``online``,
    ``just_turn_up``, or ``near``."""
    values: tuple[str, ...]
    """Days, parts of the day, or kilometres; empty where it is a yes."""
    start: int
    end: int
    """Where in the phrase it is said, in characters."""


class _Stretch(NamedTuple):
    start: int
    end: int
    way: Way
    is_framed: bool


_WORDS = re.compile(r"[a-z]+")
_NAMED = re.compile(r"(mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|week ?day")
_UP_TO = re.compile(r" to | till |-")
_PART_SAID = re.compile(r"morning|afternoon|evening|night|day ?time|(?<=the )day\b")
_PARTS_OF = {"night": ("evening",), "day": ("morning", "afternoon")}
_CLOSED_OFF = re.compile(r".*[,;.!?:()\n/–—]", re.DOTALL)
_ENDED = re.compile(r".*(?:[,;.!?:()\n/–—]|\b(?:and|but|or|so|then|plus)\b)", re.DOTALL)


def without_practical(folded: str) -> tuple[str, tuple[Practical, ...]]:
    """The same folded text, each condition an end of a clause, so that offsets stay;
    and those conditions, in the order of the text.

    What has a meaning of its own besides ("nothing noisy") stays in the text.
    """
    said = set(_WORDS.findall(folded))
    topics = [topic for topic, words in TOPICS.items() if not words.isdisjoint(said)]
    if not topics:
        return folded, ()
    found = list(_apart(_ways_in(folded, topics)))
    around = _blanked(folded, found)
    found = [one for one in found if _is_condition(around, one)]
    left = _blanked(folded, [one for one in found if not one.way.is_heard_too])
    return left, tuple(one for stretch in found for one in _said(folded, stretch))


def anything_in(left: str) -> tuple[int, int] | None:
    """Where a text without its conditions wants anything, and says nothing else:
    "something on Sundays"."""
    words = left.strip(" \n,.!")
    if words not in ANYTHING:
        return None
    start = left.index(words)
    return start, start + len(words)


def _blanked(folded: str, stretches: Iterable[_Stretch]) -> str:
    for start, end, _way, _is_framed in stretches:
        folded = folded[:start] + "\n" * (end - start) + folded[end:]
    return folded


def _ways_in(folded: str, topics: Collection[str]) -> Iterator[_Stretch]:
    starts = [0, *(found.end() for found in CLAUSE_STARTS.finditer(folded))]
    for way in WAYS:
        if way.topic not in topics:
            continue
        if way.reach != "clause":
            for found in way.pattern.finditer(folded):
                yield _Stretch(*found.span("said"), way, is_framed=False)
            continue
        for start in starts:
            if found_here := way.pattern.match(folded, start):
                frame = found_here["frame"]
                wish = OPEN.match(frame)
                begin = start + (wish.end() if wish else 0)
                yield _Stretch(begin, found_here.end("said"), way, bool(frame))


def _is_condition(around: str, stretch: _Stretch) -> bool:
    """Whether it is said of what is looked for, and not of how life is or was.

    ``around``: the text without this and the others that look like conditions.
    """
    before, after = around[: stretch.start], around[stretch.end :]
    if stretch.is_framed:
        return not TELLS_OF_LIFE.search(_after(_CLOSED_OFF, before))
    if stretch.way.reach == "ending" and not _after(_ENDED, before).strip():
        return False
    if stretch.way.name == "when" and not stretch.way.refuses and _WORDS.search(after):
        return False
    if len(before.split()) + len(after.split()) > MOST_WORDS:
        return False
    return not (TELLS_OF_LIFE.search(before.rstrip()) or TELLS_OF_LIFE.search(after))


def _after(boundary: re.Pattern[str], before: str) -> str:
    found = boundary.match(before)
    return before[found.end() :] if found else before


def _apart(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Those that begin first, the longest of them, none within another."""
    end = -1
    for one in sorted(stretches, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _said(folded: str, stretch: _Stretch) -> Iterator[Practical]:
    start, end, way, _is_framed = stretch
    if way.name != "when":
        yield Practical(way.name, way.values, start, end)
        return
    words = folded[start:end]
    days, parts = way.values or _days_in(words), _parts_in(words)
    if way.refuses:
        if days and parts:
            return  # "not Sunday mornings" leaves Sundays, and mornings
        days = tuple(day for day in DAYS if day not in days) if days else ()
        parts = tuple(one for one in PARTS_OF_DAY if one not in parts) if parts else ()
    if days:
        yield Practical("day", days, start, end)
    if parts:
        yield Practical("part", parts, start, end)


def _days_in(words: str) -> tuple[str, ...]:
    """The days that are named, in the order of the week; from one to another, all."""
    named = list(_NAMED.finditer(words))
    some: set[str] = set()
    for found in named:
        some.update(_days_of(found))
    if len(named) == 2 and _UP_TO.search(words, named[0].end(), named[1].start()):
        first, last = sorted(map(DAYS.index, some))[:: len(some) - 1 or 1]
        some.update(DAYS[first : last + 1])
    return tuple(day for day in DAYS if day in some)


def _days_of(found: re.Match[str]) -> tuple[str, ...]:
    if found[1]:
        return (found[1][:2].upper(),)
    return DAYS[5:] if found.group() == "weekend" else DAYS[:5]


def _parts_in(words: str) -> tuple[str, ...]:
    some: set[str] = set()
    for found in _PART_SAID.findall(words):
        word = "day" if found.startswith("day") else found
        some.update(_PARTS_OF.get(word, (word,)))
    return tuple(part for part in PARTS_OF_DAY if part in some)
