"""What a person made firm, held against what is known of each listing.

A listing meets a condition, fails it, or nobody has said. What fails does not fit;
what nobody has said is "ask first" and is never taken for meeting it. Everything is
compared column against column, for the candidates only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN, Columns
from matcher.ranking.facts import Conditions, Place
from matcher.ranking.times import days_and_parts

FAILS, UNSAID, MEETS = 0, 1, 2
"""A verdict on one listing under one condition."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG, arithmetic mean of WGS 84's three)."""

Radians = np.float64 | NDArray[np.float64]
Positions = NDArray[np.int64]
At = Positions | slice
"""Which listings of the columns; ``EVERY`` of them costs nothing."""
EVERY = slice(None)
NOWHERE: Positions = np.empty(0, np.int64)
Verdicts = NDArray[np.int8]
Judged = Mapping[str, Verdicts]
"""Name of a condition -> the verdict on each candidate; firm conditions only."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """How far away candidates are."""

    distance_km: NDArray[np.float64]
    """To the nearest of its places; NaN when it or the person has no point."""
    covers_place: NDArray[np.bool_]
    """It says it covers where the person is."""

    def of(self, some: Positions) -> "Reach":
        """The same of some of them."""
        return Reach(
            distance_km=self.distance_km[some], covers_place=self.covers_place[some]
        )


def judge(
    columns: Columns,
    at: At,
    conditions: Conditions,
    place: Place | None,
    reach: Reach,
) -> dict[str, Verdicts]:
    """Every firm condition's verdicts on the candidates ``at``."""
    judged = {
        name: said(getattr(columns, name)[at])
        for name in ("step_free", "quiet", "online", "just_turn_up")
        if getattr(conditions, name)
    }
    limit = _most_pence(conditions)
    if limit is not None:
        judged["cost"] = judge_cost(columns, at, limit)
    if place is not None and place.travel_km is not None:
        judged["place"] = judge_reach(columns, at, reach, place.travel_km)
    return judged | judge_times(columns, at, conditions.days, conditions.parts_of_day)


def remaining(judged: Judged, size: int) -> NDArray[np.bool_]:
    """The candidates that fail nothing."""
    left = np.ones(size, np.bool_)
    for verdicts in judged.values():
        left &= verdicts != FAILS
    return left


def things_to_ask(judged: Judged, fits: Positions) -> dict[int, tuple[str, ...]]:
    """Candidate -> the firm conditions nobody has said anything about."""
    to_ask: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for name, verdicts in sorted(judged.items()):
        for place in fits[verdicts[fits] == UNSAID].tolist():
            to_ask[place] += (name,)
    return to_ask


def closed(columns: Columns, at: At, today: date | None) -> NDArray[np.bool_]:
    """Nothing to join, only for children, or over (when ``today`` is given)."""
    shut: NDArray[np.bool_] = columns.closed[at].copy()
    if today is None:
        return shut
    last = columns.last_day[at]
    shut |= (last != UNKNOWN) & (last < today.toordinal())
    return shut


def judge_cost(columns: Columns, at: At, most_pence: int) -> Verdicts:
    """Within reach at full price meets; only at a concession, or unsaid, asks."""
    full, lowest = columns.cost_pence[at], columns.lowest_cost_pence[at]
    least = np.where(lowest == UNKNOWN, full, lowest)
    verdicts = np.where(least > most_pence, FAILS, UNSAID)
    verdicts[(full != UNKNOWN) & (full <= most_pence)] = MEETS
    return verdicts.astype(np.int8)


def judge_times(
    columns: Columns, at: At, days: Iterable[str], parts: Iterable[str]
) -> dict[str, Verdicts]:
    """Days and parts of the day together: Tuesday evening, not Tuesday and evenings.

    A listing that names the day but no time meets the day and asks for the time.
    """
    days, parts = frozenset(days), frozenset(parts)
    if not days and not parts:
        return {}
    meets = columns.meets[at]
    wanted, some_time = days_and_parts(days, parts)
    exact, that_day = _any(meets, wanted), _any(meets, some_time)
    unsaid = meets == UNKNOWN
    asked = {}
    if days:
        asked["days"] = _verdicts(that_day, unsaid)
    if parts:
        asked["part_of_day"] = _verdicts(exact, unsaid | (that_day & ~exact))
    return asked


def judge_reach(columns: Columns, at: At, reach: Reach, travel_km: float) -> Verdicts:
    """Online, covering the person's area or near enough meets; no point known asks."""
    verdicts = np.where(np.isnan(reach.distance_km), UNSAID, FAILS)
    verdicts[reach.distance_km <= travel_km] = MEETS
    verdicts[reach.covers_place | (columns.online[at] == 1)] = MEETS
    return verdicts.astype(np.int8)


def reach_of(columns: Columns, at: Positions, place: Place | None) -> Reach:
    """How far each candidate is from the person's place."""
    if place is None:
        return Reach(
            distance_km=np.full(len(at), np.nan), covers_place=np.zeros(len(at), bool)
        )
    covers = np.zeros(len(columns.closed), np.bool_)
    for name in place.names:
        there = columns.covering.get(name.casefold())
        if there is not None:
            covers[there] = True
    return Reach(distance_km=_nearest_km(columns, at, place), covers_place=covers[at])


def _most_pence(conditions: Conditions) -> int | None:
    return 0 if conditions.free else conditions.max_cost_pence


def said(column: NDArray[np.int8]) -> Verdicts:
    """The verdicts of a yes-or-no column that should say yes."""
    return _verdicts(column == 1, column == UNKNOWN)


def _verdicts(meets: NDArray[np.bool_], unsaid: NDArray[np.bool_]) -> Verdicts:
    """MEETS, UNSAID or FAILS; the two never hold at once."""
    return MEETS * meets.astype(np.int8) + UNSAID * unsaid.astype(np.int8)


def _any(meets: NDArray[np.int64], wanted: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (meets != UNKNOWN) & ((meets & wanted) != 0)
    return found


def _nearest_km(columns: Columns, at: Positions, place: Place) -> NDArray[np.float64]:
    """Great-circle distance (haversine) to the nearest point; NaN without one."""
    starts = columns.point_starts.take(at)
    counts = columns.point_starts.take(at + 1) - starts
    nearest = np.full(len(at), np.nan)
    (having,) = (counts != 0).nonzero()
    if not len(having):
        return nearest
    starts, counts = starts.take(having), counts.take(having)
    north, east = np.radians(place.latitude), np.radians(place.longitude)
    if len(having) == counts.sum():
        points = columns.points.take(starts, axis=0)
        nearest[having] = haversine_km(points, north, east)
        return nearest
    firsts = np.cumsum(counts) - counts
    steps = np.arange(counts.sum()) - firsts.repeat(counts)
    points = columns.points.take(starts.repeat(counts) + steps, axis=0)
    nearest[having] = np.minimum.reduceat(haversine_km(points, north, east), firsts)
    return nearest


def haversine_km(
    points: NDArray[np.float64], latitude: Radians, longitude: Radians
) -> NDArray[np.float64]:
    """Great-circle distance of each point (latitude, longitude; all in radians) from
    one place, or from a place of its own."""
    north = np.sin((points[:, 0] - latitude) / 2) ** 2
    east = np.sin((points[:, 1] - longitude) / 2) ** 2
    chord = north + np.cos(points[:, 0]) * np.cos(latitude) * east
    distances: NDArray[np.float64] = (
        2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    )
    return distances
