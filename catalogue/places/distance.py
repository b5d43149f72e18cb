"""How far apart two points are, and what that means on foot.

Straight lines over a sphere, in kilometres; no roads, no routes.
"""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth, (2a + b) / 3 of the GRS 80 ellipsoid (Moritz, 2000)."""

WALK_KM_PER_HOUR = 4.8
"""Three miles an hour: Naismith's rule on the flat, and a brisk walk to the NHS."""

DETOUR = 1.3
"""Streets are longer than straight lines; 1.2 to 1.4 is what towns measure."""

EXACT_MINUTES = 10
"""Up to here every minute counts; beyond, fives are as true as we can be."""


class Point(NamedTuple):
    """A place on the earth, WGS 84, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Box:
    """Degrees between which something lies; a first sieve before ``distance_km``."""

    south: float
    west: float
    north: float
    east: float


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine (Sinnott, Sky & Telescope 68, 1984).

    Good to about 0.5 %, which is far finer than a postcode sector.
    """
    south, north = radians(a.latitude), radians(b.latitude)
    across = radians(b.longitude - a.longitude)
    half_chord = (
        sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(across / 2) ** 2
    )
    half_chord = min(1.0, half_chord)
    return 2 * EARTH_RADIUS_KM * atan2(sqrt(half_chord), sqrt(1 - half_chord))


def distances_km(a: Point, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same to each of many points: latitudes and longitudes, shape (points, 2)."""
    north, across = np.radians(points[:, 0]), np.radians(points[:, 1] - a.longitude)
    south = radians(a.latitude)
    half_chord = (
        np.sin((north - south) / 2) ** 2
        + cos(south) * np.cos(north) * np.sin(across / 2) ** 2
    )
    far = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return np.asarray(far, dtype=np.float64)


def walk_minutes(distance_km: float) -> int:
    """Minutes on foot over a straight-line distance: 1 to 10, then 15, 20, 25 ...

    Never 0. A page says kilometres beyond forty: few would walk that and back.
    """
    minutes = distance_km * DETOUR / WALK_KM_PER_HOUR * 60
    if minutes <= EXACT_MINUTES:
        return max(1, round(minutes))
    return max(EXACT_MINUTES, 5 * round(minutes / 5))


def bounding_box(point: Point, km: float) -> Box:
    """The smallest box of degrees that holds every point within ``km``.

    Near a pole it reaches all the way round.
    """
    reach = km / EARTH_RADIUS_KM
    north = radians(point.latitude) + reach
    south = radians(point.latitude) - reach
    if north >= pi / 2 or south <= -pi / 2:
        across = 180.0
    else:
        across = degrees(asin(min(1.0, sin(reach) / cos(radians(point.latitude)))))
    return Box(
        south=max(-90.0, degrees(south)),
        west=point.longitude - across,
        north=min(90.0, degrees(north)),
        east=point.longitude + across,
    )
