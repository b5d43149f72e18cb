"""Pieces of words become one vector, so that texts of like meaning lie near each other.

A transformer encoder (Vaswani et al. 2017, as in BERT) with few layers, its mean over
all pieces brought to length 1 (Reimers and Gurevych 2019). Run with numpy: at some
dozen words a time nothing faster is worth a dependency.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
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
        cut = [self.pieces.cut(text)[: LONGEST - 2] for text in texts]
        return [
            Read(pieces=pieces, states=states)
            for pieces, states in zip(cut, self._states(cut), strict=True)
        ]

    def _states(self, texts: Sequence[Sequence[Piece]]) -> list[Floats]:
        """The last layer's states of each text, its two ends included.

        Texts stand one after another in one matrix; only attention looks at one text
        at a time, so that no padding is worked on.
        """
        if not texts:
            return []
        begin, end = self.pieces.numbers[BEGIN], self.pieces.numbers[END]
        numbers = [
            number
            for text in texts
            for number in (begin, *(p.number for p in text), end)
        ]
        bounds = np.cumsum([0, *(len(text) + 2 for text in texts)]).tolist()
        at = np.array(numbers)
        places = np.concatenate([np.arange(b - a) for a, b in pairwise(bounds)])
        states = self.rows[at] * self.scales[at, None] + self.positions[places]
        states = _normed(states.astype(np.float32), self.norm)
        for layer in self.layers:
            states = _through(layer, states, bounds)
        return [states[a:b] for a, b in pairwise(bounds)]


def _through(layer: Layer, states: Floats, bounds: Sequence[int]) -> Floats:
    """One layer: every piece looks at its text, then thinks by itself."""
    asked = states @ layer.attend + layer.attend_bias
    seen = np.concatenate([_seen(asked[a:b]) for a, b in pairwise(bounds)])
    gathered = seen @ layer.gather + layer.gather_bias
    states = _normed(states + gathered, layer.gather_norm)
    wide = _gelu(states @ layer.widen + layer.widen_bias)
    return _normed(states + wide @ layer.narrow + layer.narrow_bias, layer.narrow_norm)


def _seen(asked: Floats) -> Floats:
    """What each piece of one text takes from the others (scaled dot products)."""
    length, width = len(asked), asked.shape[1] // 3
    by_head = asked.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    queries, keys, values = by_head
    looks = queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS))
    looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
    looks /= looks.sum(axis=-1, keepdims=True)
    seen: Floats = (looks @ values).transpose(1, 0, 2).reshape(length, width)
    return seen


def _normed(states: Floats, norm: Floats) -> Floats:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + SMALLEST)
    normed: Floats = centred / spread * norm[0] + norm[1]
    return normed


def _gelu(values: Floats) -> Floats:
    """Gaussian error linear unit by its usual tanh (Hendrycks and Gimpel 2016)."""
    inner = 0.7978845608 * (values + 0.044715 * values * values * values)
    curved: Floats = 0.5 * values * (1 + np.tanh(inner))
    return curved.astype(np.float32)


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
