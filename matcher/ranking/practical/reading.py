"""A phrase becomes its conditions, and what is left of it to look for.

"Nothing in the evening" is no wish for an evening and no "no" to what has the word in
it: it is a condition that the page has as a choice. It is shown beside the words, and
the person presses it or does not. Nothing is concluded from what is said about a life.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from matcher.ranking.practical import clock, english, going, money, welsh, when
from matcher.ranking.practical.ways import Speech, Way, words_of

WAYS: tuple[Way, ...] = (
    *when.WAYS,
    *clock.WAYS,
    *money.WAYS,
    *going.WAYS,
    *welsh.WAYS,
)
"""Every way; where two begin together the longer is taken."""

ANYTHING = english.ANYTHING | welsh.ANYTHING

TOPICS = words_of(
    when.TOPICS | clock.TOPICS | money.TOPICS | going.TOPICS | welsh.TOPICS
)
"""Words one of which every way about a topic has: most phrases have none."""

MOST_WORDS = 9
"""Words of a phrase beside a condition that has no frame. A longer one tells a story:
"Thursday mornings, church hall, star jumps and knee lifts to Boney M"."""

MOST_IN_A_ROW = 4
"""Conditions of one clause that are heard: each is an end of it for the one before."""

_WORDS = re.compile(r"[a-z]+|£")
_CLOSED_OFF = re.compile(r".*[,;.!?:()\n/–—]", re.DOTALL)


class Practical(NamedTuple):
    """One condition, as a phrase says it."""

    name: str
    """``day``, ``part``, ``free``, ``most`` (it may cost), ``cheap`` (nobody says how
    much), ``step_free``, ``quiet``, ``online``, ``just_turn_up``, or ``near``."""
    values: tuple[str, ...]
    """Days, parts of the day, pence, or kilometres; empty where it is a yes."""
    start: int
    end: int
    """Where in the phrase it is said, in characters."""


class _Stretch(NamedTuple):
    start: int
    end: int
    way: Way
    is_framed: bool


def without_practical(folded: str) -> tuple[str, tuple[Practical, ...]]:
    """The same folded text, each condition an end of a clause, so that offsets stay;
    and those conditions, in the order of the text.

    What has a meaning of its own besides ("nothing noisy") stays in the text.
    """
    said = set(_WORDS.findall(folded))
    topics = [topic for topic, words in TOPICS.items() if not words.isdisjoint(said)]
    if not topics:
        return folded, ()
    found = sorted(_conditions_in(folded, topics), key=lambda one: one.start)
    left = _blanked(folded, [one for one in found if not one.way.is_heard_too])
    return left, tuple(
        Practical(name, values, start, end)
        for start, end, way, _is_framed in found
        for name, values in way.tells(folded[start:end])
    )


def anything_in(left: str) -> tuple[int, int] | None:
    """Where a text without its conditions wants anything, and says nothing else:
    "something on Sundays"."""
    words = left.strip(" \n,.!")
    if words not in ANYTHING:
        return None
    start = left.index(words)
    return start, start + len(words)


def _conditions_in(folded: str, topics: Collection[str]) -> list[_Stretch]:
    """Those at the ends of clauses first, then those that they stood behind: "on a
    Tuesday evening near me"."""
    ways = [way for way in WAYS if way.topic in topics]
    found: list[_Stretch] = []
    for _ in range(MOST_IN_A_ROW):
        left = _blanked(folded, found)
        more = list(_apart(_ways_in(left, ways)))
        around, head = _blanked(left, more), _blanked(folded, [*found, *more], " ")
        heard = [one for one in more if _is_condition(around, head, one)]
        if not heard:
            break
        found += heard
    return found


def _blanked(folded: str, stretches: Iterable[_Stretch], blank: str = "\n") -> str:
    for start, end, _way, _is_framed in stretches:
        folded = folded[:start] + blank * (end - start) + folded[end:]
    return folded


def _ways_in(folded: str, ways: Sequence[Way]) -> Iterator[_Stretch]:
    starts: dict[Speech, list[int]] = {}
    for way in ways:
        if way.reach != "clause":
            for found in way.pattern.finditer(folded):
                yield _Stretch(*found.span("said"), way, is_framed=False)
            continue
        if way.speech not in starts:
            ends = (found.end() for found in way.speech.starts.finditer(folded))
            starts[way.speech] = [0, *ends]
        for start in starts[way.speech]:
            if found_here := way.pattern.match(folded, start):
                frame = found_here["frame"]
                wish = way.speech.open.match(frame)
                begin = start + (wish.end() if wish else 0)
                is_framed = bool(frame or way.speech.plainly.search(found_here["said"]))
                yield _Stretch(begin, found_here.end("said"), way, is_framed)


def _is_condition(around: str, head: str, stretch: _Stretch) -> bool:
    """Whether it is said of what is looked for, and not of how life is or was.

    ``around``: the text without this and the others that look like conditions, each an
    end of a clause; ``head``: the same, and none of them is one.
    """
    way, speech = stretch.way, stretch.way.speech
    before, after = around[: stretch.start], around[stretch.end :]
    if way.unless and way.unless.search(before):
        return False
    if way.is_of_now:
        return True
    if stretch.is_framed:
        return not speech.life.search(_after(_CLOSED_OFF, before))
    before = _after(speech.thus, before)
    if (
        way.reach == "ending"
        and not _after(speech.ended, head[: stretch.start]).strip()
    ):
        return False
    if way.needs_the_end and _WORDS.search(after):
        return False
    if len(before.split()) + len(after.split()) > MOST_WORDS:
        return False
    return not (speech.life.search(before.rstrip()) or speech.life.search(after))


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
