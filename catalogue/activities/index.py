"""Every term and neighbouring pair of the lexicon, and the lines that hold it.

A *line* is one name, tell-tale word or phrase of one activity; a *gram* is a term or
two neighbouring terms. The index is built once from arrays and only looked up in
afterwards. It knows how telling a gram is, not what a person meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.words import bare, fold, is_everyday, is_silent, stem

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

NAME, WORD, PHRASE = 4.0, 3.0, 1.0
"""How many times a line counts: a name is chosen to be unmistakable, a tell-tale
word nearly so, a phrase is one way of speaking among many."""
EVERYDAY_SHARE = 0.65
"""What a word of everyday talk keeps of its weight: enough to tip, never to decide.
Beside 0.5 seven more of a thousand phrases of strangers are understood rightly first,
and nDCG@10 of 36 people nobody looked at is 0.009 higher; at 0.8 more is noise."""
SATURATION = 3.0
"""Lines' counts at which a gram has said half of what it can for an activity."""
PAIR = 0.4
"""What a neighbouring pair counts beside a term of the same rarity: a pair is mostly
rare by chance, and its two terms have counted already."""

OF_THE_LINE = 0.75
"""How much a line is held to all of its words: a long one that shares a word is not
like the phrase."""

_LINE_END = "|"
_KEPT = frozenset("'& \n")


@dataclass(frozen=True, kw_only=True, eq=False)
class LexiconIndex:
    """Arrays over grams, lines and activities. Grams below ``len(terms)`` are terms."""

    size: int
    """How many activities."""
    terms: dict[str, int]
    """stem -> gram."""
    words: frozenset[str]
    """Folded words as the lines write them, for putting spelling right."""
    pairs: Integers
    """Sorted keys of pairs; pair ``i`` is gram ``len(terms) + i``."""
    worth: Floats
    """By gram: 0 for what every activity says, 1 for what one alone says."""
    weak: NDArray[np.bool_]
    """By gram: whether it is a word of everyday talk, which decides nothing alone."""
    whole_names: NDArray[np.bool_]
    """By gram: whether it is a pair that is the whole name of an activity."""
    starts: Integers
    """By gram: where its lines begin in ``lines``; one more than there are grams."""
    lines: Integers
    """Lines that hold each gram, gram after gram."""
    activity: Integers
    """By line: the position of its activity."""
    mass: Floats
    """By line: the worth of all its grams together, never quite nothing."""
    spoken_starts: Integers
    """By gram: where its activities begin in ``spoken``; one more than grams."""
    spoken: Integers
    """Activities that each gram speaks for, gram after gram."""
    force: Floats
    """How strongly it speaks for each of them, 0 to 1."""

    @cached_property
    def held_to(self) -> Floats:
        """By line: as much of its mass as a phrase like it is held to."""
        return self.mass**OF_THE_LINE

    @cached_property
    def lightest(self) -> Floats:
        """By ``spoken``: the mass of the activity's lightest line that has the gram.

        Hardly a line shares more than one gram with a phrase, and of those that share
        the same one the lightest is most like it: nobody need look at the others.
        """
        owners = self.activity.astype(np.uint32)[self.lines]  # half as much to read
        new = np.ones(len(owners), np.bool_)
        np.not_equal(owners[1:], owners[:-1], out=new[1:])
        new[self.starts[:-1]] = True
        return np.minimum.reduceat(self.mass[self.lines], np.flatnonzero(new))

    def gram(self, stemmed: str) -> int | None:
        """The gram of a term, if any line has it."""
        return self.terms.get(stemmed)

    def worth_of(self, stemmed: str) -> float:
        """How telling a term is, 0 to 1; 1 for one that no line has."""
        gram = self.gram(stemmed)
        return 1.0 if gram is None else float(self.worth[gram])

    def is_weak(self, stemmed: str) -> bool:
        """Whether a term is a word of everyday talk, and no activity's name."""
        gram = self.gram(stemmed)
        return is_everyday(stemmed) if gram is None else bool(self.weak[gram])

    def how_common(self, word: str) -> int:
        """How many lines say a folded word in any of its forms; of grammar and framing,
        which are in no line, more than any."""
        if is_silent(word):
            return len(self.activity)
        gram = self.gram(stem(word))
        return 0 if gram is None else int(self.starts[gram + 1] - self.starts[gram])

    def spoken_by(self, grams: Integers) -> tuple[Integers, Integers, Floats]:
        """(row of the gram, activity, force) for all that these grams speak for."""
        rows, places = _slices(self.spoken_starts, grams)
        return rows, self.spoken[places], self.force[places]

    def lines_with(self, grams: Integers) -> tuple[Integers, Integers]:
        """(row of the gram, line) for all lines these grams stand in."""
        rows, places = _slices(self.starts, grams)
        return rows, self.lines[places]


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """What lines are cut into."""

    words: frozenset[str]
    """Every word as the lines write it, folded."""
    numbers: dict[str, int]
    """stem -> number."""
    term: Integers
    """The number of every telling term, line after line."""
    line: Integers
    """The line each of them stands in."""


def _slices(starts: Integers, grams: Integers) -> tuple[Integers, Integers]:
    """The rows and positions of ``starts[gram]:starts[gram + 1]``, gram after gram."""
    first = starts[grams]
    lengths = starts[grams + 1] - first
    rows = np.repeat(np.arange(len(grams)), lengths)
    before = np.cumsum(lengths) - lengths
    return rows, np.arange(len(rows)) + (first - before)[rows]


