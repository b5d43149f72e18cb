"""How tellingly a listing uses a term, by where it stands and how much else does."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.listing_words import FIELDS

FIELD_WEIGHTS = {"title": 4.0, "activities": 3.0, "organization": 1.5, "description": 1}
"""How telling a word is by where it stands: what a thing is called says what it is."""

LENGTH_SHARE = {
    "title": 0.4,
    "activities": 0.4,
    "organization": 0.4,
    "description": 0.7,
}
"""How much a longer field dilutes its words (``b`` of BM25F, Robertson and Zaragoza,
"The Probabilistic Relevance Framework", 2009, section 3.6)."""

SATURATION = 1.2
"""``k1`` of BM25F: the field-weighted use at which a word tells half of all it can.
Its common value; one plain mention in a description of average length comes to 0.45."""


AT_ONCE = 1 << 20
"""Postings that are weighed at once: a few megabytes of numbers."""


def tellings_of(
    uses: NDArray[np.uint8],
    lengths: NDArray[np.uint16],
    positions: NDArray[np.integer[Any]],
    average_lengths: Sequence[float],
) -> NDArray[np.float32]:
    """BM25F's saturated use of each posting, 0 to 1, where it tells most.

    ``uses``: one bit for each of ``FIELDS``. Fields are not added up: a title that says
    it needs no description that says it again, and nobody gains by writing more.
    """
    dilutions = [
        _dilution(lengths[:, column], field, average_lengths[column])
        for column, field in enumerate(FIELDS)
    ]
    tellings = np.zeros(len(positions), np.float32)
    for start in range(0, len(positions), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        weighted = tellings[some]
        for column, field in enumerate(FIELDS):
            used = ((uses[some] >> column) & 1).astype(np.float32)
            there = FIELD_WEIGHTS[field] * used / dilutions[column][positions[some]]
            np.maximum(weighted, there, out=weighted)
        weighted /= weighted + np.float32(SATURATION)
    return tellings


def _dilution(
    lengths: NDArray[np.uint16], field: str, average_length: float
) -> NDArray[np.float32]:
    """By listing, how much a field that is so long dilutes its words."""
    share, average = LENGTH_SHARE[field], max(average_length, 1.0)
    diluted: NDArray[np.float32] = (
        1 - share + share * lengths.astype(np.float32) / average
    )
    return diluted
