"""What of the person's words a listing answers, and with which of its own.

Gathered from the very terms and activities the score was made of, for the few
listings that are shown.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Answer, Evidence, Facts, Meant, Reading
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked, trust_in_words
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.meanings import AGREEING, heaviest_of_each
from matcher.ranking.readings import weight_of
from matcher.ranking.score import STRENGTH, Sought
from matcher.ranking.words import read

SLIGHT = 0.12
"""Evidence with a smaller share of what the heaviest says is left unquoted: it moved
the score by less than anybody would notice."""

SUREST = 0.99
"""No reading is surer than this, so that what it says can be added up."""

_KEPT_TEXTS = 2048
"""Texts of listings whose words are remembered between two questions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """What everything sought for one phrase said of each listing shown."""

    words: str
    """The phrase."""
    sought: tuple[Sought, ...]
    by_word: NDArray[np.float64]
    """Shape (sought, listings); 0 when the listing does not use the term."""
    meant: tuple[Meant, ...]
    by_meaning: NDArray[np.float64]
    """Shape (meant, listings); 0 when the listing does not speak of the activity."""


def weigh(looked: Looked, index: Index, positions: NDArray[np.int64]) -> Weights:
    """What everything sought for a phrase says of the listings at ``positions``."""
    meant = tuple(heaviest_of_each(looked.meant))
    shared = np.zeros((len(meant), len(positions)))
    for row, one in enumerate(meant):
        there = index.readings.of(one.activity)
        shared[row] = one.weight * _among(there.positions, there.weights, positions)
    best = shared.max(axis=0, initial=0.0)
    sought = tuple(one for clause in looked.sought for one in clause)
    used = np.zeros((len(sought), len(positions)))
    for row, term in enumerate(sought):
        postings = index.postings(term.term)
        tellings = _among(postings.positions, postings.tellings, positions)
        used[row] = STRENGTH * term.weight * tellings
    return Weights(
        words=looked.words,
        sought=sought,
        by_word=used * trust_in_words(best, meant, index),
        meant=meant,
        by_meaning=np.where(
            shared == best, -np.log1p(-np.minimum(shared, SUREST)), AGREEING * shared
        ),
    )


def answer(
    phrase: int, score: float, weights: Weights, shown: int, facts: Facts
) -> Answer:
    """The answer of one listing to one phrase, heaviest evidence first.

    ``shown`` is the listing's column in ``weights``.
    """
    found = [
        *_by_meaning(weights, shown, facts),
        *_by_word(weights, shown, facts),
    ]
    heaviest = max((one.weight for one in found), default=0.0)
    kept = [one for one in found if one.weight >= SLIGHT * heaviest]
    total = sum(one.weight for one in kept)
    shares = [replace(one, weight=one.weight / total) for one in kept]
    ordered = sorted(
        shares, key=lambda one: (-one.weight, one.start, one.activity, one.found_start)
    )
    return Answer(phrase=phrase, score=score, evidence=tuple(ordered))


def _among(
    positions: NDArray[np.int64],
    values: NDArray[np.float64] | NDArray[np.float32],
    wanted: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The values at the wanted positions; 0 where there is none."""
    if not len(positions):
        return np.zeros(len(wanted))
    at = positions.searchsorted(wanted)
    at[at == len(positions)] = 0
    found: NDArray[np.float64] = (positions[at] == wanted) * values[at].astype(float)
    return found


def _by_meaning(weights: Weights, shown: int, facts: Facts) -> Iterator[Evidence]:
    """An activity rests on each of the stretches of words it was understood from."""
    for weight, meant in zip(
        weights.by_meaning[:, shown].tolist(), weights.meant, strict=True
    ):
        if weight <= 0:
            continue
        reading = _reading_of(meant.activity, facts)
        for start, end in meant.spans:
            yield Evidence(
                said=weights.words[start:end],
                found=reading.found,
                where=reading.where,
                weight=weight / len(meant.spans),
                start=start,
                found_start=reading.found_start,
                activity=meant.activity,
                how=meant.how,
            )


def _reading_of(activity: str, facts: Facts) -> Reading:
    """The surest reading of an activity that a listing is known to speak of."""
    crowding = Counter(one.where for one in facts.readings)
    readings = [one for one in facts.readings if one.activity == activity]
    return max(readings, key=lambda one: weight_of(one, crowding[one.where]))


def _by_word(weights: Weights, shown: int, facts: Facts) -> list[Evidence]:
    """Of a word and its kin the heavier is the evidence."""
    said: dict[int, tuple[float, Sought]] = {}
    for weight, sought in zip(
        weights.by_word[:, shown].tolist(), weights.sought, strict=True
    ):
        if weight > said.get(sought.word.start, (0.0,))[0]:
            said[sought.word.start] = weight, sought
    return [
        _evidence(weights.words, sought, weight, facts)
        for weight, sought in said.values()
    ]


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
