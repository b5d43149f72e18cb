"""The grams of a person's phrase that the lexicon knows, and where they stand.

Grammar and framing fall away, slips of spelling are put right, and no pair reaches
from one clause into another. Every word is looked at once, and all phrases of a person
together.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from catalogue.activities.everyday import SILENT
from catalogue.activities.index import LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.spelling import Speller
from catalogue.activities.words import WORD, bare, fold, is_silent, stem

REPAIRED = 0.8
"""What a word counts when its spelling had to be put right."""
OF_A_NAME = 0.4
"""What a word counts beside the name it is half of: table tennis is little tennis, and
no table."""


_A_THING = re.compile(r"\s+(?:a|an|the|my|our|his|her|their|me)\b")
"""After "ran": whoever ran a bar ran nowhere."""

Asked = tuple[str, Sequence[Span]]
"""A phrase, and the parts of it that count, no pair reaching across two."""

Both = tuple[str, str]
"""Two stems beside each other."""

_Pairs = Mapping[tuple[int | None, int | None], int]
"""The grams of two neighbours -> the gram of the pair."""

_Known = tuple[str, int | None, bool]
"""Of a word as it is written: its stem, its gram, and whether it points nowhere."""


class Heard(NamedTuple):
    """One gram of a phrase: which, how much it counts, where it stands."""

    gram: int
    weight: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What was heard of one phrase."""

    heard: Sequence[Heard]
    """The grams that the lexicon knows."""
    unknown: int
    """How many words it does not know."""
    telling: frozenset[str]
    """Stems of all words but grammar and framing, as they are written."""
    halves: Mapping[Span, str]
    """Where it says half of a name, and which stem: "tennis" at table tennis."""
    names: frozenset[Both] = frozenset()
    """The names of two words that it says, by their stems."""


class _Word(NamedTuple):
    """A word that is neither grammar nor framing."""

    stem: str
    gram: int | None
    """Its gram, if any line has it."""
    start: int
    end: int
    weight: float = 1.0
    """How much it counts."""


class _Clause(NamedTuple):
    written: Sequence[_Word]
    said: Sequence[_Word]
    """Those that count, as the lexicon spells them."""


def hear(
    index: LexiconIndex,
    speller: Speller | None,
    asked: Sequence[Asked],
    unheard: Container[str] = frozenset(),
) -> list[Hearing]:
    """What is heard of each of several phrases.

    Without a speller every word is taken as it is written. ``unheard``: stems that say
    nothing here.
    """
    cut = [list(_clauses(index, speller, *one, unheard)) for one in asked]
    pairs = _pairs(index, (clause for clauses in cut for clause in clauses))
    return [_hearing(index, pairs, clauses) for clauses in cut]


def _clauses(
    index: LexiconIndex,
    speller: Speller | None,
    words: str,
    within: Sequence[Span],
    unheard: Container[str],
) -> Iterator[_Clause]:
    folded = fold(words)
    for start, end in within:
        written = [
            _Word(stemmed, gram, *found.span())
            for found in WORD.finditer(folded, start, end)
            for stemmed, gram, silent in (_known(index, bare(found.group())),)
            if not silent
        ]
        said = [
            word
            for word in _as_spelt(index, speller, words, folded, written)
            if word.stem not in unheard
        ]
        yield _Clause(written=written, said=said)


def _known(index: LexiconIndex, word: str) -> _Known:
    """What is known of a bare word.

    Only words of the lexicon's own lines are remembered: any other may be a name.
    """
    look_up = _look_up if word in index.words else _look_up.__wrapped__
    return look_up(index, word)


@lru_cache(maxsize=1 << 14)
def _look_up(index: LexiconIndex, word: str) -> _Known:
    stemmed = (stem if word in index.words else stem.__wrapped__)(word)
    return stemmed, index.gram(stemmed), is_silent(word)


def _as_spelt(
    index: LexiconIndex,
    speller: Speller | None,
    words: str,
    folded: str,
    written: Iterable[_Word],
) -> Iterator[_Word]:
    """The telling words of one clause as the lexicon spells them."""
    for word in written:
        if word.stem == "run" and _A_THING.match(folded, word.end):
            continue
        if word.gram is not None:
            yield word
            continue
        plain = bare(folded[word.start : word.end])
        named = is_a_name(words, word.start, word.end)
        meant = speller.repair(plain) if speller and not named else None
        if meant is None:
            yield word
        elif meant not in SILENT:
            stemmed = stem(meant)
            gram = index.gram(stemmed)
            yield word._replace(stem=stemmed, gram=gram, weight=REPAIRED)


def is_a_name(words: str, start: int, end: int) -> bool:
    """Whether a word is written like somebody's or somewhere's name: "to Crewe".

    Not one that begins a phrase or a sentence, nor one that is shouted.
    """
    before = words[:start].rstrip()
    return words[start:end].istitle() and bool(before) and before[-1] not in ".!?"


def _pairs(index: LexiconIndex, clauses: Iterable[_Clause]) -> _Pairs:
    """The gram of every two neighbours, written or said, that any line has so.

    One look for all: each alone is not worth its call.
    """
    both = {
        (first.gram, second.gram)
        for clause in clauses
        for words in clause
        for first, second in pairwise(words)
    }
    size = len(index.terms)
    keys = {
        one * size + two: (one, two)
        for one, two in both
        if one is not None and two is not None
    }
    if not keys or not len(index.pairs):
        return {}
    asked = np.array(list(keys))
    places = np.minimum(index.pairs.searchsorted(asked), len(index.pairs) - 1)
    found = (index.pairs[places] == asked).tolist()
    return {
        two: size + place
        for two, place, is_there in zip(
            keys.values(), places.tolist(), found, strict=True
        )
        if is_there
    }


def _hearing(index: LexiconIndex, pairs: _Pairs, clauses: Sequence[_Clause]) -> Hearing:
    heard: dict[int, Heard] = {}
    halves: dict[Span, str] = {}
    names: set[Both] = set()
    unknown = 0
    for written, said in clauses:
        for at in _names(index, pairs, written):
            both = written[at : at + 2]
            halves |= {(one.start, one.end): one.stem for one in both}
            names.add((both[0].stem, both[1].stem))
        halved = {half for at in _names(index, pairs, said) for half in (at, at + 1)}
        for at, (_, gram, start, end, weight) in enumerate(said):
            if gram is None:
                unknown += 1
            elif gram not in heard:
                counts = weight * (OF_A_NAME if at in halved else 1)
                heard[gram] = Heard(gram, counts, ((start, end),))
        for one, two in pairwise(said) if pairs else ():
            gram = pairs.get((one.gram, two.gram))
            if gram is not None and gram not in heard:
                spans = (one.start, one.end), (two.start, two.end)
                heard[gram] = Heard(gram, min(one.weight, two.weight), spans)
    return Hearing(
        heard=list(heard.values()),
        unknown=unknown,
        telling=frozenset(word.stem for written, _ in clauses for word in written),
        halves=halves,
        names=frozenset(names),
    )


def _names(index: LexiconIndex, pairs: _Pairs, words: Sequence[_Word]) -> list[int]:
    """Where in a clause names of two words begin."""
    if not pairs:
        return []
    return [
        at
        for at, (first, second) in enumerate(pairwise(words))
        for gram in (pairs.get((first.gram, second.gram)),)
        if gram is not None and index.whole_names[gram]
    ]
