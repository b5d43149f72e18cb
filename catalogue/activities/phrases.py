"""A person's phrase becomes activities: which, how surely, and by which of their words.

An unsure phrase gives little or nothing, for noise is worse than silence. Nothing is
concluded about the person, and no neighbour is added here (``expanding``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.activities.hearing import Heard, hear
from catalogue.activities.index import LexiconIndex
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.refusing import Span
from catalogue.activities.said import Said, joined, worth_saying
from catalogue.activities.scoring import Candidates, candidates
from catalogue.activities.spelling import Speller


@dataclass(frozen=True, kw_only=True)
class PhraseReader:
    """What is needed to read a phrase."""

    index: LexiconIndex
    neighbours: Neighbours
    speller: Speller | None = None
    """None: every word is taken as it is written."""
    unheard: frozenset[str] = frozenset()
    """Stems that say nothing in what is read."""

    def read(self, words: str, within: Sequence[Span]) -> list[Said]:
        """The activities a phrase speaks of, surest first.

        ``within``: the parts of the phrase that count, no pair reaching across two.
        """
        heard, unknown = hear(self.index, self.speller, words, within, self.unheard)
        if len(heard) < 2 and all(self.index.weak[one.gram] for one in heard):
            return []
        found = candidates(self.index, self.neighbours, heard, unknown)
        order = (-found.sure).argsort(kind="stable").tolist()
        return worth_saying(_said(heard, found, one, words) for one in order)


def _said(heard: Sequence[Heard], found: Candidates, one: int, words: str) -> Said:
    grams = zip(heard, found.forces[:, one].tolist(), strict=True)
    spans = {span for gram, force in grams if force for span in gram.spans}
    return Said(
        place=int(found.places[one]),
        weight=round(float(found.sure[one]), 4),
        spans=joined(spans, words),
    )
