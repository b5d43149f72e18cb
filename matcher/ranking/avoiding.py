"""What is quietly left out: places somebody would rather avoid, and "not that one".

The only place that obeys them, for a search and for "what's on" alike. Nobody is told
what was left out or why; it counts as nothing that fits.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Asked, Facts
from matcher.ranking.index import Index
from matcher.ranking.words import WORD, fold

ARTICLES = frozenset({"the", "a", "an"})
"""Left off the beginning: "the Legion" is called "Legion" too."""


def left_out(asked: Asked, index: Index) -> NDArray[np.bool_]:
    """The listings that are not to be shown to this person at all.

    A place is meant wherever its whole name stands, word by word, in a listing's
    title, organization, venue or address: "Mill Street" means all that is there.
    """
    listings = np.zeros(len(index), np.bool_)
    for one in asked.not_these:
        listings[index.named.get(one, [])] = True
    avoided = tuple(name for name in map(_plain, asked.avoid) if name)
    if avoided:
        listings |= np.array([_is_at(facts, avoided) for facts in index.facts], bool)
    return listings


def _is_at(facts: Facts, avoided: tuple[str, ...]) -> bool:
    names = (facts.title, facts.organization, *facts.venues, *facts.addresses)
    everywhere = " / ".join(_words(name) for name in names)
    return any(f" {name} " in f" {everywhere} " for name in avoided)


def _plain(name: str) -> str:
    first, _, rest = _words(name).partition(" ")
    return rest if first in ARTICLES and rest else _words(name)


@lru_cache(maxsize=1 << 15)
def _words(name: str) -> str:
    """Its words in folded letters, one space between each."""
    return " ".join(WORD.findall(fold(name)))
