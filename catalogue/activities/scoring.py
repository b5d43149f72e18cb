"""How surely each activity is meant by the grams of a phrase.

Two opinions are weighed together: all grams against all that is said of an activity,
and the phrase against the single line most like it. Neighbours that the same phrase
speaks of bear a reading out; a stranger that its very words speak of as well makes
it doubtful. The sureness is a chance, fitted on the lexicon's own phrases, each read
while it was left out: 1 when its own activity came out, a half for a relative.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.hearing import Heard
from catalogue.activities.index import Floats, Integers, LexiconIndex
from catalogue.activities.neighbours import Neighbours

LIKENESS = 0.5
"""What the most alike line counts beside all lines together."""
OF_THE_LINE = 0.75
"""How much a line is held to all of its words: a long one that shares a word is not
alike."""
UNKNOWN = 0.5
"""What a word the lexicon has never met counts as: about a rare one."""
COMPARED = 12
"""Candidates that are held against each other."""

BEFORE_ANYTHING = -2.9
PER_SCORE = 2.0
PER_NEIGHBOUR = 1.25
PER_RIVAL = -1.5
PER_SHARE = 3.1
"""Log-odds: of nothing, of the score, of what neighbours score, of the best unrelated
rival by the same words, of the share of the phrase that is explained."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The activities a phrase may mean, and what speaks for each."""

    places: Integers
    """Their positions, best score first."""
    sure: Floats
    """How surely each is meant, 0 to 1."""
    forces: Floats
    """How strongly each gram (row) speaks for each of them (column)."""


def candidates(
    index: LexiconIndex, neighbours: Neighbours, heard: Sequence[Heard], unknown: int
) -> Candidates:
    """What a phrase may mean; ``heard`` is not empty."""
    overall, closest, mass = opinions(index, heard, unknown)
    score = overall + LIKENESS * closest
    places = np.argsort(-score, kind="stable")[:COMPARED]
    sources, targets, strengths = neighbours.bonds
    borne_out = np.bincount(targets, overall[sources] * strengths, index.size)
    forces = _forces(index, heard, places)
    log_odds = (
        BEFORE_ANYTHING
        + PER_SCORE * score[places]
        + PER_NEIGHBOUR * borne_out[places]
        + PER_RIVAL * _rivals(forces, score[places], neighbours.strangers(places))
        + PER_SHARE * overall[places] / max(mass, 1e-9)
    )
    sure = np.where(forces.any(axis=0), 1 / (1 + np.exp(-log_odds)), 0.0)
    return Candidates(places=places, sure=sure, forces=forces)


def opinions(
    index: LexiconIndex, heard: Sequence[Heard], unknown: int
) -> tuple[Floats, Floats, float]:
    """(all grams together, the most alike line, what the phrase is worth).

    The first two are by position of the activity.
    """
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
    overall = np.bincount(places, forces, index.size).astype(np.float64)
    return overall, closest, mass


def _gathered(
    parts: Iterable[tuple[tuple[Integers, Floats], float]],
) -> tuple[Integers, Floats]:
    """Arrays of places and of what is said of them, one after another."""
    gathered = [(places, weight * forces) for (places, forces), weight in parts]
    places, forces = zip(*gathered, strict=True)
    return np.concatenate(places), np.concatenate(forces)


def _forces(index: LexiconIndex, heard: Sequence[Heard], places: Integers) -> Floats:
    forces = np.zeros((len(heard), len(places)))
    for row, one in enumerate(heard):
        spoken, force = index.activities_of(one.gram)
        at = np.minimum(spoken.searchsorted(places), len(spoken) - 1)
        forces[row] = np.where(spoken[at] == places, force[at] * one.weight, 0)
    return forces


def _rivals(forces: Floats, score: Floats, strangers: NDArray[np.bool_]) -> Floats:
    """The best score of a stranger, as far as the same words speak for it."""
    shared = forces.T @ (forces > 0) / np.maximum(forces.sum(axis=0), 1e-9)[:, None]
    rivalry = np.where(strangers, shared * score, 0.0)
    return np.asarray(rivalry.max(axis=1, initial=0.0), dtype=np.float64)
