"""How well a listing answers a phrase, from 0 to 1, by words alone.

One specific word is enough ("tenor"), many everyday words are not ("good", "people",
"time"). What it is worth beside the activities, ``joined`` says.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.clauses import Understood
from matcher.ranking.index import Index
from matcher.ranking.stretches import gather
from matcher.ranking.touched import Voices, together
from matcher.ranking.words import Word, fold, is_a_name, is_everyday, term_of

STRENGTH = 1.7
"""What the rarest word says at its most telling; makes 0.5 of one rare word that a
description mentions once, and 0.75 of one that is the title."""

TOGETHER_SHARE = 0.3
"""What each word says in a clause of nothing but everyday words ("meet people"), for
listings that use them all. Beside other words they say nothing: on all four sets of
evaluation people nDCG@10 was within 0.002 when they said a little."""

TOGETHER_WORDS = 2
"""How many everyday words such a clause has: one says nothing, more are talk."""

OF_MANY = 1.0
"""How much less each specific word of a clause says the more there are, as a power of
their number: of a story told in many words any one says its share. Beside 0.3 nDCG@10
of 72 people held back is 0.009 and 0.004 higher, the first thing shown is right for 28
of the first 36 people and was for 26, and 0.01 to 0.02 less is noise; the evaluation
people lose 0.01 (half of it by what falls below ``joined.FLOOR``)."""

REPAIRED = 0.8
"""What a word says whose spelling was put right: it may be another word after all."""


OF_A_NAME = 0.1
"""What a word says by itself that stands in the name of what is surely meant. On the
evaluation people the same from 0 to 1."""

KINSHIP = 0.7
"""What a word says of another made from it: a singer is near to singing, not it."""

KIN_ENDINGS = ("er", "r", "ist", "or", "eri", "way", "man", "graph", "graphi")
"""What makes one term from another, as terms end: sing-er, tram-way, photo-graph."""

SHORTEST_KIN = 4
"""Letters of a term that may have kin; "art" begins too much."""


class Sought(NamedTuple):
    """A term to look for, the word of the phrase behind it and how much it says."""

    term: str
    word: Word
    weight: float
    everyday: bool = False
    """Whether it says so only of listings that use all that its clause looks for."""


def sought_in(words: str, understood: Understood, index: Index) -> list[list[Sought]]:
    """What to look for, clause by clause, spelling put right.

    The specific words of a clause share what they have to say; everyday ones say
    something where they are two, and all of it.
    """
    found: list[list[Sought]] = []
    pairs: set[frozenset[str]] = set()
    for clause in understood.clauses:
        telling = [word for word in clause if not is_everyday(word.term)]
        terms = frozenset(word.term for word in clause)
        if not telling and len(terms) == TOGETHER_WORDS and terms not in pairs:
            pairs.add(terms)
            both = [Sought(x.term, x, TOGETHER_SHARE, everyday=True) for x in clause]
            found.append(both)
        share = max(len({word.start for word in telling}), 1) ** -OF_MANY
        found.append(
            [
                Sought(term, word, share * weight)
                for word in telling
                for term, weight in _sought(words, word, index)
            ]
        )
    return [clause for clause in found if clause]


def weighed_in_names(
    clauses: Sequence[Sequence[Sought]], names: Iterable[tuple[int, int]]
) -> list[list[Sought]]:
    """Words that stand in a name say less one by one: table tennis is not tennis.

    ``names``: (start, end) of stretches of the phrase; those of one word are no names.
    """
    stretches = tuple(names)
    if not stretches:
        return [list(clause) for clause in clauses]
    return [
        [
            sought._replace(weight=OF_A_NAME * sought.weight)
            if not sought.everyday and _is_part(sought.word, stretches)
            else sought
            for sought in clause
        ]
        for clause in clauses
    ]


def _is_part(word: Word, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(
        start <= word.start and word.end <= end and word.end - word.start < end - start
        for start, end in stretches
    )


def voices_of(phrases: Sequence[Sequence[Sequence[Sought]]], index: Index) -> Voices:
    """What each word says by its rarity, and by where a listing uses it.

    ``phrases``: of each the clauses, and of each clause what is sought.
    """
    said: list[tuple[int, Sought]] = []
    pairs: list[Voices] = []
    for phrase, clauses in enumerate(phrases):
        plain = (one for clause in clauses for one in clause if not one.everyday)
        said += [(phrase, one) for one in _heaviest_of_each(plain)]
        pairs += [_pair(phrase, x, index) for x in clauses if x[0].everyday]
    return together([_voices(said, index), *pairs])


def _voices(said: Sequence[tuple[int, Sought]], index: Index) -> Voices:
    """What words say of each listing that uses them; with each its run of cells."""
    found = gather(index.terms, [sought.term for _, sought in said])
    firsts = np.array([first for first, _ in said], np.int64) * len(index)
    strengths = np.array([STRENGTH * one.weight for _, one in said], np.float32)
    return Voices(
        found.each(firsts) + found.positions, found.each(strengths) * found.values
    )


def left_open_by_words(
    mass: NDArray[np.float64], trust: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What words leave open of whether listings answer: 1 (none is used) to 0.

    What the words say adds up like BM25F. The sum m says 1 - exp(-m), so that one
    telling word is enough, and scores of phrases of any length can be compared; of that
    ``trust`` counts.
    """
    left: NDArray[np.float64] = np.expm1(-mass)
    left *= trust
    left += 1
    return left


