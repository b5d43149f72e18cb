"""All of a person's phrases, scored against every listing at once.

What matters most to them weighs most, and answering several phrases is better than
answering one. Nothing here knows openness, place or cost.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import conditions
from matcher.ranking.audience import MEANT_FOR_OTHERS, is_a_guess, is_for_others
from matcher.ranking.avoiding import left_out
from matcher.ranking.conditions import Positions
from matcher.ranking.facts import Asked, Meant
from matcher.ranking.hearing import Heard
from matcher.ranking.index import Index
from matcher.ranking.joined import FLOOR, Answered, Looked, score_phrases
from matcher.ranking.meanings import sureness, surest_of_each
from matcher.ranking.refusing import refused
from matcher.ranking.score import sought_in, weighed_in_names
from matcher.ranking.signals import WORDS, heeded

MATTERS_LESS = 0.97
"""What each phrase counts of the one before it: people put first what matters most. It
decides between equals; at 0.93 good answers to later phrases begin to be lost."""

FURTHER_PHRASES = 0.5
"""What a further answered phrase closes of the gap that the best one leaves. On the
evaluation people nDCG@10 grows by 0.01 from 0 to 0.5 and stays."""

SURELY = 0.9
"""How sure an activity has to be before its words are no longer taken one by one."""

FAR_BELOW = 0.27
"""Share of the best answer's score below which another is no answer beside it. On the
evaluation people 0.014 less is noise than at 0.25, for those of Wenbrook 0.009 and
0.012 of recall; 0.3 takes 0.04 of their recall more. It is less than ``BESIDE_A_FEW``,
so that a good answer is far below none (``beside`` relies on it)."""

A_FEW, BESIDE_A_FEW = 6, 0.3
"""Once so many better answers to a phrase are shown, a further one has to score this:
the more there is to look at, the less is another guess worth. Of what the evaluation
people are shown 0.38 is noise by it and 0.43 without (those of Wenbrook: 0.52 and
0.59), for 0.07 of recall and 0.015 of nDCG@10 (those of Wenbrook: 0.02 and nothing)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scores:
    """Every open listing that answers a phrase and carries nothing refused."""

    at: Positions
    """Their positions in the index, rising."""
    answered: Answered
    """Which of them answers which phrase; positions are places in ``at``."""
    looked: Mapping[int, Looked]
    """Phrase -> what was looked for."""


def score(
    asked: Asked,
    heard: Heard,
    index: Index,
    today: date | None,
    without: Collection[str] = (),
) -> Scores:
    """What answers anything somebody said; ``without``: see ``signals``."""
    looked = {
        place: looked_for(asked, heard, index, place, without)
        for place in heard.wanting
    }
    there = ~conditions.closed(index.whole.columns, index.all_in_whole, today)
    there[refused(asked, heard, index)] = False
    there[left_out(asked, index)] = False
    answered = score_phrases(list(looked.values()), index, there)
    answered = replace(
        answered, phrases=np.array(heard.wanting, np.int64)[answered.phrases]
    )
    answered = as_meant_for(asked, answered, index)
    there[:] = False
    there[answered.positions] = True
    (at,) = there.nonzero()
    places = np.empty(len(index), np.int64)
    places[at] = np.arange(len(at))
    answered = replace(answered, positions=places.take(answered.positions))
    return Scores(at=at, answered=answered, looked=looked)


def as_meant_for(asked: Asked, answered: Answered, index: Index) -> Answered:
    """The same, where what is for people whom they did not speak of says less, and
    nothing is guessed about their health."""
    at = index.in_whole(answered.positions)
    for_whom = index.whole.columns.for_some.take(at)
    (some,) = for_whom.nonzero()
    if not len(some):
        return answered
    phrases, was = answered.phrases.take(some), answered.scores.take(some)
    for_whom = for_whom.take(some)
    others = is_for_others(asked.phrases, phrases, for_whom)
    guess = others & is_a_guess(asked.phrases, phrases, for_whom, was)
    scores = answered.scores.copy()
    scores[some] = np.where(others, np.maximum(was - MEANT_FOR_OTHERS, FLOOR), was)
    return replace(answered, scores=scores).but(some[guess])


def looked_for(
    asked: Asked,
    heard: Heard,
    index: Index,
    place: int,
    without: Collection[str] = (),
) -> Looked:
    """What the phrase at ``place`` looks for, whatever the others do."""
    words, understood = asked.phrases[place].words, heard.understood[place]
    heard_as = heard.meant[place] if len(index.readings) else ()
    meant = surest_of_each(heeded(heard_as, without))
    sought = () if WORDS in without else sought_in(words, understood, index)
    return Looked(
        words=words,
        sought=weighed_in_names(sought, _names_in(meant)),
        meant=meant,
        not_meant=asked.phrases[place].not_meant,
    )


def _names_in(meant: Sequence[Meant]) -> tuple[tuple[int, int], ...]:
    """Where the surest activity was understood from words that stand side by side."""
    surest = sureness(meant)
    if surest < SURELY:
        return ()
    return next(one.spans for one in meant if one.weight == surest)


def all_together(
    answered: Answered, size: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How well all phrases together are answered by each of so many listings, and the
    phrase that is answered best, weighed by what matters most.

    The best answer, and a little of what is left to gain for each further one.
    """
    phrases, at = answered.phrases, answered.positions
    matters = MATTERS_LESS ** np.arange(phrases.max(initial=0) + 1)
    weighed = answered.scores * matters[phrases]
    best, misses = np.zeros(size), np.ones(size)
    np.maximum.at(best, at, weighed)
    np.multiply.at(misses, at, 1 - FURTHER_PHRASES * weighed)
    whole: NDArray[np.float64] = 1 - (1 - best) * misses / (1 - FURTHER_PHRASES * best)
    best_phrase = np.zeros(size, np.int64)
    (first,) = (weighed == best[at]).nonzero()
    first = first[::-1]  # of equals the first is said last, and stays
    best_phrase[at[first]] = phrases[first]
    return whole, best_phrase


def least_worth(
    best: NDArray[np.float64], last: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What an answer has to score beside the best and the last of the best few; either
    is 0 when there is none."""
    return np.maximum(FAR_BELOW * best, np.minimum(last, BESIDE_A_FEW))
