"""The words of one listing, counted by field.

A word behind a "no" ("no alcohol", "alcohol-free") is counted but not *carried*: it
never keeps the listing from somebody who refuses that very thing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from matcher.ranking.facts import Facts
from matcher.ranking.words import WORD, Word, fold, read, spans_of

FIELDS = ("title", "activities", "organization", "description")
"""Where a listing's words stand, most telling first."""

_NEGATORS = frozenset({"no", "not", "without", "non", "never", "isn't", "isnt"})
_UNDONE = frozenset({"only", "just"})
"""After "not", these say more rather than less: "not just football"."""
_REACH = 2
"""How many words a "no" reaches: "no loud music"."""
_OFTEN = 255
"""A word used more often than this in one field counts as if used this often."""


class ListingWords(NamedTuple):
    """What a listing says, as counts."""

    counts: dict[str, list[int]]
    """Term -> how often, for each of ``FIELDS``."""
    carried: set[str]
    """Terms it uses at least once other than behind a "no"."""
    words: set[str]
    """Folded words as written, for putting spelling right."""
    lengths: list[int]
    """Terms in each of ``FIELDS``."""


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
        _count(listing, column, fold(text_of(facts, field)))
    return listing


def _count(listing: ListingWords, column: int, folded: str) -> None:
    counts, carried, words, lengths = listing
    found = WORD.findall(folded)
    negated_to = -1
    for place, word in enumerate(found):
        negated_to = _reach(found, place, negated_to)
        spans = spans_of(word)
        if not spans:
            continue
        words.add(word)
        lengths[column] += 1
        turned_round = place <= negated_to or _is_free_of(found, place)
        for term, _, _ in spans:
            of_term = counts.get(term)
            if of_term is None:
                of_term = counts[term] = [0] * len(FIELDS)
            of_term[column] = min(of_term[column] + 1, _OFTEN)
            if not turned_round:
                carried.add(term)


def _reach(found: Sequence[str], place: int, negated_to: int) -> int:
    """Up to which word a "no" holds, having come to ``place``."""
    word = found[place]
    if word in _NEGATORS:
        follows = found[place + 1 : place + 2]
        return negated_to if follows and follows[0] in _UNDONE else place + _REACH
    if word == "or" and place <= negated_to + 1 and negated_to >= 0:
        return place + 1
    return negated_to


def _is_free_of(found: Sequence[str], place: int) -> bool:
    """Whether it stands as "X-free", "non-X" or "X free"."""
    word = found[place]
    if word.endswith("-free") or word.startswith("non-"):
        return True
    follows = found[place + 1 : place + 3]
    return follows[:1] == ["free"] and word in {"alcohol", "smoke", "drug", "drink"}


def words_in(facts: Facts, field: str) -> list[Word]:
    """The words of one field with their places in ``text_of``."""
    return read(text_of(facts, field))
