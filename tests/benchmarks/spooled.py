"""Facts of very many listings, on the disk and not in memory; one after the other.

A million made listings take ten gigabytes as objects and twenty minutes to make. Here
they are made once and written down, and every system reads them from there in turn.
"""

import mmap
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from tempfile import TemporaryFile

from matcher.ranking import Facts
from matcher.ranking.index.records import pack, unpack


class Spooled(Iterable[Facts]):
    """The same facts each time they are gone through; the file goes with them."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self._starts = array("q", [0])
        with TemporaryFile() as file:
            for one in facts:
                self._starts.append(self._starts[-1] + file.write(pack(one)))
            file.flush()
            self._kept = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __iter__(self) -> Iterator[Facts]:
        kept = self._kept
        return (unpack(kept[start:end]) for start, end in pairwise(self._starts))

    def __len__(self) -> int:
        return len(self._starts) - 1
