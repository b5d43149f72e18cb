"""Which candidates are worth showing beside the best of those left, in many cases.

What is no mere neighbour of better answers: not far below the best, and surer than what
comes after a few. Said for many cases at once, now and with each further condition: a
candidate has one bit for each. A test holds it against saying it for one.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.joined import Answered
from matcher.ranking.scoring import A_FEW, least_worth

FOREMOST = 128
"""So many best answers to a phrase are looked at first: A_FEW of those left are nearly
always among them."""

Mask = NDArray[np.bool_]
"""By candidate."""
Bits = NDArray[np.int32]
"""By candidate: one bit for each case."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Beside:
    """The candidates, ready to be asked about."""

    _open: Mask
    """Those that anyone can join."""
    _always: Mask
    """Those shown whatever stands beside them."""
    _answered: Answered
    """Positions are candidates."""
    _edges: NDArray[np.int64]
    """Where the answers to each phrase begin; one longer than the phrases."""
    _foremost: NDArray[np.int64]
    """Shape (phrases, FOREMOST): of the best that anyone can join, best first, which
    candidates; one too large where there are fewer."""
    _scores: NDArray[np.float64]
    """Of these, by their phrase; 0 where there are fewer."""
    _more: Mask
    """By phrase, whether anyone can join further ones."""

    def worth_showing(self, sure: Bits, left: Bits, cases: int) -> Bits:
        """By candidate, the cases in which it is no mere neighbour of better answers.

        ``sure``: the cases in which each is left and known to meet all conditions,
        ``left``: those in which it may. What is sure is held against what is sure, the
        rest against all that is left; in either case against what anyone can join.
        """
        kept = self._reaching(left, cases)
        kept |= sure & self._reaching(sure, cases)
        kept |= self._always * np.int32((1 << cases) - 1)
        return kept

    def _reaching(self, beside: Bits, cases: int) -> Bits:
        """By candidate, the cases in which it is worth showing beside these."""
        least = least_worth(*self._bests(beside, cases))
        kept = np.zeros(len(beside), np.int32)
        at, scores = self._answered.positions, self._answered.scores
        rising = least.argsort(axis=1)
        above = np.zeros((len(least), cases + 1), np.int32)
        (1 << rising).cumsum(axis=1, out=above[:, 1:])
        least.sort(axis=1)
        for its, steps, bits in zip(self._of_each(), least, above, strict=True):
            (some,) = (scores[its] >= steps[0]).nonzero()
            reached = steps.searchsorted(scores[its].take(some), "right")
            kept[at[its].take(some)] |= bits.take(reached)
        return kept

    def _bests(
        self, beside: Bits, cases: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """By phrase and case, the scores of the best and of the last of the best few
        that are sure; 0 where there is none."""
        surely_open = np.zeros(len(beside) + 1, np.int32)
        np.multiply(beside, self._open, out=surely_open[:-1])
        flags = np.left_shift(1, np.arange(cases), dtype=np.int32)
        there = (surely_open.take(self._foremost)[:, None, :] & flags[:, None]) != 0
        best, last, few = _first_of_each(there, self._scores)
        for phrase in (few.any(axis=1) & self._more).nonzero()[0].tolist():
            its = self._of_each()[phrase]
            sure_of = surely_open.take(self._answered.positions[its])
            for case in few[phrase].nonzero()[0].tolist():
                (among,) = ((sure_of & flags[case]) != 0).nonzero()
                scores = self._answered.scores[its].take(among)
                best[phrase, case] = scores.max(initial=0.0)
                if len(scores) >= A_FEW:
                    last[phrase, case] = np.partition(scores, -A_FEW)[-A_FEW]
        return best, last

    def _of_each(self) -> list[slice]:
        """Where the answers to each phrase stand."""
        return [slice(*pair) for pair in pairwise(self._edges.tolist())]


def _first_of_each(
    there: Mask, scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], Mask]:
    """By phrase and case, the score of the first that is there and of the last of the
    first few, 0 where there is none; and whether there are fewer.

    ``there``: shape (phrases, cases, places); ``scores``: (phrases, places).
    """
    phrases, cases, places = there.shape
    (found,) = there.ravel().nonzero()
    firsts = found.searchsorted(np.arange(0, there.size + 1, places))
    counts = (firsts[1:] - firsts[:-1]).reshape(phrases, cases)
    found = np.concatenate([found, np.zeros(A_FEW, np.int64)])
    firsts = firsts[:-1].reshape(phrases, cases)
    of_phrase = (places * np.arange(phrases))[:, None]
    best, last = (
        scores.take(of_phrase + found.take(firsts + nth) % places) * (counts > nth)
        for nth in (0, A_FEW - 1)
    )
    return best, last, counts < A_FEW


def beside_of(
    answered: Answered, phrases: int, openness_rank: NDArray[np.int8], always: Mask
) -> Beside:
    """``answered``: positions are candidates; ``always``: those shown in any case."""
    is_open = openness_rank == 0
    edges = answered.phrases.searchsorted(np.arange(phrases + 1))
    (joinable,) = is_open.take(answered.positions).nonzero()
    at, worse = answered.positions.take(joinable), -answered.scores.take(joinable)
    ends = joinable.searchsorted(edges)
    counts = ends[1:] - ends[:-1]
    most = min(int(counts.max(initial=1)), FOREMOST)
    foremost = np.full((phrases, most), len(always))
    scores = np.zeros((phrases, most))
    for row, its in enumerate(map(slice, ends.tolist(), ends[1:].tolist())):
        best = _best_first(worse[its])
        foremost[row, : len(best)] = at[its].take(best)
        scores[row, : len(best)] = -worse[its].take(best)
    return Beside(
        _open=is_open,
        _always=always,
        _answered=answered,
        _edges=edges,
        _foremost=foremost,
        _scores=scores,
        _more=counts > FOREMOST,
    )


def _best_first(worse: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where the ``FOREMOST`` least of these stand, least first."""
    if len(worse) <= FOREMOST:
        return worse.argsort()
    least = worse.argpartition(FOREMOST)[:FOREMOST]
    return least.take(worse.take(least).argsort())
