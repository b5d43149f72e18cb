"""What fits each person of a block: one entry for person and listing.

The steps are those of ``scoring.score`` and ``beside``, for everybody at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.ranking.conditions import FAILS, MEETS, UNSAID
from matcher.ranking.facts import Asked, Conditions
from matcher.ranking.many.crowd import Crowd, Known
from matcher.ranking.many.reach import near_enough
from matcher.ranking.many.runs import Bools, Floats, Ints, starts_of
from matcher.ranking.order import BAND_WIDTH
from matcher.ranking.scoring import (
    A_FEW,
    FURTHER_PHRASES,
    MATTERS_LESS,
    least_worth,
)

BLOCK = 64
"""People who go through together: their columns stay in the processor's cache."""

MOST_PHRASES = 16
"""Of one person, in a block; more go one by one."""

WEIGHTS = MATTERS_LESS ** np.arange(MOST_PHRASES)


class Turn(NamedTuple):
    """What the phrases of one place in everybody's order answer: equally long."""

    entries: Ints
    scores: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitting:
    """Everything that fits the people of a block: one entry for person and listing."""

    people: Sequence[Asked]
    person: Ints
    """Place in ``people``, rising."""
    position: Ints
    """In the index, rising for each person."""
    turns: Sequence[Turn]
    """By place of the phrase."""
    whole: Floats
    best_phrase: Ints
    band: Ints
    to_ask: Ints


def can_go_together(asked: Asked) -> bool:
    """Whether somebody can go through with many others."""
    return (
        not asked.put_first and not asked.avoid and len(asked.phrases) <= MOST_PHRASES
    )


def fitting(people: Sequence[Asked], crowd: Crowd) -> Fitting:
    """What fits each of these people, who all ``can_go_together``."""
    crowd.learn(people)
    index, size = crowd.index, len(crowd.index)
    known = [[crowd.of(phrase) for phrase in asked.phrases] for asked in people]
    at = _candidates(people, known, crowd)
    person, position = np.divmod(at, max(size, 1))
    near = near_enough(people, index, person, position)
    left = np.flatnonzero(near != FAILS)
    person, position, near = person[left], position[left], near[left]
    turns = _turns_of(known, person * size + position, size)
    firm, which = _firm_of(people, crowd)
    meets = firm.meets[which[person], position] & (near == MEETS)
    sure = meets & (index.columns.openness_rank[position] == 0)
    kept = _worth_showing(turns, sure, person, len(people))
    turns = [_only(turn, kept) for turn in turns]
    shown = np.flatnonzero(kept)
    person, position, near = person[shown], position[shown], near[shown]
    whole, best_phrase = _whole(turns, len(person))
    return Fitting(
        people=people,
        person=person,
        position=position,
        turns=turns,
        whole=whole,
        best_phrase=best_phrase,
        band=(whole / BAND_WIDTH).astype(np.int64),
        to_ask=firm.to_ask[which[person], position] + (near == UNSAID),
    )


def _only(turn: Turn, kept: Bools) -> Turn:
    """Those of its entries that are kept, counted anew."""
    places = np.cumsum(kept) - 1
    left = np.flatnonzero(kept[turn.entries])
    return Turn(places[turn.entries[left]], turn.scores[left])


def _candidates(
    people: Sequence[Asked], known: Sequence[Sequence[Known]], crowd: Crowd
) -> Ints:
    """Where person x listing is touched, not refused, meets what is firm and is not
    far away: person * size + position."""
    size, named = len(crowd.index), crowd.index.named
    touched = np.zeros((len(people), size), np.bool_)
    flat = touched.reshape(-1)
    flat[_flat(known, size, "positions")] = True
    flat[_flat(known, size, "refused")] = False
    for row, asked in zip(touched, people, strict=True):
        for one in asked.not_these:
            found = named.get(one)
            if found is not None:
                row[found] = False
        row &= ~crowd.firm(asked.conditions).fails
        around = crowd.around(asked.place)
        if around is not None:
            row &= around
    return np.flatnonzero(flat)


