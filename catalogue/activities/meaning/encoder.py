"""Pieces of words become one vector, so that texts of like meaning lie near each other.

A transformer encoder (Vaswani et al. 2017, as in BERT) with few layers, its mean over
all pieces brought to length 1 (Reimers and Gurevych 2019). Run with numpy: at some
dozen words a time nothing faster is worth a dependency.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.meaning.pieces import BEGIN, END, Piece, Pieces

Floats = NDArray[np.float32]

DATA = Path(__file__).resolve().parents[2] / "data" / "meaning"
"""The model, its vocabulary and the vectors of the lexicon's lines."""

HEADS = 12
"""Attention heads of the model it was distilled from."""

LONGEST = 64
"""Pieces of a text that are read; a phrase has a dozen."""

AT_ONCE = 96
"""Pieces that go through the layers together: more would look at each other for
nothing, fewer would fetch every matrix again."""

SMALLEST = 1e-12
"""Keeps a variance from being nothing (BERT's own)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """The matrices of one layer; every matrix is (in, out), every bias (out,)."""

    attend: Floats
    """Queries, keys and values side by side."""
    attend_bias: Floats
    gather: Floats
    gather_bias: Floats
    gather_norm: Floats
    """Two rows: gain and offset."""
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    narrow_norm: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """A text as the model read it."""

    pieces: Sequence[Piece]
    states: Floats
    """Shape (pieces and the two ends, dimensions)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Encoder:
    """The model, and the way from a text to its vector."""

    pieces: Pieces
    rows: NDArray[np.int8]
    """By piece, to be multiplied by ``scales``: shape (pieces, dimensions)."""
    scales: Floats
    positions: Floats
    norm: Floats
    layers: tuple[Layer, ...]

    @property
    def dimensions(self) -> int:
        """How long every vector is."""
        return int(self.rows.shape[1])

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One vector of length 1 for each text: shape (texts, dimensions)."""
        read = self.read(texts)
        if not read:
            return np.zeros((0, self.dimensions), np.float32)
        return unit(np.stack([one.states.mean(axis=0) for one in read]))

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Each text's pieces, and the state of each: their mean is its vector."""
        cut = [list(islice(self.pieces.cut(text), LONGEST - 2)) for text in texts]
        return [
            Read(pieces=pieces, states=states)
            for pieces, states in zip(cut, self._states(cut), strict=True)
        ]

    def _states(self, texts: Sequence[Sequence[Piece]]) -> list[Floats]:
        """The last layer's states of each text, its two ends included."""
        return [one for sheet in _sheets(texts) for one in self._through_all(sheet)]

    def _through_all(self, texts: Sequence[Sequence[Piece]]) -> list[Floats]:
        """One sheet's texts stand one after another in one matrix: no padding."""
        begin, end = self.pieces.numbers[BEGIN], self.pieces.numbers[END]
        at = np.array(
            [
                number
                for text in texts
                for number in (begin, *(p.number for p in text), end)
            ]
        )
        lengths = [len(text) + 2 for text in texts]
        places = np.concatenate([np.arange(length) for length in lengths])
        owner = np.repeat(np.arange(len(texts)), lengths)
        together = (owner[:, None] == owner).astype(np.float32)
        states = self.rows[at] * self.scales[at, None]
        states += self.positions[places]
        _norm(states, self.norm)
        for layer in self.layers:
            states = _through(layer, states, together)
        bounds = np.cumsum([0, *lengths]).tolist()
        return [states[a:b] for a, b in pairwise(bounds)]


def _sheets(texts: Sequence[Sequence[Piece]]) -> list[Sequence[Sequence[Piece]]]:
    """Texts, in their order, as many together as are quickest to read at once."""
    starts, pieces = [0], 0
    for place, text in enumerate(texts):
        if pieces and pieces + len(text) + 2 > AT_ONCE:
            starts.append(place)
            pieces = 0
        pieces += len(text) + 2
    return [texts[a:b] for a, b in pairwise([*starts, len(texts)]) if a < b]


def _through(layer: Layer, states: Floats, together: Floats) -> Floats:
    """One layer: every piece looks at its text, then thinks by itself."""
    asked = states @ layer.attend
    asked += layer.attend_bias
    gathered = _seen(asked, together) @ layer.gather
    gathered += layer.gather_bias
    gathered += states
    _norm(gathered, layer.gather_norm)
    wide = np.asarray(gathered @ layer.widen, dtype=np.float32)
    wide += layer.widen_bias
    narrow = _gelu(wide) @ layer.narrow
    narrow += layer.narrow_bias
    narrow += gathered
    _norm(narrow, layer.narrow_norm)
    return narrow


def _seen(asked: Floats, together: Floats) -> Floats:
    """What each piece takes from those of its own text (scaled dot products).

    ``together``: 1 where two pieces are of one text, else 0; shape (pieces, pieces).
    """
    length, width = len(asked), asked.shape[1] // 3
    by_head = asked.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = by_head
    queries *= np.float32(1 / np.sqrt(width // HEADS))
    looks = queries @ keys.transpose(0, 2, 1)
    looks -= looks.max(axis=-1, keepdims=True)
    np.exp(looks, out=looks)
    looks *= together
    seen = looks @ values
    seen /= looks.sum(axis=-1, keepdims=True)
    return np.asarray(seen.transpose(1, 0, 2).reshape(length, width))


def _norm(states: Floats, norm: Floats) -> None:
    """Each row brought to mean 0 and spread 1, then to its gain and offset; in place,
    for a copy of all rows costs as much as the sum itself."""
    states -= states.mean(axis=-1, keepdims=True)
    spread = np.einsum("ij,ij->i", states, states)
    spread /= states.shape[1]
    states /= np.sqrt(spread + SMALLEST)[:, None]
    states *= norm[0]
    states += norm[1]


def _gelu(values: Floats) -> Floats:
    """Gaussian error linear unit by its usual tanh (Hendrycks and Gimpel 2016)."""
    curved = values * values
    curved *= np.float32(0.7978845608 * 0.044715)
    curved += np.float32(0.7978845608)
    curved *= values
    np.tanh(curved, out=curved)
    curved += 1
    curved *= values
    curved *= np.float32(0.5)
    return curved


def unit(vectors: Floats) -> Floats:
    """Vectors brought to length 1 along the last axis; zeros stay zeros."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, SMALLEST), dtype=np.float32)


def manifest() -> dict[str, Any]:
    """What the shipped data is, where it comes from, and the sums of its files."""
    return dict(json.loads((DATA / "manifest.json").read_text("utf-8")))


@cache
def load_encoder() -> Encoder:
    """The shipped model, opened once; rows of pieces are read when they are used."""
    kept = np.load(DATA / "encoder.npz")
    names = (DATA / "pieces.txt").read_text("utf-8").split("\n")
    layers = tuple(
        Layer(
            **{name: _full(kept, f"{place}.{name}") for name in Layer.__annotations__}
        )
        for place in range(int(kept["layers"]))
    )
    return Encoder(
        pieces=Pieces.of(names),
        rows=np.load(DATA / "pieces.npy", mmap_mode="r"),
        scales=kept["scales"],
        positions=kept["positions"],
        norm=kept["norm"],
        layers=layers,
    )


def _full(kept: Any, name: str) -> Floats:
    """A matrix as it was before it was kept in bytes, column by column."""
    matrix = kept[name]
    if matrix.dtype == np.int8:
        matrix = matrix * kept[f"{name}.scales"]
    return np.asarray(matrix, dtype=np.float32)
