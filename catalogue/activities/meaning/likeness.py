"""A phrase becomes activities by meaning: those whose own lines lie nearest to it.

The second opinion beside the words (``phrases``): it hears "somewhere muddy with a
spade" where no line shares a telling word, and knows less of dialect and of names. Each
name and phrase of the lexicon has its vector; they were worked out beforehand, and
lines nobody has seen yet (a service's own terms) are when they are first needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from operator import mul

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.meaning.encoder import DATA, Encoder, Floats, unit
from catalogue.activities.meaning.pieces import Piece
from catalogue.activities.refusing import Span
from catalogue.activities.said import MOST, Said, joined
from catalogue.activities.words import bare, fold, is_silent

LINES = DATA / "lines.npz"
"""The vectors of the shipped lexicon's lines."""

STEEPNESS, EVEN = 20.0, 0.58
"""How sure a likeness makes an activity: a logistic curve, a half at ``EVEN``. On the
evaluation people flat for 0.55 to 0.6; below, more is found and more of it is noise."""

OF_THE_NEAREST = (0.6, 0.25, 0.15)
"""What the nearest, second and third line of an activity count: one line may be near
by chance, three are not."""

UNLIKE = 0.2
"""The likeness of a line that an activity does not have."""

COMPARED = 40
"""Activities whose three nearest lines are looked at, by their nearest one."""

SLIGHT = 0.02
"""Sureness that adds nothing worth saying to what the words say."""

AS_TELLING = 0.5
"""Share of the most telling word's part that another word needs to be quoted too."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """Knows where every line of the lexicon lies."""

    encoder: Encoder
    activities: Sequence[Activity]

    def read(self, words: str, within: Sequence[Span]) -> list[Said]:
        """The activities a phrase lies near to, surest first.

        ``within``: the parts of the phrase that count.
        """
        wanted = _only(words, within)
        (read,) = self.encoder.read([wanted])
        if not read.pieces or not self.activities:
            return []
        states = read.states @ self._turned
        likeness, nearest = self._likeness(unit(states.mean(axis=0)))
        sure = 1 / (1 + np.exp(-STEEPNESS * (likeness - EVEN)))
        places = (-sure).argsort(kind="stable")[:MOST]
        return [
            Said(
                place=place,
                weight=round(float(sure[place]), 4),
                spans=_telling(
                    wanted, read.pieces, states[1:-1] @ self._lines[nearest[place]]
                ),
            )
            for place in places.tolist()
            if sure[place] >= SLIGHT
        ]

    def _likeness(self, vector: Floats) -> tuple[NDArray[np.float64], list[int]]:
        """By activity: how near its lines are, -1 to 1, and which is the nearest."""
        lines = self._lines @ vector
        best = np.maximum.reduceat(lines, self._starts[:-1])
        likeness = np.full(len(self.activities), -1.0)
        nearest = [0] * len(self.activities)
        for place in np.argsort(-best)[:COMPARED].tolist():
            start, end = self._starts[place : place + 2]
            order = np.argsort(-lines[start:end])[: len(OF_THE_NEAREST)]
            near = [*lines[start:end][order].tolist(), UNLIKE, UNLIKE]
            likeness[place] = sum(map(mul, OF_THE_NEAREST, near))
            nearest[place] = int(start + order[0])
        return likeness, nearest

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum([0, *(len(lines_of(one)) for one in self.activities)])

    @cached_property
    def _turned(self) -> Floats:
        """From the model's directions to the few that tell lines apart."""
        return kept_lines().directions

    @cached_property
    def _lines(self) -> Floats:
        """The vectors of all lines, activity after activity."""
        lines = [line for one in self.activities for line in lines_of(one)]
        kept = kept_lines()
        found = np.array([kept.found.get(mark(line), -1) for line in lines])
        vectors = np.empty((len(lines), self._turned.shape[1]), np.float32)
        known = found >= 0
        vectors[known] = kept.rows[found[known]]
        vectors[known] *= kept.scales[found[known], None]
        new = [
            line for line, is_known in zip(lines, known, strict=True) if not is_known
        ]
        vectors[~known] = unit(self.encoder.vectors(new) @ self._turned)
        return vectors


def lines_of(activity: Activity) -> tuple[str, ...]:
    """What an activity is known by here: its names, and all that people say."""
    return (*activity.names, *activity.says)


def _only(words: str, within: Sequence[Span]) -> str:
    """The words with blanks in the place of what does not count."""
    kept = [" "] * len(words)
    for start, end in within:
        kept[start:end] = words[start:end]
    return "".join(kept)


def _telling(
    words: str, pieces: Sequence[Piece], shares: NDArray[np.float32]
) -> tuple[Span, ...]:
    """The words that bring a phrase near: what each piece adds to the likeness."""
    by_word: dict[Span, float] = {}
    for piece, share in zip(pieces, shares.tolist(), strict=True):
        span = piece.start, piece.end
        if not is_silent(bare(fold(words[piece.start : piece.end]))):
            by_word[span] = by_word.get(span, 0.0) + share
    most = max(by_word.values(), default=0.0)
    return joined(
        (span for span, share in by_word.items() if share >= AS_TELLING * most > 0),
        words,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptLines:
    """Vectors worked out beforehand, found again by what their line says."""

    found: Mapping[int, int]
    """``mark`` of a line -> its row."""
    rows: NDArray[np.int8]
    """To be multiplied by ``scales``."""
    scales: Floats
    directions: Floats
    """Shape (the model's dimensions, those that are kept)."""


def mark(line: str) -> int:
    """A number for a line, the same wherever it is worked out."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "little")


@cache
def kept_lines() -> KeptLines:
    """The vectors worked out beforehand, opened once."""
    kept = np.load(LINES)
    return KeptLines(
        found={one: row for row, one in enumerate(kept["marks"].tolist())},
        rows=kept["rows"],
        scales=kept["scales"],
        directions=kept["directions"],
    )
