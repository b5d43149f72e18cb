"""What a listing is labelled: a tag, or a title that is nothing else, says what it is.

Inside a sentence "walking" says little and "running" nothing; as a tag of the listing
either is the whole statement. Activities name the labels they answer (``labels`` in
their entries); what directories sort by that nobody does, "Women" or "Drop-in", stands
in ``data/words/kinds.txt``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.prose import lines_of
from catalogue.activities.refusing import Span
from catalogue.activities.words import WORD, bare, fold, singular

_APART = (
    re.compile(r"\s*·\s*"),
    re.compile(r"\s*[,/|:;()]+\s*|\s+[-–—]\s+"),
    re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE),
)
"""Where a label may fall into several, the plainest first: "Arts and crafts" is one of
them, "Cricket, Tennis" two."""
_JOINING = frozenset({"a", "an", "and", "at", "for", "in", "of", "the", "with"})

Words = tuple[str, ...]
"""What a label is known by: its words as they are written, one or many alike. Their
stems would not do: gardens are visited by others than those who go gardening."""


class Label(NamedTuple):
    """A part of a text that may say by itself what a listing is."""

    span: Span
    """Of the words that say it, without whom it is for."""
    places: Sequence[int] | None
    """Positions of the activities it says; none at all of a kind; None: unheard of."""


class LabelIndex:
    """Every label of the lexicon, and every kind."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self._owners: dict[Words, list[int]] = defaultdict(list)
        for place, activity in enumerate(activities):
            for words in dict.fromkeys(map(_words_of, activity.labels)):
                self._owners[words].append(place)
        self._kinds = frozenset(map(_words_of, lines_of("kinds.txt")))
        self._of_one_word = {words[0] for words in self._kinds if len(words) == 1}

    def find(self, text: str) -> list[Label]:
        """The labels that a text falls into, from left to right."""
        return [
            label
            for start, end in _parts(text, 0, len(text), 0)
            for label in self._in(text, start, end, 1)
        ]

    def without_kinds(self, text: str) -> str:
        """The same text, blank where a label says no activity; offsets stay."""
        for (start, end), places in self.find(text):
            if places is not None and not places:
                text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _in(self, text: str, start: int, end: int, depth: int) -> Iterator[Label]:
        """Those of a part of it, as few and as long as are known."""
        label = self._whole(text, start, end)
        if label.places is None and depth < len(_APART):
            for first, last in _parts(text, start, end, depth):
                yield from self._in(text, first, last, depth + 1)
        else:
            yield label

    def _whole(self, text: str, start: int, end: int) -> Label:
        """What a part says as one label, with or without whom it is for."""
        written = list(_words_in(fold(text), start, end))
        words = tuple(word for word, _ in written)
        if words in self._owners:
            return Label((start, end), self._owners[words])
        rest = [one for one in written if one[0] not in self._of_one_word]
        if words in self._kinds or not rest:
            return Label((start, end), ())
        said = self._owners.get(tuple(word for word, _ in rest))
        if said is None:
            return Label((start, end), None)
        return Label((rest[0][1][0], rest[-1][1][1]), said)


def _words_of(label: str) -> Words:
    return tuple(word for word, _ in _words_in(fold(label), 0, len(label)))


def _words_in(folded: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Each word of a part of a folded text but those that join, and where it stands."""
    for found in WORD.finditer(folded, start, end):
        word = singular(bare(found.group()))
        if word not in _JOINING:
            yield word, found.span()


def _parts(text: str, start: int, end: int, depth: int) -> list[Span]:
    """A part of a text cut where it may fall into several; none of them empty."""
    parts, at = [], start
    for apart in _APART[depth].finditer(text, start, end):
        parts.append((at, apart.start()))
        at = apart.end()
    return [(first, last) for first, last in (*parts, (at, end)) if first < last]
