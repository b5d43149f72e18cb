"""Where things are: postcodes, names of places, and how far apart they lie.

Read ``distance``, ``postcodes``, ``table``, ``gazetteer``, ``addresses`` and
``finding`` in this order. Everything is pure and offline: a postcode is placed by the
centre of its sector, a name by the catalogue's own addresses. Nothing here asks a map
service, stores where a person is, or guesses: a place we do not know is a
``PlaceProblem``.
"""

from catalogue.places.addresses import place_names
from catalogue.places.distance import (
    Box,
    Point,
    bounding_box,
    distance_km,
    walk_minutes,
)
from catalogue.places.finding import (
    FoundPlace,
    PlaceProblem,
    find_place,
    names_of,
)
from catalogue.places.gazetteer import Gazetteer, PlaceName, folded
from catalogue.places.postcodes import (
    find_postcode_in,
    normal_postcode,
    outcode_of,
    sector_of,
)
from catalogue.places.table import Located, PostcodeTable, load_postcodes

__all__ = [
    "Box",
    "FoundPlace",
    "Gazetteer",
    "Located",
    "PlaceName",
    "PlaceProblem",
    "Point",
    "PostcodeTable",
    "bounding_box",
    "distance_km",
    "find_place",
    "find_postcode_in",
    "folded",
    "load_postcodes",
    "names_of",
    "normal_postcode",
    "outcode_of",
    "place_names",
    "sector_of",
    "walk_minutes",
]
