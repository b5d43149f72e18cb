"""The large model that the small one learns from, run with torch alone.

all-MiniLM-L6-v2 (Apache-2.0): BERT with six layers (Devlin et al. 2018), its mean over
all pieces brought to length 1. Reads pieces, not text; never at run time.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from catalogue.activities.meaning.pieces import Pieces

HEADS, WIDTH, POSITIONS = 12, 384, 64
AT_ONCE = 256
SMALLEST = 1e-12

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Teacher:
    """The model's matrices by its own names, in 16 bits: a vector lies within a cosine
    of 0.9999 of that in 32, in a third of the time."""

    pieces: Pieces
    given: dict[str, Tensor]

    @classmethod
    def of(cls, folder: Path) -> "Teacher":
        """The model of a folder with ``model.safetensors`` and ``vocab.txt``."""
        names = (folder / "vocab.txt").read_text("utf-8").rstrip("\n").split("\n")
        given = read_safetensors(folder / "model.safetensors")
        halves = {name: one.to(torch.bfloat16) for name, one in given.items()}
        return cls(pieces=Pieces.of(names), given=halves)

    def first_states(self) -> Floats:
        """Every piece before any layer, in no place of a text."""
        rows = self.given["embeddings.word_embeddings.weight"] + self._places().mean(0)
        return self._normed(rows, "embeddings.LayerNorm").float().numpy()

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """One vector of length 1 for each text, given as numbers of pieces."""
        order = sorted(range(len(texts)), key=lambda one: len(texts[one]))
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            vectors[some] = self._read([texts[one] for one in some]).numpy()
        return vectors

    @torch.no_grad()
    def _read(self, texts: Sequence[Sequence[int]]) -> Tensor:
        pieces, there = padded(texts)
        away = torch.zeros(len(texts), 1, 1, pieces.shape[1], dtype=torch.bfloat16)
        away = away.masked_fill(~there[:, None, None], -1e9)
        states = self.given["embeddings.word_embeddings.weight"][pieces]
        states = states + self._places()[: pieces.shape[1]]
        states = self._normed(states, "embeddings.LayerNorm")
        for layer in range(6):
            states = self._through(f"encoder.layer.{layer}.", states, away)
        mean = (states.float() * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        return functional.normalize(mean, dim=1)

    def _through(self, layer: str, states: Tensor, away: Tensor) -> Tensor:
        texts, length, _ = states.shape
        queries, keys, values = (
            self._turned(states, f"{layer}attention.self.{one}")
            .view(texts, length, HEADS, WIDTH // HEADS)
            .transpose(1, 2)
            for one in ("query", "key", "value")
        )
        seen = functional.scaled_dot_product_attention(queries, keys, values, away)
        seen = seen.transpose(1, 2).reshape(texts, length, WIDTH)
        seen = self._turned(seen, f"{layer}attention.output.dense") + states
        seen = self._normed(seen, f"{layer}attention.output.LayerNorm")
        wide = functional.gelu(self._turned(seen, f"{layer}intermediate.dense"))
        narrow = self._turned(wide, f"{layer}output.dense") + seen
        return self._normed(narrow, f"{layer}output.LayerNorm")

    def _turned(self, states: Tensor, name: str) -> Tensor:
        return functional.linear(
            states, self.given[f"{name}.weight"], self.given[f"{name}.bias"]
        )

    def _normed(self, states: Tensor, name: str) -> Tensor:
        gain, offset = self.given[f"{name}.weight"], self.given[f"{name}.bias"]
        return functional.layer_norm(states, (WIDTH,), gain, offset, SMALLEST)

    def _places(self) -> Tensor:
        return (
            self.given["embeddings.position_embeddings.weight"][:POSITIONS]
            + self.given["embeddings.token_type_embeddings.weight"][0]
        )


def padded(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Texts in one matrix, and where they have pieces."""
    pieces = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
    there = torch.zeros_like(pieces, dtype=torch.bool)
    for row, text in enumerate(texts):
        pieces[row, : len(text)] = torch.tensor(text)
        there[row, : len(text)] = True
    return pieces, there


def read_safetensors(file: Path) -> dict[str, Tensor]:
    """Every matrix of a ``.safetensors`` file: length, JSON header, plain floats."""
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    data = raw[8 + length :]
    return {
        name: torch.frombuffer(
            bytearray(data[says["data_offsets"][0] : says["data_offsets"][1]]),
            dtype=torch.float32,
        ).reshape(says["shape"])
        for name, says in header.items()
        if name != "__metadata__" and says["dtype"] == "F32"
    }
