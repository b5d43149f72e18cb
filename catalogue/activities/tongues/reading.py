"""A phrase, or a listing's title, read in the language it is said in.

What somebody says in English within it ("dw i'n licio gardening") is read as English.
Nothing is kept of what anybody said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from catalogue.activities.asked import Asked
from catalogue.activities.hearing import is_a_name
from catalogue.activities.refusing import Span
from catalogue.activities.said import MOST, Said, joined, worth_saying
from catalogue.activities.spelling import Speller
from catalogue.activities.tongues.lines import PHRASE, WISH, WORD, Line
from catalogue.activities.tongues.recognising import Recogniser
from catalogue.activities.words import fold

PART_OF_A_LINE = 0.6
"""Share of a line, by the worth of its words, that has to be said to mean it."""
OF_A_LONGER_ONE = 0.35
"""What a line keeps whose words are all part of another that is said whole: tenis
bwrdd is little tennis."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a phrase in another language wants and refuses, in spans of its characters.

    None of them is empty, and none reaches across a clause's end.
    """

    language: str
    wanted: tuple[Span, ...]
    refused: tuple[Span, ...]
    """Without their "no"."""
    english: tuple[Span, ...]
    """Where it is said in English all the same."""
    telling: tuple[Span, ...]
    """The words, of what is wanted or refused, that are neither grammar nor English."""


class _Word(NamedTuple):
    root: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class TongueReader:
    """What is needed to read in one language."""

    ear: Recogniser
    """What tells it from English."""

    def told(self, words: str) -> Told:
        """What a phrase in this language wants and refuses."""
        folded = fold(words)
        wanted, refused = [], []
        for start, end in self._clauses(folded):
            no = self._no_in(folded, start, end)
            wanted.append((start, no[0] if no else end))
            refused += [(no[1], end)] if no else []
        wanted = [span for span in wanted if folded[slice(*span)].strip()]
        return Told(
            language=self.ear.tongue.code,
            wanted=tuple(wanted),
            refused=tuple(span for span in refused if folded[slice(*span)].strip()),
            english=tuple(
                stretch
                for span in wanted
                for stretch in self.ear.english_in(folded, span)
            ),
            telling=tuple(
                found.span()
                for start, end in (*wanted, *refused)
                for found in WORD.finditer(folded, start, end)
                if self.ear.is_telling(found.group())
            ),
        )

    def read(self, words: str, within: Sequence[Span]) -> list[Said]:
        """The activities that a text in this language speaks of, surest first.

        ``within``: the stretches of it that count.
        """
        folded = fold(words)
        found = [one for span in within for one in self._lines_in(folded, span, words)]
        if max((one.weight for one in found), default=0.0) >= PHRASE:  # says more
            found = [one for one in found if one.weight != WISH]
        best: dict[int, Said] = {}
        for one in sorted(found, key=lambda one: -one.weight):
            best.setdefault(one.place, one)
        return worth_saying(best.values())

    def english_of(self, asked: Asked) -> Asked:
        """What of a phrase in this language is said in English."""
        folded = fold(asked.words)
        within = [x for span in asked.within for x in self.ear.english_in(folded, span)]
        return asked._replace(within=within)

    def read_beside(self, asked: Asked, english: Sequence[Said]) -> tuple[Said, ...]:
        """The same as ``read``, and what was read of what is said in English."""
        said = self.read(asked.words, asked.within)
        places = {one.place for one in said}
        both = [*said, *(one for one in english if one.place not in places)]
        return tuple(sorted(both, key=lambda one: -one.weight)[:MOST])

    def _clauses(self, folded: str) -> Iterator[Span]:
        start = 0
        for boundary in self.ear.tongue.boundary.finditer(folded):
            yield start, boundary.start()
            start = boundary.end()
        yield start, len(folded)

    def _no_in(self, folded: str, start: int, end: int) -> Span | None:
        """Where the first plain refusal of a clause stands."""
        clause = self.ear.tongue.harmless.sub(
            lambda found: " " * len(found.group()), folded[start:end]
        )
        no = self.ear.tongue.refuses.search(clause)
        return (start + no.start(), start + no.end()) if no else None

    def _lines_in(self, folded: str, span: Span, words: str) -> Iterator[Said]:
        """Every line said, whole or mostly, in one stretch."""
        said: dict[str, list[Span]] = {}
        for root, start, end in self._words(folded, span, words):
            said.setdefault(root, []).append((start, end))
        met = {
            id(line): (line, line.roots & said.keys())
            for root in said
            for line in self.ear.lines.with_root[root]
        }
        whole = {line.roots for line, shared in met.values() if shared == line.roots}
        for line, shared in met.values():
            sure = self._sure(line, shared)
            if any(shared < other for other in whole):
                sure *= OF_A_LONGER_ONE
            if sure:
                spans = joined({at for root in shared for at in said[root]}, words)
                yield Said(line.place, round(sure, 4), spans)

    def _sure(self, line: Line, shared: frozenset[str]) -> float:
        """How sure a line's activity is by some of its words; 0 for too few."""
        if shared == line.roots:
            return line.sure
        part = sum(self.ear.lines.worth[root] for root in shared) / line.mass
        is_said = part >= PART_OF_A_LINE and not shared <= self.ear.lines.everyday
        return line.sure * part**2 if is_said else 0.0

    def _words(self, folded: str, span: Span, words: str) -> Iterator[_Word]:
        for found in WORD.finditer(folded, *span):
            word = found.group()
            if not (
                word in self.ear.known
                or self.ear.is_heard_in_english(word)
                or is_a_name(words, *found.span())
            ):
                word = self._speller.repair(word) or word
            root = self.ear.lines.roots.get(word)
            if root is not None:
                yield _Word(root, *found.span())

    @cached_property
    def _speller(self) -> Speller:
        unchanged = self.ear.lines.unchanged
        return Speller(self.ear.known, lambda word: int(word in unchanged))
