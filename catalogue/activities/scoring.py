"""How surely each activity is meant by the grams of a phrase.

Two opinions are weighed together: all grams against all that is said of an activity,
and the phrase against the single line most like it. Neighbours that the same phrase
speaks of bear a reading out; a stranger that its very words speak of as well makes
it doubtful. The sureness is a chance, fitted on the lexicon's own phrases, each read
while it was left out: 1 when its own activity came out, a half for a relative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.hearing import Hearing
from catalogue.activities.index import OF_THE_LINE, Floats, Integers, LexiconIndex
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.said import LEAST

LIKENESS = 0.5
"""What the most alike line counts beside all lines together."""
UNKNOWN = 0.5
"""What a word the lexicon has never met counts as: about a rare one."""
COMPARED = 12
"""Candidates that are held against each other."""
HARDLY = 0.0001
"""What may be lost of a sureness when it is rounded."""

BEFORE_ANYTHING = -3.3
PER_SCORE = 2.4
PER_NEIGHBOUR = 1.65
PER_RIVAL = -1.6
PER_SHARE = 2.5
"""Log-odds: of nothing, of the score, of what neighbours score, of the best unrelated
rival by the same words, of the share of the phrase that is explained. The last was
fitted as 3.0, for a lexicon of half as many words: at 2.5 a hundredth less of what the
evaluation people are shown is noise, and nDCG@10 is within 0.004."""
VERBATIM = 1.5
"""Log-odds for a phrase that is a line of the lexicon, word for word; hardly any for
one half like it. Not fitted: no phrase was left to be read beside itself."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The activities a phrase may mean, and what speaks for each."""

    places: Sequence[int]
    """Their positions, surest first; none that is not worth saying."""
    sure: Sequence[float]
    """How surely each is meant, 0 to 1."""
    by: Sequence[tuple[bool, ...]]
    """For each of them, which grams speak for it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Asked:
    """The grams of several phrases, one phrase after another."""

    grams: Integers
    weights: Floats
    of: Integers
    """By gram: the number of its phrase."""
    bounds: Sequence[int]
    """Where each phrase's grams begin; one more than there are phrases."""
    unknown: Floats
    """By phrase: how many words nobody knows."""

    def __len__(self) -> int:
        return len(self.unknown)


class _Sharing(NamedTuple):
    """Lines that share something with a phrase: phrase after phrase, and of each the
    lines in their order."""

    phrase: Integers
    line: Integers
    owner: Integers
    """Phrase and activity in one number."""
    shared: Floats
    """The worth of all that they share."""


def candidates(
    index: LexiconIndex, neighbours: Neighbours, phrases: Sequence[Hearing]
) -> list[Candidates]:
    """What each of several phrases, of which something was heard, may mean.

    Every step is taken for all of them at once: each alone is too small to be worth
    its call. Nothing is concluded from one about another.
    """
    asked = _asked(phrases)
    size = len(asked), index.size
    rows, spoken, forces = index.spoken_by(asked.grams)
    forces = forces * asked.weights[rows]
    keys = asked.of[rows] * index.size + spoken
    overall = np.bincount(keys, forces, size[0] * size[1]).astype(np.float64)
    worth = index.worth[asked.grams] * asked.weights
    mass = np.add.reduceat(worth, asked.bounds[:-1])
    mass = np.maximum(mass + UNKNOWN * asked.unknown, 1e-9)
    lines = _sharing(index, asked, worth)
    scores = (overall + LIKENESS * _likeness(index, lines, mass)).reshape(size)
    places = _best(scores)
    columns = _columns(places, index.size)
    at = np.maximum(places, 0)
    forces = _by_gram(asked, rows, columns[keys], forces)
    score = _taken(scores, at)
    said = _taken(overall.reshape(size), at)
    log_odds = (
        BEFORE_ANYTHING
        + PER_SCORE * score
        + PER_NEIGHBOUR * neighbours.bearing_out(at, overall.reshape(size))
        + PER_RIVAL * _rivals(forces, score, neighbours.strangers(at))
        + PER_SHARE * said / mass[:, None]
        + VERBATIM * _verbatim(index, lines, mass, columns) ** 4
    )
    speaking = forces > 0
    sure = np.where(speaking.any(axis=1), 1 / (1 + np.exp(-log_odds)), 0.0)
    order = np.argsort(-sure, axis=1, kind="stable")
    counts = (sure > LEAST - HARDLY).sum(axis=1).tolist()
    return [
        Candidates(
            places=places[one, first].tolist(),
            sure=sure[one, first].tolist(),
            by=list(map(tuple, speaking[one, : b - a].T[first].tolist())),
        )
        for one, (a, b) in enumerate(pairwise(asked.bounds))
        for first in (order[one, : counts[one]],)
    ]


