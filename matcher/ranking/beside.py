"""Which candidates are worth showing beside better answers.

A good answer is, whatever it stands beside. Another, a guess, is where fewer than a few
good ones stand within reach, whatever else is firm: a guess at football answers it no
better for being free, so conditions only take away. It is, too, where a condition
leaves nothing good: who can climb no stairs is shown what there is. In either case it
is not far below the best that anyone can join there. Said for many cases at once, by
one bit for each; a test holds it against saying it for one.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.choices import REACHES, Cases, as_asked, in_cases, within
from matcher.ranking.facts import Asked
from matcher.ranking.further import Bits, count_bits
from matcher.ranking.joined import Answered
from matcher.ranking.scoring import A_FEW, BESIDE_A_FEW, least_worth

LOOKED_AT_FIRST = 128
"""So many best answers to a phrase are looked at first: A_FEW of those that are there
are nearly always among them."""

Mask = NDArray[np.bool_]
"""By candidate."""
There = NDArray[np.int64]
"""One bit for each reach in which it is there, and above them one for each case in
which it is left."""


def worth_showing(
    answered: Answered, is_open: Mask, cases: Cases, asked: Asked
) -> Bits:
    """By candidate, the cases in which it is no mere neighbour of better answers.

    ``answered``: positions are candidates. ``is_open``: those that anyone can join.
    """
    there: There = within(cases) | cases.left.astype(np.int64) << REACHES
    kept = np.zeros(len(is_open), np.int64)
    (good,) = (answered.scores >= BESIDE_A_FEW).nonzero()
    lacking = _lacking(answered, good, is_open, there, as_asked(asked) + 1)
    edges = answered.phrases.searchsorted(np.arange(len(lacking) + 1)).tolist()
    for phrase, lacks in enumerate(lacking):
        if not lacks:
            continue
        its = slice(edges[phrase], edges[phrase + 1])
        at, scores = answered.positions[its], answered.scores[its]
        here = there.take(at) & lacks
        (some,) = here.nonzero()
        if len(some):
            at, here, scores = at.take(some), here.take(some), scores.take(some)
            kept[at] |= _not_far_below(scores, is_open.take(at), here, lacks)
    kept[answered.positions.take(good)] = -1
    return in_cases(kept, asked) | (kept >> REACHES).astype(np.int32)


def _lacking(
    answered: Answered, good: NDArray[np.int64], is_open: Mask, there: There, cases: int
) -> list[int]:
    """By phrase, the reaches in which fewer than a few good ones stand, and the cases
    in which none does."""
    phrases = int(answered.phrases.max(initial=-1)) + 1
    at = answered.positions.take(good)
    (among,) = is_open.take(at).nonzero()
    of_phrase = answered.phrases.take(good.take(among))
    there = there.take(at.take(among))
    counts = count_bits(there, REACHES, of_phrase, phrases)
    few = ((counts < A_FEW) << np.arange(REACHES)).sum(axis=1).tolist()
    edges = of_phrase.searchsorted(np.arange(phrases + 1)).tolist()
    left = [int(np.bitwise_or.reduce(there[a:b])) for a, b in pairwise(edges)]
    every = (1 << cases) - 1 << REACHES
    return [less | every & ~some for less, some in zip(few, left, strict=True)]


def _not_far_below(
    scores: NDArray[np.float64], is_open: Mask, there: There, lacks: int
) -> There:
    """Of some answers to a phrase, the bits of those it ``lacks`` by which each is
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
    scores: NDArray[np.float64], beside: There, flags: There
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
