"""The words of one listing, read plainly: what counting them together is held against.

It shares with that which words are terms and which stand behind a "no", and nothing of
how words are gathered.
"""

from collections import Counter
from typing import NamedTuple

from matcher.ranking.facts import Facts
from matcher.ranking.listing_words import FIELDS, _turned_round, text_of
from matcher.ranking.words import WORD, fold, spans_of


class ListingWords(NamedTuple):
    """What a listing says, and where; saying it again says no more."""

    uses: dict[str, list[int]]
    """Term -> 1 where it is used and 0 where not, for each of ``FIELDS``."""
    carried: set[str]
    """Terms it uses at least once other than behind a "no"."""
    words: set[str]
    """Folded words as written, for putting spelling right."""
    lengths: list[int]
    """Different words in each of ``FIELDS``."""


def read_listing(facts: Facts) -> ListingWords:
    """Every word of a listing, once through."""
    listing = ListingWords({}, set(), set(), [0] * len(FIELDS))
    for column, field in enumerate(FIELDS):
        _read(listing, column, fold(text_of(facts, field)))
    return listing


def _read(listing: ListingWords, column: int, folded: str) -> None:
    uses, carried, words, lengths = listing
    found = WORD.findall(folded)
    turned_round = _turned_round(found)
    for word, times in Counter(found).items():
        spans = spans_of(word)
        if not spans:
            continue
        words.add(word)
        lengths[column] += 1
        plain = times > turned_round[word]
        for term, _, _ in spans:
            of_term = uses.get(term)
            if of_term is None:
                of_term = uses[term] = [0] * len(FIELDS)
            of_term[column] = 1
            if plain:
                carried.add(term)
