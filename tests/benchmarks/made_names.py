"""Invented names of people, places and venues, in numbers a county has.

Names are put together from parts common in English ones; that one of them exists
somewhere is chance. They give the made catalogue the long tail of rare words that a
real one has: most words of a catalogue are names.
"""

from dataclasses import dataclass
from itertools import accumulate
from math import cos, radians
from random import Random


def _each(words: str) -> list[str]:
    return words.split()


CENTRE = (53.015, -1.760)
"""Latitude and longitude of the county's middle: that of the demo town."""

REACH_KM = 28.0
"""From the middle to the farthest town, north or east: a county of 56 by 56 km."""

KM_PER_DEGREE = 111.2
"""Of latitude, on a sphere of the Earth's mean radius."""

TOWNS = 24
"""Towns and large villages of a county."""

STARTS = _each(
    """
    Al Ash Bar Beck Birch Bold Brack Brad Brin Bur Cald Carl Chad Clay Col Cran Croft
    Dal Den Dray Dun Eden El Fen Garth Glen Had Hal Hart Haw Hol Ing Kel Kirk Lang Lin
    Mar Mell Nor Oak Pen Quarn Rad Raven Row Sal Scar Sel Stan Sul Thorn Tid Ul Wal
    War Wes Whit Win Yar
    """
)
MIDDLES = ["", "", "", "a", "en", "er", "ing", "le", "o"]
PLACE_ENDS = _each(
    """
    bourne bridge brook bury by cliffe combe cote dale den don fell field ford gate
    ham hurst ley low mere minster moor ness side stead thorpe ton wick worth
    """
)
SURNAME_ENDS = _each(
    """
    acre by croft den er field ford ham house ing ington ison ley low man mond ner
    ridge row sall sey shaw sley son stone ter ton wood worth yer
    """
)
FIRST_NAMES = _each(
    """
    Abena Ade Agnes Aisha Alan Alma Amir Anwen Beryl Bilal Bronagh Carol Cerys Colin
    Dilys Dina Dot Eileen Esther Fatima Frank Gita Gwen Hamid Hazel Idris Imran Iris
    Janet Jo Joan Ken Kofi Kwame Leroy Lesley Mabel Malik Marian Maureen Mo Nadia Neil
    Nell Olive Omar Pam Parveen Priya Rashid Ray Rita Roy Ruth Sanjay Sheila Stan
    Sunita Tariq Una Vera Wilf Winston Yusuf Zara
    """
)
VENUE_KINDS = [
    "{place} Village Hall",
    "{place} Library",
    "{place} Community Centre",
    "{place} Leisure Centre",
    "St {first}'s Church Hall",
    "{place} Methodist Hall",
    "The {surname} Rooms",
    "{surname} Park pavilion",
    "The {surname} Arms",
    "{place} Allotments",
]


@dataclass(frozen=True, kw_only=True)
class Town:
    """A town of the made county, and how far it spreads."""

    name: str
    latitude: float
    longitude: float
    districts: tuple[str, ...]
    venues: tuple[str, ...]
    spread_km: float
    """Standard deviation of its places around its middle."""


def make_towns(random: Random) -> tuple[Town, ...]:
    """The towns of a county, largest first."""
    return tuple(_town(random, rank) for rank in range(TOWNS))


def town_weights(towns: int = TOWNS) -> list[float]:
    """Cumulative weights for choosing a town: the n-th of a county is 1/n as large
    (Zipf)."""
    return list(accumulate(1 / (number % TOWNS + 1) for number in range(towns)))


def point_near(town: Town, random: Random) -> tuple[float, float]:
    """Latitude and longitude of somewhere in or around a town, in degrees."""
    return _moved(
        (town.latitude, town.longitude),
        north_km=random.gauss(0, town.spread_km),
        east_km=random.gauss(0, town.spread_km),
    )


def person(random: Random) -> str:
    """A full name, of some two hundred thousand."""
    return f"{random.choice(FIRST_NAMES)} {_surname(random)}"


def street(random: Random) -> str:
    """A street's name, without a number."""
    kind = random.choice(["Street", "Road", "Lane", "Avenue", "Close"])
    return f"{_surname(random)} {kind}"


def _town(random: Random, rank: int) -> Town:
    latitude, longitude = _moved(
        CENTRE,
        north_km=random.uniform(-REACH_KM, REACH_KM),
        east_km=random.uniform(-REACH_KM, REACH_KM),
    )
    size = max(2, 40 // (rank + 1))
    return Town(
        name=_place(random),
        latitude=latitude,
        longitude=longitude,
        districts=tuple(_place(random) for _ in range(size)),
        venues=tuple(_venue(random) for _ in range(size * 4)),
        spread_km=1.0 + 3.0 / (rank + 1),
    )


def _venue(random: Random) -> str:
    return random.choice(VENUE_KINDS).format(
        place=_place(random),
        first=random.choice(FIRST_NAMES),
        surname=_surname(random),
    )


def _place(random: Random) -> str:
    return "".join(map(random.choice, (STARTS, MIDDLES, PLACE_ENDS)))


def _surname(random: Random) -> str:
    return "".join(map(random.choice, (STARTS, MIDDLES, SURNAME_ENDS)))


def _moved(
    point: tuple[float, float], *, north_km: float, east_km: float
) -> tuple[float, float]:
    latitude, longitude = point
    east = east_km / (KM_PER_DEGREE * cos(radians(latitude)))
    return latitude + north_km / KM_PER_DEGREE, longitude + east