def _pair(phrase: int, clause: Sequence[Sought], index: Index) -> Voices:
    """What two everyday words say together of the listings that use both."""
    found = gather(index.terms, [sought.term for sought in _heaviest_of_each(clause)])
    of_other = found.each(np.arange(TOGETHER_WORDS)) == 1
    (one,), (other,) = (~of_other).nonzero(), of_other.nonzero()
    there = np.zeros(len(index), np.int64)
    there[found.positions.take(one)] = one + 1
    at_one = there.take(found.positions.take(other))
    (common,) = (at_one != 0).nonzero()
    at_one, at_other = at_one.take(common) - 1, other.take(common)
    both = found.positions.take(at_other)
    tellings = found.values.take(at_one) + found.values.take(at_other)
    cells = phrase * len(index) + both.astype(np.int64)
    return Voices(cells, STRENGTH * TOGETHER_SHARE * tellings)


def _heaviest_of_each(sought: Iterable[Sought]) -> list[Sought]:
    """Each term once, however often it is said."""
    by_term: dict[str, Sought] = {}
    for one in sought:
        known = by_term.get(one.term)
        if known is None or one.weight > known.weight:
            by_term[one.term] = one
    return [by_term[term] for term in sorted(by_term)]


class _Heard(NamedTuple):
    """A term that a word leads to, and how much that says before others share it."""

    term: str
    weight: float


def _sought(words: str, word: Word, index: Index) -> Sequence[_Heard]:
    """The term itself; when the catalogue does not know it, the one meant as well."""
    statistics = index.statistics
    if word.term in statistics.document_frequencies:
        known: tuple[_Heard, ...] | None = statistics.leading_to.get(word.term)
        if known is None:
            known = statistics.leading_to[word.term] = _leads_to(word.term, index)
        return known
    found = _leads_to(word.term, index)
    if is_a_name(words, word):
        return found
    repaired = index.meant_by(fold(words[word.start : word.end]))
    if repaired:
        term = term_of(repaired)
        found = (*found, _Heard(term, REPAIRED * statistics.rarity(term)))
    return found


def _leads_to(term: str, index: Index) -> tuple[_Heard, ...]:
    """A term and its kin."""
    rarity = index.statistics.rarity
    kin = (_Heard(one, KINSHIP * rarity(one)) for one in kin_of(term, index))
    return (_Heard(term, rarity(term)), *kin)


def kin_of(term: str, index: Index) -> list[str]:
    """Terms of the catalogue made from this one, or that this one is made from."""
    if len(term) < SHORTEST_KIN:
        return []
    known = index.statistics.document_frequencies
    kin = [base + end for base in (term, term + term[-1]) for end in KIN_ENDINGS]
    if term.endswith(KIN_ENDINGS):
        shorter = [term.removesuffix(end) for end in KIN_ENDINGS if term.endswith(end)]
        kin += [base for base in shorter if len(base) >= SHORTEST_KIN]
    return [one for one in kin if one in known and not is_everyday(one)]
