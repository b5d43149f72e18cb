"""How well a listing answers a phrase by the activities both speak of, from 0 to 1.

What a phrase means was settled before (``Phrase.meant``), and so was what a listing
speaks of (``Facts.readings``); here the two are only held against each other.
"""

from collections.abc import Mapping, Sequence
from math import log1p

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Meant
from matcher.ranking.index import Index
from matcher.ranking.touched import Voices

AGREEING = 0.25
"""What each further activity that agrees closes of the gap the best one leaves; flat
from 0.25 to 0.6 on the evaluation people, and 0.02 above leaving them out."""


SUREST = 0.99
"""No activity is surer than this, so that what it says can be added up."""


def shared_with(meant: Sequence[Mapping[str, float]], index: Index) -> Voices:
    """How sure both sides together are of each activity.

    ``meant``: of each phrase the activities, and how sure one is of each.
    """
    size = len(index)
    said = [
        (phrase * size, activity, sure)
        for phrase, activities in enumerate(meant)
        for activity, sure in activities.items()
    ]
    found = index.readings.several([activity for _, activity, _ in said])
    sure = np.array([sure for _, _, sure in said], np.float64)
    cells = found.positions
    if len(meant) > 1:
        firsts = np.array([first for first, _, _ in said], np.int64)
        cells = found.each(firsts) + cells
    return Voices(cells, found.each(sure) * found.values)


def left_open(
    best: NDArray[np.float64], total: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What activities leave open of whether listings answer: 1 (nothing shared) to 0.

    ``best``: what the strongest activity both speak of says: how sure of it on both
    sides. ``total``: what all of them say together.
    """
    left: NDArray[np.float64] = np.exp(AGREEING * (best - total))
    left *= 1 - best
    return left


def surest_of_each(meant: Sequence[Meant]) -> tuple[Meant, ...]:
    """Each activity once, however many ways lead to it, surest first."""
    each: dict[str, Meant] = {}
    for one in sorted(meant, key=lambda one: one.weight, reverse=True):
        each.setdefault(one.activity, one)
    return tuple(each.values())


def adding_up(said: float, best: float) -> float:
    """What one shared activity adds to the evidence of a listing.

    ``best`` is the strongest one's; sums are those of ``left_open``, as
    what is left of the doubt (-log).
    """
    return -log1p(-min(said, SUREST)) if said == best else AGREEING * said


def sureness(meant: Sequence[Meant]) -> float:
    """How sure the surest thing is that a phrase means; 0 when it means nothing."""
    return max([one.weight for one in meant], default=0.0)
