"""The terms of the lexicon's lines, worked out beforehand: most of opening it.

They count for exactly the lines they were worked out from, cut by exactly the rules
of then; for any others there is nothing here, and the index cuts its lines itself.
Made by ``tests/benchmarks/build_meaning.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).resolve().parents[1] / "data" / "meaning" / "terms.npz"

RULES = ("words.py", "everyday.py", "index.py")
"""Our modules that decide how a line is cut: the terms are not those of other ones."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """What lines are cut into."""

    words: frozenset[str]
    """Every word as the lines write it, folded."""
    numbers: dict[str, int]
    """stem -> number."""
    term: NDArray[np.int64]
    """The number of every telling term, line after line."""
    line: NDArray[np.int64]
    """The line each of them stands in."""


def kept_terms(texts: Sequence[str]) -> Terms | None:
    """The terms of these lines; None when nobody has worked them out."""
    try:
        with FILE.open("rb") as file, np.load(file) as kept:
            if kept["of"].tobytes() != _mark(texts):
                return None
            stems = _split(kept["stems"])
            counts = kept["counts"]
            return Terms(
                words=frozenset(_split(kept["words"])),
                numbers={stem: number for number, stem in enumerate(stems)},
                term=kept["term"].astype(np.int64),
                line=np.repeat(np.arange(len(counts)), counts),
            )
    except (OSError, KeyError, ValueError, EOFError, BadZipFile):
        return None


def keep_terms(texts: Sequence[str], terms: Terms) -> None:
    """Write them down for the next time; the same bytes each time."""
    np.savez(
        FILE,
        of=np.frombuffer(_mark(texts), dtype=np.uint8),
        words=_joined(sorted(terms.words)),
        stems=_joined(list(terms.numbers)),
        term=terms.term.astype(np.uint16 if len(terms.numbers) < 1 << 16 else np.int64),
        counts=np.bincount(terms.line, minlength=len(texts)).astype(np.uint16),
    )


def _mark(texts: Sequence[str]) -> bytes:
    """A name for these lines under the rules of now."""
    mark = blake2b(digest_size=16)
    for name in RULES:
        mark.update(Path(__file__).with_name(name).read_bytes())
    mark.update("\n".join((str(len(texts)), *texts)).encode())
    return mark.digest()


def _joined(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _split(letters: NDArray[np.uint8]) -> list[str]:
    return letters.tobytes().decode().split("\n")
