"""Spelling put right, against the lexicon's own words and those of plain talk.

Only a word the lexicon does not know is repaired, and only to the one nearest to it.
Nothing here corrects what a person sees of their own words.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.activities.remembering import Memory

PLAIN_WORDS = Path(__file__).resolve().parents[1] / "data" / "words" / "plain.txt"
"""Words of plain English that no line of the lexicon has, and that are no slips."""

SHORTEST = 5
"""Letters a word needs to be repaired; shorter ones have too many near neighbours."""
SHORT = 5
"""Up to here a slip doubles letters or swaps them, or halves a double, and changes
none: short words lie too near to others, and "sider" was taken for a Seder."""
LONG = 8
"""From here on two slips are forgiven; below, one."""


class Speller:
    """Finds the known word nearest to one that is not known."""

    def __init__(
        self,
        known: Collection[str],
        how_common: Callable[[str], int] = lambda _: 0,
        left_alone: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        """``known``: folded words of the lexicon, and those of plain talk.

        ``how_common``: of one of them, how often it is said; ``left_alone``: words that
        are no slips though they are not known, asked for when the first one is met.
        """
        self._known = known
        self._how_common = how_common
        self._left_alone = left_alone
        self._memory: Memory[tuple[str | None]] = Memory()

    def repair(self, word: str) -> str | None:
        """The known word meant by an unknown one, or None; remembered without it."""
        mark = self._memory.fingerprint(word, ())
        remembered = self._memory.of(mark)
        if remembered is None:
            remembered = (self._repair(word),)
            self._memory.keep(mark, remembered)
        return remembered[0]

    @cached_property
    def _buckets(self) -> dict[tuple[str, int], list[str]]:
        """By first letter and length, once the first slip is met."""
        buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(set(self._known)):
            if len(word) >= SHORTEST - 1:
                buckets[word[0], len(word)].append(word)
        return buckets

    def _repair(self, word: str) -> str | None:
        """The known word meant by an unknown one, or None.

        The first letter must agree: slips hardly ever change it. Of words as near as
        one another those come first whose letters were only swapped or doubled
        ("kniting" is no kite), then those of the same letters, then those said most
        often. Of 6,000 slips made by chance 80 in a hundred are put right so, and 3
        wrong; by the letters and the alphabet alone it is 78 and 5.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return None
        if word in self._left_alone():
            return None
        slips = 2 if len(word) >= LONG else 1
        near = [
            (distance, candidate)
            for length in range(len(word) - slips, len(word) + slips + 1)
            for candidate, distance, _ in process.extract(
                word,
                self._buckets.get((word[0], length), ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            if len(word) > SHORT or set(candidate) == set(word)
        ]
        if not near:
            return None
        least = min(near)[0]
        return min(
            (one for distance, one in near if distance == least),
            key=lambda one: (
                _letters(one) != _letters(word),
                set(one) != set(word),
                -self._how_common(one),
                one,
            ),
        )


def _letters(word: str) -> list[str]:
    """The letters of a word in the order of the alphabet, a doubled one once."""
    return sorted(letter for letter, _ in groupby(word))


@cache
def plain_words() -> frozenset[str]:
    """Those of the file."""
    lines = PLAIN_WORDS.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
