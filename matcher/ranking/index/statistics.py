"""How common words are in a catalogue: what makes one word tell more than another.

Counted once for a whole catalogue and then held fixed, so that a listing that comes or
goes changes nobody else's score until the catalogue is counted anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.rows import Rows

SMALLEST_CATALOGUE = 500
"""A smaller catalogue is read as a part of one this large, so that in a village with
two art classes "art" is still a telling word."""


@dataclass(frozen=True, kw_only=True)
class WordStatistics:
    """How common words are. Held fixed, no listing changes another's score."""

    listings: int
    document_frequencies: Mapping[str, int]
    """Term -> how many listings use it."""
    average_lengths: tuple[float, ...]
    """Terms in a listing, on average, for each of ``FIELDS``."""
    words: Mapping[str, int]
    """Folded word -> how many listings use it: what spelling is put right against."""

    @cached_property
    def leading_to(self) -> dict[str, Any]:
        """For ``score``: what it found that one of these terms leads to. Of terms that
        listings use only, so it grows no further than they do and tells of nobody."""
        return {}

    def rarity(self, term: str) -> float:
        """From 1 (one listing uses it, or none) towards 0 (all do).

        The inverse document frequency log((N + 1) / (n + 0.5)) as a share of that of
        a term in one listing.
        """
        return _rarity(self.listings, self.document_frequencies.get(term, 0))


@lru_cache(maxsize=1 << 12)
def _rarity(listings: int, used_by: int) -> float:
    total = max(listings, SMALLEST_CATALOGUE) + 1
    used = max(1, used_by)
    return float(np.log(total / (used + 0.5)) / np.log(total / 1.5))


def count_words(
    terms: Rows, words: Rows, lengths: NDArray[np.uint16]
) -> WordStatistics:
    """The statistics of listings by their own terms, words and lengths."""
    averages = lengths.astype(float).mean(axis=0) if len(lengths) else lengths.sum(0)
    return WordStatistics(
        listings=len(lengths),
        document_frequencies=terms.counts,
        average_lengths=tuple(map(float, averages)),
        words=words.counts,
    )
