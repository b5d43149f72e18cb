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
FAR_BELOW = 0.4
"""Share of a surer one's sureness below which another reading of the same words is
noise beside it."""
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
        if len(heard) < 2 and all(self.index.weak[one.gram] for one in heard):
            return []
        found = candidates(self.index, self.neighbours, heard, unknown)
        said: list[Said] = []
        for one in (-found.sure).argsort(kind="stable").tolist():
            sure = float(found.sure[one])
            if sure < LEAST or len(said) == MOST:
                break
            grams = zip(heard, found.forces[:, one].tolist(), strict=True)
            spans = {span for gram, force in grams if force for span in gram.spans}
            if sure >= FAR_BELOW * _surest(said, spans):
                place, weight = int(found.places[one]), round(sure, 4)
                said.append(
                    Said(place=place, weight=weight, spans=_joined(spans, words))
                )
        return said


def _surest(said: Sequence[Said], spans: Iterable[Span]) -> float:
    """How sure the surest reading by any of these words is; 0 when there is none."""
    return max(
        (
            one.weight
            for one in said
            if any(
                start < last and first < end
                for start, end in one.spans
                for first, last in spans
            )
        ),
        default=0.0,
    )


def _joined(spans: Iterable[Span], words: str) -> tuple[Span, ...]:
    """Neighbouring words as one span; other words between keep them apart."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not words[joined[-1][1] : start].strip(" -"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
