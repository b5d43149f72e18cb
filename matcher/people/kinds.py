"""The questions that a conversation may touch, in any order; none is compulsory."""

from matcher.ranking import facts
from matcher.ranking.hearing import MATCHED_KINDS

IN_VIEW = ("people_around", "what_they_bring", "in_the_way", "what_would_help")
"""Kept and shown in the person's words, and never looked up: who is in their corner,
what those bring, what gets in the way and what would make it easier to go."""

KINDS = (*facts.KINDS, *IN_VIEW)
"""Every question a phrase may answer."""

PLAIN = "enjoy_now"
"""What the one big box asks for."""


def is_matched(kind: str) -> bool:
    """Whether answers to this question are looked for among what there is to do."""
    return kind in MATCHED_KINDS
