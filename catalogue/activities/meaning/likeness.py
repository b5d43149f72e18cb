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
from itertools import compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.meaning.encoder import (
    DATA,
    Encoder,
    Floats,
    Read,
    unit,
)
from catalogue.activities.meaning.pieces import Piece
from catalogue.activities.refusing import Span
from catalogue.activities.said import MOST, Said, joined
from catalogue.activities.words import bare, fold, is_silent

LINES = DATA / "lines.npz"
"""The vectors of the shipped lexicon's lines."""

STEEPNESS, EVEN = 18.0, 0.64
"""How sure a likeness makes an activity: a logistic curve, a half at ``EVEN``. Fitted
to how sure the model that was the teacher made the phrases of our own people (21 and
0.635); of what fits as well, where most of the table of phrases holds."""

OF_THE_NEAREST = (0.6, 0.25, 0.15)
"""What the nearest, second and third line of an activity count: one line may be near
by chance, three are not."""

UNLIKE = 0.2
"""The likeness of a line that an activity does not have."""

FAR = -2.0
"""Further than any line lies: of lines that are not there, or were counted."""

LINES_AT_ONCE = 512
"""Lines multiplied together: as many as stay near the processor."""

FAINT = 0.42
"""The likeness of the nearest line below which an activity cannot be ``SLIGHT``ly
sure: at this one it would be 0.019, were all three lines as near."""

