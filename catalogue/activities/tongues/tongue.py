"""What reading needs to know of a language besides English. A value, no behaviour."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """A language that activities are called by and people speak in."""

    code: str
    """As its pages have it, and the folder of its words: ``cy``."""
    silent: frozenset[str]
    """Folded words that hold a sentence or a wish together, and point nowhere."""
    everyday: frozenset[str]
    """Folded words that count beside a telling one and decide nothing alone."""
    ours: frozenset[str]
    """Folded words that are no English though they may look so."""
    shared: frozenset[str]
    """Folded words that do not tell by themselves which language they are of."""
    beside_strange: frozenset[str]
    """Folded words that tell beside nothing but words which nobody knows."""
    as_they_stand: frozenset[str]
    """Folded words that only look like another form of another word."""
    letters: frozenset[str]
    """Letters that English does without."""
    mutations_of: Callable[[str], Iterable[str]]
    """The other forms of a folded word that grammar makes of it."""
    boundary: re.Pattern[str]
    """Parts the clauses of a folded text."""
    refuses: re.Pattern[str]
    """Turns round what follows it in its clause."""
    harmless: re.Pattern[str]
    """Looks like a refusal, and is none."""


def words_in(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.replace("'", " ").split())
