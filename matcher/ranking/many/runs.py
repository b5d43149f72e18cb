"""Columns of numbers, and where runs of equal ones begin in them."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def starts_of(sorted_numbers: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    if not len(sorted_numbers):
        return np.empty(0, np.int64)
    changes = np.flatnonzero(np.diff(sorted_numbers)) + 1
    return np.concatenate([[0], changes])
