"""What is quietly left out: places somebody would rather avoid, and "not that one".

The only place that obeys them, for a search and for "what's on" alike. Nobody is told
what was left out or why; it counts as nothing that fits.
"""

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Asked
from matcher.ranking.index import Index, plain_name

ARTICLES = frozenset({"the", "a", "an"})
"""Left off the beginning: "the Legion" is called "Legion" too."""


def left_out(asked: Asked, index: Index) -> NDArray[np.bool_]:
    """The listings that are not to be shown to this person at all.

    A place is meant wherever its whole name stands, word by word, in a listing's
    title, organization, venue or address: "Mill Street" means all that is there.
    """
    listings = np.zeros(len(index), np.bool_)
    for one in asked.not_these:
        there = index.named.get(one)
        if there is not None:
            listings[there] = True
    avoided = tuple(name for name in map(_without_article, asked.avoid) if name)
    if avoided:
        listings[index.at_any_of(avoided)] = True
    return listings


def _without_article(name: str) -> str:
    plain = plain_name(name)
    first, _, rest = plain.partition(" ")
    return rest if first in ARTICLES and rest else plain