def _flat(known: Sequence[Sequence[Known]], size: int, which: str) -> Ints:
    arrays, starts = [], []
    for number, phrases in enumerate(known):
        for one in phrases:
            found = getattr(one, which)
            if len(found):
                arrays.append(found)
                starts.append(number * size)
    if not arrays:
        return np.empty(0, np.int64)
    lengths = [len(one) for one in arrays]
    flat: Ints = np.concatenate(arrays) + np.repeat(starts, lengths)
    return flat


def _turns_of(known: Sequence[Sequence[Known]], at: Ints, size: int) -> list[Turn]:
    """How well each phrase is answered, by entry; what is not in ``at`` is left."""
    places = np.full(len(known) * size, -1, np.int64)
    places[at] = np.arange(len(at))
    turns = []
    for place in range(max((len(phrases) for phrases in known), default=0)):
        of_turn = [phrases[place : place + 1] for phrases in known]
        flat = _flat(of_turn, size, "positions")
        every = [one.scores for ones in of_turn for one in ones if len(one.scores)]
        scores = np.concatenate(every) if every else np.empty(0)
        entries = places[flat]
        left = np.flatnonzero(entries >= 0)
        turns.append(Turn(entries[left], scores[left]))
    return turns


@dataclass(frozen=True, kw_only=True, eq=False)
class Firms:
    """Several ``Firm``, one row for each."""

    fails: Bools
    meets: Bools
    to_ask: Ints


def _firm_of(people: Sequence[Asked], crowd: Crowd) -> tuple[Firms, Ints]:
    """What everybody's conditions come to, and which row is whose."""
    rows: dict[Conditions, int] = {}
    which = [rows.setdefault(one.conditions, len(rows)) for one in people]
    firm = [crowd.firm(wanted) for wanted in rows or (Conditions(),)]
    return Firms(
        fails=np.stack([one.fails for one in firm]),
        meets=np.stack([one.meets for one in firm]),
        to_ask=np.stack([one.to_ask for one in firm]),
    ), np.array(which, np.int64)


def _worth_showing(
    turns: Sequence[Turn], sure: Bools, person: Ints, people: int
) -> Bools:
    """What is worth showing to each person by themselves, as ``beside`` says it."""
    kept = np.zeros(len(person), np.bool_)
    for turn in turns:
        whose, best, last = person[turn.entries], np.zeros(people), np.zeros(people)
        surely = np.where(sure[turn.entries], turn.scores, 0.0)
        starts = starts_of(whose)  # entries of a turn rise, so those of a person too
        if len(starts):
            best[whose[starts]] = np.maximum.reduceat(surely, starts)
            last[whose[starts]] = _last_of_a_few(surely, whose, starts)
        kept[turn.entries[turn.scores >= least_worth(best, last)[whose]]] = True
    return kept


def _last_of_a_few(surely: Floats, whose: Ints, starts: Ints) -> Floats:
    """The score of the last of each person's best few; 0 for whoever has fewer."""
    falling = surely[np.lexsort((-surely, whose))]
    last, ends = starts + A_FEW - 1, np.append(starts[1:], len(whose))
    return np.where(last < ends, falling[np.minimum(last, len(whose) - 1)], 0.0)


def _whole(turns: Sequence[Turn], entries: int) -> tuple[Floats, Ints]:
    """As ``scoring.score`` adds up, and the phrase that is answered best."""
    best, misses = np.zeros(entries), np.ones(entries)
    best_phrase = np.zeros(entries, np.int64)
    for place, turn in enumerate(turns):
        weighed = turn.scores * WEIGHTS[place]
        misses[turn.entries] *= 1 - FURTHER_PHRASES * weighed
        better = weighed > best[turn.entries]
        best_phrase[turn.entries[better]] = place
        best[turn.entries[better]] = weighed[better]
    whole: Floats = 1 - (1 - best) * misses / (1 - FURTHER_PHRASES * best)
    return whole, best_phrase
