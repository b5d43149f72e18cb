"""What the ranking is measured against: the usual ways, plainly done.

Two orders over titles, activities and descriptions: BM25 over stemmed words, as the
best directories search today, and rapidfuzz's ``token_set_ratio``. They know no
openness, no conditions and no floor, and no page uses them.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from rapidfuzz import fuzz, process, utils

from matcher.ranking.facts import Facts, Phrase
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.words import read

K1 = 1.2
"""Saturation of BM25, at its usual value."""
B = 0.75
"""Length normalization of BM25, at its usual value."""


def by_bm25(
    phrases: Sequence[Phrase], facts: Sequence[Facts], limit: int = 20
) -> list[str]:
    """Ids by BM25 of all phrases together, best first; nothing without a shared word.

    Robertson and Zaragoza (2009), with the +1 inside the logarithm that keeps it
    positive.
    """
    listings = [Counter(word.term for word in read(_text(one))) for one in facts]
    used = Counter(term for listing in listings for term in listing)
    sought = {word.term for phrase in phrases for word in read(phrase.words)}
    average = sum(map(Counter.total, listings)) / max(len(listings), 1)
    scores = {
        one.id: sum(
            log(1 + (len(facts) - used[term] + 0.5) / (used[term] + 0.5))
            * listing[term]
            * (K1 + 1)
            / (listing[term] + K1 * (1 - B + B * listing.total() / average))
            for term in sought & listing.keys()
        )
        for one, listing in zip(facts, listings, strict=True)
    }
    return _best({one: score for one, score in scores.items() if score > 0}, limit)


def by_token_set(
    phrases: Sequence[Phrase], facts: Sequence[Facts], limit: int = 20
) -> list[str]:
    """Ids by the best ``token_set_ratio`` of any phrase, best first."""
    texts = {one.id: utils.default_process(_text(one)) for one in facts}
    best: dict[str, float] = {}
    for phrase in phrases:
        words = utils.default_process(phrase.words)
        ratio = fuzz.token_set_ratio
        for _, score, one in process.extract(words, texts, scorer=ratio, limit=None):
            best[one] = max(best.get(one, 0.0), score)
    return _best(best, limit)


def _text(facts: Facts) -> str:
    return " ".join(text_of(facts, field) for field in FIELDS)


def _best(scores: dict[str, float], limit: int) -> list[str]:
    return sorted(scores, key=lambda one: (-scores[one], one))[:limit]
