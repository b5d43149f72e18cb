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

LINES_AT_ONCE = 512
"""Lines multiplied together: as many as stay near the processor."""

FAINT = 0.38
"""The likeness of the nearest line below which an activity cannot be ``SLIGHT``ly
sure: at this one it would be 0.018, were all three lines as near."""

COMPARED = 40
"""Activities whose three nearest lines are looked at, by their nearest one."""

SLIGHT = 0.02
"""Sureness that adds nothing worth saying to what the words say."""

NEARLY = 0.1
"""How far below ``EVEN`` a likeness is still worth an editor's look."""

AS_TELLING = 0.5
"""Share of the most telling word's part that another word needs to be quoted too."""


Heard = tuple[str, Sequence[Span]]
"""A phrase, and the parts of it that count."""

Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """Knows where every line of the lexicon lies."""

    encoder: Encoder
    activities: Sequence[Activity]

    def read(self, asked: Sequence[Heard]) -> list[list[Said]]:
        """For each of several phrases the activities it lies near to, surest first.

        Together they cost a third of what they cost one by one: the model's matrices
        and the lines are fetched from memory once.
        """
        said: list[list[Said]] = [[] for _ in asked]
        texts = [_only(words, within) for words, within in asked]
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        if not spoken or not self.activities:
            return said
        read = self.encoder.read([texts[place] for place in spoken])
        turned = [one.states @ self._turned for one in read]
        vectors = unit(np.stack([states.mean(axis=0) for states in turned]))
        for place, one, states, lines in zip(
            spoken, read, turned, self._along(vectors), strict=True
        ):
            if one.pieces:
                said[place] = self._said(texts[place], one.pieces, states, lines)
        return said

    def nearest(self, words: str, within: Sequence[Span]) -> dict[int, str]:
        """The place of each activity a phrase lies near enough to, and the line of it
        that is nearest, surest first."""
        (read,) = self.encoder.read([_only(words, within)])
        if not read.pieces or not self.activities:
            return {}
        vectors = unit((read.states @ self._turned).mean(axis=0, keepdims=True))
        places, likeness, nearest = self._likeness(self._along(vectors)[0])
        lines = [line for one in self.activities for line in lines_of(one)]
        return {
            int(places[one]): lines[nearest[one]]
            for one in (-likeness).argsort(kind="stable")[:MOST].tolist()
            if likeness[one] >= EVEN - NEARLY
        }

    def _said(
        self,
        wanted: str,
        pieces: Sequence[Piece],
        states: Floats,
        lines: Floats,
    ) -> list[Said]:
        """The activities of one phrase; ``lines``: how near it lies to every line."""
        places, likeness, nearest = self._likeness(lines)
        sure = 1 / (1 + np.exp(-STEEPNESS * (likeness - EVEN)))
        order = (-sure).argsort(kind="stable")[:MOST]
        order = order[sure[order] >= SLIGHT]
        by_piece = self._lines[nearest[order]] @ states[1:-1].T
        spans = _telling_spans(wanted, pieces)
        return [
            Said(
                place=place,
                weight=round(weight, 4),
                spans=_most_telling(wanted, spans, shares),
            )
            for place, weight, shares in zip(
                places[order].tolist(),
                sure[order].tolist(),
                by_piece.tolist(),
                strict=True,
            )
        ]

    def _along(self, vectors: Floats) -> Floats:
        """How near each vector lies to every line: shape (vectors, lines).

        A block of lines at a time: a product with all of them copies them first.
        """
        along = vectors @ self._blocks
        whole = along.transpose(1, 0, 2).reshape(len(vectors), -1)
        return whole[:, : len(self._lines)]

    def _likeness(self, lines: Floats) -> tuple[Places, NDArray[np.float64], Places]:
        """The likeliest activities in their order, how near each is, -1 to 1, and the
        line of each that is nearest; none whose nearest line is too far to matter."""
        hits = np.flatnonzero(lines >= FAINT)
        owner = self._owner[hits]
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        places = owner[first]
        if len(places) > COMPARED:
            best = np.maximum.reduceat(lines[hits], first)
            places = places[np.sort(np.argpartition(-best, COMPARED - 1)[:COMPARED])]
        theirs = self._table[places]
        near = np.where(theirs < 0, -np.inf, lines[theirs])
        nearest = np.take_along_axis(theirs, near.argmax(axis=1)[:, None], axis=1)
        some = len(OF_THE_NEAREST)
        near = -np.sort(np.partition(-near, some - 1, axis=1)[:, :some], axis=1)
        near = near.astype(np.float64)
        near[np.isneginf(near)] = UNLIKE
        return places, near @ np.array(OF_THE_NEAREST), nearest[:, 0]

    @cached_property
    def _owner(self) -> Places:
        """By line: the position of its activity."""
        return np.repeat(np.arange(len(self.activities)), np.diff(self._starts))

    @cached_property
    def _blocks(self) -> Floats:
        """The lines again, as they are quickest to multiply with: (blocks, dimensions,
        lines of one); the last is filled up with nothing."""
        count, dimensions = self._lines.shape
        blocks = -(-count // LINES_AT_ONCE)
        filled = np.zeros((blocks * LINES_AT_ONCE, dimensions), np.float32)
        filled[:count] = self._lines
        of_block = filled.reshape(blocks, LINES_AT_ONCE, dimensions)
        return np.ascontiguousarray(of_block.transpose(0, 2, 1))

    @cached_property
    def _table(self) -> Places:
        """The lines of each activity in a row of its own, then -1, at least so many
        as are looked at."""
        lengths = np.diff(self._starts)
        longest = max(len(OF_THE_NEAREST), int(lengths.max()))
        places = self._starts[:-1, None] + np.arange(longest)
        return np.where(np.arange(longest) < lengths[:, None], places, -1)

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
        if kept.of == mark_all(lines):
            return kept.vectors(kept.order)
        found = np.array([kept.found.get(mark(line), -1) for line in lines])
        vectors = np.empty((len(lines), self._turned.shape[1]), np.float32)
        known = found >= 0
        vectors[known] = kept.vectors(found[known])
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


def _telling_spans(words: str, pieces: Sequence[Piece]) -> list[Span | None]:
    """The word of each piece, if it says anything."""
    folded = fold(words)
    return [
        None if is_silent(bare(folded[one.start : one.end])) else (one.start, one.end)
        for one in pieces
    ]


def _most_telling(
    words: str, spans: Sequence[Span | None], shares: Sequence[float]
) -> tuple[Span, ...]:
    """The words that bring a phrase near: what each piece adds to the likeness."""
    by_word: dict[Span, float] = {}
    for span, share in zip(spans, shares, strict=True):
        if span:
            by_word[span] = by_word.get(span, 0.0) + share
    most = max(by_word.values(), default=0.0)
    return joined(
        (span for span, share in by_word.items() if share >= AS_TELLING * most > 0),
        words,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptLines:
    """Vectors worked out beforehand, found again by what their line says."""

    marks: NDArray[np.uint64]
    """``mark`` of the line of each row."""
    rows: NDArray[np.int8]
    """To be multiplied by ``scales``."""
    scales: Floats
    directions: Floats
    """Shape (the model's dimensions, those that are kept)."""
    of: bytes
    """``mark_all`` of the shipped lexicon's lines, ..."""
    order: Places
    """... and the row of each of them: looking up 30,000 marks takes a while."""

    @cached_property
    def found(self) -> Mapping[int, int]:
        """``mark`` of a line -> its row."""
        return {one: row for row, one in enumerate(self.marks.tolist())}

    def vectors(self, rows: Places) -> Floats:
        """The vectors of these rows."""
        vectors = self.rows[rows].astype(np.float32)
        vectors *= self.scales[rows, None]
        return vectors


def mark(line: str) -> int:
    """A number for a line, the same wherever it is worked out."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "little")


def mark_all(lines: Sequence[str]) -> bytes:
    """A name for exactly these lines in this order."""
    said = "\n".join((str(len(lines)), *lines))
    return blake2b(said.encode(), digest_size=16).digest()


@cache
def kept_lines() -> KeptLines:
    """The vectors worked out beforehand, opened once."""
    kept = np.load(LINES)
    return KeptLines(
        marks=kept["marks"],
        rows=kept["rows"],
        scales=kept["scales"],
        directions=kept["directions"],
        of=kept["of"].tobytes() if "of" in kept else b"",
        order=kept["order"] if "order" in kept else np.empty(0, np.int64),
    )
