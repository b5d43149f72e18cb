"""Many small texts in one stretch of bytes: a fraction of what objects take.

A million strings are a million objects; here they are two arrays, which can be written
to a file and looked at there without being read. Nothing here knows what they say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

SURROGATES = "surrogatepass"
"""How letters are coded: half a pair, as some files have them, is kept as it came."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """Stretches of bytes, one after the other."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    """Where each begins; one longer than the pieces."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> memoryview:
        """One of them, from 0."""
        starts = self.starts
        return self._view[int(starts[number]) : int(starts[number + 1])]

    def __iter__(self) -> Iterator[memoryview]:
        view = self._view
        return (view[start:end] for start, end in pairwise(self.starts.tolist()))

    @cached_property
    def _view(self) -> memoryview:
        return self.data.data


def pieces_of(several: Iterable[bytes | memoryview]) -> Pieces:
    """These, in this order."""
    data = bytearray()
    starts = [0]
    for one in several:
        data += one
        starts.append(len(data))
    return Pieces(data=np.frombuffer(data, np.uint8), starts=np.array(starts, np.int64))


@dataclass(frozen=True, kw_only=True, eq=False)
class Texts:
    """Texts by their numbers."""

    pieces: Pieces

    def __len__(self) -> int:
        return len(self.pieces)

    def __getitem__(self, number: int) -> str:
        """One of them, from 0."""
        return str(self.pieces[number], "utf-8", SURROGATES)

    def __iter__(self) -> Iterator[str]:
        return (str(one, "utf-8", SURROGATES) for one in self.pieces)


def texts_of(several: Iterable[str]) -> Texts:
    """These, in this order."""
    return Texts(pieces=pieces_of(coded(one) for one in several))


def coded(text: str) -> bytes:
    """A text as its bytes."""
    return text.encode("utf-8", SURROGATES)


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbered(Mapping[str, int]):
    """Text -> its number, without an object for any of them.

    Twenty times slower than a dict, and for what is asked a few times in a search.
    """

    texts: Texts
    sums: NDArray[np.uint32]
    """A checksum of each text, rising."""
    numbers: NDArray[np.int32]
    """Whose checksum it is."""

    def __getitem__(self, text: str) -> int:
        """The number of a text. Raises KeyError when it is none of them."""
        sought = np.uint32(crc32(coded(text)))
        at = int(self.sums.searchsorted(sought))
        while at < len(self.sums) and self.sums[at] == sought:
            number = int(self.numbers[at])
            if self.texts[number] == text:
                return number
            at += 1
        raise KeyError(text)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def numbered(texts: Sequence[str] | Texts) -> Numbered:
    """These texts by their place; all of them different."""
    texts = texts if isinstance(texts, Texts) else texts_of(texts)
    sums = np.array([crc32(one) for one in texts.pieces], np.uint32)
    order = np.argsort(sums, kind="stable").astype(np.int32)
    return Numbered(texts=texts, sums=sums[order], numbers=order)
