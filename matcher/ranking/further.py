"""The further conditions that filters offer, each one bit of a number.

What a listing says of each is known when it is read, but for distances, and for days
and parts of the day beside others that are firm. It knows no person.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.times import DAYS, PARTS_OF_DAY, UNKNOWN, days_and_parts

WITHIN_KM = (2, 5, 10)
"""Distances offered as a filter: a walk, a bus ride, across town."""

PLAIN = ("step_free", "quiet", "online", "just_turn_up")
"""Conditions that are a column of their own."""

NAMES = (
    *("free", *PLAIN, *DAYS, *PARTS_OF_DAY),
    *(f"within_{within}_km" for within in WITHIN_KM),
)
"""Every further condition; its place here is its bit."""

EACH_DAY = tuple(frozenset({day}) for day in DAYS)
EACH_PART = tuple(frozenset({part}) for part in PARTS_OF_DAY)
FIRST_DAY, FIRST_PART = NAMES.index(DAYS[0]), NAMES.index(PARTS_OF_DAY[0])
FIRST_WITHIN = NAMES.index("within_2_km")

Bits = NDArray[np.int32]
"""By listing: one bit for each further condition, or each case."""

AT_ONCE = 10
"""So many bits are counted at once, by a table of 1,024."""
_OF_NUMBER = (np.arange(1 << AT_ONCE)[:, None] >> np.arange(AT_ONCE) & 1).astype(float)


def further_of(
    *,
    cost_pence: NDArray[np.int32],
    lowest_cost_pence: NDArray[np.int32],
    meets: NDArray[np.int64],
    **plain: NDArray[np.int8],
) -> tuple[Bits, Bits]:
    """By listing, which further conditions it is known to meet, and of which nobody
    has said; distances are none of them."""
    free, no_price = cost_pence == 0, cost_pence == UNKNOWN
    perhaps = np.where(lowest_cost_pence == UNKNOWN, no_price, lowest_cost_pence <= 0)
    known, unsaid = free.astype(np.int32), (perhaps & ~free).astype(np.int32)
    for name in PLAIN:
        bit = 1 << NAMES.index(name)
        known += bit * (plain[name] == 1)
        unsaid += bit * (plain[name] == UNKNOWN)
    for first, each in (
        (FIRST_DAY, [(one, frozenset[str]()) for one in EACH_DAY]),
        (FIRST_PART, [(frozenset[str](), one) for one in EACH_PART]),
    ):
        more, to_ask = times_of(meets, each)
        known += more << first
        unsaid += to_ask << first
    return known, unsaid


def times_of(
    meets: NDArray[np.int64], each: list[tuple[frozenset[str], frozenset[str]]]
) -> tuple[Any, Any]:
    """By listing, one bit for each of these days and parts of them: whether it is known
    to meet it, and whether nobody has said."""
    known, unsaid = np.zeros((2, len(meets)), np.int32)
    unknown = meets == UNKNOWN
    said = np.where(unknown, 0, meets)
    for bit, (exact, that_day) in enumerate(days_and_parts(*one) for one in each):
        known += ((said & exact) != 0).astype(np.int32) << bit
        unsaid += ((said & that_day) != 0).astype(np.int32) << bit
    every = (1 << len(each)) - 1
    return known, np.where(unknown, every, unsaid & ~known)


def count_bits(
    numbers: NDArray[np.integer[Any]], bits: int, runs: NDArray[np.int64], many: int
) -> NDArray[np.int64]:
    """How many numbers of each run have each of so many bits: shape (many, bits).

    ``runs``: of each number the run it belongs to, from 0 to below ``many``.
    """
    firsts = runs << AT_ONCE
    counts = [
        np.bincount(
            firsts + (numbers >> first & (1 << AT_ONCE) - 1), minlength=many << AT_ONCE
        )
        for first in range(0, max(bits, 1), AT_ONCE)
    ]
    counted = [one.reshape(many, 1 << AT_ONCE) @ _OF_NUMBER for one in counts]
    return np.concatenate(counted, axis=1)[:, :bits].astype(np.int64)
