"""The grams of a person's phrase that the lexicon knows, and where they stand.

Grammar and framing fall away, slips of spelling are put right, and no pair reaches
from one clause into another. Every word is looked at once, and all phrases of a person
together.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from catalogue.activities.everyday import SILENT
from catalogue.activities.index import LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.spelling import Speller
from catalogue.activities.words import WORD, Term, bare, fold, is_silent, stem

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


class _Clause(NamedTuple):
    written: Sequence[Term]
    """The words that are neither grammar nor framing."""
    said: Sequence[tuple[Term, float]]
    """Those that count, as the lexicon spells them, and how much."""


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
            Term(stemmed, *found.span(), silent)
            for found in WORD.finditer(folded, start, end)
            for stemmed, silent in (_known(index, found.group()),)
            if not silent
        ]
        said = [
            (term, weight)
            for term, weight in _as_spelt(index, speller, words, folded, written)
            if term.stem not in unheard
        ]
        yield _Clause(written=written, said=said)


def _known(index: LexiconIndex, word: str) -> tuple[str, bool]:
    """The stem of a word as it is written, and whether it points nowhere.

    Only words of the lexicon's own lines are remembered: any other may be a name.
    """
    plain = bare(word)
    stemmed = stem(plain) if plain in index.words else stem.__wrapped__(plain)
    return stemmed, is_silent(plain)


def _as_spelt(
    index: LexiconIndex,
    speller: Speller | None,
    words: str,
    folded: str,
    written: Iterable[Term],
) -> Iterator[tuple[Term, float]]:
    """The telling words of one clause as the lexicon spells them, and their weight."""
    for term in written:
        if term.stem == "run" and _A_THING.match(folded, term.end):
            continue
        if term.stem in index.terms:
            yield term, 1.0
            continue
        word = bare(folded[term.start : term.end])
        named = is_a_name(words, term.start, term.end)
        meant = speller.repair(word) if speller and not named else None
        if meant is None:
            yield term, 1.0
        elif meant not in SILENT:
            yield term._replace(stem=stem(meant)), REPAIRED


def is_a_name(words: str, start: int, end: int) -> bool:
    """Whether a word is written like somebody's or somewhere's name: "to Crewe".

    Not one that begins a phrase or a sentence, nor one that is shouted.
    """
    before = words[:start].rstrip()
    return words[start:end].istitle() and bool(before) and before[-1] not in ".!?"


def _pairs(index: LexiconIndex, clauses: Iterable[_Clause]) -> dict[Both, int]:
    """The gram of every two neighbours, written or said, that any line has so.

    One look for all: each alone is not worth its call.
    """
    terms, size = index.terms, len(index.terms)
    keys: dict[Both, int] = {}
    for clause in clauses:
        said = [term for term, _ in clause.said]
        for first, second in (*pairwise(clause.written), *pairwise(said)):
            one, two = terms.get(first.stem), terms.get(second.stem)
            if one is not None and two is not None:
                keys[first.stem, second.stem] = one * size + two
    if not keys or not len(index.pairs):
        return {}
    asked = np.array(list(keys.values()))
    places = np.minimum(index.pairs.searchsorted(asked), len(index.pairs) - 1)
    found = (index.pairs[places] == asked).tolist()
    return {
        both: size + place
        for both, place, is_there in zip(keys, places.tolist(), found, strict=True)
        if is_there
    }


def _hearing(
    index: LexiconIndex, pairs: Mapping[Both, int], clauses: Sequence[_Clause]
) -> Hearing:
    heard: dict[int, Heard] = {}
    halves: dict[Span, str] = {}
    names: set[Both] = set()
    unknown = 0
    for clause in clauses:
        for at in _names(index, pairs, clause.written):
            both = clause.written[at : at + 2]
            halves |= {(one.start, one.end): one.stem for one in both}
            names.add((both[0].stem, both[1].stem))
        first = _names(index, pairs, [term for term, _ in clause.said])
        halved = {half for at in first for half in (at, at + 1)}
        for at, (term, weight) in enumerate(clause.said):
            gram = index.terms.get(term.stem)
            if gram is None:
                unknown += 1
            elif gram not in heard:
                counts = weight * (OF_A_NAME if at in halved else 1)
                heard[gram] = Heard(gram, counts, ((term.start, term.end),))
        for (one, weight), (two, other) in pairwise(clause.said):
            gram = pairs.get((one.stem, two.stem))
            if gram is not None and gram not in heard:
                spans = (one.start, one.end), (two.start, two.end)
                heard[gram] = Heard(gram, min(weight, other), spans)
    return Hearing(
        heard=list(heard.values()),
        unknown=unknown,
        telling=frozenset(term.stem for clause in clauses for term in clause.written),
        halves=halves,
        names=frozenset(names),
    )


def _names(
    index: LexiconIndex, pairs: Mapping[Both, int], terms: Sequence[Term]
) -> list[int]:
    """Where in a clause names of two words begin."""
    if not pairs:
        return []
    return [
        at
        for at, (first, second) in enumerate(pairwise(terms))
        for gram in (pairs.get((first.stem, second.stem)),)
        if gram is not None and index.whole_names[gram]
    ]
