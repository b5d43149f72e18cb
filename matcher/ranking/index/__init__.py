"""A catalogue in memory, laid out so that a profile is quick: ``Index``.

``whole`` is the index that ranking asks; ``segment`` what it is made of, and
``merging`` how several become one, ``growing`` how a few stand behind many; ``places``
what stands near what; ``tellings`` and ``statistics`` what words weigh. ``reading``
counts the words of many listings and ``alone`` those of one; ``records`` and ``pieces``
hold facts and texts as bytes, and ``laid`` all of it as arrays that can be kept.
"""

from matcher.ranking.index.segment import plain_name
from matcher.ranking.index.statistics import WordStatistics
from matcher.ranking.index.tellings import FIELD_WEIGHTS
from matcher.ranking.index.whole import NO_POSTINGS, Index, Postings

__all__ = [
    "FIELD_WEIGHTS",
    "NO_POSTINGS",
    "Index",
    "Postings",
    "WordStatistics",
    "plain_name",
]
