"""Which candidates are worth showing beside better answers, in many cases.

A good answer is, whatever it stands beside. Another, a guess, is where fewer than a few
good ones stand, and where it is not far below the best. What is known to fit is held
against what is known to fit, the rest against all that may; in either case against what
anyone can join. Said for many cases at once, now and with each further condition: a
candidate has one bit for each. A test holds it against saying it for one.
"""

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.further import Bits, count_bits
from matcher.ranking.joined import Answered
from matcher.ranking.scoring import A_FEW, BESIDE_A_FEW, least_worth

LOOKED_AT_FIRST = 128
"""So many best answers to a phrase are looked at first: A_FEW of those left are nearly
always among them."""

Mask = NDArray[np.bool_]
"""By candidate."""
CaseBits = NDArray[np.int64]
"""One bit for each case in which all that is left stands beside it, and above them one
for each in which all that is sure does."""


def worth_showing(
    answered: Answered, is_open: Mask, sure: Bits, left: Bits, cases: int
) -> Bits:
    """By candidate, the cases in which it is no mere neighbour of better answers.

    ``answered``: positions are candidates. ``is_open``: those that anyone can join.
    ``left``: the cases in which each is left; ``sure``: those in which it is known to
    meet all conditions besides.
    """
    beside = sure.astype(np.int64) << cases | left
    kept = np.zeros(len(is_open), np.int64)
    (good,) = (answered.scores >= BESIDE_A_FEW).nonzero()
    lacking = _lacking(answered, good, is_open, beside, 2 * cases)
    edges = answered.phrases.searchsorted(np.arange(len(lacking) + 1)).tolist()
    for phrase in lacking.nonzero()[0].tolist():
        its, lacks = slice(edges[phrase], edges[phrase + 1]), int(lacking[phrase])
        at, scores = answered.positions[its], answered.scores[its]
        there = beside.take(at) & lacks
        (some,) = there.nonzero()
        if len(some):
            at, there, scores = at.take(some), there.take(some), scores.take(some)
            kept[at] |= _not_far_below(scores, is_open.take(at), there, lacks)
    kept |= kept >> cases
    kept[answered.positions.take(good)] = -1
    return (kept & (1 << cases) - 1).astype(np.int32)


def _lacking(
    answered: Answered,
    good: NDArray[np.int64],
    is_open: Mask,
    beside: CaseBits,
    bits: int,
) -> CaseBits:
    """By phrase, the cases in which fewer than a few good ones stand."""
    phrases = int(answered.phrases.max(initial=-1)) + 1
    at = answered.positions.take(good)
    (among,) = is_open.take(at).nonzero()
    of_phrase = answered.phrases.take(good.take(among))
    counts = count_bits(beside.take(at.take(among)), bits, of_phrase, phrases)
    lacking: CaseBits = ((counts < A_FEW) << np.arange(bits)).sum(axis=1)
    return lacking


def _not_far_below(
    scores: NDArray[np.float64], is_open: Mask, there: CaseBits, lacks: int
) -> CaseBits:
    """Of some answers to a phrase, the cases of those it ``lacks`` in which each is
    worth showing beside the others that are ``there``."""
    flags = np.array([1 << x for x in range(lacks.bit_length()) if lacks >> x & 1])
    beside = np.where(is_open, there, 0)
    least = least_worth(*_bests(scores, beside, flags))
    (some,) = (scores >= least.min()).nonzero()
    reached = scores.take(some) >= least[:, None]
    kept = np.zeros(len(scores), np.int64)
    kept[some] = there.take(some) & flags @ reached
    return kept


def _bests(
    scores: NDArray[np.float64], beside: CaseBits, flags: CaseBits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By flag, the scores of the best and of the last of the best few that have it; 0
    where there is none."""
    foremost = _best_first(scores)
    theirs = scores.take(foremost)
    have = (beside.take(foremost) & flags[:, None]) != 0
    counts = have.cumsum(axis=1, dtype=np.int32)
    best, last = (
        np.where(counts[:, -1] >= nth, theirs.take((counts >= nth).argmax(axis=1)), 0)
        for nth in (1, A_FEW)
    )
    if len(foremost) < len(scores):
        for row in (counts[:, -1] < A_FEW).nonzero()[0].tolist():
            (among,) = ((beside & flags[row]) != 0).nonzero()
            having = scores.take(among)
            best[row] = having.max(initial=0.0)
            if len(having) >= A_FEW:
                last[row] = np.partition(having, -A_FEW)[-A_FEW]
    return best, last


def _best_first(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where the ``LOOKED_AT_FIRST`` best of these stand, best first."""
    worse = -scores
    if len(worse) <= LOOKED_AT_FIRST:
        return worse.argsort()
    least = worse.argpartition(LOOKED_AT_FIRST)[:LOOKED_AT_FIRST]
    return least.take(worse.take(least).argsort())
