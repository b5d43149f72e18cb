"""Arrays in one file, looked at where they lie; every byte of it is checked first.

Written beside and put in place at once, so nobody ever sees half a file, and whoever
looks at an older one goes on looking at that. What the arrays are for is no matter
here. A file with anything wrong in it is no file: the reason is said, nothing else.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"together arrays 1\n"
_DIGEST = hashlib.sha256().digest_size
_LENGTH = 8
"""Bytes of the number that says how long the description is."""

_EDGE = 64
"""Arrays begin at multiples of this: a line of a processor's cache."""

_KINDS = frozenset("biuf")
"""Truths and numbers; nothing that could hold an object."""

LEFT_OVER_SECONDS = 3_600
"""Age of a half-written file, by the clock of the disk, that is nobody's any more."""


class Unusable(Exception):
    """This file can't be used; says why."""


class NotThere(Unusable):
    """There is no such file."""


def write_arrays(
    path: Path, arrays: Mapping[str, NDArray[Any]], said: Mapping[str, Any]
) -> None:
    """Put arrays, and what is said of them (plain JSON), in place of what was there.

    Raises OSError when there is no room, or no leave to write.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_left_over(path)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            _write(file, arrays, said)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What was said of the arrays, and the arrays, which stay in the file.

    Checked: the mark at the beginning, the SHA-256 digest of every byte after it, and
    that each array lies within the file. Raises ``Unusable``.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC) + _DIGEST)
            if not head.startswith(MAGIC):
                raise Unusable("it is no file of ours")
            if hashlib.file_digest(file, "sha256").digest() != head[len(MAGIC) :]:
                raise Unusable("its bytes are not those that were written")
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise NotThere("it is not there") from None
    except (OSError, ValueError) as problem:
        raise Unusable(f"it can't be read ({type(problem).__name__})") from None
    return _laid_in(whole)


def _write(
    file: BinaryIO, arrays: Mapping[str, NDArray[Any]], said: Mapping[str, Any]
) -> None:
    described, at = {}, 0
    for name, array in arrays.items():
        described[name] = [array.dtype.str, list(array.shape), at]
        at += array.nbytes + -array.nbytes % _EDGE
    text = json.dumps({"said": said, "arrays": described}).encode()
    text += b" " * (-(len(MAGIC) + _DIGEST + _LENGTH + len(text)) % _EDGE)
    file.write(MAGIC + bytes(_DIGEST))
    digest = hashlib.sha256()

    def put(piece: Any) -> None:
        digest.update(piece)
        file.write(piece)

    put(len(text).to_bytes(_LENGTH))
    put(text)
    for array in arrays.values():
        put(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
        put(bytes(-array.nbytes % _EDGE))
    file.seek(len(MAGIC))
    file.write(digest.digest())


def _laid_in(whole: mmap.mmap) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    begins = len(MAGIC) + _DIGEST + _LENGTH
    ends = begins + int.from_bytes(whole[begins - _LENGTH : begins])
    try:
        kept = json.loads(whole[begins:ends])
        arrays = {
            name: _array(whole, ends + at, dtype, shape)
            for name, (dtype, shape, at) in kept["arrays"].items()
        }
        return kept["said"], arrays
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unusable(f"it is put together wrongly ({problem!r})") from None


def _array(whole: mmap.mmap, at: int, dtype: str, shape: list[int]) -> NDArray[Any]:
    kind = np.dtype(dtype)
    if kind.kind not in _KINDS:
        raise ValueError(dtype)
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(whole, kind, count, offset=at if count else 0).reshape(shape)


def _remove_left_over(path: Path) -> None:
    """Files of who was stopped while writing: nobody writes for so long."""
    for one in path.parent.glob(f"{path.name}.*.part"):
        with suppress(OSError):
            if time() - one.stat().st_mtime > LEFT_OVER_SECONDS:
                one.unlink()
