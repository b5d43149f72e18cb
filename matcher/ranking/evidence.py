"""Which of the person's words a listing answers, and with which of its own.

Gathered from the very terms the score added up, for the few listings that are shown.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

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


def answer(
    phrase: int,
    words: str,
    score: float,
    clauses: Sequence[Sequence[Sought]],
    index: Index,
    position: int,
) -> Answer:
    """The answer of the listing at ``position`` to one phrase, heaviest word first."""
    facts = index.facts[position]
    said = {
        sought.word.start: (weight, sought)
        for weight, sought in sorted(
            (_weight(sought, index, position), sought)
            for clause in clauses
            for sought in clause
        )
        if weight > 0
    }
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


def _weight(sought: Sought, index: Index, position: int) -> float:
    """What the score added for this term; 0 when the listing does not use it."""
    postings = index.postings(sought.term)
    among = int(np.searchsorted(postings.positions, position))
    if among == len(postings.positions) or postings.positions[among] != position:
        return 0.0
    return STRENGTH * sought.weight * float(postings.tellings[among])


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
