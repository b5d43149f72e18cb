"""Which listings carry what somebody says no to, by word and by activity.

A refusal hides a listing from somebody, so the evidence has to be plain: a word used
other than behind a "no", or an activity that is surely meant and surely there.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Asked, Phrase
from matcher.ranking.hearing import Heard
from matcher.ranking.index import Index
from matcher.ranking.words import Word, fold, is_refusable, term_of

PLAINLY = 0.4
"""How sure of an activity both sides together have to be before it hides anything:
a title or an activity of a listing, not a word in passing."""

REFUSING = ("said", "narrower")
"""The ways of reaching an activity that may refuse it: not the gym is no gym and no
weightlifting, and says nothing against walking."""


def refused(asked: Asked, heard: Heard, index: Index) -> NDArray[np.bool_]:
    """The listings that carry what any phrase refuses."""
    listings = np.zeros(len(index), np.bool_)
    for place, run in heard.refusals:
        if any(is_refusable(word.term) for word in run):
            words = asked.phrases[place].words
            carrying = [_carrying(words, word, index) for word in run]
            listings |= np.logical_and.reduce(carrying)
    for place in heard.matched:
        _refuse_activities(asked.phrases[place], index, listings)
    return listings


def refused_words(phrases: Sequence[Phrase], heard: Heard) -> tuple[str, ...]:
    """What is refused, as it was said."""
    return tuple(
        phrases[place].words[run[0].start : run[-1].end]
        for place, run in heard.refusals
    )


def _carrying(words: str, word: Word, index: Index) -> NDArray[np.bool_]:
    repaired = index.speller.repair(fold(words[word.start : word.end]))
    carrying = np.zeros(len(index), np.bool_)
    for term in {word.term, term_of(repaired) if repaired else word.term}:
        postings = index.postings(term)
        carrying[postings.positions[postings.carried]] = True
    return carrying


def _refuse_activities(
    phrase: Phrase, index: Index, listings: NDArray[np.bool_]
) -> None:
    for one in phrase.refused:
        if one.how in REFUSING:
            there = index.readings.of(one.activity)
            plain = one.weight * there.weights >= PLAINLY
            listings[there.positions[plain]] = True
