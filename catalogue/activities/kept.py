"""The shipped lexicon as it was read once: opening it need not read it again.

The text files stay the source. What is kept counts for exactly those files, read by
exactly the modules of then; in any doubt there is nothing here, and the files are
read. Made by ``tests/benchmarks/build_meaning.py``.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import compress, decompress, error

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity, lexicon_files
from catalogue.activities.index import LexiconIndex

FOLDER = Path(__file__).resolve().parents[1] / "data" / "meaning"
ACTIVITIES, INDEX = "activities.json.z", "index.npz"

RULES = ("entries.py", "words.py", "everyday.py", "index.py", "kept.py")
"""Our modules that decide how the files are read: others would read them otherwise."""

_OF = "of"
_SETS = ("terms", "words")
"""Fields of an index that are strings."""


def mark_of(files: Path) -> str:
    """A name for these files under the rules of now; "" when one cannot be read."""
    mark = blake2b(digest_size=16)
    here = Path(__file__)
    try:
        for path in (*lexicon_files(files), *map(here.with_name, RULES)):
            text = path.read_bytes()
            mark.update(f"{path.name} {len(text)} ".encode())
            mark.update(text)
    except OSError:
        return ""
    return mark.hexdigest()


def kept_activities(mark: str) -> dict[str, Activity] | None:
    """The activities of the files of this name; None when nobody has read them."""
    try:
        kept = json.loads(decompress((FOLDER / ACTIVITIES).read_bytes()))
        if not mark or kept[_OF] != mark:
            return None
        return {one["id"]: _activity(one) for one in kept["activities"]}
    except (OSError, ValueError, KeyError, TypeError, error):
        return None


def kept_index(mark: str) -> LexiconIndex | None:
    """The index of the same activities; None when nobody has built it."""
    try:
        with (FOLDER / INDEX).open("rb") as file, np.load(file) as kept:
            if not mark or kept[_OF].tobytes().decode() != mark:
                return None
            known: dict[str, Any] = {
                name: _full(kept[name]) for name in kept.files if name != _OF
            }
            words = {name: _split(known.pop(name)) for name in _SETS}
            known["size"] = int(known["size"])
            return LexiconIndex(
                **known,
                terms={stem: number for number, stem in enumerate(words["terms"])},
                words=frozenset(words["words"]),
            )
    except (OSError, KeyError, ValueError, TypeError, EOFError, BadZipFile):
        return None


def keep(mark: str, activities: Mapping[str, Activity], index: LexiconIndex) -> None:
    """Write both down for the next time; the same bytes each time."""
    said = {_OF: mark, "activities": [vars(one) for one in activities.values()]}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / ACTIVITIES).write_bytes(compress(text.encode(), level=9))
    arrays: dict[str, Any] = {
        one.name: _small(np.asarray(getattr(index, one.name)))
        for one in fields(index)
        if one.name not in _SETS
    }
    np.savez(
        FOLDER / INDEX,
        **arrays,
        of=_letters(mark),
        terms=_letters("\n".join(index.terms)),
        words=_letters("\n".join(sorted(index.words))),
    )


def _activity(kept: Mapping[str, Any]) -> Activity:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
    }
    return Activity(**values)


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """Numbers in as few bytes as hold them; ``index`` rounds others to four."""
    if array.dtype == np.float64:
        return array.astype(np.float32)
    if array.dtype != np.int64:
        return array
    for small in (np.uint16, np.uint32):
        if array.min(initial=0) >= 0 and array.max(initial=0) <= np.iinfo(small).max:
            return array.astype(small)
    return array


def _full(array: NDArray[Any]) -> NDArray[Any]:
    """Numbers as they are reckoned with; everything else as it is."""
    if array.dtype == np.float32:
        return array.astype(np.float64)
    return array.astype(np.int64) if array.dtype in (np.uint16, np.uint32) else array


def _letters(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _split(letters: NDArray[np.uint8]) -> list[str]:
    return letters.tobytes().decode().split("\n")
