"""How surely each activity is meant by the grams of a phrase.

Two opinions are weighed together: all grams against all that is said of an activity,
and the phrase against the single line most like it. Neighbours that the same phrase
speaks of bear a reading out; a stranger that its very words speak of as well makes
it doubtful. The sureness is a chance, fitted on the lexicon's own phrases, each read
while it was left out: 1 when its own activity came out, a half for a relative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
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

BEFORE_ANYTHING = -3.5
PER_SCORE = 2.8
PER_NEIGHBOUR = 1.65
PER_RIVAL = -1.6
PER_SHARE = 2.5
"""Log-odds: of nothing, of the score, of what neighbours score, of the best unrelated
rival by the same words, of the share of the phrase that is explained. The last was
fitted as 3.0, for a lexicon of half as many words: at 2.5 a hundredth less of what the
evaluation people are shown is noise, and nDCG@10 is within 0.004. The first two were
fitted as -3.3 and 2.4: for a third more ways of speaking nDCG@10 as shown is 0.005
higher over four sets of people at -3.5 and 2.8, and the same by score."""
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
    worth: Floats
    """By gram: how telling it is here."""
    of: Integers
    """By gram: the number of its phrase."""
    bounds: Sequence[int]
    """Where each phrase's grams begin; one more than there are phrases."""
    mass: Floats
    """By phrase: the worth of all its grams together, and of words nobody knows."""

    def __len__(self) -> int:
        return len(self.mass)

    @cached_property
    def holding(self) -> Floats:
        """By phrase: as much of its mass as a line like it is held to."""
        return self.mass ** (1 - OF_THE_LINE)


class _Spoken(NamedTuple):
    """What the grams speak for, gram after gram: each activity of a gram once."""

    row: Integers
    """Which of the grams."""
    phrase: Integers
    cell: Integers
    """Phrase and activity in one number."""
    force: Floats
    lightest: Floats
    """The mass of the activity's lightest line that has the gram."""


class _ForCandidates(NamedTuple):
    """What the grams speak for, of candidates alone."""

    row: Integers
    phrase: Integers
    column: Integers
    """Which candidate of the phrase."""
    force: Floats
    lightest: Floats


class _Sharing(NamedTuple):
    """Lines that share several grams with a phrase, phrase after phrase."""

    phrase: Integers
    cell: Integers
    """Phrase and activity in one number."""
    line: Integers
    shared: Floats
    """The worth of all that they share."""


