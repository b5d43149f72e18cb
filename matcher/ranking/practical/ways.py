"""What a way of saying a condition is made of, in whichever language. Pure.

A condition is a wish of another kind: it narrows what is shown, and is no activity. It
is only offered, so a way of saying it is written down when it is plain, and what merely
has the word in it ("Saturday Night Fever", "free running") is not. All patterns read
folded text (lower case, straight apostrophes, no accents).

``frame`` is how somebody leads up to it ("it has to be"), ``said`` the condition.
"""

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from matcher.ranking.times import DAYS, PARTS_OF_DAY

Told = tuple[str, tuple[str, ...]]
"""The name of a condition and its values, as ``Practical`` has them."""

Reach = Literal["clause", "ending", "anywhere"]
"""A clause of its own, frame and all; the end of one whose head wants something; or
wherever it stands: "a step-free choir"."""


class Speech(NamedTuple):
    """How a language holds a wish together."""

    starts: re.Pattern[str]
    """Before a clause; the first begins the phrase."""
    frame: str
    end: str
    """Stands behind a condition, and is not part of it."""
    tail: str
    """Follows a condition and is part of it: "if possible"."""
    open: re.Pattern[str]
    """A frame up to the word that wants something all the same."""
    ended: re.Pattern[str]
    """All up to the last end of a clause."""
    life: re.Pattern[str]
    """What is said beside a condition tells how life is or was, or refuses something:
    then it is none."""
    thus: re.Pattern[str]
    """All up to a "so": what is said before it is only the reason."""
    plainly: re.Pattern[str]
    """Said with a condition it makes it one, whatever stands beside: "only"."""


class Way(NamedTuple):
    """A way of saying a condition."""

    topic: str
    """Which of the topics it is about: none of whose words is said, none is meant."""
    speech: Speech
    reach: Reach
    pattern: re.Pattern[str]
    tells: Callable[[str], Iterable[Told]]
    """The folded words of ``said`` -> what they ask; nothing where no condition of the
    page is as fine as they are."""
    needs_the_end: bool = False
    """No word may follow but those of another condition: "Thursday mornings, church
    hall, star jumps" is a memory."""
    unless: re.Pattern[str] | None = None
    """What before it makes its words something else: "children" before "under 5"."""
    is_heard_too: bool = False
    """Its words mean something to look for, or to keep out, as well."""
    is_of_now: bool = False
    """It says plainly how things are today, whatever is told of the past beside it."""


def always(*asked: Told) -> Callable[[str], Iterable[Told]]:
    """Whatever its words, it asks this."""
    return lambda _said: asked


class Calendar(NamedTuple):
    """Hears the days and the parts of the day that folded words name."""

    days_in: Callable[[str], tuple[str, ...]]
    parts_in: Callable[[str], tuple[str, ...]]

    def named(self, said: str) -> Iterable[Told]:
        """The days and the parts of the day that it names."""
        if days := self.days_in(said):
            yield "day", days
        if parts := self.parts_in(said):
            yield "part", parts

    def all_but_named(self, said: str) -> Iterable[Told]:
        """The days, or the parts of the day, that it does not name.

        "Not Sunday mornings" leaves Sundays, and mornings: the page has no such choice.
        """
        days, parts = self.days_in(said), self.parts_in(said)
        if days and not parts:
            yield "day", tuple(one for one in DAYS if one not in days)
        if parts and not days:
            yield "part", tuple(one for one in PARTS_OF_DAY if one not in parts)


class Ways(NamedTuple):
    """Makes the ways of one topic in one language."""

    topic: str
    speech: Speech

    def clause(self, said: str, tells: Callable[[str], Iterable[Told]]) -> Way:
        """A clause of its own."""
        return self._way("clause", rf"{self.speech.frame}{self._whole(said)}", tells)

    def ending(self, said: str, tells: Callable[[str], Iterable[Told]]) -> Way:
        """At the end of a clause that wants something."""
        return self._way("ending", rf" {self._whole(said)}", tells)

    def either(
        self, said: str, tells: Callable[[str], Iterable[Told]]
    ) -> tuple[Way, Way]:
        """As a clause of its own, or at the end of one."""
        return self.clause(said, tells), self.ending(said, tells)

    def anywhere(self, pattern: str, tells: Callable[[str], Iterable[Told]]) -> Way:
        """Wherever it stands; the pattern names what is ``said``."""
        return self._way("anywhere", pattern, tells)

    def _whole(self, said: str) -> str:
        return rf"(?P<said>(?:{said}){self.speech.tail}){self.speech.end}"

    def _way(
        self, reach: Reach, pattern: str, tells: Callable[[str], Iterable[Told]]
    ) -> Way:
        return Way(self.topic, self.speech, reach, re.compile(pattern), tells)


def words_of(topics: dict[str, str]) -> dict[str, frozenset[str]]:
    """By topic the words one of which every way about it has, and their plurals."""
    return {
        topic: frozenset(
            word + ending for word in words.split() for ending in ("", "s")
        )
        for topic, words in topics.items()
    }
