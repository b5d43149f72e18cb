"""The words of one listing that comes alone, as each does that changed.

What ``reading`` makes of a listing among others, without numbering a word: there is
nothing to sort, and for so few most calls on arrays cost more than what they count.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts
from matcher.ranking.index.reading import Counted, lengths_of
from matcher.ranking.listing_words import FIELDS, never_plain, text_of
from matcher.ranking.rows import one_each
from matcher.ranking.words import WORD, fold, spans_of


class _Field(NamedTuple):
    """The words of one field."""

    meant: dict[str, tuple[str, ...]]
    """Each different word that says anything, and its terms."""
    turned: frozenset[str]
    """Those of them that are nowhere but behind a "no"."""


def counted_alone(facts: Facts) -> Counted:
    """What the words of one listing come to."""
    fields = [_read(text_of(facts, field)) for field in FIELDS]
    words: dict[str, tuple[str, ...]] = {}
    uses: dict[str, int] = {}
    for number, field in enumerate(fields):
        words |= field.meant
        for term in chain.from_iterable(field.meant.values()):
            uses[term] = uses.get(term, 0) | 1 << number
    return Counted(
        terms=one_each(
            uses,
            np.zeros(len(uses), np.float32),
            _carried(uses, fields),
            np.frombuffer(bytes(uses.values()), np.uint8),
        ),
        words=one_each(words),
        lengths=lengths_of(np.array([[len(field.meant) for field in fields]])),
    )


def _read(text: str) -> _Field:
    folded = fold(text)
    found = WORD.findall(folded)
    said = dict.fromkeys(found)
    each = zip(said, map(_terms_of, said), strict=True)
    meant = {word: terms for word, terms in each if terms}
    return _Field(meant, frozenset(never_plain(found, folded)))


def _carried(terms: Collection[str], fields: Iterable[_Field]) -> NDArray[np.bool_]:
    """Which terms are somewhere not behind a "no"."""
    if not any(field.turned for field in fields):
        return np.ones(len(terms), np.bool_)
    carried = {
        term
        for field in fields
        for word, several in field.meant.items()
        if word not in field.turned
        for term in several
    }
    return np.array([term in carried for term in terms], np.bool_)


@lru_cache(maxsize=1 << 14)
def _terms_of(word: str) -> tuple[str, ...]:
    """The terms of a folded word, each once."""
    return tuple(dict.fromkeys(one.term for one in spans_of(word)))
