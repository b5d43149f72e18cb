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

_MIXES = ((np.arange(1 << len(FIELDS))[:, None] >> np.arange(len(FIELDS))) & 1).astype(
    np.float32
)
"""Shape (mixes, fields): 1 for each of ``FIELDS`` that is in one of the bits of a
mix."""


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
    if len(lengths) == 1:
        return _tellings_alone(uses, lengths, average_lengths)
    dilutions = _dilutions(lengths, average_lengths)
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


def _tellings_alone(
    uses: NDArray[np.uint8],
    lengths: NDArray[np.uint16],
    average_lengths: Sequence[float],
) -> NDArray[np.float32]:
    """The same of the only listing that there is: looked up among its sixteen mixes of
    fields."""
    each = [
        np.float32(FIELD_WEIGHTS[field]) / dilution
        for field, dilution in zip(
            FIELDS, _dilutions(lengths[0], average_lengths), strict=True
        )
    ]
    weighted: NDArray[np.float32] = (_MIXES * np.array(each, np.float32)).max(axis=1)
    weighted /= weighted + np.float32(SATURATION)
    return weighted[uses]


def _dilutions(
    lengths: NDArray[np.uint16], average_lengths: Sequence[float]
) -> list[NDArray[np.float32]]:
    """For each of ``FIELDS``, how much one that is so long dilutes its words; of one
    listing, or of each."""
    diluted = []
    for field, length, average in zip(
        FIELDS, lengths.T.astype(np.float32), average_lengths, strict=True
    ):
        share = LENGTH_SHARE[field]
        diluted.append(1 - share + share * length / max(average, 1.0))
    return diluted
