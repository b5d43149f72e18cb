"""What words and activities say together becomes one score, from 0 to 1.

0.5 is worth a look, 0.8 the very thing, and below ``FLOOR`` nothing is shown. A score
is about what was said and what is offered; openness and conditions decide elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Meant
from matcher.ranking.index import Index
from matcher.ranking.meanings import MeaningScores, score_meanings, sureness
from matcher.ranking.score import Sought, score_words

FLOOR = 0.3
"""Below this a listing does not answer a phrase, and is not shown for it."""

DOUBT = 0.6
"""How much less words alone count in a listing that speaks of nothing a phrase surely
means: "throw a bag" is no answer to somebody who boxes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PhraseScores:
    """Which listings answer one phrase well enough; equally long arrays."""

    positions: NDArray[np.int64]
    scores: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What one phrase looks for: words clause by clause, and activities."""

    words: str
    sought: Sequence[Sequence[Sought]] = ()
    meant: tuple[Meant, ...] = ()


def score_phrase(looked: Looked, index: Index) -> PhraseScores:
    """The listings that answer a phrase, at ``FLOOR`` or better."""
    by_activity = score_meanings(looked.meant, index)
    words = score_words(looked.sought, index)
    trust = trust_in_words(by_activity.best, looked.meant, index)
    scores = joined(words, by_activity, trust)
    positions = np.flatnonzero(scores >= FLOOR)
    return PhraseScores(positions=positions, scores=scores[positions])


def joined(
    words: NDArray[np.float64],
    by_activity: MeaningScores,
    trust: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The score: either signal is enough, and the two together are surer."""
    scores: NDArray[np.float64] = 1 - (1 - by_activity.whole) * (1 - trust * words)
    return scores


def trust_in_words(
    by_activity: NDArray[np.float64], meant: Sequence[Meant], index: Index
) -> NDArray[np.float64]:
    """What words count, 0 to 1: all they say unless the activities speak against."""
    if not len(index.readings):
        return np.ones(len(by_activity))
    trust: NDArray[np.float64] = 1 - DOUBT * sureness(meant) * (1 - by_activity)
    return trust
