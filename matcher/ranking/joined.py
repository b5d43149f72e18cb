"""What words and activities say together becomes one score, from 0 to 1.

A score is the chance that a listing is clearly relevant to what was said: 0.5 is worth
a look, 0.8 the very thing, and below ``FLOOR`` nothing is shown. Openness, place and
cost are no part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Meant
from matcher.ranking.index import Index
from matcher.ranking.meanings import (
    left_open,
    shared_with,
    sureness,
)
from matcher.ranking.score import (
    Sought,
    left_open_by_words,
    voices_of,
)

FLOOR = 0.12
"""Below this a listing does not answer a phrase, and is not shown for it. Beside 0.13
nDCG@10 is higher by 0.005 on the evaluation people and by 0.002 on 36 held back, the
same on 36 others, and no more is noise; at 0.11 it is 0.002 lower for the first 36."""

EVEN = 0.67
"""The evidence at which a listing is as likely as not to be clearly relevant. It, and
that the odds grow as those of the evidence do, were fitted on what two sets of people
are shown. Score and share of grade 2 or better lie 0.08 apart for those of the
evaluation (ten bins, weighted) and 0.13 for those of Wenbrook, where readers gave few
twos; for odds to the power of 0.6 it is 0.08 and 0.19, of 0.75 0.19 and 0.06."""

DOUBT = 0.8
"""How much less words alone count in a listing that speaks of nothing a phrase surely
means: "throw a bag" is no answer to somebody who boxes. On the evaluation people
nDCG@10 is within 0.01 from 0.7 to 0.9; at 0 it is 0.03 lower and noise 0.04 higher
(those of Wenbrook: 0.02 and 0.09)."""

_FLOOR_ODDS = FLOOR / (1 - FLOOR) * EVEN / (1 - EVEN)
LEAST_EVIDENCE = _FLOOR_ODDS / (1 + _FLOOR_ODDS)
"""The evidence that comes to ``FLOOR``."""


CELLS = 1 << 17
"""Phrases x listings that are scored together: a column of them stays in the
processor's cache, and a small catalogue's phrases are done in one go."""

IN_CACHE = 1 << 15
"""So many are held against the least at once: quicker than fetching them anew."""

ROUNDING = 1e-9
"""More than rounding can change of any evidence."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """Which listings answer which phrase well enough: equally long arrays, by phrase
    and then by rising position."""

    phrases: NDArray[np.int64]
    positions: NDArray[np.int64]
    scores: NDArray[np.float64]

    def among(self, at: NDArray[np.int64], size: int) -> "Answered":
        """Those of it at some positions, and their places there as positions.

        ``size``: what all positions are below.
        """
        places = np.full(size, -1, np.int64)
        places[at] = np.arange(len(at))
        there = places.take(self.positions)
        (kept,) = (there >= 0).nonzero()
        return Answered(
            phrases=self.phrases.take(kept),
            positions=there.take(kept),
            scores=self.scores.take(kept),
        )

    def but(self, some: NDArray[np.int64]) -> "Answered":
        """The same without some of the answers."""
        if not len(some):
            return self
        return Answered(
            phrases=np.delete(self.phrases, some),
            positions=np.delete(self.positions, some),
            scores=np.delete(self.scores, some),
        )

    def table(self, phrases: int, size: int) -> NDArray[np.float64]:
        """Shape (phrases, positions); 0 where the phrase is not answered."""
        every = np.zeros((phrases, size))
        every[self.phrases, self.positions] = self.scores
        return every


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What one phrase looks for: words clause by clause, and activities."""

    words: str
    sought: Sequence[Sequence[Sought]] = ()
    meant: tuple[Meant, ...] = ()
    """Each activity once."""
    not_meant: frozenset[str] = frozenset()
    """Activities that are no answer, though the words may say so."""

    @property
    def sure_of_each(self) -> dict[str, float]:
        """Activity -> how surely it is meant."""
        return {one.activity: one.weight for one in self.meant}


