"""Where listings are, as cells of a grid: what is near somebody stands together.

Listings are kept in the order of their cells, row by row from south to north, so the
neighbourhood of a place is a few stretches of positions. What has no one place, or may
be for somebody wherever it is, stands before all cells and is part of every
neighbourhood. The exact distance is measured later, by ``conditions``.
"""

from math import asin, cos, degrees, floor, pi, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import Columns
from matcher.ranking.conditions import EARTH_RADIUS_KM

EVERYWHERE = -1
"""The cell of what is near to everybody, as far as the grid knows."""

NORTH_DEGREES, EAST_DEGREES = 0.05, 0.1
"""The height and width of a cell: 5.6 by 6.7 km in the middle of Britain, so a bus
ride touches about a dozen."""

WORTH_A_GRID = 6_000
"""Listings from which on they are laid out by their cells."""

_ACROSS = round(360 / EAST_DEGREES)
_MARGIN_DEGREES = 1e-6
"""Added on all sides, so that rounding never leaves anything out: ten centimetres."""


def cells_of(columns: Columns, covering: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """The cell of each listing; ``EVERYWHERE`` without one known place of its own.

    ``covering``: the listings that say they cover an area. Of a small catalogue all are
    everywhere: leaving some out would spare nobody anything.
    """
    cells = np.full(len(columns.closed), EVERYWHERE, np.int64)
    if len(cells) < WORTH_A_GRID:
        return cells
    alone = (columns.point_counts == 1) & (columns.online != 1)
    alone[covering] = False
    at = np.flatnonzero(alone)
    latitude, longitude = np.degrees(columns.points[columns.point_starts[at]]).T
    known = (abs(latitude) <= 90) & (longitude >= -180) & (longitude < 180)
    rows = np.floor((latitude[known] + 90) / NORTH_DEGREES).astype(np.int64)
    across = np.floor((longitude[known] + 180) / EAST_DEGREES).astype(np.int64)
    cells[at[known]] = rows * _ACROSS + across
    return cells


def ranges_near(
    cells: NDArray[np.int64], latitude: float, longitude: float, reach_km: float
) -> NDArray[np.int64] | None:
    """Positions of all that may be within reach, as (start, end) pairs.

    ``cells``: rising, one for each listing. None where the grid is of no help: around
    a pole, across the date line, or when half of everything is within reach anyway.
    """
    box = _box(latitude, longitude, reach_km)
    if box is None:
        return None
    south, north, west, east = box
    edges = [EVERYWHERE, EVERYWHERE + 1]
    for row in range(_row(south), _row(north) + 1):
        edges += [row * _ACROSS + _column(west), row * _ACROSS + _column(east) + 1]
    ranges: NDArray[np.int64] = cells.searchsorted(edges).reshape(-1, 2)
    ranges = ranges[ranges[:, 1] > ranges[:, 0]]
    if 2 * (ranges[:, 1] - ranges[:, 0]).sum() > len(cells):
        return None
    return ranges


def _box(
    latitude: float, longitude: float, reach_km: float
) -> tuple[float, float, float, float] | None:
    """South, north, west and east of a circle, in degrees (the smallest box of a
    spherical cap)."""
    angle = reach_km / EARTH_RADIUS_KM
    if abs(radians(latitude)) + angle >= pi / 2 - radians(_MARGIN_DEGREES):
        return None
    high = degrees(angle) + _MARGIN_DEGREES
    wide = degrees(asin(sin(angle) / cos(radians(latitude)))) + _MARGIN_DEGREES
    if not -180 <= longitude - wide < longitude + wide < 180:
        return None
    return latitude - high, latitude + high, longitude - wide, longitude + wide


def _row(latitude: float) -> int:
    return floor((latitude + 90) / NORTH_DEGREES)


def _column(longitude: float) -> int:
    return floor((longitude + 180) / EAST_DEGREES)
