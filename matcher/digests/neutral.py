"""Whether the outside of a letter says nothing of anybody's life. Pure.

The outside is what others see without opening it: subject, sender, what a screen
shows of its beginning, the names of the list, the message and the hosts it leads to.
It may name no service, no circumstance and no activity. A letter that does is not sent.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.activities import Lexicon
from catalogue.sentences import Sentence
from matcher.errors import MatcherError, marked

TERMS = Path(__file__).with_name("neutral_terms.txt")
"""The reviewed list of services, circumstances and words of the trade."""

LONGEST_TERM = 5
"""Words of the longest name that is looked for; longer ones are told by their parts."""

TELLING_INSIDE = 6
"""Letters of a term that a host may not even contain: ``homelesshelp.example``."""

PREVIEW = 140
"""Characters of a letter's beginning that a locked screen may show."""

ONE_WORD = re.compile(r"[^\W_]+")

SUBJECT, SENDER = marked("subject"), marked("sender")
BEGINNING, HOST = marked("beginning"), marked("host name")
"""What of a letter others see, as it is said to whoever may change it."""


class NotNeutral(MatcherError):
    """The outside of a letter says too much, so it does not leave."""

    def __init__(self, where: str, term: str) -> None:
        super().__init__(
            Sentence(
                "The %(where)s of a letter says “%(term)s”, so no such letter is sent."
                " Change it to words that say nothing of a service, a life or an"
                " activity.",
                where=where,
                term=term,
            )
        )
        self.where = where
        self.term = term


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Everything of a letter that is seen before it is opened."""

    subject: str
    sender: str
    """The name it comes from, without the address."""
    previews: tuple[str, ...]
    """How its text begins, and its page."""
    hosts: tuple[str, ...]
    """Domains of the sender, the list and the message, and hosts of its links."""


@dataclass(frozen=True, kw_only=True)
class Neutral:
    """What must not be said outside, ready to be looked for."""

    phrases: frozenset[tuple[str, ...]]
    inside_hosts: tuple[str, ...]

    def check(self, outside: Outside) -> None:
        """Raises ``NotNeutral`` naming the place and the term."""
        said = [(SUBJECT, outside.subject), (SENDER, outside.sender)]
        said += [(BEGINNING, one[:PREVIEW]) for one in outside.previews]
        for where, text in said:
            if term := self.found_in(text):
                raise NotNeutral(where, term)
        for host in outside.hosts:
            if term := self.found_in(host) or self._inside(host):
                raise NotNeutral(HOST, term)

    def found_in(self, text: str) -> str:
        """The first term that stands in ``text`` as words of its own; "" for none."""
        words = _words(text)
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST_TERM, len(words)) + 1):
                if _one(words[start:end]) in self.phrases:
                    return " ".join(words[start:end])
        return ""

    def _inside(self, host: str) -> str:
        bare = "".join(_words(host))
        return next((term for term in self.inside_hosts if term in bare), "")


def neutral_of(lexicon: Lexicon, services: Iterable[str] = ()) -> Neutral:
    """What must not be said: the reviewed list, all activities, and ``services``."""
    return _neutral(lexicon, tuple(sorted(set(services))))


@cache
def _neutral(lexicon: Lexicon, services: tuple[str, ...]) -> Neutral:
    named = [
        name
        for activity in lexicon.activities.values()
        for name in activity.names or (activity.name,)
    ]
    listed = reviewed_terms()
    bare = ("".join(_words(term)) for term in listed)
    return Neutral(
        phrases=frozenset(
            phrase
            for term in (*listed, *named, *services)
            if 0 < len(phrase := _one(_words(term))) <= LONGEST_TERM
        ),
        inside_hosts=tuple(term for term in bare if len(term) >= TELLING_INSIDE),
    )


def reviewed_terms() -> tuple[str, ...]:
    """The terms of the reviewed list, in its order."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    told = (line.strip() for line in lines)
    return tuple(line for line in told if line and not line.startswith("#"))


def _words(text: str) -> list[str]:
    """Words without case, accents, or the tricks of letters that only look alike."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return ONE_WORD.findall("".join(x for x in plain if not unicodedata.combining(x)))


def _one(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each in the singular, as far as an "s" goes."""
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words
    )
