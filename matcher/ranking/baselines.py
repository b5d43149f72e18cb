"""What the ranking is measured against: the usual ways, plainly done.

Orders over titles, activities and descriptions: BM25 over words as written, over stems,
and over stems with spelling put right, as the best directories search today; and
rapidfuzz's ``token_set_ratio``. They know no openness, no conditions and no floor, and
no page uses them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz, process, utils

from matcher.ranking.facts import Facts, Phrase
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.spelling import Speller
from matcher.ranking.words import WORD, fold, read, stem

K1 = 1.2
"""Saturation of BM25, at its usual value."""
B = 0.75
"""Length normalization of BM25, at its usual value."""


@dataclass(frozen=True, kw_only=True)
class Postings:
    """Term -> how often each listing uses it, and how long listings are."""

    uses: Mapping[str, Mapping[str, int]]
    lengths: Mapping[str, int]
    average_length: float


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A catalogue as the baselines need it, read once for all people."""

    texts: Mapping[str, str]
    """Id -> text for rapidfuzz."""
    plain: Postings
    stemmed: Postings
    speller: Speller


Catalogue = Prepared | Sequence[Facts]
"""Listings, prepared once for many people or just as they are for one."""


def prepare(facts: Sequence[Facts]) -> Prepared:
    """Read a catalogue for every baseline."""
    texts = {one.id: _text(one) for one in facts}
    words = Counter(word for text in texts.values() for word in set(_words(text)))
    return Prepared(
        texts={one: utils.default_process(text) for one, text in texts.items()},
        plain=_postings(texts, _words),
        stemmed=_postings(texts, _stems),
        speller=Speller(words),
    )


def by_plain_bm25(
    phrases: Sequence[Phrase], catalogue: Catalogue, limit: int = 20
) -> list[str]:
    """Ids by BM25 of the words as they are written."""
    return _by_bm25(
        {word for one in phrases for word in _words(one.words)},
        _ready(catalogue).plain,
        limit,
    )


def by_bm25(
    phrases: Sequence[Phrase], catalogue: Catalogue, limit: int = 20
) -> list[str]:
    """Ids by BM25 of the stems, stopwords left out."""
    return _by_bm25(
        {term for one in phrases for term in _stems(one.words)},
        _ready(catalogue).stemmed,
        limit,
    )


def by_spelt_bm25(
    phrases: Sequence[Phrase], catalogue: Catalogue, limit: int = 20
) -> list[str]:
    """Ids by BM25 of the stems, words the catalogue does not know put right."""
    catalogue = _ready(catalogue)
    sought = {term for one in phrases for term in _stems(one.words)}
    for word in (word for one in phrases for word in _words(one.words)):
        if repaired := catalogue.speller.repair(word):
            sought.add(stem(repaired))
    return _by_bm25(sought, catalogue.stemmed, limit)


def by_token_set(
    phrases: Sequence[Phrase], catalogue: Catalogue, limit: int = 20
) -> list[str]:
    """Ids by the best ``token_set_ratio`` of any phrase, best first."""
    texts = _ready(catalogue).texts
    best: dict[str, float] = {}
    for phrase in phrases:
        words = utils.default_process(phrase.words)
        for _, score, one in process.extract(
            words, texts, scorer=fuzz.token_set_ratio, limit=None
        ):
            best[one] = max(best.get(one, 0.0), score)
    return _best(best, limit)


def _ready(catalogue: Catalogue) -> Prepared:
    return catalogue if isinstance(catalogue, Prepared) else prepare(catalogue)


def _by_bm25(sought: Iterable[str], postings: Postings, limit: int) -> list[str]:
    """Best first; nothing without a shared term.

    Robertson and Zaragoza (2009), with the +1 inside the logarithm that keeps it
    positive.
    """
    scores: dict[str, float] = defaultdict(float)
    for term in sorted(sought):
        used = postings.uses.get(term, {})
        rarity = log(1 + (len(postings.lengths) - len(used) + 0.5) / (len(used) + 0.5))
        for one, count in used.items():
            longer = postings.lengths[one] / postings.average_length
            scores[one] += (
                rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * longer))
            )
    return _best(scores, limit)


def _postings(
    texts: Mapping[str, str], terms_of: Callable[[str], Sequence[str]]
) -> Postings:
    uses: dict[str, dict[str, int]] = defaultdict(dict)
    lengths = {}
    for one, text in texts.items():
        counts = Counter(terms_of(text))
        lengths[one] = counts.total()
        for term, count in counts.items():
            uses[term][one] = count
    average = sum(lengths.values()) / max(len(lengths), 1)
    return Postings(uses=uses, lengths=lengths, average_length=max(average, 1.0))


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def _stems(text: str) -> list[str]:
    return [word.term for word in read(text)]


def _text(facts: Facts) -> str:
    return " ".join(text_of(facts, field) for field in FIELDS)


def _best(scores: Mapping[str, float], limit: int) -> list[str]:
    return sorted(scores, key=lambda one: (-scores[one], one))[:limit]
