"""Which listings carry what somebody says no to, by word and by activity.

A refusal hides a listing from somebody, so the evidence has to be plain: a word used
other than behind a "no", or an activity that is surely meant and surely there.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.ranking.conditions import NOWHERE, Positions
from matcher.ranking.facts import Asked, Phrase
from matcher.ranking.hearing import Heard
from matcher.ranking.index import Index, plain_name
from matcher.ranking.venues import Kind, kind_refused
from matcher.ranking.words import Word, fold, is_refusable, term_of

PLAINLY = 0.4
"""How sure of an activity both sides together have to be before it hides anything:
a title or an activity of a listing, not a word in passing."""

REFUSING = ("said", "narrower")
"""The ways of reaching an activity that may refuse it: not the gym is no gym and no
weightlifting, and says nothing against walking."""


def refused(asked: Asked, heard: Heard, index: Index) -> Positions:
    """The listings that carry what any phrase refuses."""
    carrying = [NOWHERE]
    for place, run in heard.refusals:
        if any(is_refusable(word.term) for word in run):
            words = asked.phrases[place].words
            put_right = heard.understood[place].in_english
            each = [_carrying(words, word, index, put_right=put_right) for word in run]
            carrying.append(_in_all(each, len(index)))
            if len(run) == 1 and (kind := kind_refused(fold(words), run[0].end)):
                carrying.append(_meeting_in(kind, index))
    for place in heard.matched:
        carrying += _speaking_of(asked.phrases[place], index)
    return np.concatenate(carrying)


def _meeting_in(kind: Kind, index: Index) -> Positions:
    """The listings that meet in such places alone, as far as their names tell."""
    there = index.at_any_of(kind.looked_up, called=kind.called.fullmatch)
    return np.array(
        [at for at in set(there.tolist()) if _all_called(kind, index.facts[at].venues)],
        np.int64,
    )


def _all_called(kind: Kind, venues: Sequence[str]) -> bool:
    names = map(plain_name, venues)
    return bool(venues) and all(kind.called.fullmatch(name) for name in names)


def refused_words(phrases: Sequence[Phrase], heard: Heard) -> tuple[str, ...]:
    """What is refused, as it was said; words that keep nothing out are none of it."""
    return tuple(
        phrases[place].words[run[0].start : run[-1].end]
        for place, run in heard.refusals
        if any(is_refusable(word.term) for word in run)
    )


def _carrying(words: str, word: Word, index: Index, *, put_right: bool) -> Positions:
    """What carries a word, and the one it is a slip for: "peint" is none for paint."""
    as_written = fold(words[word.start : word.end])
    repaired = index.meant_by(as_written) if put_right else None
    terms = {word.term, term_of(repaired) if repaired else word.term}
    postings = [index.postings(term) for term in terms]
    carrying = (x.positions.take(x.carried.nonzero()[0]) for x in postings)
    return np.concatenate([NOWHERE, *carrying])


def _in_all(several: Sequence[Positions], size: int) -> Positions:
    """What is in each of these; ``size``: what all positions are below."""
    first, *others = several
    for one in others:
        there = np.zeros(size, np.bool_)
        there[one] = True
        first = first.take(there.take(first).nonzero()[0])
    return first


def _speaking_of(phrase: Phrase, index: Index) -> Iterator[Positions]:
    for one in phrase.refused:
        if one.how in REFUSING:
            there = index.readings.of(one.activity)
            (plain,) = (one.weight * there.weights >= PLAINLY).nonzero()
            yield there.positions.take(plain).astype(np.int64)
