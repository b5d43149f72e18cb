"""Pieces of words become one vector, so that texts of like meaning lie near each other.

A transformer encoder (Vaswani et al. 2017) of one narrow layer, taught to put texts
where a large one puts them; its mean over all pieces brought to length 1 (Reimers and
Gurevych 2019). Run with numpy: at some dozen words a time nothing faster is worth a
dependency. Nothing here knows how it was taught (``tests/benchmarks/teach_meaning``).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.meaning.asking import Asking
from catalogue.activities.meaning.pieces import BEGIN, END, Piece, Pieces

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

DATA = Path(__file__).resolve().parents[2] / "data" / "meaning"
"""The model, its vocabulary and the vectors of the lexicon's lines."""

HEADS = 8
"""Attention heads of the model."""

LONGEST = 64
"""Pieces of a text that are read; a phrase has a dozen."""

AT_ONCE = 96
"""Pieces that go through the layers together: more would look at each other for
nothing, fewer would fetch every matrix again."""

STRIP = 32
"""Columns of a matrix multiplied together: so few that it is read where it lies, and
not copied first."""

SMALLEST = 1e-12
"""Keeps a length from being nothing."""

SUREST = 80.0
"""How strongly a piece looks at another at most: e to this power is still a number
(of 2,600 phrases none came to 12, so nothing is held back that was ever seen)."""

STEADY = 1e-6
"""Keeps a state's spread from being nothing, as it did while the model was taught."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """The matrices of the layer; every matrix is (in, out), every bias (out,)."""

    attend: Floats
    """Queries, keys and values side by side; queries are scaled already."""
    attend_bias: Floats
    gather: Floats
    gather_bias: Floats
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats


class Read(NamedTuple):
    """A text as the model read it."""

    pieces: Sequence[Piece]
    states: Floats
    """What each says: shape (pieces and the two ends, dimensions)."""
    mean: Floats
    """What the text says; brought to length 1 it is its vector."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Encoder:
    """The model, and the way from a text to its vector."""

    pieces: Pieces
    rows: NDArray[np.int8]
    """By piece, to be multiplied by ``scales``: shape (pieces, width)."""
    scales: Floats
    positions: Floats
    layer: Layer
    tell: Floats
    """From a state to what it says of the text's meaning: (width, dimensions)."""

    @property
    def dimensions(self) -> int:
        """How long every vector is."""
        return int(self.tell.shape[1])

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One vector of length 1 for each text: shape (texts, dimensions)."""
        read = self.read(texts)
        if not read:
            return np.zeros((0, self.dimensions), np.float32)
        return unit(np.stack([one.mean for one in read]))

    def read(self, texts: Sequence[str]) -> list[Read]:
        """What each text says, and each of its pieces."""
        cut = [list(islice(self.pieces.cut(text), LONGEST - 2)) for text in texts]
        return [one for sheet in _sheets(cut) for one in self._read(sheet)]

    def _read(self, texts: Sequence[Sequence[Piece]]) -> list[Read]:
        """One sheet's texts stand one after another in one matrix: no padding."""
        begin, end = self.pieces.numbers[BEGIN], self.pieces.numbers[END]
        at = [
            number
            for text in texts
            for number in (begin, *[piece.number for piece in text], end)
        ]
        lengths = np.array([len(text) + 2 for text in texts])
        owner = np.repeat(np.arange(len(texts)), lengths)
        ends = lengths.cumsum()
        starts = ends - lengths
        said = self._said(at, np.arange(len(at)) - starts[owner], owner)
        means = np.add.reduceat(said, starts) / lengths[:, None].astype(np.float32)
        return [
            Read(pieces, said[start:end], mean)
            for pieces, start, end, mean in zip(
                texts, starts.tolist(), ends.tolist(), means, strict=True
            )
        ]

    def _said(self, pieces: Sequence[int], places: Places, owner: Places) -> Floats:
        """What each piece says: it looks at its text, then thinks by itself."""
        layer = self.layer
        states, asked = self._asking.of(pieces, places)
        asked = asked / _spread(states)
        asked += layer.attend_bias
        together = (owner[:, None] == owner).astype(np.float32)
        states += _times(_seen(asked, together), self._gather)
        states += layer.gather_bias
        wide = _times(states / _spread(states), self._widen)
        wide += layer.widen_bias
        np.maximum(wide, 0, out=wide)
        said = _times(states, self._tell)
        said += wide @ self._tell_thoughts
        said += self._tell_always
        return said

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.rows, self.scales, self.positions, self.layer.attend)

    @cached_property
    def _gather(self) -> Floats:
        return _in_strips(self.layer.gather)

    @cached_property
    def _widen(self) -> Floats:
        return _in_strips(self.layer.widen)

    @cached_property
    def _tell(self) -> Floats:
        return _in_strips(self.tell)

    @cached_property
    def _tell_thoughts(self) -> Floats:
        """From a thought straight to what it says, past the state it would become."""
        return self.layer.narrow @ self.tell

    @cached_property
    def _tell_always(self) -> Floats:
        """What is said whatever is thought."""
        return self.layer.narrow_bias @ self.tell


