"""The grams of a person's phrase that the lexicon knows, and where they stand.

Grammar and framing fall away, slips of spelling are put right, and no pair reaches
from one clause into another.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.activities.everyday import SILENT
from catalogue.activities.index import LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.spelling import Speller
from catalogue.activities.words import Term, bare, fold, stem, terms_between

REPAIRED = 0.8
"""What a word counts when its spelling had to be put right."""
OF_A_NAME = 0.4
"""What a word counts beside the name it is half of: table tennis is little tennis, and
no table."""


_A_THING = re.compile(r"\s+(?:a|an|the|my|our|his|her|their|me)\b")
"""After "ran": whoever ran a bar ran nowhere."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One gram of a phrase: which, how much it counts, where it stands."""

    gram: int
    weight: float
    spans: tuple[Span, ...]


def hear(
    index: LexiconIndex,
    speller: Speller | None,
    words: str,
    within: Sequence[Span],
    unheard: Container[str] = frozenset(),
) -> tuple[list[Heard], int]:
    """The grams of a phrase that the lexicon knows, and how many words it does not.

    Without a speller every word is taken as it is written. ``unheard``: stems that say
    nothing here.
    """
    heard: dict[int, Heard] = {}
    unknown = 0
    folded = fold(words)
    for start, end in within:
        clause = [
            (term, weight)
            for term, weight in _clause(index, speller, (words, folded), start, end)
            if term.stem not in unheard
        ]
        halves = _halves(index, [term for term, _ in clause])
        for term, weight in clause:
            gram = index.gram(term.stem)
            unknown += gram is None
            _add(heard, gram, weight * (OF_A_NAME if term in halves else 1), (term,))
        for (first, weight), (second, other) in pairwise(clause):
            gram = index.pair(first.stem, second.stem)
            _add(heard, gram, min(weight, other), (first, second))
    return list(heard.values()), unknown


def halves_of_names(
    index: LexiconIndex, words: str, within: Sequence[Span]
) -> dict[Span, str]:
    """Where a phrase says half of a name, and which stem: "tennis" at table tennis."""
    folded = fold(words)
    clauses = (
        [term for term in terms_between(folded, *span) if not term.silent]
        for span in within
    )
    return {
        (half.start, half.end): half.stem
        for clause in clauses
        for half in _halves(index, clause)
    }


def _halves(index: LexiconIndex, clause: Sequence[Term]) -> set[Term]:
    """The terms of a clause that are half of a name of two words."""
    return {
        half
        for both in pairwise(clause)
        for pair in (index.pair(both[0].stem, both[1].stem),)
        if pair is not None and index.whole_names[pair]
        for half in both
    }


def _clause(
    index: LexiconIndex,
    speller: Speller | None,
    both: tuple[str, str],
    start: int,
    end: int,
) -> Iterator[tuple[Term, float]]:
    """The telling terms of one clause as the lexicon spells them, and their weight.

    ``both``: the words as written, and folded.
    """
    words, folded = both
    for term in terms_between(folded, start, end):
        if term.silent or (term.stem == "run" and _A_THING.match(folded, term.end)):
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


def _add(
    heard: dict[int, Heard], gram: int | None, weight: float, terms: tuple[Term, ...]
) -> None:
    if gram is not None and gram not in heard:
        spans = tuple((term.start, term.end) for term in terms)
        heard[gram] = Heard(gram=gram, weight=weight, spans=spans)
