"""Every term and neighbouring pair of the lexicon, and the lines that hold it.

A *line* is one name, tell-tale word or phrase of one activity; a *gram* is a term or
two neighbouring terms. The index is built once from arrays and only looked up in
afterwards. It knows how telling a gram is, not what a person meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.everyday import SILENT
from catalogue.activities.words import bare, fold, is_everyday, stem

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

NAME, WORD, PHRASE = 4.0, 3.0, 1.0
"""How many times a line counts: a name is chosen to be unmistakable, a tell-tale
word nearly so, a phrase is one way of speaking among many."""
EVERYDAY_SHARE = 0.35
"""What a word of everyday talk keeps of its weight: enough to tip, never to decide."""

_LINE_END = "|"


@dataclass(frozen=True, kw_only=True, eq=False)
class LexiconIndex:
    """Arrays over grams, lines and activities. Grams below ``len(terms)`` are terms."""

    size: int
    """How many activities."""
    terms: dict[str, int]
    """stem -> gram."""
    pairs: Integers
    """Sorted keys of pairs; pair ``i`` is gram ``len(terms) + i``."""
    worth: Floats
    """By gram: 0 for what every activity says, 1 for what one alone says."""
    starts: Integers
    """By gram: where its lines begin in ``lines``; one more than there are grams."""
    lines: Integers
    """Lines that hold each gram, gram after gram."""
    activity: Integers
    """By line: the position of its activity."""
    counts: Floats
    """By line: ``NAME``, ``WORD`` or ``PHRASE``."""
    mass: Floats
    """By line: the worth of all its grams together."""

    def gram(self, stemmed: str) -> int | None:
        """The gram of a term, if any line has it."""
        return self.terms.get(stemmed)

    def pair(self, first: str, second: str) -> int | None:
        """The gram of two neighbouring terms, if any line has them so."""
        one, two = self.terms.get(first), self.terms.get(second)
        if one is None or two is None:
            return None
        key = one * len(self.terms) + two
        place = int(self.pairs.searchsorted(key))
        found = place < len(self.pairs) and int(self.pairs[place]) == key
        return len(self.terms) + place if found else None

    def lines_with(self, gram: int) -> Integers:
        """The lines a gram stands in."""
        return self.lines[self.starts[gram] : self.starts[gram + 1]]


def build_index(activities: Sequence[Activity]) -> LexiconIndex:
    """The index of all names, words and phrases of these activities."""
    texts, owner, counts = _lines_of(activities)
    terms, term, line = _terms_by_line(texts)
    size, words = len(activities), max(len(terms), 1)
    beside = line[1:] == line[:-1]
    keys = term[:-1][beside] * words + term[1:][beside]
    pairs, pair = np.unique(keys, return_inverse=True)
    gram = np.concatenate([term, pair + len(terms)])
    held = np.concatenate([line, line[:-1][beside]])
    held_once = np.unique(gram * max(len(texts), 1) + held)
    gram, held = np.divmod(held_once, max(len(texts), 1))
    grams = len(terms) + len(pairs)
    worth = _worth(gram, owner[held], size, grams)
    worth[_everyday_grams(terms)] *= EVERYDAY_SHARE
    return LexiconIndex(
        size=size,
        terms=terms,
        pairs=pairs,
        worth=worth,
        starts=np.searchsorted(gram, np.arange(grams + 1)),
        lines=held,
        activity=owner,
        counts=counts,
        mass=np.bincount(held, worth[gram], len(texts)).astype(np.float64),
    )


def _lines_of(activities: Sequence[Activity]) -> tuple[list[str], Integers, Floats]:
    texts: list[str] = []
    owner: list[int] = []
    counts: list[float] = []
    for place, activity in enumerate(activities):
        for lines, count in (
            (activity.names, NAME),
            (activity.words, WORD),
            (activity.says, PHRASE),
        ):
            texts.extend(lines)
            owner.extend([place] * len(lines))
            counts.extend([count] * len(lines))
    return texts, np.array(owner, dtype=np.int64), np.array(counts)


def _terms_by_line(texts: Sequence[str]) -> tuple[dict[str, int], Integers, Integers]:
    """(stem -> number, the number of every telling term, the line each stands in)."""
    words = _words_of(texts)
    numbers: dict[str, int] = {}
    number_of = {_LINE_END: -1}
    for word in sorted(set(words) - {_LINE_END}):
        plain = bare(word.strip("'"))
        silent = not plain or plain in SILENT
        number_of[word] = (
            -2 if silent else numbers.setdefault(stem(plain), len(numbers))
        )
    numbered = np.array([number_of[word] for word in words], dtype=np.int64)
    line = np.cumsum(numbered == -1)
    telling = numbered >= 0
    return numbers, numbered[telling], line[telling]


def _words_of(texts: Sequence[str]) -> list[str]:
    """All words of all lines at once, with a mark after each line.

    The same words as ``terms_of`` finds, in a third of the time.
    """
    whole = "\n".join(fold(text) for text in texts)
    blank = {ord(one): " " for one in set(whole) if not one.isalnum()}
    blank |= {ord("'"): "'", ord("&"): " and ", ord("\n"): f" {_LINE_END} "}
    return whole.translate(blank).split()


def _worth(gram: Integers, owner: Integers, size: int, grams: int) -> Floats:
    """How few activities a gram stands for: inverse document frequency, 0 to 1."""
    owned = np.unique(gram * max(size, 1) + owner) // max(size, 1)
    holders = np.bincount(owned, minlength=grams)
    rarest = np.log(1 + (size - 0.5) / 1.5)
    frequency = np.log(1 + (size - holders + 0.5) / (holders + 0.5))
    return np.asarray(frequency / max(rarest, 1e-9), dtype=np.float64)


def _everyday_grams(terms: dict[str, int]) -> Integers:
    """Everyday terms; pairs keep their weight: "rain or shine" is more than rain."""
    everyday = [number for stemmed, number in terms.items() if is_everyday(stemmed)]
    return np.array(everyday, dtype=np.int64)