def _in_strips(matrix: Floats) -> Floats:
    """A matrix cut into strips of a few columns: (strips, in, columns of one)."""
    width = len(matrix)
    return np.ascontiguousarray(matrix.reshape(width, -1, STRIP).transpose(1, 0, 2))


def _times(states: Floats, strips: Floats) -> Floats:
    """States multiplied by a matrix that is in strips."""
    product = np.empty((len(states), len(strips) * STRIP), np.float32)
    of_each = product.reshape(len(states), len(strips), STRIP).swapaxes(0, 1)
    np.matmul(states, strips, out=of_each)
    return product


def _sheets(texts: Sequence[Sequence[Piece]]) -> list[Sequence[Sequence[Piece]]]:
    """Texts, in their order, as many together as are quickest to read at once."""
    starts, pieces = [0], 0
    for place, text in enumerate(texts):
        if pieces and pieces + len(text) + 2 > AT_ONCE:
            starts.append(place)
            pieces = 0
        pieces += len(text) + 2
    return [texts[a:b] for a, b in pairwise([*starts, len(texts)]) if a < b]


def _seen(asked: Floats, together: Floats) -> Floats:
    """What each piece takes from those of its own text (scaled dot products).

    ``together``: 1 where two pieces are of one text, else 0; shape (pieces, pieces).
    """
    length, width = len(asked), asked.shape[1] // 3
    by_head = asked.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = by_head
    looks = queries @ keys.transpose(0, 2, 1)
    np.clip(looks, -SUREST, SUREST, out=looks)
    np.exp(looks, out=looks)
    looks *= together
    seen = looks @ values
    seen /= looks.sum(axis=-1, keepdims=True)
    return np.asarray(seen.transpose(1, 0, 2).reshape(length, width))


def _spread(states: Floats) -> Floats:
    """Each state's root mean square, by which it is evened (Zhang and Sennrich 2019):
    shape (pieces, 1)."""
    spread = np.einsum("ij,ij->i", states, states)
    spread /= states.shape[1]
    spread += STEADY
    return np.asarray(np.sqrt(spread)[:, None], dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    """Vectors brought to length 1 along the last axis; zeros stay zeros."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, SMALLEST), dtype=np.float32)


def manifest() -> dict[str, Any]:
    """What the shipped data is, where it comes from, and the sums of its files."""
    return dict(json.loads((DATA / "manifest.json").read_text("utf-8")))


@cache
def load_encoder() -> Encoder:
    """The shipped model, opened once."""
    return encoder_in(DATA)


def encoder_in(folder: Path) -> Encoder:
    """The model kept in a folder; rows of pieces are read when they are used.

    Raises ValueError for one of more layers than are run here.
    """
    with np.load(folder / "encoder.npz") as file:
        kept = {name: np.asarray(file[name], np.float32) for name in file.files}
    if kept["layers"] != 1:
        raise ValueError(f"one layer is run here, not {kept['layers']:.0f}")
    names = (folder / "pieces.txt").read_text("utf-8").split("\n")
    return Encoder(
        pieces=Pieces.of(names),
        rows=np.asarray(np.load(folder / "pieces.npy", mmap_mode="r")),
        scales=kept["scales"],
        positions=kept["positions"],
        layer=Layer(**{name: kept[f"0.{name}"] for name in Layer.__annotations__}),
        tell=kept["tell"],
    )
