"""What is asked of reading: a person's phrase, and which of its words in which way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.activities.refusing import Span, clause_spans, overlap, wanted_spans
from catalogue.activities.words import fold


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A person's phrase, and what is known of it."""

    words: str
    kind: str = "enjoy_now"
    """The question it answers."""
    within: Sequence[Span] | None = None
    """The spans of ``words`` that are wanted, when the caller knows them better than
    our small recogniser."""
    also: Sequence[str] = ()
    """Ids of activities that whoever said it says they meant ..."""
    without: Collection[str] = ()
    """... and did not mean: nothing is reached from what was not meant."""
    by_words_alone: bool = False
    """Whether what the words merely lie near to is left out: what hides something from
    somebody has to be plainly said."""


class Asked(NamedTuple):
    """What is read of a phrase: its words, and which of them in which way."""

    words: str
    within: Sequence[Span]
    by_words_alone: bool


def clauses_of(spoken: Spoken) -> list[Span]:
    """The wanted stretches of an English phrase, none of them across a clause's end."""
    if spoken.within is not None and not spoken.within:
        return []
    folded = fold(spoken.words)
    if spoken.within is None:
        return wanted_spans(folded)
    return overlap(clause_spans(folded), spoken.within)