def score_phrases(
    looked: Sequence[Looked], index: Index, among: NDArray[np.bool_] | None = None
) -> Answered:
    """The listings that answer each of these phrases, at ``FLOOR`` or better.

    ``among``: by position, which listings are looked at; left out, all.
    """
    at_once = max(CELLS // max(len(index), 1), 1)
    if len(looked) <= at_once:
        return _score_together(looked, index, among)
    starts = range(0, len(looked), at_once)
    parts = [_score_together(looked[x : x + at_once], index, among) for x in starts]
    first = np.repeat(list(starts), [len(one.scores) for one in parts])
    return Answered(
        phrases=np.concatenate([one.phrases for one in parts]) + first,
        positions=np.concatenate([one.positions for one in parts]),
        scores=np.concatenate([one.scores for one in parts]),
    )


def _score_together(
    looked: Sequence[Looked], index: Index, among: NDArray[np.bool_] | None
) -> Answered:
    size = len(index)
    cells = size * len(looked)
    doubts = np.array([doubt(sureness(one.meant)) for one in looked])
    said = voices_of([one.sought for one in looked], index)
    shared = shared_with([one.sure_of_each for one in looked], index)
    mass, total = said.total(cells), shared.total(cells)
    perhaps = _may_answer(mass, total)
    if among is not None:
        perhaps.reshape(len(looked), size)[:] &= among
    (may,) = perhaps.nonzero()
    firsts = may.searchsorted(size * np.arange(len(looked) + 1))
    counts = firsts[1:] - firsts[:-1]
    best = shared.most(cells).take(may)
    trust = trust_in_words(best, doubts.repeat(counts))
    evidence = joined(best, total.take(may), mass.take(may), trust)
    if any(one.not_meant for one in looked):
        wrong = shared_with([dict.fromkeys(x.not_meant, 1.0) for x in looked], index)
        evidence[wrong.most(cells).take(may) > best] = 0.0  # it is something else
    (enough,) = (evidence >= LEAST_EVIDENCE).nonzero()
    phrases = np.arange(len(looked)).repeat(counts).take(enough)
    return Answered(
        phrases=phrases,
        positions=may.take(enough) - size * phrases,
        scores=calibrated(evidence.take(enough)),
    )


def _may_answer(
    mass: NDArray[np.float64], total: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """By cell: whether all evidence may come to ``LEAST_EVIDENCE``.

    Most cells cannot, and this is told without a logarithm: neither signal says more
    than its sum, and both no more than one and the other.
    """
    may, together = np.empty(len(total), np.bool_), np.empty(IN_CACHE)
    for start in range(0, len(total), IN_CACHE):
        some = slice(start, start + IN_CACHE)
        here = together[: len(total[some])]
        np.add(total[some], mass[some], out=here)
        np.greater_equal(here, LEAST_EVIDENCE - ROUNDING, out=may[some])
    return may


def calibrated(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance that a listing is clearly relevant, by all evidence, 0 to 1.

    A logistic curve over the log odds of the evidence (Platt, "Probabilistic Outputs
    for Support Vector Machines", 1999), so it changes no order: the chance has the odds
    of the evidence, divided by those at ``EVEN``.
    """
    scores: NDArray[np.float64] = 1 - evidence
    scores *= EVEN / (1 - EVEN)
    scores += evidence
    return np.divide(evidence, scores, out=scores)


def joined(
    best: NDArray[np.float64],
    total: NDArray[np.float64],
    mass: NDArray[np.float64],
    trust: NDArray[np.float64],
) -> NDArray[np.float64]:
    """All evidence, 0 to 1: either signal is enough, and both together are surer.

    ``best`` and ``total`` are of the activities (``meanings.left_open``), ``mass`` and
    ``trust`` of the words (``score.left_open_by_words``).
    """
    evidence: NDArray[np.float64] = left_open(best, total)
    evidence *= left_open_by_words(mass, trust)
    return np.subtract(1, evidence, out=evidence)


Sureness = TypeVar("Sureness", float, NDArray[np.float64])


def doubt(sure: float) -> float:
    """How much less words count where the activities say nothing; ``sure``: how sure
    the phrase's own surest activity is."""
    return DOUBT * sqrt(sure)


def trust_in_words(by_activity: Sureness, doubts: Sureness) -> Sureness:
    """What words count, 0 to 1: all they say unless the activities speak against.

    ``by_activity``: the strongest activity that a listing, or each of them, shares;
    ``doubts``: the ``doubt`` of the phrase, or of each one's.
    """
    return 1 - doubts * (1 - by_activity)