COMPARED = 20
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
class Near:
    """Activities that phrases lie near to: phrase after phrase, surest first."""

    phrase: Places
    place: Places
    likeness: NDArray[np.float64]
    """-1 to 1."""
    line: Places
    """The line of the activity that lies nearest to the phrase."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """Knows where every line of the lexicon lies."""

    encoder: Encoder
    activities: Sequence[Activity]

    def read(self, asked: Sequence[Heard]) -> list[list[Said]]:
        """For each of several phrases the activities it lies near to, surest first.

        Every step is taken for all of them at once: each alone is too small to be
        worth its call, and the lines are fetched from memory once.
        """
        said: list[list[Said]] = [[] for _ in asked]
        texts = [_only(words, within) for words, within in asked]
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        if not spoken or not self.activities:
            return said
        read = self.encoder.read([texts[place] for place in spoken])
        near = self._near(read)
        sure = 1 / (1 + np.exp(-STEEPNESS * (near.likeness - EVEN)))
        found = np.flatnonzero((sure >= SLIGHT) & (_rank(near.phrase) < MOST))
        bounds = np.searchsorted(near.phrase[found], np.arange(len(read) + 1))
        lines = self._lines[near.line[found]]
        places, sure = near.place[found].tolist(), sure[found].tolist()
        for at, (one, (a, b)) in enumerate(zip(read, pairwise(bounds), strict=True)):
            if a == b:
                continue
            said[spoken[at]] = _said(
                texts[spoken[at]], one, lines[a:b], places[a:b], sure[a:b]
            )
        return said

    def nearest(self, words: str, within: Sequence[Span]) -> dict[int, str]:
        """The place of each activity a phrase lies near enough to, and the line of it
        that is nearest, surest first."""
        (read,) = self.encoder.read([_only(words, within)])
        if not read.pieces or not self.activities:
            return {}
        near = self._near([read])
        lines = [line for one in self.activities for line in lines_of(one)]
        return {
            int(near.place[one]): lines[near.line[one]]
            for one in np.flatnonzero(near.likeness >= EVEN - NEARLY)[:MOST].tolist()
        }

    def _near(self, read: Sequence[Read]) -> Near:
        """The likeliest activities of each text; none whose nearest line is too far
        to matter."""
        along = self._along(read)
        phrase, line = np.divmod(np.flatnonzero(along >= FAINT), along.shape[1])
        activity = phrase * len(self.activities) + self._owner[line]
        first = np.flatnonzero(np.diff(activity, prepend=-1))
        if not len(first):
            return Near(phrase=first, place=first, likeness=np.empty(0), line=first)
        best = np.maximum.reduceat(along[phrase, line], first)
        phrase, place = np.divmod(activity[first], len(self.activities))
        order = _by_phrase(phrase, best)
        order = order[_rank(phrase[order]) < COMPARED]
        phrase, place = phrase[order], place[order]
        likeness, nearest = self._by_the_nearest(along, phrase, place)
        order = _by_phrase(phrase, likeness)
        return Near(
            phrase=phrase[order],
            place=place[order],
            likeness=likeness[order],
            line=nearest[order],
        )

    def _by_the_nearest(
        self, along: Floats, phrase: Places, place: Places
    ) -> tuple[NDArray[np.float64], Places]:
        """How near each phrase lies to each activity, and to which line of it."""
        theirs = self._table[place]
        near = along[phrase[:, None], theirs]
        near[theirs < 0] = FAR
        rows = np.arange(len(near))
        nearest = at = near.argmax(axis=1)
        likeness = np.zeros(len(near))
        for share in OF_THE_NEAREST:
            value = near[rows, at]
            likeness += share * np.where(value == FAR, UNLIKE, value)
            near[rows, at] = FAR
            at = near.argmax(axis=1)
        return likeness, theirs[rows, nearest]

    def _along(self, read: Sequence[Read]) -> Floats:
        """How near each text lies to every line: shape (texts, lines and some more).

        A block of lines at a time: a product with all of them copies them first.
        """
        said = np.stack([one.mean * bool(one.pieces) for one in read])
        along = unit(said) @ self._blocks
        return np.asarray(along.transpose(1, 0, 2).reshape(len(read), -1))

    @cached_property
    def _owner(self) -> Places:
        """By line: the position of its activity."""
        return np.repeat(np.arange(len(self.activities)), np.diff(self._starts))

    @cached_property
    def _table(self) -> Places:
        """The lines of each activity in a row of its own, then -1."""
        lengths = np.diff(self._starts)
        places = self._starts[:-1, None] + np.arange(int(lengths.max()))
        return np.where(np.arange(places.shape[1]) < lengths[:, None], places, -1)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum([0, *(len(lines_of(one)) for one in self.activities)])

    @cached_property
    def _blocks(self) -> Floats:
        """The lines again, as they are quickest to multiply with: (blocks, dimensions,
        lines of one); the last is filled up with nothing."""
        count, dimensions = self._lines.shape
        blocks = -(-count // LINES_AT_ONCE)
        filled = np.zeros((blocks * LINES_AT_ONCE, dimensions), np.float32)
        filled[:count] = self._lines
        of_block = filled.reshape(blocks, LINES_AT_ONCE, -1)
        return np.ascontiguousarray(of_block.transpose(0, 2, 1))

    @cached_property
    def _lines(self) -> Floats:
        """The vectors of all lines, activity after activity: those kept, and of others
        worked out now."""
        lines = [line for one in self.activities for line in lines_of(one)]
        kept = kept_lines()
        if kept.of == mark_all(lines):
            return kept.vectors()
        found = np.array([kept.found.get(mark(line), -1) for line in lines])
        vectors: Floats = kept.vectors()[found]
        new = np.flatnonzero(found < 0)
        vectors[new] = self.encoder.vectors([lines[one] for one in new.tolist()])
        return vectors


def _by_phrase(phrase: Places, near: NDArray[np.floating[Any]]) -> Places:
    """Their order: phrase after phrase, the nearest first."""
    return np.argsort(phrase * (2 * -FAR) - near, kind="stable")


def _rank(phrase: Places) -> Places:
    """How many of the same phrase stand before each."""
    first = np.searchsorted(phrase, phrase)
    return np.arange(len(phrase)) - first


def _said(
    wanted: str,
    read: Read,
    lines: Floats,
    places: Sequence[int],
    sure: Sequence[float],
) -> list[Said]:
    """The activities of one phrase, each by the words that bring it near its line;
    none that no word does."""
    words, first = _words_of(read.pieces)
    folded = fold(wanted)
    telling = [
        wanted[start:end].isalnum()
        and not is_silent(bare(folded[start:end]))
        and not 1 < end - start == until - since  # known by its letters alone
        for (start, end), since, until in zip(
            words, first, [*first[1:], len(read.pieces)], strict=True
        )
    ]
    shares = np.add.reduceat(lines @ read.states[1:-1].T, first, axis=1) * telling
    tells = (shares > 0) & (shares >= AS_TELLING * shares.max(axis=1, keepdims=True))
    return [
        Said(
            place=place,
            weight=round(weight, 4),
            spans=joined(compress(words, of), wanted),
        )
        for place, weight, of in zip(places, sure, tells.tolist(), strict=True)
        if any(of)
    ]


def _words_of(pieces: Sequence[Piece]) -> tuple[list[Span], list[int]]:
    """Each word that was read, and its first piece."""
    words: list[Span] = []
    first: list[int] = []
    for place, (_, start, end) in enumerate(pieces):
        if not words or words[-1][0] != start:
            words.append((start, end))
            first.append(place)
    return words, first


def lines_of(activity: Activity) -> tuple[str, ...]:
    """What an activity is known by here: its names, and all that people say."""
    return (*activity.names, *activity.says)


def _only(words: str, within: Sequence[Span]) -> str:
    """The words with blanks in the place of what does not count."""
    kept = [" "] * len(words)
    for start, end in within:
        kept[start:end] = words[start:end]
    return "".join(kept)


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptLines:
    """Vectors worked out beforehand, found again by what their line says."""

    marks: NDArray[np.uint64]
    """``mark`` of the line of each row."""
    rows: NDArray[np.int8]
    """To be multiplied by ``scales``."""
    scales: Floats
    of: bytes
    """``mark_all`` of the lines of all rows: of those of the shipped lexicon, looking
    up 30,000 marks would take a while."""

    @cached_property
    def found(self) -> Mapping[int, int]:
        """``mark`` of a line -> its row."""
        return {one: row for row, one in enumerate(self.marks.tolist())}

    def vectors(self) -> Floats:
        """The vectors of all rows."""
        return np.asarray(self.rows * self.scales[:, None], dtype=np.float32)


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
    with np.load(LINES) as kept:
        return KeptLines(
            marks=kept["marks"],
            rows=kept["rows"],
            scales=kept["scales"],
            of=kept["of"].tobytes(),
        )
