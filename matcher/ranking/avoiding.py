"""What is quietly left out: places somebody would rather avoid, and "not that one".

The only place that obeys them, for a search and for "what's on" alike. Nobody is told
what was left out or why; it counts as nothing that fits.
"""

import numpy as np

from matcher.ranking.conditions import NOWHERE, Positions
from matcher.ranking.facts import Asked
from matcher.ranking.index import Index, plain_name

ARTICLES = frozenset({"the", "a", "an"})
"""Left off the beginning: "the Legion" is called "Legion" too."""


def left_out(asked: Asked, index: Index) -> Positions:
    """The listings that are not to be shown to this person at all.

    A place is meant wherever its whole name stands, word by word, in a listing's
    title, organization, venue or address: "Mill Street" means all that is there.
    """
    found = (index.named.get(one) for one in asked.not_these)
    avoided = tuple(name for name in map(_without_article, asked.avoid) if name)
    there = index.at_any_of(avoided) if avoided else NOWHERE
    return np.concatenate([there, *(one for one in found if one is not None)])


def _without_article(name: str) -> str:
    plain = plain_name(name)
    first, _, rest = plain.partition(" ")
    return rest if first in ARTICLES and rest else plain
