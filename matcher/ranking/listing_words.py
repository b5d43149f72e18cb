"""The words of one listing, by field.

A word behind a "no" ("no alcohol", "alcohol-free") is read but not *carried*: it
never keeps the listing from somebody who refuses that very thing.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from matcher.ranking.facts import Facts

FIELDS = ("title", "activities", "organization", "description")
"""Where a listing's words stand, most telling first."""

_NEGATORS = frozenset({"no", "not", "without", "non", "never", "isn't", "isnt"})
_OFTEN_FREE = frozenset({"alcohol", "drink", "drug", "smoke"})
_TURNING = _NEGATORS | {"free"}
_BEGINNING = _NEGATORS | _OFTEN_FREE
_UNDONE = frozenset({"only", "just"})
"""After "not", these say more rather than less: "not just football"."""
_REACH = 2
"""How many words a "no" reaches: "no loud music"."""


def text_of(facts: Facts, field: str) -> str:
    """The text of one of ``FIELDS``; activities as one text, " · " between them."""
    if field == "activities":
        return " · ".join(facts.activities)
    text: str = getattr(facts, field)
    return text


def never_plain(found: Sequence[str], folded: str) -> Collection[str]:
    """Which of a field's words stand nowhere but behind a "no".

    ``found``: its words in their order; ``folded``: the text they were found in.
    """
    if "-free" not in folded and "non-" not in folded and _TURNING.isdisjoint(found):
        return ()
    turned, times = _turned_round(found), Counter(found)
    return [word for word, often in turned.items() if often >= times[word]]


def _turned_round(found: Sequence[str]) -> Counter[str]:
    """How often each word stands behind a "no", or as "X-free", "non-X", "X free"."""
    turned = Counter(
        word
        for word in found
        if "-" in word and (word.endswith("-free") or word.startswith("non-"))
    )
    if not _TURNING.isdisjoint(found):
        turned.update(found[place] for place in _behind_a_no(found))
    return turned


def _behind_a_no(found: Sequence[str]) -> Iterator[int]:
    no_reaches = -1
    for place, word in enumerate(found):
        if place > no_reaches + 1 and word not in _BEGINNING:
            continue
        follows = found[place + 1] if place + 1 < len(found) else ""
        if word in _NEGATORS and follows not in _UNDONE:
            no_reaches = place + _REACH
        elif word == "or" and 0 <= no_reaches >= place - 1:
            no_reaches = place + 1
        elif place <= no_reaches or (word in _OFTEN_FREE and follows == "free"):
            yield place
