"""Which candidates are worth showing beside the best of those left, in many cases.

What is no mere neighbour of better answers: not far below the best, and surer than what
comes after a few. Said for many cases at once, now and with each further condition: a
candidate has one bit for each. A test holds it against saying it for one.
"""

from collections.abc import Sequence
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
class _Answers:
    """The candidates that answer one phrase."""

    at: NDArray[np.int64]
    scores: NDArray[np.float64]
    foremost: NDArray[np.int64]
    """Of the best that anyone can join, best first: where in ``at``."""
    more: bool
    """Whether anyone can join further ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Beside:
    """The candidates, ready to be asked about."""

    _open: Mask
    """Those that anyone can join."""
    _always: Mask
    """Those shown whatever stands beside them."""
    _answers: Sequence[_Answers]
    _foremost: NDArray[np.int64]
    """Shape (phrases, FOREMOST): candidates; one too large where there are fewer."""
    _scores: NDArray[np.float64]
    """Of these, by their phrase; 0 where there are fewer."""

    def worth_showing(self, left: Bits, sure: Bits, cases: int) -> Bits:
        """Of those left, what is no mere neighbour of better answers.

        ``sure``: those known to meet all conditions; only the open ones among them are
        what another is held against.
        """
        least = least_worth(*self._bests(sure & left, cases))
        kept = self._always * np.int32((1 << cases) - 1)
        rising = least.argsort(axis=1)
        above = np.zeros((len(least), cases + 1), np.int32)
        (1 << rising).cumsum(axis=1, out=above[:, 1:])
        least.sort(axis=1)
        for one, steps, bits in zip(self._answers, least, above, strict=True):
            (some,) = (one.scores >= steps[0]).nonzero()
            kept[one.at[some]] |= bits[steps.searchsorted(one.scores[some], "right")]
        return left & kept

    def _bests(
        self, sure: Bits, cases: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """By phrase and case, the scores of the best and of the last of the best few
        that are sure; 0 where there is none."""
        surely_open = np.zeros(len(sure) + 1, np.int32)
        np.multiply(sure, self._open, out=surely_open[:-1])
        flags = np.left_shift(1, np.arange(cases), dtype=np.int32)
        there = (surely_open[self._foremost][:, None, :] & flags[:, None]) != 0
        best, last, few = _first_of_each(there, self._scores)
        for phrase, one in enumerate(self._answers):
            if one.more and few[phrase].any():
                sure_of = surely_open[one.at]
                for case in few[phrase].nonzero()[0].tolist():
                    among = one.scores[(sure_of >> case) & 1 == 1]
                    best[phrase, case] = among.max(initial=0.0)
                    if len(among) >= A_FEW:
                        last[phrase, case] = np.partition(among, -A_FEW)[-A_FEW]
        return best, last


def _first_of_each(
    there: Mask, scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], Mask]:
    """By phrase and case, the score of the first that is there and of the last of the
    first few, 0 where there is none; and whether there are fewer.

    ``there``: shape (phrases, cases, places); ``scores``: (phrases, places).
    """
    phrases, cases, places = there.shape
    (found,) = there.ravel().nonzero()
    firsts = found.searchsorted(np.arange(phrases * cases + 1) * places)
    counts = (firsts[1:] - firsts[:-1]).reshape(phrases, cases)
    line = np.arange(phrases)[:, None]
    found = np.concatenate([found, [0] * A_FEW])
    best, last = (
        scores[line, found[firsts[:-1].reshape(phrases, cases) + nth] % places]
        * (counts > nth)
        for nth in (0, A_FEW - 1)
    )
    return best, last, counts < A_FEW


def beside_of(
    answered: Answered, phrases: int, openness_rank: NDArray[np.int8], always: Mask
) -> Beside:
    """``answered``: positions are candidates; ``always``: those shown in any case."""
    is_open = openness_rank == 0
    edges = answered.phrases.searchsorted(np.arange(phrases + 1)).tolist()
    answers = [
        _answers(answered.positions[start:end], answered.scores[start:end], is_open)
        for start, end in pairwise(edges)
        if end > start
    ]
    most = max((len(one.foremost) for one in answers), default=1) or 1
    foremost = np.full((len(answers), most), len(always))
    scores = np.zeros((len(answers), most))
    for row, one in enumerate(answers):
        foremost[row, : len(one.foremost)] = one.at[one.foremost]
        scores[row, : len(one.foremost)] = one.scores[one.foremost]
    return Beside(
        _open=is_open,
        _always=always,
        _answers=answers,
        _foremost=foremost,
        _scores=scores,
    )


def _answers(
    at: NDArray[np.int64], scores: NDArray[np.float64], is_open: Mask
) -> _Answers:
    (foremost,) = is_open[at].nonzero()
    of_these = -scores[foremost]
    more = len(foremost) > FOREMOST
    if more:
        best = of_these.argpartition(FOREMOST)[:FOREMOST]
        foremost, of_these = foremost[best], of_these[best]
    foremost = foremost[of_these.argsort()]
    return _Answers(at=at, scores=scores, foremost=foremost, more=more)
