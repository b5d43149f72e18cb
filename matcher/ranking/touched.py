"""The listings that phrases touch, and what is said of each by all that speaks of it.

A voice is what one term or one activity says of the listings that have it. All phrases
of a person go through together, as one run of cells: listing after listing for the
first phrase, then for the next. What the voices say, others know.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Voices(NamedTuple):
    """Equally long arrays; a cell stands in them once for each voice."""

    cells: NDArray[np.integer[Any]]
    """Phrase x listings of the index + position of the listing."""
    says: NDArray[np.floating]

    def total(self, cells: int) -> NDArray[np.float64]:
        """What all of them say of each of so many cells."""
        said = np.bincount(self.cells, self.says, cells)
        return said.astype(np.float64, copy=False)

    def most(self, cells: int) -> NDArray[np.float64]:
        """What the strongest says of each; 0 where there is none."""
        said = np.zeros(cells)
        np.maximum.at(said, self.cells, self.says)
        return said


def together(voices: Sequence[Voices]) -> Voices:
    """All of them as one, in their order."""
    if len(voices) == 1:
        return voices[0]
    cells, says = zip(*voices, strict=True)
    return Voices(np.concatenate(cells), np.concatenate(says))
