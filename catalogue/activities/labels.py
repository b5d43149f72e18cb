"""What a listing is labelled: a tag, or a title that is nothing else, says what it is.

Inside a sentence "walking" says little and "running" nothing; as a tag of the listing
either is the whole statement. Activities name the labels they answer (``labels`` in
their entries); what directories sort by that nobody does, "Women" or "Drop-in", stands
in ``data/words/kinds.txt``. A label that is an activity's name is left to ``naming``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.prose import lines_of
from catalogue.activities.refusing import Span
from catalogue.activities.words import WORD, bare, fold, singular

_TAGS = re.compile("·")
_COLON = re.compile(":")
_ASIDE = re.compile(r"[,/|:;()]|(?<=\s)[-–—](?=\s)")
_AND = re.compile(r"(?<=\s)(?:and|&)(?=\s)")
"""Where a label may fall into several, the plainest first: "Arts and crafts" is one of
them, "Cricket, Tennis" two."""
MOST_WORDS = 8
"""A label has few words; whatever has more is a sentence."""
_JOINING = frozenset({"a", "an", "and", "at", "for", "in", "of", "the", "with"})

Words = tuple[str, ...]
"""What a label is known by: its words as they are written, one or many alike. Their
stems would not do: gardens are visited by others than those who go gardening."""


class Label(NamedTuple):
    """A part of a text that may say by itself what a listing is."""

    span: Span
    """Of the words that say it, without whom it is for."""
    places: Sequence[int] | None
    """Positions of the activities it says, none at all of a kind; None of what no list
    has, and of names."""

    @property
    def is_kind(self) -> bool:
        """Whether it says for whom, when or where, and nothing that anybody does."""
        return self.places is not None and not self.places


class LabelIndex:
    """Every label of the lexicon, and every kind."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self._owners: dict[Words, list[int]] = defaultdict(list)
        for place, activity in enumerate(activities):
            for words in dict.fromkeys(map(_words_of, activity.labels)):
                self._owners[words].append(place)
        self._names = {_words_of(name) for one in activities for name in one.names}
        self._kinds = frozenset(map(_words_of, lines_of("kinds.txt")))
        self._of_one_word = {words[0] for words in self._kinds if len(words) == 1}

    def of_tags(self, text: str) -> list[Label]:
        """The labels that tags fall into, from left to right; ``·`` between tags."""
        folded = fold(text)
        return [
            label
            for tag in _parts(folded, (0, len(text)), _TAGS)
            for label in self._in(folded, tag)
        ]

    def of_title(self, text: str) -> list[Label]:
        """The labels of a title, where its beginning is nothing else, or all that
        follows a colon.

        What stands behind a dash or in brackets is mostly a place, and half of what an
        "and" joins no label: Pride and Prejudice.
        """
        folded = fold(text)
        beginning, *rest = _parts(folded, (0, len(text)), _COLON) or [(0, 0)]
        stretches = [
            _parts(folded, beginning, _ASIDE)[:1],
            *(_parts(folded, one, _ASIDE) for one in rest),
        ]
        found = [
            [label for part in parts for label in self._by_and(folded, part)]
            for parts in stretches
        ]
        return [
            label
            for labels in found
            if all(one.places is not None for one in labels)
            for label in labels
        ]

    def without_kinds(self, tags: str) -> str:
        """The same text, blank where a label says no activity; offsets stay."""
        for (start, end), _ in filter(lambda one: one.is_kind, self.of_tags(tags)):
            tags = tags[:start] + " " * (end - start) + tags[end:]
        return tags

    def _in(self, folded: str, tag: Span) -> Iterator[Label]:
        """Those of a tag, as few and as long as are known."""
        whole = self._whole(folded, tag)
        if whole.places is not None:
            yield whole
            return
        for part in _parts(folded, tag, _ASIDE):
            yield from self._by_and(folded, part)

    def _by_and(self, folded: str, part: Span) -> list[Label]:
        whole = self._whole(folded, part)
        if whole.places is not None:
            return [whole]
        return [self._whole(folded, one) for one in _parts(folded, part, _AND)]

    def _whole(self, folded: str, part: Span) -> Label:
        """What a part says as one label, with or without whom it is for."""
        written = list(_words_in(folded, part))
        words = tuple(word for word, _ in written)
        if len(words) > MOST_WORDS:
            return Label(part, None)
        if words in self._owners or words in self._kinds:
            return Label(part, self._owners.get(words, ()))
        if words in self._names:
            return Label(part, None)
        for first, last in self._for_whomever(words):
            less = words[first:last]
            if less in self._owners or less in self._names:
                span = written[first][1][0], written[last - 1][1][1]
                return Label(span, self._owners.get(less))
        is_kind = all(one in self._of_one_word or one in _JOINING for one in words)
        return Label(part, () if is_kind else None)

    def _for_whomever(self, words: Words) -> Iterator[tuple[int, int]]:
        """What is left without kinds at either end, the longest first."""
        lefts = [at for at in range(len(words)) if self._may_go(words[:at], 0)]
        rights = [at for at in range(len(words), 0, -1) if self._may_go(words[at:], -1)]
        left = ((first, last) for first in lefts for last in rights if first < last)
        yield from sorted(left, key=lambda one: one[0] - one[1])

    def _may_go(self, words: Words, outermost: int) -> bool:
        """Whether words at an end say for whom: "women's ...", "... for adults"."""
        return not words or (
            words[outermost] in self._of_one_word
            and all(one in self._of_one_word or one in _JOINING for one in words)
        )


def _words_of(label: str) -> Words:
    return tuple(word for word, _ in _words_in(fold(label), (0, len(label))))


def _words_in(folded: str, part: Span) -> Iterator[tuple[str, Span]]:
    """Each word of a part of a folded text, and where it stands."""
    for found in WORD.finditer(folded, *part):
        yield singular(bare(found.group())), found.span()


def _parts(folded: str, part: Span, apart: re.Pattern[str]) -> list[Span]:
    """A part of a text cut where it may fall into several; none blank, none with
    blanks around it."""
    start, end = part
    cuts = [(start, start), *(found.span() for found in apart.finditer(folded, *part))]
    ends = [*(first for first, _ in cuts[1:]), end]
    return [
        (last + len(text) - len(text.lstrip()), last + len(text.rstrip()))
        for (_, last), until in zip(cuts, ends, strict=True)
        for text in (folded[last:until],)
        if text.strip()
    ]
