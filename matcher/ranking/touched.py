"""The listings that a phrase touches: nothing else of a catalogue is looked at for it.

A voice is what one term or one activity says of the listings that have it; here all
voices are brought together, listing by listing. What they say, others know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Voices(NamedTuple):
    """Equally long arrays; a listing stands in them once for each voice."""

    positions: NDArray[np.integer[Any]]
    says: NDArray[np.floating]


def together(voices: Sequence[Voices]) -> Voices:
    """All of them as one, in their order."""
    nobody = Voices(np.empty(0, np.int64), np.empty(0))
    positions, says = zip(*(nobody, *voices), strict=True)
    return Voices(np.concatenate(positions), np.concatenate(says))


@dataclass(frozen=True, kw_only=True, eq=False)
class Touched:
    """Some listings of an index, and where each of them stands among them."""

    at: NDArray[np.int64]
    """Their positions in the index, rising."""
    _places: NDArray[np.int32]
    """By position in the index; ``len(at)`` for all that are not touched."""

    def places(self, positions: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """Where these positions stand in ``at``; they have to be touched."""
        places: NDArray[np.int32] = self._places[positions]
        return places

    def total(self, voices: Voices) -> NDArray[np.float64]:
        """What all voices say of each touched listing."""
        places = self._places[voices.positions]
        said = np.bincount(places, voices.says, len(self.at) + 1)
        return said[:-1].astype(np.float64, copy=False)

    def most(self, voices: Voices) -> NDArray[np.float64]:
        """What the strongest voice says of each; 0 where there is none."""
        said = np.zeros(len(self.at) + 1)
        np.maximum.at(said, self._places[voices.positions], voices.says)
        return said[:-1]


def touch(size: int, *several: NDArray[np.integer[Any]]) -> Touched:
    """The listings at any of these positions, of an index of this size."""
    seen = np.zeros(size, np.bool_)
    for positions in several:
        seen[positions] = True
    at = np.flatnonzero(seen)
    places = np.full(size, len(at), np.int32)
    places[at] = np.arange(len(at))
    return Touched(at=at, _places=places)
