"""A person's phrase becomes activities: which, how surely, and by which of their words.

An unsure phrase gives little or nothing, for noise is worse than silence. Nothing is
concluded about the person, and no neighbour is added here (``expanding``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.activities.hearing import hear
from catalogue.activities.index import LexiconIndex
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.refusing import Span
from catalogue.activities.scoring import candidates
from catalogue.activities.spelling import Speller

MOST = 6
"""Activities a phrase may mean, before neighbours."""
FAR_BELOW = 0.35
"""Share of the best one's sureness below which an activity is noise beside it."""
LEAST = 0.15
"""Sureness below which a reading is worth nothing."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The position of an activity, how surely it is meant, and by which words."""

    place: int
    weight: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class PhraseReader:
    """What is needed to read a phrase."""

    index: LexiconIndex
    neighbours: Neighbours
    speller: Speller | None = None
    """None: every word is taken as it is written."""

    def read(self, words: str, within: Sequence[Span]) -> list[Said]:
        """The activities a phrase speaks of, surest first.

        ``within``: the parts of the phrase that count, no pair reaching across two.
        """
        heard, unknown = hear(self.index, self.speller, words, within)
        if not heard:
            return []
        found = candidates(self.index, self.neighbours, heard, unknown)
        surest = (-found.sure).argsort(kind="stable")[:MOST].tolist()
        floor = max(LEAST, FAR_BELOW * float(found.sure[surest[0]]))
        return [
            Said(
                place=int(found.places[one]),
                weight=round(float(found.sure[one]), 4),
                spans=_joined(
                    {
                        span
                        for gram, force in zip(heard, found.forces[:, one], strict=True)
                        if force
                        for span in gram.spans
                    },
                    words,
                ),
            )
            for one in surest
            if found.sure[one] >= floor
        ]


def _joined(spans: Iterable[Span], words: str) -> tuple[Span, ...]:
    """Neighbouring words as one span; other words between keep them apart."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not words[joined[-1][1] : start].strip(" -"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