def _asked(phrases: Sequence[Hearing]) -> _Asked:
    lengths = [len(phrase.heard) for phrase in phrases]
    every = [one for phrase in phrases for one in phrase.heard]
    return _Asked(
        grams=np.array([one.gram for one in every]),
        weights=np.array([one.weight for one in every]),
        of=np.repeat(np.arange(len(lengths)), lengths),
        bounds=[0, *accumulate(lengths)],
        unknown=np.array([phrase.unknown for phrase in phrases], dtype=np.float64),
    )


def _best(scores: Floats) -> Integers:
    """By phrase: the positions of the best scores, then -1; nothing scored is not."""
    some = min(COMPARED, scores.shape[1])
    best = np.sort(np.argpartition(-scores, some - 1, axis=1)[:, :some], axis=1)
    found = _taken(scores, best)
    order = np.argsort(-found, axis=1, kind="stable")
    places = np.full((len(scores), COMPARED), -1)
    places[:, :some] = np.where(found > 0, best, -1)[
        np.arange(len(scores))[:, None], order
    ]
    return places


def _taken(values: Floats, places: Integers) -> Floats:
    """From each row of ``values`` those at its row of ``places``."""
    return values[np.arange(len(places))[:, None], places]


def _sharing(index: LexiconIndex, asked: _Asked, worth: Floats) -> _Sharing:
    """The lines that share anything with a phrase."""
    rows, lines = index.lines_with(asked.grams)
    bits, known = len(asked.grams).bit_length(), len(index.activity)
    # Whole numbers are put in order far quicker than the order of them is found.
    keys = (asked.of[rows] * known + lines) << bits | rows
    keys.sort()
    rows = keys & ((1 << bits) - 1)
    keys >>= bits
    first = _firsts(keys)
    phrase = asked.of[rows[first]]
    line = keys[first] - phrase * known
    return _Sharing(
        phrase=phrase,
        line=line,
        owner=phrase * index.size + index.activity[line],
        shared=np.add.reduceat(worth[rows], first),
    )


def _likeness(index: LexiconIndex, lines: _Sharing, mass: Floats) -> Floats:
    """By phrase and activity: what the phrase shares with the line most like it."""
    held_to = index.held_to[lines.line] * (mass ** (1 - OF_THE_LINE))[lines.phrase]
    likeness = np.zeros(len(mass) * index.size)
    first = _firsts(lines.owner)
    alike = np.maximum.reduceat(lines.shared**2 / held_to, first)
    likeness[lines.owner[first]] = alike
    return likeness


def _verbatim(
    index: LexiconIndex, lines: _Sharing, mass: Floats, columns: Integers
) -> Floats:
    """By phrase and candidate: how nearly a line of it is the phrase, 0 to 1."""
    of_lines = columns[lines.owner]
    (among,) = (of_lines >= 0).nonzero()
    phrase, column = lines.phrase[among], of_lines[among]
    mass_of_both = index.mass[lines.line[among]] * mass[phrase]
    first = _firsts(lines.owner[among])
    same = np.zeros((len(mass), COMPARED))
    same[phrase[first], column[first]] = np.maximum.reduceat(
        lines.shared[among] / np.sqrt(mass_of_both), first
    )
    return np.minimum(same, 1)


def _firsts(keys: Integers) -> Integers:
    """Where each run of the same key begins."""
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return np.flatnonzero(new)


def _columns(places: Integers, size: int) -> Integers:
    """By phrase and activity: which candidate of the phrase it is, or -1.

    ``size``: how many activities there are.
    """
    columns = np.full((len(places), size), -1)
    phrase, column = (places >= 0).nonzero()
    columns[phrase, places[phrase, column]] = column
    return columns.ravel()


def _by_gram(
    asked: _Asked, rows: Integers, columns: Integers, forces: Floats
) -> Floats:
    """How strongly each gram speaks for each candidate, by phrase, gram of it and
    candidate; 0 where there is none.

    ``columns``: which candidate each of ``forces`` is for, or -1.
    """
    (among,) = (columns >= 0).nonzero()
    row = rows[among]
    phrase = asked.of[row]
    bounds = np.array(asked.bounds)
    by_gram = np.zeros((len(asked), int(np.diff(bounds).max()), COMPARED))
    by_gram[phrase, row - bounds[phrase], columns[among]] = forces[among]
    return by_gram


def _rivals(forces: Floats, score: Floats, strangers: NDArray[np.bool_]) -> Floats:
    """The best score of a stranger, as far as the same words speak for it."""
    shared = forces.transpose(0, 2, 1) @ (forces > 0)
    shared /= np.maximum(forces.sum(axis=1), 1e-9)[:, :, None]
    rivalry = np.where(strangers, shared * score[:, None, :], 0.0)
    return np.asarray(rivalry.max(axis=2, initial=0.0), dtype=np.float64)
