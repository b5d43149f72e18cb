"""Where a text names an activity: the longest known names and tell-tale words.

The longest name wins where names overlap: walking football is not football. Nothing
is found behind a "no". What a find is worth belongs to ``listings``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.everyday import SILENT
from catalogue.activities.index import LexiconIndex
from catalogue.activities.refusing import Span
from catalogue.activities.words import WORD, bare, fold, stem

SHARED = 0.4
"""How much each further activity that owns the same words takes from their weight."""

_END = re.compile(r"[·.;:!?|\n]")
"""Where no name reaches across."""
_NO = frozenset({"no", "not", "without", "never", "isnt", "arent", "non"})
_ARTICLES = frozenset({"a", "an", "the", "any"})

Run = tuple[str, ...]
"""Neighbouring words as stems."""


class Owner(NamedTuple):
    """An activity that owns a run, and how far the run tells of it."""

    place: int
    """The position of the activity."""
    is_name: bool
    tells: float
    """0 to 1: less when others own or speak of the same words."""


class NameIndex:
    """Every name and tell-tale word of the lexicon as a run of stems."""

    def __init__(self, activities: Sequence[Activity], index: LexiconIndex) -> None:
        owned: dict[Run, dict[int, bool]] = defaultdict(dict)
        for place, activity in enumerate(activities):
            for is_name, lines in ((False, activity.words), (True, activity.names)):
                for line in lines:
                    run = tuple(map(_stem_of, WORD.findall(fold(line))))
                    if not SILENT.issuperset(run):
                        owned[run][place] = is_name or owned[run].get(place, False)
        self._owners = {run: _owners(run, who, index) for run, who in owned.items()}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for run in owned:
            lengths = {len(run), *self._lengths.get(run[0], ())}
            self._lengths[run[0]] = tuple(sorted(lengths, reverse=True))

    def owners(self, run: Run) -> tuple[Owner, ...]:
        """The activities that own a run which ``find`` has found."""
        return self._owners[run]

    def find(self, text: str) -> dict[Run, list[Span]]:
        """Every run that activities own in a text, and where it stands each time."""
        found: dict[Run, list[Span]] = defaultdict(list)
        for run, span in self._runs(fold(text)):
            found[run].append(span)
        return found

    def _runs(self, folded: str) -> Iterator[tuple[Run, Span]]:
        """The longest known runs from left to right; none inside another."""
        words = [word.span() for word in WORD.finditer(folded)]
        stems = [_stem_of(folded[start:end]) for start, end in words]
        reached = 0
        for place, stemmed in enumerate(stems):
            if place < reached or stemmed not in self._lengths:
                continue
            length = self._length_at(stems, place)
            if self._gives_way(stems, place, length):
                continue
            span = (words[place][0], words[place + max(length, 1) - 1][1])
            if not length or _is_broken(folded, span, length):
                continue
            reached = place + length
            if not _is_refused(stems, place):
                yield tuple(stems[place:reached]), span

    def _gives_way(self, stems: Sequence[str], place: int, length: int) -> bool:
        """Whether a longer run begins inside this one: adults | learn to swim."""
        return any(
            self._length_at(stems, later) > length
            for later in range(place + 1, place + length)
            if stems[later] in self._lengths
        )

    def _length_at(self, stems: Sequence[str], place: int) -> int:
        for length in self._lengths[stems[place]]:
            if tuple(stems[place : place + length]) in self._owners:
                return min(length, len(stems) - place)
        return 0


def _owners(run: Run, who: dict[int, bool], index: LexiconIndex) -> tuple[Owner, ...]:
    """A word that many activities speak of tells less; a name is a name."""
    share = 1 / (1 + SHARED * (len(who) - 1))
    word = share * (index.worth_of(run[0]) if len(run) == 1 else 1.0)
    return tuple(
        Owner(place=place, is_name=is_name, tells=share if is_name else word)
        for place, is_name in who.items()
    )


@lru_cache(maxsize=1 << 16)
def _stem_of(word: str) -> str:
    """The stem of one word of a listing or of the lexicon; the last 65,536 stay."""
    return stem(bare(word))


def _is_broken(folded: str, span: Span, length: int) -> bool:
    return length > 1 and _END.search(folded, *span) is not None


def _is_refused(stems: Sequence[str], place: int) -> bool:
    before = stems[max(0, place - 2) : place]
    if before and before[-1] in _ARTICLES:
        before = before[:-1]
    return bool(before) and before[-1] in _NO
