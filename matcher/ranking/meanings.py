"""How well a listing answers a phrase by the activities both speak of, from 0 to 1.

What a phrase means was settled before (``Phrase.meant``), and so was what a listing
speaks of (``Facts.readings``); here the two are only held against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Meant
from matcher.ranking.index import Index
from matcher.ranking.touched import Touched, Voices

AGREEING = 0.25
"""What each further activity that agrees closes of the gap the best one leaves; flat
from 0.25 to 0.6 on the evaluation people, and 0.02 above leaving them out."""


SUREST = 0.99
"""No activity is surer than this, so that what it says can be added up."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MeaningScores:
    """What the activities of one phrase say of every touched listing."""

    best: NDArray[np.float64]
    """The strongest activity both speak of: how sure of it on both sides."""
    agreeing: NDArray[np.float64]
    """What all others come to together."""

    @property
    def whole(self) -> NDArray[np.float64]:
        """From 0 (nothing shared) to 1."""
        whole: NDArray[np.float64] = 1 - (1 - self.best) * np.exp(
            -AGREEING * self.agreeing
        )
        return whole


def shared_with(meant: Mapping[str, float], index: Index) -> Voices:
    """How sure both sides together are of each activity; ``meant``: how sure one is."""
    there = index.readings.shared(meant)
    return Voices(there.positions, there.weights)


def score_meanings(shared: Voices, touched: Touched) -> MeaningScores:
    """What the activities of one phrase say of every touched listing."""
    best = touched.most(shared)
    return MeaningScores(best=best, agreeing=touched.total(shared) - best)


def heaviest_of_each(meant: Sequence[Meant]) -> list[Meant]:
    """Each activity once, however many ways lead to it."""
    by_activity: dict[str, Meant] = {}
    for one in meant:
        known = by_activity.get(one.activity)
        if known is None or one.weight > known.weight:
            by_activity[one.activity] = one
    return list(by_activity.values())


def adding_up(said: float, best: float) -> float:
    """What one shared activity adds to the evidence of a listing.

    ``best`` is the strongest one's; sums are those of ``MeaningScores.whole``, as
    what is left of the doubt (-log).
    """
    return -log1p(-min(said, SUREST)) if said == best else AGREEING * said


def sureness(meant: Sequence[Meant]) -> float:
    """How sure the surest thing is that a phrase means; 0 when it means nothing."""
    return max((one.weight for one in meant), default=0.0)
