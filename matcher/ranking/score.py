"""How well a listing answers a phrase, from 0 to 1, by words alone.

One specific word is enough ("tenor"), many everyday words are not ("good", "people",
"time"). A score of 0.5 is worth a look. Nothing here knows the person's conditions or
the openness of a listing: a score is about words, and ``order`` decides what it buys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.clauses import Understood
from matcher.ranking.index import Index, Postings
from matcher.ranking.words import Word, fold, is_everyday, term_of

FLOOR = 0.3
"""Below this a listing does not answer a phrase, and is not shown for it."""

STRENGTH = 1.7
"""What the rarest word says at its most telling; makes 0.5 of one rare word that a
description mentions once, and 0.75 of one that is the title."""

EVERYDAY_SHARE = 0.15
"""What an everyday word says beside a specific one of the same rarity."""

EVERYDAY_MOST = 0.3
"""All everyday words of a phrase together say no more than this; under the floor's
0.36, so that they add to a specific word and never answer alone."""

TOGETHER_SHARE = 0.4
"""What each word says in a clause of nothing but everyday words ("meet people"), for
listings that use them all."""

TOGETHER_WORDS = range(2, 4)
"""How many everyday words such a clause has: more are talk, one is nothing."""

OTHER_CLAUSES = 0.4
"""What clauses beside the best one add: a long phrase need not be answered whole."""

REPAIRED = 0.8
"""What a word says whose spelling was put right: it may be another word after all."""


class Sought(NamedTuple):
    """A term to look for, the word of the phrase behind it and how much it says."""

    term: str
    word: Word
    weight: float
    everyday: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class PhraseScores:
    """Which listings answer one phrase well enough; equally long arrays."""

    positions: NDArray[np.int64]
    scores: NDArray[np.float64]


def sought_in(words: str, understood: Understood, index: Index) -> list[list[Sought]]:
    """What to look for, clause by clause, spelling put right."""
    return [
        [sought for word in clause for sought in _sought(words, word, index)]
        for clause in understood.clauses
    ]


def score_phrase(clauses: Iterable[list[Sought]], index: Index) -> PhraseScores:
    """The listings that answer a phrase, at ``FLOOR`` or better.

    Each clause adds up its words like BM25F; the best clause counts whole and the
    others by ``OTHER_CLAUSES``. The sum m becomes 1 - exp(-m), so that scores of
    phrases of any length can be compared.
    """
    size = len(index)
    best, every, everyday = np.zeros(size), np.zeros(size), np.zeros(size)
    for clause in clauses:
        mass = _clause_mass(clause, index, everyday)
        np.maximum(best, mass, out=best)
        every += mass
    mass = best + OTHER_CLAUSES * (every - best) + np.minimum(everyday, EVERYDAY_MOST)
    positions = np.flatnonzero(mass >= -np.log1p(-FLOOR))
    return PhraseScores(positions=positions, scores=-np.expm1(-mass[positions]))


def _clause_mass(
    clause: list[Sought], index: Index, everyday: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the specific words of a clause say; everyday ones go to ``everyday``."""
    mass = np.zeros(len(index))
    for sought in _heaviest_of_each(clause):
        postings = index.postings(sought.term)
        into = everyday if sought.everyday else mass
        into[postings.positions] += STRENGTH * sought.weight * postings.tellings
    if clause and all(sought.everyday for sought in clause):
        _add_together(clause, index, mass)
    return mass


def _add_together(
    clause: list[Sought], index: Index, mass: NDArray[np.float64]
) -> None:
    found = [index.postings(sought.term) for sought in _heaviest_of_each(clause)]
    if len(found) not in TOGETHER_WORDS:
        return
    shared = _shared(found)
    for postings in found:
        among = np.searchsorted(postings.positions, shared)
        mass[shared] += STRENGTH * TOGETHER_SHARE * postings.tellings[among]


def _shared(found: list[Postings]) -> NDArray[np.int32]:
    shared = found[0].positions
    for postings in found[1:]:
        shared = np.intersect1d(shared, postings.positions, assume_unique=True)
    return shared


def _heaviest_of_each(clause: list[Sought]) -> list[Sought]:
    """Each term once, however often it is said."""
    by_term = sorted(clause, key=lambda sought: (sought.term, -sought.weight))
    return [next(same) for _, same in groupby(by_term, key=lambda sought: sought.term)]


def _sought(words: str, word: Word, index: Index) -> list[Sought]:
    """The term itself; when the statistics do not know it, the one meant as well."""
    statistics = index.statistics
    everyday = is_everyday(word.term)
    weight = statistics.rarity(word.term) * (EVERYDAY_SHARE if everyday else 1.0)
    found = [Sought(word.term, word, weight, everyday)]
    if word.term in statistics.document_frequencies:
        return found
    repaired = index.speller.repair(fold(words[word.start : word.end]))
    if repaired:
        term = term_of(repaired)
        found.append(Sought(term, word, REPAIRED * statistics.rarity(term), everyday))
    return found
