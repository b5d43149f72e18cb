"""How surely each activity is meant by the grams of a phrase.

Two opinions are weighed together: all grams against all that is said of an activity,
and the phrase against the single line most like it. Neighbours that the same phrase
speaks of bear a reading out; a stranger that its very words speak of as well makes
it doubtful. The sureness is a chance, fitted on the lexicon's own phrases, each read
while it was left out: 1 when its own activity came out, a half for a relative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.hearing import Heard
from catalogue.activities.index import OF_THE_LINE, Floats, Integers, LexiconIndex
from catalogue.activities.neighbours import Neighbours

LIKENESS = 0.5
"""What the most alike line counts beside all lines together."""
UNKNOWN = 0.5
"""What a word the lexicon has never met counts as: about a rare one."""
COMPARED = 12
"""Candidates that are held against each other."""

BEFORE_ANYTHING = -3.3
PER_SCORE = 2.4
PER_NEIGHBOUR = 1.65
PER_RIVAL = -1.6
PER_SHARE = 3.0
"""Log-odds: of nothing, of the score, of what neighbours score, of the best unrelated
rival by the same words, of the share of the phrase that is explained."""
VERBATIM = 1.5
"""Log-odds for a phrase that is a line of the lexicon, word for word; hardly any for
one half like it. Not fitted: no phrase was left to be read beside itself."""


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
    grams = np.array([one.gram for one in heard])
    weights = np.array([one.weight for one in heard])
    rows, spoken, forces = index.spoken_by(grams)
    forces = forces * weights[rows]
    overall = np.bincount(spoken, forces, index.size).astype(np.float64)
    worth = index.worth[grams] * weights
    mass = float(worth.sum()) + UNKNOWN * unknown
    likeness, verbatim = _closest(index, grams, worth, mass)
    score = overall + LIKENESS * likeness
    spoken_of = np.flatnonzero(score)
    places = spoken_of[np.argsort(-score[spoken_of], kind="stable")[:COMPARED]]
    by_gram = _by_gram(rows, spoken, forces, places, (len(heard), index.size))
    log_odds = (
        BEFORE_ANYTHING
        + PER_SCORE * score[places]
        + PER_NEIGHBOUR * neighbours.bearing_out(places, overall)
        + PER_RIVAL * _rivals(by_gram, score[places], neighbours.strangers(places))
        + PER_SHARE * overall[places] / max(mass, 1e-9)
        + VERBATIM * verbatim[places] ** 4
    )
    sure = np.where(by_gram.any(axis=0), 1 / (1 + np.exp(-log_odds)), 0.0)
    return Candidates(places=places, sure=sure, forces=by_gram)


def _closest(
    index: LexiconIndex, grams: Integers, worth: Floats, mass: float
) -> tuple[Floats, Floats]:
    """Of the line most like the phrase, by activity: what they share, and how nearly
    they are the same (0 to 1)."""
    rows, lines = index.lines_with(grams)
    shared = np.bincount(lines, worth[rows], len(index.activity))[lines]
    phrase = max(mass, 1e-9)
    owner = index.activity[lines]
    alike, same = np.zeros(index.size), np.zeros(index.size)
    of_phrase = phrase ** (1 - OF_THE_LINE)
    np.maximum.at(alike, owner, shared**2 / (index.held_to[lines] * of_phrase))
    np.maximum.at(same, owner, shared / np.sqrt(index.mass[lines] * phrase))
    return alike, np.minimum(same, 1)


def _by_gram(
    rows: Integers,
    spoken: Integers,
    forces: Floats,
    places: Integers,
    shape: tuple[int, int],
) -> Floats:
    """How strongly each gram (row) speaks for each of these activities (column)."""
    column = np.full(shape[1], -1)
    column[places] = np.arange(len(places))
    columns = column[spoken]
    among = columns >= 0
    by_gram = np.zeros((shape[0], len(places)))
    by_gram[rows[among], columns[among]] = forces[among]
    return by_gram


def _rivals(forces: Floats, score: Floats, strangers: NDArray[np.bool_]) -> Floats:
    """The best score of a stranger, as far as the same words speak for it."""
    shared = forces.T @ (forces > 0) / np.maximum(forces.sum(axis=0), 1e-9)[:, None]
    rivalry = np.where(strangers, shared * score, 0.0)
    return np.asarray(rivalry.max(axis=1, initial=0.0), dtype=np.float64)
