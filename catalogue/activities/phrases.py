"""A person's phrase becomes activities: which, how surely, and by which of their words.

Two opinions are weighed together: all grams of the phrase against all that is said
of an activity, and the phrase against the single line most like it. An unsure phrase
gives little or nothing, for noise is worse than silence. Nothing is concluded about
the person, and no neighbour is added here (``expanding``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from catalogue.activities.everyday import SILENT
from catalogue.activities.index import Floats, Integers, LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.spelling import Speller
from catalogue.activities.words import Term, bare, fold, stem, terms_between

LIKENESS = 0.5
"""What the most alike line counts beside all lines together."""
OF_THE_LINE = 0.75
"""How much a line is held to all of its words: a long one that shares a word is not
alike."""
UNKNOWN = 0.5
"""What a word the lexicon has never met takes from any likeness."""
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


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What speaks for each activity, by its position."""

    overall: Floats
    """All grams against all that is said of it."""
    closest: Floats
    """Likeness of its most alike line."""

    @property
    def together(self) -> Floats:
        """Both opinions as one score, 0 upwards."""
        return self.overall + LIKENESS * self.closest


def read_said(
    index: LexiconIndex, speller: Speller, words: str, within: Sequence[Span]
) -> list[Said]:
    """The activities a phrase speaks of, surest first; ``within`` is what counts."""
    heard, unknown = hear(index, speller, words, within)
    if not heard:
        return []
    sure = sureness(score(index, heard, unknown))
    surest = np.argsort(-sure, kind="stable")[:MOST].tolist()
    floor = max(LEAST, FAR_BELOW * float(sure[surest[0]]))
    best = [place for place in surest if sure[place] >= floor]
    spans = _evidence(index, heard, best, words)
    return [
        Said(place=place, weight=round(float(sure[place]), 4), spans=spans[place])
        for place in best
    ]


def hear(
    index: LexiconIndex, speller: Speller, words: str, within: Sequence[Span]
) -> tuple[list[Heard], int]:
    """The grams of a phrase that the lexicon knows, and how many words it does not."""
    heard: dict[int, Heard] = {}
    unknown = 0
    folded = fold(words)
    for start, end in within:
        clause = list(_clause(index, speller, folded, start, end))
        for term, weight in clause:
            gram = index.gram(term.stem)
            unknown += gram is None
            _add(heard, gram, weight, (term,))
        for (first, weight), (second, other) in pairwise(clause):
            gram = index.pair(first.stem, second.stem)
            _add(heard, gram, min(weight, other), (first, second))
    return list(heard.values()), unknown


def _clause(
    index: LexiconIndex, speller: Speller, folded: str, start: int, end: int
) -> Iterator[tuple[Term, float]]:
    """The telling terms of one clause as the lexicon spells them, and their weight."""
    for term in terms_between(folded, start, end):
        if term.silent:
            continue
        if term.stem in index.terms:
            yield term, 1.0
            continue
        meant = speller.repair(bare(folded[term.start : term.end]))
        if meant is None:
            yield term, 1.0
        elif meant not in SILENT:
            yield term._replace(stem=stem(meant)), REPAIRED


def _add(
    heard: dict[int, Heard], gram: int | None, weight: float, terms: tuple[Term, ...]
) -> None:
    if gram is not None and gram not in heard:
        spans = tuple((term.start, term.end) for term in terms)
        heard[gram] = Heard(gram=gram, weight=weight, spans=spans)


def score(index: LexiconIndex, heard: Sequence[Heard], unknown: int) -> Scored:
    """What the grams of a phrase say for each activity."""
    places, forces = _gathered(
        (index.activities_of(one.gram), one.weight) for one in heard
    )
    worth = [float(index.worth[one.gram]) * one.weight for one in heard]
    lines, shares = _gathered(
        ((held, np.full(len(held), worth_of_it)), 1.0)
        for held, worth_of_it in (
            (index.lines_with(one.gram), each)
            for one, each in zip(heard, worth, strict=True)
        )
    )
    shared = np.bincount(lines, shares, len(index.activity))[lines]
    mass = sum(worth) + UNKNOWN * unknown
    likeness = shared**2 / (
        index.mass[lines] ** OF_THE_LINE * max(mass, 1e-9) ** (1 - OF_THE_LINE)
    )
    closest = np.zeros(index.size)
    np.maximum.at(closest, index.activity[lines], likeness)
    overall = np.bincount(places, forces, index.size)
    return Scored(overall=overall.astype(np.float64), closest=closest)


def _gathered(
    parts: Iterator[tuple[tuple[Integers, Floats], float]],
) -> tuple[Integers, Floats]:
    """Arrays of places and of what is said of them, one after another."""
    gathered = [(places, weight * forces) for (places, forces), weight in parts]
    places, forces = zip(*gathered, strict=True)
    return np.concatenate(places), np.concatenate(forces)


def sureness(scored: Scored) -> Floats:
    """How surely each activity is meant, 0 to 1."""
    return np.asarray(1 - np.exp(-scored.together / CERTAINTY), dtype=np.float64)


def _evidence(
    index: LexiconIndex, heard: Sequence[Heard], places: Sequence[int], words: str
) -> dict[int, tuple[Span, ...]]:
    """Where the words stand that speak for each of these activities."""
    spans: dict[int, set[Span]] = {place: set() for place in places}
    for one in heard:
        for place in spans.keys() & set(index.activities_of(one.gram)[0].tolist()):
            spans[place].update(one.spans)
    return {place: _joined(sorted(found), words) for place, found in spans.items()}


def _joined(spans: Sequence[Span], words: str) -> tuple[Span, ...]:
    """Neighbouring words as one span; other words between keep them apart."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not words[joined[-1][1] : start].strip(" -"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
