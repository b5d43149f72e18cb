"""A phrase, or a listing's title, read in the language it is said in.

Whether it is said in another language is asked first, and English is what is left: a
phrase counts as Welsh when more of its words are Welsh and no English than are English
and no Welsh. What somebody says in English within it ("dw i'n licio gardening") is read
as English. Nothing is kept of what anybody said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from catalogue.activities.asked import Asked
from catalogue.activities.hearing import is_a_name
from catalogue.activities.refusing import Span
from catalogue.activities.said import MOST, Said, joined, worth_saying
from catalogue.activities.spelling import Speller
from catalogue.activities.tongues.lines import PHRASE, WISH, WORD, Line, Lines
from catalogue.activities.tongues.tongue import Tongue
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

    tongue: Tongue
    lines: Lines
    is_english: Callable[[str], bool]
    """Whether a folded word is one of plain English."""
    loans: frozenset[str]
    """Words by which an activity goes in both languages: qigong, plygain."""
    is_heard_in_english: Callable[[str], bool]
    """Whether a folded word is one that the English reading knows."""

    def is_spoken_in(self, words: str) -> bool:
        """Whether a text is in this language rather than in English."""
        folded = fold(words)
        written = WORD.findall(folded)
        if self._marks.isdisjoint(written) and not self._has_letters(words):
            return False
        ours = theirs = 0
        for found in WORD.finditer(folded):
            word = found.group()
            if word in self._marks:
                ours += 2 if word in self._plain_talk else 1
            elif word in self._known:
                ours += self._has_letters(words[slice(*found.span())])
            else:
                theirs += self.is_english(word) or self.is_heard_in_english(word)
        return ours > theirs

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
            language=self.tongue.code,
            wanted=tuple(wanted),
            refused=tuple(span for span in refused if folded[slice(*span)].strip()),
            english=tuple(
                stretch for span in wanted for stretch in self._english(folded, span)
            ),
            telling=tuple(
                found.span()
                for start, end in (*wanted, *refused)
                for found in WORD.finditer(folded, start, end)
                if self._is_telling(found.group())
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
        within = [x for span in asked.within for x in self._english(folded, span)]
        return asked._replace(within=within)

    def read_beside(self, asked: Asked, english: Sequence[Said]) -> tuple[Said, ...]:
        """The same as ``read``, and what was read of what is said in English."""
        said = self.read(asked.words, asked.within)
        places = {one.place for one in said}
        both = [*said, *(one for one in english if one.place not in places)]
        return tuple(sorted(both, key=lambda one: -one.weight)[:MOST])

    def _clauses(self, folded: str) -> Iterator[Span]:
        start = 0
        for boundary in self.tongue.boundary.finditer(folded):
            yield start, boundary.start()
            start = boundary.end()
        yield start, len(folded)

    def _no_in(self, folded: str, start: int, end: int) -> Span | None:
        """Where the first plain refusal of a clause stands."""
        clause = self.tongue.harmless.sub(
            lambda found: " " * len(found.group()), folded[start:end]
        )
        no = self.tongue.refuses.search(clause)
        return (start + no.start(), start + no.end()) if no else None

    def _lines_in(self, folded: str, span: Span, words: str) -> Iterator[Said]:
        """Every line said, whole or mostly, in one stretch."""
        said: dict[str, list[Span]] = {}
        for root, start, end in self._words(folded, span, words):
            said.setdefault(root, []).append((start, end))
        met = {
            id(line): (line, line.roots & said.keys())
            for root in said
            for line in self.lines.with_root[root]
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
        part = sum(self.lines.worth[root] for root in shared) / line.mass
        is_said = part >= PART_OF_A_LINE and not shared <= self.lines.everyday
        return line.sure * part**2 if is_said else 0.0

    def _words(self, folded: str, span: Span, words: str) -> Iterator[_Word]:
        for found in WORD.finditer(folded, *span):
            word = found.group()
            if not (
                word in self._known
                or self.is_heard_in_english(word)
                or is_a_name(words, *found.span())
            ):
                word = self._speller.repair(word) or word
            root = self.lines.roots.get(word)
            if root is not None:
                yield _Word(root, *found.span())

    def _english(self, folded: str, span: Span) -> Iterator[Span]:
        """Neighbouring words, no words of this language, that are heard in English."""
        words = WORD.finditer(folded, *span)
        for is_theirs, group in groupby(words, lambda x: self._is_theirs(x.group())):
            if is_theirs:
                stretch = list(group)
                yield stretch[0].start(), stretch[-1].end()

    def _is_telling(self, word: str) -> bool:
        if word in self.lines.silent:
            return False
        return word in self.tongue.ours or not self.is_english(word)

    def _is_theirs(self, word: str) -> bool:
        return word not in self._known and self.is_heard_in_english(word)

    def _has_letters(self, words: str) -> bool:
        return not words.isascii() and not self.tongue.letters.isdisjoint(words.lower())

    @cached_property
    def _speller(self) -> Speller:
        unchanged = self.lines.unchanged
        return Speller(self._known, lambda word: int(word in unchanged))

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of this language that we know, in all its forms."""
        return self.lines.silent | self.lines.roots.keys()

    @cached_property
    def _plain_talk(self) -> frozenset[str]:
        """Words that nobody says in the middle of English: they count twice."""
        return (self.lines.silent | self.tongue.everyday) - self.tongue.ours

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Those that are no English."""
        return frozenset(filter(self._is_mark, self._known))

    def _is_mark(self, word: str) -> bool:
        if word in self.tongue.ours:
            return True
        neither = self.loans | self.tongue.shared
        if len(word) < 2 or word.isdigit() or word in neither or self.is_english(word):
            return False
        return word in self.lines.unchanged or not self.is_heard_in_english(word)
