"""Everything that fits, before any match is made, and what comes first among it.

``order`` says what the promise is; here is how the first few are found without putting
thousands in order: by one key after the other, always among what is still level.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN

BAND_WIDTH = 0.1
"""Scores within one band count as equal, so that what is near and easy to join can
decide between them; words alone cannot tell 0.61 from 0.66."""

FEW = 400
"""So many are put in order at once: quicker than choosing among them."""

Places = NDArray[np.int64]
"""Places in ``Standings``, in some order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Standings:
    """The same of everything that fits, before any match is made: one entry each."""

    position: NDArray[np.int64]
    """In the index."""
    put_first: NDArray[np.bool_]
    openness_rank: NDArray[np.int8]
    ask_first: NDArray[np.int64]
    """One bit for each firm condition nobody has said anything about."""
    to_ask: NDArray[np.int64]
    """How many these are."""
    band: NDArray[np.int64]
    ease: NDArray[np.float64]
    score: NDArray[np.float64]
    by_phrase: NDArray[np.float64]
    """Shape (phrases, listings): how well each phrase is answered; 0 is not at all."""
    best_phrase: NDArray[np.int64]
    """The phrase it answers best, weighed by what matters most."""
    thing: NDArray[np.int64]
    """What it is a place of (``Columns.thing``)."""
    by_id: NDArray[np.int64]
    """Numbers that rise with the ids."""


def promised(s: Standings, places: Places) -> Places:
    """These places in the order of ``by_promise``; a property test holds the two
    together."""
    return places[np.lexsort([one[places] for one in (s.by_id, -s.score, -s.ease, -s.band, s.to_ask, s.openness_rank, ~s.put_first)])]  # noqa: E501  # fmt: skip


def by_score_alone(s: Standings) -> Places:
    """Best score first whatever the openness: for measuring, never for people."""
    return np.lexsort((s.by_id, -s.score))


def same_thing(s: Standings, place: int) -> tuple[int, int, int]:
    """What two places of one thing, alike before words, have in common."""
    return int(s.thing[place]), int(s.best_phrase[place]), int(s.ask_first[place])


def foremost(s: Standings, alike: Places, most: int, *, fold: bool) -> Places:
    """Of a tier, in the order of the promise, all that may have its turn.

    These are the first few that each phrase is best answered by, so many that nobody
    asks for one behind them, and the best answer to every phrase. With ``fold`` only
    the first of each thing counts and is kept.
    """
    if len(alike) <= FEW:
        order = promised(s, alike)
        return _first_of_each(s, order) if fold else order
    enough = most + len(s.by_phrase)
    best_phrase = s.best_phrase[alike]
    chosen = [
        _foremost_things(s, alike[best_phrase == phrase], enough, fold=fold)
        for phrase in np.unique(best_phrase)
    ]
    chosen += [_opener(s, alike, answers, fold=fold) for answers in s.by_phrase]
    return promised(s, np.unique(np.concatenate(chosen)))


def _foremost_things(s: Standings, group: Places, enough: int, *, fold: bool) -> Places:
    looked_at = 2 * enough
    while True:
        order = first_of(s, group, looked_at)
        kept = _first_of_each(s, order) if fold else order
        if len(kept) >= enough or len(order) == len(group):
            return kept
        looked_at *= 4


def _opener(
    s: Standings, alike: Places, answers: NDArray[np.float64], *, fold: bool
) -> Places:
    """The first of those that answer a phrase best, by bands."""
    bands = (answers[alike] / BAND_WIDTH).astype(np.int64)
    while len(bands) and bands.max() > 0:
        best = alike[bands == bands.max()]
        opener = first_of(s, best, 1)
        twins = alike[_alike_to(s, alike, int(opener[0]))]
        if not fold or first_of(s, twins, 1) == opener:
            return opener
        bands[alike == opener] = 0  # folded into another, which is looked at too
    return alike[:0]


def _alike_to(s: Standings, places: Places, one: int) -> NDArray[np.bool_]:
    if s.thing[one] == UNKNOWN:
        return np.equal(places, one)
    same = np.ones(len(places), np.bool_)
    for column in (s.thing, s.best_phrase, s.ask_first):
        same &= column[places] == column[one]
    return same


def first_of(s: Standings, alike: Places, most: int) -> Places:
    """The first so many of a tier, in the order of the promise."""
    level, before = alike, []
    wanted = most
    for column in (s.band, s.ease, s.score, -s.by_id):
        if len(level) <= max(FEW, wanted):
            break
        values = column[level]
        least = np.partition(values, -wanted)[-wanted]
        above = level[values > least]
        before.append(above)
        wanted -= len(above)
        level = level[values == least]
    return promised(s, np.concatenate([*before, level]))[:most]


def _first_of_each(s: Standings, order: Places) -> Places:
    """The first place of each thing, in the same order."""
    seen: set[tuple[int, ...]] = set()
    kept = np.ones(len(order), np.bool_)
    known = np.flatnonzero(s.thing[order] != UNKNOWN)
    columns = (s.thing, s.best_phrase, s.ask_first)
    keys = zip(*(column[order[known]].tolist() for column in columns), strict=True)
    for at, key in zip(known.tolist(), keys, strict=True):
        kept[at] = key not in seen
        seen.add(key)
    return order[kept]
