"""What somebody says of how their words were taken, as it travels in a form. Pure.

"Not that" and "this too" stand beside their phrase in a field of its own, because
nothing is kept: ``+swimming -moth-trapping``. How it is said: ``matcher.taking``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from matcher.ranking.facts import Phrase

PRESSES = ("not_that", "this_too", "undo_that")
"""The buttons; each names a phrase by its place, and an activity: ``0 swimming``."""

MOST = 12
"""Activities that one phrase may have said of it; more is no choice."""

SAID = re.compile(r"([+-])([a-z0-9-]{1,80})")
PRESSED = re.compile(r"(\d{1,3}) ([a-z0-9-]{1,80})", re.ASCII)


def with_said(phrase: Phrase, text: str) -> Phrase:
    """The phrase with what its field says; what can't be read is left out."""
    said = SAID.findall(text)[:MOST]
    if not said:
        return phrase
    return replace(
        phrase,
        also_meant=tuple(dict.fromkeys(one for sign, one in said if sign == "+")),
        not_meant=frozenset(one for sign, one in said if sign == "-"),
    )


def as_field(phrase: Phrase) -> str:
    """What the field of a phrase holds."""
    also = (f"+{one}" for one in phrase.also_meant)
    return " ".join([*also, *(f"-{one}" for one in sorted(phrase.not_meant))])


def after_press(
    phrases: Sequence[Phrase], given: Iterable[tuple[str, str]]
) -> tuple[list[Phrase], int | None]:
    """The phrases after a press on how one was taken, and which that was."""
    phrases = list(phrases)
    for press, at, activity in _presses(given):
        if at < len(phrases):
            phrases[at] = _after(phrases[at], press, activity)
            return phrases, at
    return phrases, None


def _presses(given: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int, str]]:
    for name, text in given:
        if name in PRESSES and (found := PRESSED.fullmatch(text)):
            yield name, int(found[1]), found[2]


def _after(phrase: Phrase, press: str, activity: str) -> Phrase:
    also = tuple(one for one in phrase.also_meant if one != activity)
    without = phrase.not_meant - {activity}
    if press == "this_too" and len(also) < MOST:
        also = (*also, activity)
    if press == "not_that" and len(without) < MOST:
        without |= {activity}
    return replace(phrase, also_meant=also, not_meant=without)
