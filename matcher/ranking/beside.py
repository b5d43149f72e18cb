"""Which candidates are worth showing beside the best of those left, again and again.

``scoring.worth_showing`` says what that means; this says it for one set of candidates
under many conditions, without going through all of them each time. A test holds the two
together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.scoring import A_FEW, least_worth

FOREMOST = 32
"""So many best answers to a phrase are looked at first: one of them is nearly always
the best of those left."""

Mask = NDArray[np.bool_]
"""By candidate."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Answers:
    """The candidates that answer one phrase."""

    at: NDArray[np.int64]
    scores: NDArray[np.float64]
    foremost: NDArray[np.int64]
    """Places of the best, best first."""

    def best(self, sure: Mask) -> tuple[float, float]:
        """The scores of the best and of the last of the best few that are sure; 0 where
        there is none."""
        among = self.foremost[sure[self.at[self.foremost]]]
        if len(among) < A_FEW and len(self.foremost) < len(self.at):
            among = np.flatnonzero(sure[self.at])
            among = among[np.argsort(-self.scores[among])]
        few = self.scores[among[:A_FEW]].tolist()
        return few[0] if few else 0.0, few[-1] if len(few) == A_FEW else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Beside:
    """The candidates, ready to be asked about."""

    _open: Mask
    """Those that anyone can join."""
    _always: Mask
    """Those shown whatever stands beside them."""
    _answers: tuple[_Answers, ...]
    _kept: dict[tuple[tuple[float, float], ...], Mask] = field(default_factory=dict)

    def worth_showing(self, left: Mask, sure: Mask) -> Mask:
        """Of those left, what is no mere neighbour of better answers.

        ``sure``: those known to meet all conditions; only the open ones among them are
        what another is held against.
        """
        surely_open = sure & left & self._open
        bests = tuple(one.best(surely_open) for one in self._answers)
        if bests not in self._kept:
            self._kept[bests] = self._beside(bests)
        return left & self._kept[bests]

    def _beside(self, bests: Sequence[tuple[float, float]]) -> Mask:
        kept = self._always.copy()
        best, last = np.array(bests).reshape(-1, 2).T
        least = least_worth(best, last)
        for one, enough in zip(self._answers, least.tolist(), strict=True):
            kept[one.at[one.scores >= enough]] = True
        return kept


def beside_of(
    by_phrase: NDArray[np.float64], openness_rank: NDArray[np.int8], always: Mask
) -> Beside:
    """``by_phrase``: shape (phrases, candidates); ``always``: shown in any case."""
    return Beside(
        _open=openness_rank == 0,
        _always=always,
        _answers=tuple(_answers(scores) for scores in by_phrase),
    )


def _answers(every: NDArray[np.float64]) -> _Answers:
    at = np.flatnonzero(every)
    scores = every[at]
    foremost = np.arange(len(scores))
    if len(scores) > FOREMOST:
        foremost = np.argpartition(scores, -FOREMOST)[-FOREMOST:]
    foremost = foremost[np.argsort(-scores[foremost])]
    return _Answers(at=at, scores=scores, foremost=foremost)
