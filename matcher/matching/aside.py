"""A part of a large catalogue, on the disk until the others are read too."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from numpy.typing import NDArray

from matcher.matching.array_file import Unusable, read_arrays, write_arrays
from matcher.ranking.index.laid import segment_arrays, segment_of
from matcher.ranking.index.segment import Segment


def laid_aside(segment: Segment) -> Segment:
    """The same, looked at in a file that nobody else sees, and that goes with it.

    Where no such file can be written or read, it stays in memory: more of it is
    needed, and the catalogue is there.
    """
    try:
        return segment_of(_in_a_file(segment_arrays(segment)))
    except (OSError, Unusable):
        return segment


def _in_a_file(arrays: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """Raises OSError and ``Unusable``."""
    with TemporaryDirectory(prefix="matcher-part-") as folder:
        path = Path(folder) / "part.arrays"
        write_arrays(path, arrays, {})
        _, looked_at = read_arrays(path)  # these stay when the file's name is gone
    return looked_at