def candidates(
    index: LexiconIndex, neighbours: Neighbours, phrases: Sequence[Hearing]
) -> list[Candidates]:
    """What each of several phrases, of which something was heard, may mean.

    Every step is taken for all of them at once: each alone is too small to be worth
    its call. Nothing is concluded from one about another.
    """
    asked = _asked(index, phrases)
    size = len(asked), index.size
    spoken = _spoken(index, asked)
    lines = _sharing(index, asked)
    overall = _overall(spoken, size)
    scores = overall + LIKENESS * _likeness(index, asked, spoken, lines).reshape(size)
    places = _best(scores)
    columns = _columns(places, index.size)
    theirs = _for_candidates(spoken, columns)
    at = np.maximum(places, 0)
    score = _taken(scores, at)
    forces = _by_gram(asked, theirs)
    log_odds = (
        BEFORE_ANYTHING
        + PER_SCORE * score
        + PER_NEIGHBOUR * neighbours.bearing_out(at, overall)
        + PER_RIVAL * _rivals(forces, score, neighbours.strangers(at))
        + PER_SHARE * _taken(overall, at) / asked.mass[:, None]
        + VERBATIM * _verbatim(index, asked, theirs, lines, columns) ** 4
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


def _asked(index: LexiconIndex, phrases: Sequence[Hearing]) -> _Asked:
    lengths = [len(phrase.heard) for phrase in phrases]
    every = [one for phrase in phrases for one in phrase.heard]
    grams = np.array([one.gram for one in every])
    weights = np.array([one.weight for one in every])
    unknown = np.array([phrase.unknown for phrase in phrases], dtype=np.float64)
    bounds = [0, *accumulate(lengths)]
    worth = index.worth[grams] * weights
    mass = np.add.reduceat(worth, bounds[:-1]) + UNKNOWN * unknown
    return _Asked(
        grams=grams,
        weights=weights,
        worth=worth,
        of=np.repeat(np.arange(len(lengths)), lengths),
        bounds=bounds,
        mass=np.maximum(mass, 1e-9),
    )


def _spoken(index: LexiconIndex, asked: _Asked) -> _Spoken:
    """All that the grams of these phrases speak for."""
    row, activity, force = index.spoken_by(asked.grams)
    starts = index.spoken_starts[asked.grams].tolist()
    ends = index.spoken_starts[asked.grams + 1].tolist()
    lightest = index.lightest
    phrase = asked.of[row]
    return _Spoken(
        row=row,
        phrase=phrase,
        cell=phrase * index.size + activity,
        force=force * asked.weights[row],
        lightest=np.concatenate(
            [lightest[start:end] for start, end in zip(starts, ends, strict=True)]
        ),
    )


def _for_candidates(spoken: _Spoken, columns: Integers) -> _ForCandidates:
    """What is spoken for candidates; ``columns``: see ``_columns``."""
    column = columns[spoken.cell]
    (among,) = (column >= 0).nonzero()
    return _ForCandidates(
        row=spoken.row[among],
        phrase=spoken.phrase[among],
        column=column[among],
        force=spoken.force[among],
        lightest=spoken.lightest[among],
    )


def _overall(spoken: _Spoken, size: tuple[int, int]) -> Floats:
    """By phrase and activity: how strongly all grams together speak for it."""
    overall = np.bincount(spoken.cell, spoken.force, size[0] * size[1])
    return overall.astype(np.float64).reshape(size)


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


def _sharing(index: LexiconIndex, asked: _Asked) -> _Sharing:
    """The lines that share more than one gram with a phrase."""
    rows, lines = index.lines_with(asked.grams)
    bits, known = len(asked.grams).bit_length(), len(index.activity)
    # Whole numbers are put in order far quicker than the order of them is found, and
    # the lines of each gram are in order already: to be merged, not sorted anew.
    keys = (asked.of[rows] * known + lines) << bits | rows
    keys.sort(kind="stable")
    places = keys >> bits
    several = np.zeros(len(keys), np.bool_)
    np.equal(places[1:], places[:-1], out=several[1:])
    several[:-1] |= several[1:]
    (among,) = several.nonzero()
    rows = keys[among] & ((1 << bits) - 1)
    places = places[among]
    first = _firsts(places)
    phrase, line = np.divmod(places[first], known)
    return _Sharing(
        phrase=phrase,
        cell=phrase * index.size + index.activity[line],
        line=line,
        shared=np.add.reduceat(asked.worth[rows], first),
    )


def _likeness(
    index: LexiconIndex, asked: _Asked, spoken: _Spoken, lines: _Sharing
) -> Floats:
    """By phrase and activity: what the phrase shares with the line most like it."""
    likeness: Floats = np.zeros(len(asked) * index.size)
    held_to = spoken.lightest**OF_THE_LINE * asked.holding[spoken.phrase]
    alike = asked.worth[spoken.row] ** 2 / held_to
    np.maximum.at(likeness, spoken.cell, alike)
    held_to = index.held_to[lines.line] * asked.holding[lines.phrase]
    np.maximum.at(likeness, lines.cell, lines.shared**2 / held_to)
    return likeness


def _verbatim(
    index: LexiconIndex,
    asked: _Asked,
    spoken: _ForCandidates,
    lines: _Sharing,
    columns: Integers,
) -> Floats:
    """By phrase and candidate: how nearly a line of it is the phrase, 0 to 1."""
    same: Floats = np.zeros((len(asked), COMPARED))
    mass_of_both = spoken.lightest * asked.mass[spoken.phrase]
    alike = asked.worth[spoken.row] / np.sqrt(mass_of_both)
    np.maximum.at(same, (spoken.phrase, spoken.column), alike)
    column = columns[lines.cell]
    (among,) = (column >= 0).nonzero()
    phrase = lines.phrase[among]
    mass_of_both = index.mass[lines.line[among]] * asked.mass[phrase]
    alike = lines.shared[among] / np.sqrt(mass_of_both)
    np.maximum.at(same, (phrase, column[among]), alike)
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


def _by_gram(asked: _Asked, spoken: _ForCandidates) -> Floats:
    """How strongly each gram speaks for each candidate, by phrase, gram of it and
    candidate; 0 where there is none."""
    bounds = asked.bounds
    most = max(end - start for start, end in pairwise(bounds))
    by_gram = np.zeros((len(asked), most, COMPARED))
    gram = spoken.row - np.array(bounds)[spoken.phrase]
    by_gram[spoken.phrase, gram, spoken.column] = spoken.force
    return by_gram


def _rivals(forces: Floats, score: Floats, strangers: NDArray[np.bool_]) -> Floats:
    """The best score of a stranger, as far as the same words speak for it."""
    shared = forces.transpose(0, 2, 1) @ (forces > 0)
    shared /= np.maximum(forces.sum(axis=1), 1e-9)[:, :, None]
    rivalry = np.where(strangers, shared * score[:, None, :], 0.0)
    return np.asarray(rivalry.max(axis=2, initial=0.0), dtype=np.float64)