def build_index(activities: Sequence[Activity]) -> LexiconIndex:
    """The index of all names, words and phrases of these activities."""
    texts, owner, counts = all_lines_of(activities)
    cut = terms_by_line(texts)
    terms, term, line = cut.numbers, cut.term, cut.line
    beside = line[1:] == line[:-1]
    pairs, pair = np.unique(
        term[:-1][beside] * max(len(terms), 1) + term[1:][beside], return_inverse=True
    )
    grams = len(terms) + len(pairs)
    gram, held = _once(
        np.concatenate([term, pair + len(terms)]),
        np.concatenate([line, line[:-1][beside]]),
    )
    speaking, spoken, said = _said_by(gram, owner[held], counts[held])
    worth = _worth(np.bincount(speaking, minlength=grams), len(activities))
    weak = _weak_grams(terms, activities, grams)
    worth[weak] *= EVERYDAY_SHARE
    worth[len(terms) :] *= PAIR
    mass = np.maximum(np.bincount(held, worth[gram], len(texts)), 1e-9)
    return LexiconIndex(
        size=len(activities),
        terms=terms,
        words=cut.words,
        pairs=pairs,
        worth=_as_kept(worth),
        weak=weak,
        whole_names=_whole_names(
            pair + len(terms), line[:-1][beside], counts == NAME, grams
        ),
        starts=np.searchsorted(gram, np.arange(grams + 1)),
        lines=held,
        activity=owner,
        mass=_as_kept(mass),
        spoken_starts=np.searchsorted(speaking, np.arange(grams + 1)),
        spoken=spoken,
        force=_as_kept(worth[speaking] * said / (said + SATURATION)),
    )


def _as_kept(values: Floats) -> Floats:
    """To the four bytes in which ``kept`` keeps them: opened or built, all is one."""
    return values.astype(np.float32).astype(np.float64)


def _whole_names(
    pair: Integers, line: Integers, is_name: NDArray[np.bool_], grams: int
) -> NDArray[np.bool_]:
    """The pairs (grams, each in its line) beside which a name has no other."""
    alone = np.bincount(line, minlength=len(is_name)) == 1
    whole = np.zeros(grams, dtype=np.bool_)
    whole[pair[(alone & is_name)[line]]] = True
    return whole


def _once(gram: Integers, line: Integers) -> tuple[Integers, Integers]:
    """Each (gram, line) once, in order."""
    lines = int(line.max(initial=0)) + 1
    keys = np.sort(gram * lines + line)
    return np.divmod(keys[np.diff(keys, prepend=-1) > 0], lines)


def _said_by(
    gram: Integers, owner: Integers, counts: Floats
) -> tuple[Integers, Integers, Floats]:
    """Each (gram, activity) once, in order, and how often it is said there."""
    size = int(owner.max(initial=0)) + 1
    keys, place = np.unique(gram * size + owner, return_inverse=True)
    said = np.bincount(place, counts, len(keys)).astype(np.float64)
    return *np.divmod(keys, size), said


def all_lines_of(
    activities: Sequence[Activity],
) -> tuple[list[str], Integers, Floats]:
    """Every line, the position of its activity, and how many times it counts."""
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


def terms_by_line(texts: Sequence[str]) -> Terms:
    """The telling terms of every line, cut now."""
    words = _words_of(texts)
    numbers: dict[str, int] = {}
    number_of = {_LINE_END: -1}
    for word in dict.fromkeys(words):
        if word == _LINE_END:
            continue
        plain = bare(word.strip("'"))
        number_of[word] = (
            -2 if is_silent(plain) else numbers.setdefault(stem(plain), len(numbers))
        )
    numbered = np.array([number_of[word] for word in words], dtype=np.int64)
    line = np.cumsum(numbered == -1)
    telling = numbered >= 0
    plain_words = frozenset(map(bare, number_of))
    return Terms(
        words=plain_words,
        numbers=numbers,
        term=numbered[telling],
        line=line[telling],
    )


def _words_of(texts: Sequence[str]) -> list[str]:
    """All words of all lines at once, with a mark after each line.

    The same words as ``terms_of`` finds, in a third of the time.
    """
    whole = fold("\n".join(texts)).replace(_LINE_END, " ")
    for blank in set(whole) - _KEPT:
        if not blank.isalnum():
            whole = whole.replace(blank, " ")
    return whole.replace("&", " and ").replace("\n", f" {_LINE_END} ").split()


def _worth(holders: Integers, size: int) -> Floats:
    """How few activities a gram stands for: inverse document frequency, 0 to 1."""
    rarest = np.log(1 + (size - 0.5) / 1.5)
    frequency = np.log(1 + (size - holders + 0.5) / (holders + 0.5))
    return np.asarray(frequency / max(rarest, 1e-9), dtype=np.float64)


def _weak_grams(
    terms: dict[str, int], activities: Sequence[Activity], grams: int
) -> NDArray[np.bool_]:
    """Everyday terms, unless an activity has that one word for a name.

    Pairs are never weak: a "youth club" is more than a club.
    """
    names = {
        stem(fold(name)) for one in activities for name in one.names if name.isalnum()
    }
    weak = np.zeros(grams, dtype=np.bool_)
    for stemmed, number in terms.items():
        weak[number] = is_everyday(stemmed) and stemmed not in names
    return weak
