"""How easy something is to get to and to join, from 0 to 1.

It decides only between listings whose words answer equally well. What nobody has said
counts as middling, so that silence is neither punished nor rewarded.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN, Columns
from matcher.ranking.conditions import MEETS, At, Judged, Reach

HALF_LIFE_KM = 3.0
"""Distance at which nearness is worth half: about a forty-minute walk."""

HALF_PRICE_PENCE = 500
"""Price at which affordability is worth half: what many would think about twice."""

HALF_LIFE_DAYS = 180
"""Age at which a confirmation is worth half: half a year, a season's programme."""

MIDDLING = 0.5
"""What the unknown counts as."""

SHARES = {
    "near": 0.4,
    "times": 0.2,
    "cost": 0.2,
    "turn_up": 0.1,
    "fresh": 0.1,
}
"""Getting there stops people most often, then when it is and what it costs; turning up
unannounced and a fresh confirmation make a difference between equals."""


def ease_of(
    columns: Columns, at: At, judged: Judged, reach: Reach, today: date | None
) -> NDArray[np.float64]:
    """The ease of each candidate."""
    total: NDArray[np.float64] = SHARES["near"] * _nearness(columns, at, reach)
    total += SHARES["times"] * _at_a_good_time(judged)
    total += SHARES["cost"] * _halving(columns.cost_pence[at], HALF_PRICE_PENCE)
    total += SHARES["turn_up"] * _said(columns.just_turn_up[at])
    total += SHARES["fresh"] * _freshness(columns.assured_on[at], today)
    return total


def _nearness(columns: Columns, at: At, reach: Reach) -> NDArray[np.float64]:
    known = np.where(np.isnan(reach.distance_km), HALF_LIFE_KM, reach.distance_km)
    near = 0.5 ** (known / HALF_LIFE_KM)
    online: NDArray[np.bool_] = columns.online[at] == 1
    return np.where(online, 1.0, near)


def _at_a_good_time(judged: Judged) -> float | NDArray[np.float64]:
    """Known to meet the days and times the person has; middling when none are firm."""
    asked = [judged[name] for name in ("days", "part_of_day") if name in judged]
    if not asked:
        return MIDDLING
    return np.where(np.all([one == MEETS for one in asked], axis=0), 1.0, MIDDLING)


def _halving(values: NDArray[np.int32], half: float) -> NDArray[np.float64]:
    return np.where(values == UNKNOWN, MIDDLING, 0.5 ** (values / half))


def _said(column: NDArray[np.int8]) -> NDArray[np.float64]:
    # UNKNOWN counts from the end, as an index does.
    return _OF_AN_ANSWER.take(column)


_OF_AN_ANSWER = np.array([0.0, 1.0, MIDDLING])
"""No, yes, and what nobody has said."""


def _freshness(
    days: NDArray[np.int32], today: date | None
) -> float | NDArray[np.float64]:
    """Without a ``today`` everything is as fresh as everything else."""
    if today is None:
        return MIDDLING
    ages = np.maximum(today.toordinal() - days, 0)
    return np.where(days == UNKNOWN, MIDDLING, 0.5 ** (ages / HALF_LIFE_DAYS))
