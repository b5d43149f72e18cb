"""A person's phrase becomes activities: which, how surely, and by which of their words.

An unsure phrase gives little or nothing, for noise is worse than silence. Nothing is
concluded about the person, and no neighbour is added here (``expanding``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from catalogue.activities.hearing import Asked, Heard, Hearing, hear
from catalogue.activities.index import LexiconIndex
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.refusing import Span
from catalogue.activities.said import FAR_BELOW, Said, joined, worth_saying
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
    far_below: float = FAR_BELOW
    """Share of a surer reading's sureness below which another is noise beside it."""

    def read(self, words: str, within: Sequence[Span]) -> list[Said]:
        """The activities a phrase speaks of, surest first.

        ``within``: the parts of the phrase that count, no pair reaching across two.
        """
        (said,) = self.read_all([(words, within)])
        return said

    def read_all(self, asked: Sequence[Asked]) -> list[list[Said]]:
        """The same for several phrases, in less than half the time."""
        return self.said(asked, self.hear(asked))

    def hear(self, asked: Sequence[Asked]) -> list[Hearing]:
        """What is heard of each of several phrases."""
        return hear(self.index, self.speller, asked, self.unheard)

    def said(
        self, asked: Sequence[Asked], hearings: Sequence[Hearing]
    ) -> list[list[Said]]:
        """The activities each of several phrases speaks of, by what was heard of it."""
        said: list[list[Said]] = [[] for _ in asked]
        telling = [at for at, one in enumerate(hearings) if self._tells(one)]
        if not telling:
            return said
        heard = [hearings[at] for at in telling]
        found = candidates(self.index, self.neighbours, heard)
        for at, meant in zip(telling, found, strict=True):
            readings = _said(hearings[at].heard, meant, asked[at][0])
            said[at] = worth_saying(readings, self.far_below)
        return said

    def _tells(self, hearing: Hearing) -> bool:
        """Whether more was heard than one word of everyday talk."""
        heard = hearing.heard
        return len(heard) > 1 or not all(self.index.weak[one.gram] for one in heard)


def _said(heard: Sequence[Heard], found: Candidates, words: str) -> Iterator[Said]:
    """Everything that a phrase may mean, surest first."""
    spans = _SpansBy(heard=heard, words=words)
    return (
        Said(place, round(sure, 4), spans[by])
        for place, sure, by in zip(found.places, found.sure, found.by, strict=True)
    )


class _SpansBy(dict[tuple[bool, ...], tuple[Span, ...]]):
    """The words of the grams that speak for something: many things by the same."""

    def __init__(self, *, heard: Sequence[Heard], words: str) -> None:
        self._heard, self._words = heard, words

    def __missing__(self, speaking: tuple[bool, ...]) -> tuple[Span, ...]:
        grams = compress(self._heard, speaking)
        spans = joined({span for gram in grams for span in gram.spans}, self._words)
        self[speaking] = spans
        return spans
