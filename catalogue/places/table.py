"""The postcode table: the centre of every sector and outcode in Great Britain.

Beside the real ones stand the demo town's invented sectors. No single postcode is in
the table, so nobody is ever placed more exactly than about half a mile.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import cos, radians
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from catalogue.places.distance import Point
from catalogue.places.postcodes import outcode_of, sector_of

Row = tuple[str, Point, int]
"""A sector or outcode, its centre, and how many live postcodes stand in it."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where a postcode is, as exactly as the table knows."""

    point: Point
    precision: Literal["sector", "outcode"]
    """``outcode``: only the outcode was given, or its sector is not in the table."""
    label: str
    """What was placed: ``M16 0`` or ``M16``."""
    outcode: str


class PostcodeTable:
    """Centres of sectors and outcodes, looked up by what somebody typed."""

    def __init__(
        self, sectors: Mapping[str, Point], outcodes: Mapping[str, Point]
    ) -> None:
        """Take sectors (``M16 0``) and outcodes (``M16``) with their centres."""
        self._sectors = sectors
        self._outcodes = outcodes

    def locate(self, text: str) -> Located | None:
        """Place a postcode, sector or outcode; None when its outcode is unknown.

        An unknown sector of a known outcode is placed at the outcode's centre.
        """
        sector = sector_of(text)
        outcode = outcode_of(text)
        if sector and outcode and sector in self._sectors:
            return Located(
                point=self._sectors[sector],
                precision="sector",
                label=sector,
                outcode=outcode,
            )
        if outcode is None or outcode not in self._outcodes:
            return None
        return Located(
            point=self._outcodes[outcode],
            precision="outcode",
            label=outcode,
            outcode=outcode,
        )

    def nearest_outcode(self, point: Point) -> str:
        """The outcode whose centre lies nearest; ``""`` for an empty table."""
        if not self._outcodes:
            return ""
        codes, centres = self._centres
        # A flat map does for choosing the nearest.
        north, east = (centres - point).T
        apart = north**2 + (east * cos(radians(point.latitude))) ** 2
        return codes[int(apart.argmin())]

    @cached_property
    def _centres(self) -> tuple[list[str], NDArray[np.float64]]:
        """Every outcode, and their centres in the same order: shape (outcodes, 2)."""
        return list(self._outcodes), np.array(list(self._outcodes.values()))


@cache
def load_postcodes() -> PostcodeTable:
    """The real table and the demo town's, read once from the files we carry."""
    invented = list(_rows("demo", "sectors.csv"))
    sectors = {name: point for name, point, _ in _rows("postcodes", "sectors.csv")}
    outcodes = {name: point for name, point, _ in _rows("postcodes", "outcodes.csv")}
    sectors |= {name: point for name, point, _ in invented}
    return PostcodeTable(sectors, centres_of(invented) | outcodes)


def centres_of(sectors: Iterable[Row]) -> dict[str, Point]:
    """Outcodes at the centre of their sectors, each weighing its live postcodes."""
    sums: dict[str, tuple[float, float, int]] = {}
    for name, point, live in sectors:
        outcode = name.partition(" ")[0]
        north, east, total = sums.get(outcode, (0.0, 0.0, 0))
        weight = max(live, 1)
        sums[outcode] = (
            north + point.latitude * weight,
            east + point.longitude * weight,
            total + weight,
        )
    return {
        outcode: Point(north / total, east / total)
        for outcode, (north, east, total) in sums.items()
    }


def _rows(folder: str, name: str) -> Iterator[Row]:
    """Rows of one table we carry; none when the file does not stand there."""
    path = files("catalogue").joinpath("data", folder, name)
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        next(rows, None)
        for place, latitude, longitude, live in rows:
            yield place, Point(float(latitude), float(longitude)), int(live)
