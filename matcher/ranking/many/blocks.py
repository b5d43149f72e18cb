"""What fits each person of a block: one entry for person and listing.

The steps are those of ``scoring.score`` and ``beside``, for everybody at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from matcher.ranking.audience import named_by
from matcher.ranking.conditions import FAILS, UNSAID
from matcher.ranking.facts import Asked, Conditions
from matcher.ranking.many.crowd import Crowd, Known
from matcher.ranking.many.reach import near_enough
from matcher.ranking.many.runs import Bools, Floats, Ints, starts_of
from matcher.ranking.scoring import (
    A_FEW,
    BESIDE_A_FEW,
    FURTHER_PHRASES,
    MATTERS_LESS,
    least_worth,
)
from matcher.ranking.standings import BAND_WIDTH

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
        not asked.put_first
        and not asked.avoid
        and len(asked.phrases) <= MOST_PHRASES
        and not named_by(asked.phrases)
    )


class Answers(NamedTuple):
    """What the phrases of a block answer: by place of the phrase, then by person, and
    of each phrase the best first."""

    bounds: Ints
    """Where the answers of each place of a phrase begin, and the end."""
    at: Ints
    """First person * size + position; later the number of the entry."""
    scores: Floats

    def only(self, kept: Ints, at: Ints) -> "Answers":
        """Those that are kept (rising), by what they are ``at`` from now on."""
        return Answers(kept.searchsorted(self.bounds), at, self.scores[kept])


def fitting(people: Sequence[Asked], crowd: Crowd) -> Fitting:
    """What fits each of these people, who all ``can_go_together``."""
    index, size = crowd.index, max(len(crowd.index), 1)
    known = crowd.known_of(people)
    firm, which = _firm_of(people, crowd)
    answers = _answers_of(known, size)
    wanted = _wanted(people, known, crowd)
    (kept,) = wanted.ravel()[answers.at].nonzero()
    answers = answers.only(kept, answers.at[kept])
    touched = np.zeros(len(people) * size, np.bool_)
    touched[answers.at] = True
    (at,) = touched.nonzero()
    person, position = np.divmod(at, size)
    near = near_enough(people, index, person, position)
    (left,) = (near != FAILS).nonzero()
    answers = _numbered(answers, at, left, len(touched))
    person, position, near = person[left], position[left], near[left]
    is_left = ~firm.fails[which[person], position]
    is_open = index.columns.openness_rank[position] == 0
    worth = _worth_showing(answers, is_open, is_left, person, len(people))
    (shown,) = (is_left & worth).nonzero()
    answers = _numbered(answers, np.arange(len(person)), shown, len(person))
    person, position, near = person[shown], position[shown], near[shown]
    turns = _turns_of(answers)
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


def _answers_of(known: Sequence[Sequence[Known]], size: int) -> Answers:
    """Everything that the phrases of a block answer, wherever it is."""
    some, starts, bounds = [], [], [0]
    for place in range(max((len(phrases) for phrases in known), default=0)):
        for number, phrases in enumerate(known):
            if place < len(phrases):
                some.append(phrases[place])
                starts.append(number * size)
        bounds.append(len(some))
    ends = np.cumsum([0, *(len(one.positions) for one in some)])
    at = np.concatenate([np.empty(0, np.int64), *(one.positions for one in some)])
    at += np.repeat(np.array(starts, np.int64), np.diff(ends))
    scores = np.concatenate([np.empty(0), *(one.scores for one in some)])
    return Answers(ends[bounds], at, scores)


def _wanted(
    people: Sequence[Asked], known: Sequence[Sequence[Known]], crowd: Crowd
) -> Bools:
    """The listings that each person does not refuse, and that are not far away: shape
    (people, listings)."""
    wanted = np.ones((len(people), len(crowd.index)), np.bool_)
    named = crowd.index.named
    for row, asked, phrases in zip(wanted, people, known, strict=True):
        around = crowd.around(asked.place)
        if around is not None:
            row &= around
        for one in phrases:
            if len(one.refused):
                row[one.refused] = False
        for key in asked.not_these:
            found = named.get(key)
            if found is not None:
                row[found] = False
    return wanted


def _numbered(answers: Answers, before: Ints, left: Ints, most: int) -> Answers:
    """Those answers whose entry is left, by the number it has from now on.

    ``before``: what they were ``at``, all below ``most``; ``left``: places in it.
    """
    numbers = np.empty(most, np.int64)
    numbers[before] = -1
    numbers[before[left]] = np.arange(len(left))
    at = numbers[answers.at]
    (kept,) = (at >= 0).nonzero()
    return answers.only(kept, at[kept])


def _turns_of(answers: Answers) -> list[Turn]:
    return [
        Turn(answers.at[start:end], answers.scores[start:end])
        for start, end in pairwise(answers.bounds.tolist())
    ]


@dataclass(frozen=True, kw_only=True, eq=False)
class Firms:
    """Several ``Firm``, one row for each."""

    fails: Bools
    to_ask: Ints


def _firm_of(people: Sequence[Asked], crowd: Crowd) -> tuple[Firms, Ints]:
    """What everybody's conditions come to, and which row is whose."""
    rows: dict[Conditions, int] = {}
    which = [rows.setdefault(one.conditions, len(rows)) for one in people]
    firm = [crowd.firm(wanted) for wanted in rows or (Conditions(),)]
    return Firms(
        fails=np.stack([one.fails for one in firm]),
        to_ask=np.stack([one.to_ask for one in firm]),
    ), np.array(which, np.int64)


def _worth_showing(
    answers: Answers, is_open: Bools, is_left: Bools, person: Ints, people: int
) -> Bools:
    """What is worth showing to each person by themselves, as ``beside`` says it."""
    counts = np.diff(answers.bounds)
    whose = np.repeat(np.arange(len(counts)) * people, counts) + person[answers.at]
    size = len(counts) * people
    least = least_worth(*_bests(answers, whose, is_open[answers.at], size))
    best, last = _bests(answers, whose, (is_open & is_left)[answers.at], size)
    nothing_good = best < BESIDE_A_FEW
    least[nothing_good] = np.minimum(least, least_worth(best, last))[nothing_good]
    kept = np.zeros(len(person), np.bool_)
    kept[answers.at[answers.scores >= least[whose]]] = True
    return kept


def _bests(
    answers: Answers, whose: Ints, beside: Bools, size: int
) -> tuple[Floats, Floats]:
    """By phrase and person, the scores of the best and of the last of the best few of
    those; 0 where there is none."""
    best, last = np.zeros((2, size))
    (those,) = beside.nonzero()  # of each phrase the best first
    of_phrase = whose[those]
    starts = starts_of(of_phrase)
    best[of_phrase[starts]] = answers.scores[those[starts]]
    ends = np.append(starts[1:], len(those))
    full = (starts + A_FEW <= ends).nonzero()[0]
    last_of_few = those[starts[full] + A_FEW - 1]
    last[of_phrase[starts[full]]] = answers.scores[last_of_few]
    return best, last


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
