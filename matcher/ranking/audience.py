"""For whom a title says a thing is, and whom a person spoke of.

A choir for people who had a stroke is as good a choir as any; but somebody who said
only that they used to sing may not be meant, so it answers them less well than a choir
for anybody, and is not the first thing they read. Whoever says the word themselves, in
answer to whatever question, finds it first; and so does whoever means it: who cares for
their mum round the clock means a carers' group. Nothing here guesses anything about a
person.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Phrase

Bits = NDArray[np.int64]

MEANT_FOR_OTHERS = 0.15
"""What an answer loses whose title names people that the person did not speak of: a
band and a half, so that a choir nearly as good comes before it, and what is only like
singing after it. While it merely counted as harder to join, a better answer by one band
went first; nDCG@10 of the people of Wenbrook is 0.002 higher since, that of the
evaluation people 0.001."""

ILL = (
    "addiction", "adhd", "alzheimer", "amputee", "anxiety", "aphasia", "arthritis",
    "asperger", "asthma", "autis", "brain injur", "cancer", "chronic pain", "copd",
    "deaf", "dementia", "depression", "diabet", "epilep", "fibromyalgia",
    "hearing loss", "heart failure", "learning disab", "long covid", "lupus", "macular",
    "mental health", "multiple sclerosis", "parkinson", "psychosis", "sight loss",
    "stammer", r"stoma\b", r"stroke\b", "visually impaired",
)  # fmt: skip
"""How words begin that name people by an illness, an impairment or how they think."""

PARTICULAR = (
    *ILL, "asylum", "bereave", "carers", "refugee", "single parent", "veterans",
    "widow",
)  # fmt: skip
"""The same, and those that name them by what life brought. Not by age, sex or where
they live: those are many, and said on the card."""

OF_ILLNESS = (1 << len(ILL)) - 1
"""Their bits that are of ``ILL``."""

WORTH_A_LOOK = 0.5
"""What an answer has to score whose title names an illness, for a phrase that says
nothing of health. Below it is a guess, and the guess would be about the person: "a
reason to get up of a morning" had brought four groups for anxiety. Of what the
evaluation people are shown 0.01 less is noise, and no good answer is lost."""

OF_HEALTH = (
    "anxious", "black dog", "blind", "breakdown", "breathing", "depressed", "diagnos",
    "disab", "eyesight", "fits", "forget", r"head'?s\b", "hearing", "heart attack",
    r"ill\b", "illness", "insomnia", r"low\b", "medic", "memory", "nerves", "operation",
    "pain", "panic", "poorly", "recover", "rehab", "sectioned", "seizure", r"sick\b",
    r"sight\b", "sleep", "stress", "surgery", "tinnitus", "treatment", "unwell",
    "wheelchair", "worr",
)  # fmt: skip
"""How everyday words begin in which somebody speaks of their health."""

_PATTERNS = tuple(
    (one.replace(r"\b", ""), re.compile(rf"\b{one}")) for one in PARTICULAR
)
"""What stands in a text that may name them, which is quickly seen, and what does."""

_OF_HEALTH = re.compile(rf"\b(?:{'|'.join((*ILL, *OF_HEALTH))})", re.IGNORECASE)

_HANDS = re.compile(r"\b(?:volunt|befriend|mentor|fundrais)", re.IGNORECASE)
"""Whom such a title names is helped there, and is not who comes to help."""


def for_whom(title: str) -> int:
    """The particular people a title says it is for, a bit for each; 0 for anybody."""
    return 0 if _HANDS.search(title) else named_in(title)


def named_in(text: str) -> int:
    """Which particular people a text names: a bit for each of ``PARTICULAR``."""
    lower = text.lower()
    return sum(
        1 << place
        for place, (letters, pattern) in enumerate(_PATTERNS)
        if letters in lower and pattern.search(lower)
    )


def named_by(phrases: Iterable[Phrase]) -> int:
    """The same of all that somebody said, whether it is matched or not."""
    named = 0
    for phrase in phrases:
        named |= named_in(phrase.words)
    return named


def is_for_others(
    phrases: Sequence[Phrase], answered: NDArray[np.int64], for_some: Bits
) -> NDArray[np.bool_]:
    """Of each answer to the phrase ``answered``, by a listing that is ``for_some``:
    whether they spoke of none of those."""
    everywhere = named_by(phrases)
    spoken = np.array([everywhere | _meant_by(one) for one in phrases], np.int64)
    for_others: NDArray[np.bool_] = (for_some != 0) & (
        for_some & spoken.take(answered) == 0
    )
    return for_others


def is_a_guess(
    phrases: Sequence[Phrase],
    answered: NDArray[np.int64],
    for_some: Bits,
    scores: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Of each of these answers, whether it would be guessing at somebody's health."""
    guess: NDArray[np.bool_] = (for_some & OF_ILLNESS != 0) & (scores < WORTH_A_LOOK)
    for phrase in {*answered[guess].tolist()}:
        if _OF_HEALTH.search(phrases[phrase].words):
            guess &= answered != phrase
    return guess


def _meant_by(phrase: Phrase) -> int:
    """The particular people whose activities a phrase says, in whatever words, or
    says with others: to "help people who just arrived" is to help refugees too."""
    said = (one.activity for one in phrase.meant if one.how in ("said", "narrower"))
    named = 0
    for activity in (*said, *phrase.also_meant):
        named |= _of_activity(activity)
    return named


@lru_cache(maxsize=1 << 11)
def _of_activity(activity: str) -> int:
    """Whom the id of an activity names: ``carers-group``. The last 2,048 stay."""
    return named_in(activity.replace("-", " "))
