"""Which of the person's words a listing answers, and with which of its own.

Gathered from the very terms the score added up, for the few listings that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Answer, Evidence, Facts
from matcher.ranking.index import Index
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.score import STRENGTH, Sought
from matcher.ranking.words import read

SLIGHT = 0.12
"""A word with a smaller share of what the heaviest one says is left unquoted: it
moved the score by less than anybody would notice."""

_KEPT_TEXTS = 2048
"""Texts of listings whose words are remembered between two questions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """What each term sought for one phrase said of each listing shown."""

    sought: tuple[Sought, ...]
    weights: NDArray[np.float64]
    """Shape (sought, listings); 0 when the listing does not use the term."""


def weigh(
    clauses: Sequence[Sequence[Sought]], index: Index, positions: NDArray[np.int64]
) -> Weights:
    """What everything sought for a phrase says of the listings at ``positions``."""
    sought = tuple(one for clause in clauses for one in clause)
    weights = np.zeros((len(sought), len(positions)))
    for row, one in enumerate(sought):
        postings = index.postings(one.term)
        among = postings.positions.searchsorted(positions)
        among[among == len(postings.positions)] = 0
        if len(postings.positions):
            used = postings.positions[among] == positions
            weights[row] = STRENGTH * one.weight * used * postings.tellings[among]
    return Weights(sought=sought, weights=weights)


def answer(
    phrase: int, words: str, score: float, weights: Weights, shown: int, facts: Facts
) -> Answer:
    """The answer of one listing to one phrase, heaviest word first.

    ``shown`` is the listing's column in ``weights``. Of a word and its kin the heavier
    is the evidence.
    """
    said: dict[int, tuple[float, Sought]] = {}
    for weight, sought in zip(
        weights.weights[:, shown].tolist(), weights.sought, strict=True
    ):
        if weight > said.get(sought.word.start, (0.0,))[0]:
            said[sought.word.start] = weight, sought
    heaviest = max((weight for weight, _ in said.values()), default=0.0)
    kept = [pair for pair in said.values() if pair[0] >= SLIGHT * heaviest]
    total = sum(weight for weight, _ in kept)
    evidence = [
        _evidence(words, sought, weight / total, facts) for weight, sought in kept
    ]
    return Answer(
        phrase=phrase,
        score=score,
        evidence=tuple(sorted(evidence, key=lambda one: (-one.weight, one.start))),
    )


def _evidence(words: str, sought: Sought, weight: float, facts: Facts) -> Evidence:
    where, start, end = _found(sought.term, facts)
    return Evidence(
        said=words[sought.word.start : sought.word.end],
        found=text_of(facts, where)[start:end],
        where=where,
        weight=weight,
        start=sought.word.start,
        found_start=start,
    )


def _found(term: str, facts: Facts) -> tuple[str, int, int]:
    """The most telling field that uses a term, and where in it."""
    for field in FIELDS:
        span = _first_uses(text_of(facts, field)).get(term)
        if span:
            return field, *span
    raise LookupError(f"{term!r} is not in listing {facts.id!r}")


@lru_cache(maxsize=_KEPT_TEXTS)
def _first_uses(text: str) -> dict[str, tuple[int, int]]:
    uses: dict[str, tuple[int, int]] = {}
    for word in read(text):
        uses.setdefault(word.term, (word.start, word.end))
    return uses
