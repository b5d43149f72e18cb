"""Spelling put right, against the words the catalogue itself uses.

A word is repaired only when the catalogue does not know it, and only to a word the
catalogue does know. Nothing here corrects what a person sees of their own words: they
are kept and shown as written.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from secrets import token_bytes

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.ranking.everyday import FRAMING, STOPWORDS
from matcher.ranking.known_words import KNOWN_WORDS
from matcher.ranking.words import is_everyday, stem

SHORTEST = 4
"""Letters a word needs to be repaired: "dart" may be a slip, "pan" is a word."""
LONG = 8
"""From here on two slips are forgiven; below, one. Short words have near neighbours
that mean something else."""

REMEMBERED = 1 << 14
"""Words whose repair is remembered; then all are forgotten."""


class Speller:
    """Finds the catalogue's word nearest to one it does not know."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """``frequencies``: folded word -> how many listings use it."""
        self._frequencies = frequencies
        self._buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(frequencies):
            if len(word) >= SHORTEST and word.isalpha():
                self._buckets[word[0], len(word)].append(word)
        self._meant: dict[bytes, str | None] = {}
        self._key = token_bytes()

    def repair(self, word: str) -> str | None:
        """The word meant by an unknown one, or None.

        Remembered by a fingerprint under a key that this process alone has: what the
        catalogue does not know is a slip, or somebody's name.
        """
        said = word.encode("utf-8", "surrogatepass")
        mark = blake2b(said, key=self._key, digest_size=16).digest()
        remembered = self._meant
        if mark in remembered:
            return remembered[mark]
        if len(remembered) >= REMEMBERED:
            self._meant = {}  # whoever reads the old ones keeps them
        meant = self._meant[mark] = self._repair(word)
        return meant

    def _repair(self, word: str) -> str | None:
        """The word meant by an unknown one, or None: nearest first, then commonest.

        The first letter must agree (slips hardly ever change it), and the lengths
        differ by no more than the slips allowed, so few words are compared.
        """
        if not self._may_repair(word):
            return None
        slips = 2 if len(word) >= LONG else 1
        lengths = range(len(word) - slips, len(word) + slips + 1)
        near = [
            (distance, -self._frequencies[candidate], candidate)
            for length in lengths
            for candidate, distance, _ in process.extract(
                word,
                self._buckets.get((word[0], length), ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            if not _says_little(candidate)
        ]
        return min(near)[2] if near else None

    def _may_repair(self, word: str) -> bool:
        if len(word) < SHORTEST or not word.isalpha():
            return False
        known = word in self._frequencies or word in KNOWN_WORDS
        return not known and not _says_little(word)


def _says_little(word: str) -> bool:
    return is_everyday(stem(word)) or not _plain_stems().isdisjoint((word, stem(word)))


@cache
def _plain_stems() -> frozenset[str]:
    return frozenset(map(stem, STOPWORDS | FRAMING))
