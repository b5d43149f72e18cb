"""A person's phrase becomes activities: which, how surely, and by which of their words.

Two opinions are weighed together: all grams of the phrase against all that is said
of an activity, and the phrase against the single line most like it. An unsure phrase
gives little or nothing, for noise is worse than silence. Nothing is concluded about
the person, and no neighbour is added here (``expanding``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.activities.index import Floats, LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.spelling import Speller
from catalogue.activities.words import Term, terms_of

SATURATION = 2.0
"""Lines' counts at which a gram has said half of what it can for an activity."""
PAIR = 1.3
"""What a neighbouring pair counts beside a single term of the same rarity."""
REPAIRED = 0.8
"""What a word counts when its spelling had to be put right."""
CERTAINTY = 1.2
"""Score at which an activity is sure to 63 in 100."""
MOST = 6
"""Activities a phrase may mean, before neighbours."""
FAR_BELOW = 0.35
"""Share of the best one's sureness below which an activity is noise beside it."""
LEAST = 0.15
"""Sureness below which a reading is worth nothing."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One gram of a phrase: which, how much it counts, where it stands."""

    gram: int
    weight: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Said:
    """The position of an activity, how surely it is meant, and by which words."""

    place: int
    weight: float
    spans: tuple[Span, ...]


def read_said(
    index: LexiconIndex, speller: Speller, words: str, within: Sequence[Span]
) -> list[Said]:
    """The activities a phrase speaks of, surest first; ``within`` is what counts."""
    heard, mass = _hear(index, speller, words, within)
    if not heard:
        return []
    sure = sureness(index, heard, mass)
    best = np.argsort(-sure, kind="stable")[:MOST]
    floor = max(LEAST, FAR_BELOW * float(sure[best[0]]))
    return [
        Said(
            place=int(place),
            weight=round(float(sure[place]), 4),
            spans=_evidence(index, heard, int(place), words),
        )
        for place in best
        if sure[place] >= floor
    ]


def _hear(
    index: LexiconIndex, speller: Speller, words: str, within: Sequence[Span]
) -> tuple[list[Heard], float]:
    """The grams of a phrase that the lexicon knows, and what all of it is worth."""
    heard: dict[int, Heard] = {}
    mass = 0.0
    terms = terms_of(words)
    for start, end in within:
        clause = [
            term
            for term in terms
            if not term.silent and start <= term.start and term.end <= end
        ]
        known = [_known(index, speller, term) for term in clause]
        mass += sum(0.5 for stemmed, _ in known if stemmed not in index.terms)
        for place, ((stemmed, weight), term) in enumerate(
            zip(known, clause, strict=True)
        ):
            span = (term.start, term.end)
            _add(heard, index.gram(stemmed), weight, (span,))
            if place:
                before, earlier = known[place - 1][0], clause[place - 1]
                pair = index.pair(before, stemmed)
                _add(heard, pair, PAIR * weight, ((earlier.start, earlier.end), span))
    mass += sum(float(index.worth[one.gram]) for one in heard.values())
    return list(heard.values()), mass


def _known(index: LexiconIndex, speller: Speller, term: Term) -> tuple[str, float]:
    """A term as the lexicon spells it, and what it counts."""
    if term.stem in index.terms:
        return term.stem, 1.0
    repaired = speller.repair(term.stem)
    return (repaired, REPAIRED) if repaired else (term.stem, 1.0)


def _add(
    heard: dict[int, Heard], gram: int | None, weight: float, spans: tuple[Span, ...]
) -> None:
    if gram is not None and gram not in heard:
        heard[gram] = Heard(gram=gram, weight=weight, spans=spans)


def sureness(index: LexiconIndex, heard: Sequence[Heard], mass: float) -> Floats:
    """How surely each activity is meant, 0 to 1, by its position."""
    overall = np.zeros(index.size)
    shared = np.zeros(len(index.activity))
    for one in heard:
        lines = index.lines_with(one.gram)
        worth = float(index.worth[one.gram]) * one.weight
        said = np.bincount(index.activity[lines], index.counts[lines], index.size)
        overall += worth * said / (said + SATURATION)
        shared[lines] += worth
    touched = shared.nonzero()[0]
    likeness = shared[touched] ** 2 / np.sqrt(index.mass[touched] * max(mass, 1e-9))
    closest = np.zeros(index.size)
    np.maximum.at(closest, index.activity[touched], likeness)
    return np.asarray(1 - np.exp(-(overall + closest) / CERTAINTY))


def _evidence(
    index: LexiconIndex, heard: Sequence[Heard], place: int, words: str
) -> tuple[Span, ...]:
    """Where the words stand that speak for one activity; neighbours joined."""
    spans: set[Span] = set()
    for one in heard:
        if place in index.activity[index.lines_with(one.gram)]:
            spans.update(one.spans)
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not words[joined[-1][1] : start].strip(" -"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
