"""A part of a large catalogue, on the disk until the others are read too."""

from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.matching.array_file import read_arrays, write_arrays
from matcher.ranking.index.laid import segment_arrays, segment_of
from matcher.ranking.index.segment import Segment


def laid_aside(segment: Segment) -> Segment:
    """The same, looked at in a file that nobody else sees, and that goes with it.

    Raises OSError when there is no room.
    """
    with TemporaryDirectory(prefix="matcher-part-") as folder:
        path = Path(folder) / "part.arrays"
        write_arrays(path, segment_arrays(segment), {})
        _, arrays = read_arrays(path)  # what is looked at stays when its name is gone
    return segment_of(arrays)
