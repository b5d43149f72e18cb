"""Which language a text is in, word by word: whose is it, ours, theirs or both's.

English is what is left: a text counts as Welsh when more of its words are Welsh and no
English than are English and no Welsh. Single words are looked at and no order of them;
nothing is kept of what anybody said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from catalogue.activities.refusing import Span
from catalogue.activities.tongues.lines import WORD, Lines
from catalogue.activities.tongues.tongue import Tongue
from catalogue.activities.words import fold


@dataclass(frozen=True, kw_only=True, eq=False)
class Recogniser:
    """What is needed to tell one language from English."""

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
        if self._hints.isdisjoint(written) and not self._has_letters(words):
            return False
        ours = theirs = strange = 0
        for found in WORD.finditer(folded):
            word = found.group()
            if word in self._marks:
                ours += 2 if word in self._plain_talk else 1
            elif word in self.known:
                ours += self._has_letters(words[slice(*found.span())])
            elif self.is_english(word) or self.is_heard_in_english(word):
                theirs += 1
            else:
                strange += 1
        if strange and not theirs:
            ours += not self.tongue.beside_strange.isdisjoint(written)
        return ours > theirs

    def english_in(self, folded: str, span: Span) -> Iterator[Span]:
        """Neighbouring words, no words of this language, that are heard in English."""
        words = WORD.finditer(folded, *span)
        for is_theirs, group in groupby(words, lambda x: self._is_theirs(x.group())):
            if is_theirs:
                stretch = list(group)
                yield stretch[0].start(), stretch[-1].end()

    def is_telling(self, word: str) -> bool:
        """Whether a word is neither grammar nor English."""
        if word in self.lines.silent:
            return False
        return word in self.tongue.ours or not self.is_english(word)

    def _is_theirs(self, word: str) -> bool:
        return word not in self.known and self.is_heard_in_english(word)

    def _has_letters(self, words: str) -> bool:
        return not words.isascii() and not self.tongue.letters.isdisjoint(words.lower())

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of this language that we know, in all its forms."""
        return self.lines.silent | self.lines.roots.keys()

    @cached_property
    def _plain_talk(self) -> frozenset[str]:
        """Words that nobody says in the middle of English: they count twice."""
        return (self.lines.silent | self.tongue.everyday) - self.tongue.ours

    @cached_property
    def _hints(self) -> frozenset[str]:
        """Words without which nothing is in this language, but for its letters."""
        return self._marks | self.tongue.beside_strange

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Those that are no English."""
        return frozenset(filter(self._is_mark, self.known))

    def _is_mark(self, word: str) -> bool:
        if word in self.tongue.ours:
            return True
        neither = self.loans | self.tongue.shared
        if len(word) < 2 or word.isdigit() or word in neither or self.is_english(word):
            return False
        return word in self.lines.unchanged or not self.is_heard_in_english(word)
