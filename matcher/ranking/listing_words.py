"""The words of one listing, by field.

A word behind a "no" ("no alcohol", "alcohol-free") is read but not *carried*: it
never keeps the listing from somebody who refuses that very thing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.ranking.facts import Facts
from matcher.ranking.words import WORD, fold, spans_of

FIELDS = ("title", "activities", "organization", "description")
"""Where a listing's words stand, most telling first."""

_NEGATORS = frozenset({"no", "not", "without", "non", "never", "isn't", "isnt"})
_OFTEN_FREE = frozenset({"alcohol", "drink", "drug", "smoke"})
_TURNING = _NEGATORS | {"free"}
_UNDONE = frozenset({"only", "just"})
"""After "not", these say more rather than less: "not just football"."""
_REACH = 2
"""How many words a "no" reaches: "no loud music"."""


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


def text_of(facts: Facts, field: str) -> str:
    """The text of one of ``FIELDS``; activities as one text, " · " between them."""
    if field == "activities":
        return " · ".join(facts.activities)
    text: str = getattr(facts, field)
    return text


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


def _turned_round(found: Sequence[str]) -> Counter[str]:
    """How often each word stands behind a "no", or as "X-free", "non-X", "X free"."""
    turned = Counter(
        word for word in found if word.endswith("-free") or word.startswith("non-")
    )
    if not _TURNING.isdisjoint(found):
        turned.update(found[place] for place in _behind_a_no(found))
    return turned


def _behind_a_no(found: Sequence[str]) -> Iterator[int]:
    no_reaches = -1
    for place, word in enumerate(found):
        follows = found[place + 1] if place + 1 < len(found) else ""
        if word in _NEGATORS and follows not in _UNDONE:
            no_reaches = place + _REACH
        elif word == "or" and 0 <= no_reaches >= place - 1:
            no_reaches = place + 1
        elif place <= no_reaches or (word in _OFTEN_FREE and follows == "free"):
            yield place
