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
    weighted = np.zeros(len(positions), np.float32)
    for column, field in enumerate(FIELDS):
        share = LENGTH_SHARE[field]
        average = max(average_lengths[column], 1.0)
        dilution = 1 - share + share * lengths[:, column].astype(np.float32) / average
        used = ((uses >> column) & 1).astype(np.float32)
        there = FIELD_WEIGHTS[field] * used / dilution[positions]
        np.maximum(weighted, there, out=weighted)
    telling: NDArray[np.float32] = weighted / (weighted + np.float32(SATURATION))
    return telling
