"""What each piece asks of the others, worked out once for each piece.

A piece at a place is the sum of two vectors, and its length comes after: so what it
asks for, offers and hands on is the sum of two products as well, and that of the piece
is the same wherever it stands, to the last bit and whoever spoke before: each is
multiplied by itself, as a matrix of one row, for many rows at once are added up in
another order. Pieces of words are remembered, without order or whom; nothing here
knows a word or a text.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MOST = 4096
"""Pieces remembered, in 16 megabytes: plain talk has about two thousand. Then all are
forgotten."""


class Asking:
    """What pieces are at their places, and their queries, keys and values beside each
    other before they are evened."""

    def __init__(
        self, rows: NDArray[np.int8], scales: Floats, positions: Floats, attend: Floats
    ) -> None:
        """``rows`` by piece, to be multiplied by ``scales``; ``attend``: (in, out)."""
        self._rows, self._scales, self._attend = rows, scales, attend
        self._at_place = np.hstack([positions, positions @ attend])
        self._known: dict[int, NDArray[Any]] = {}

    def of(
        self, pieces: Sequence[int], places: NDArray[np.int64]
    ) -> tuple[Floats, Floats]:
        """Of these pieces at these places of their texts: (pieces, in) and
        (pieces, out)."""
        known = self._known
        new = [one for one in dict.fromkeys(pieces) if one not in known]
        if len(known) + len(new) > MOST:
            known, new = {}, list(dict.fromkeys(pieces))
            self._known = known  # whoever reads the old ones keeps them
        if new:
            rows = self._rows[new] * self._scales[new, None]
            asked = (rows[:, None] @ self._attend)[:, 0]  # (1, in) each
            known.update(zip(new, np.hstack([rows, asked]), strict=True))
        both = np.concatenate([known[one] for one in pieces]).reshape(len(pieces), -1)
        both += self._at_place[places]
        width = len(self._attend)
        return both[:, :width], both[:, width:]
