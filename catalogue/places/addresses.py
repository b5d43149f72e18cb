"""What the address of a venue offers to be found by: its name, district and town.

Addresses are written as people write them: a town is told from a road, a building, a
country and half a postcode by its words. Nothing here looks anything up.
"""

import re

from catalogue.drafts import Venue
from catalogue.places.distance import Point
from catalogue.places.gazetteer import PlaceKind, PlaceName, folded
from catalogue.places.postcodes import find_postcode_in, normal_postcode, outcode_of

LONGEST_ADDRESS = 500
"""Characters at an address's end that are searched for its town."""

_NO_TOWNS = (
    "annexe ave avenue centre church close club college court crescent drive gardens"
    " grove hall house lane ln park parade place rd road row school square st street"
    " terrace university way"
)
NO_TOWNS = frozenset(_NO_TOWNS.split())
"""A part of an address that ends in one of these is a road or a building."""

COUNTRIES = frozenset(
    {"england", "gb", "great britain", "scotland", "uk", "united kingdom", "wales"}
)
"""Where an address may end, too wide to set out from."""


def place_names(venue: Venue, point: Point) -> tuple[PlaceName, ...]:
    """What a venue's address offers to be found by: its name, district and town.

    An address without a town lends its last part, unless that is a road or such.
    """
    town = venue.city or _town_in((venue.address or "")[-LONGEST_ADDRESS:])
    offered: tuple[tuple[str | None, PlaceKind], ...] = (
        (venue.name, "venue"),
        (venue.district, "district"),
        (town, "town"),
    )
    return tuple(
        PlaceName(name=name.strip(), kind=kind, point=point)
        for name, kind in offered
        if name and name.strip()
    )


def _town_in(address: str) -> str | None:
    """The last part of an address that could be a town; one part alone is none,
    unless a postcode shows that it is an address."""
    parts = [_without_code(part.split()) for part in re.split(r"[,\n]", address)]
    towns = [words for words in parts if words and _is_no_country(words)]
    if not towns or (len(parts) == 1 and not find_postcode_in(address)):
        return None
    words = towns[-1]
    plain = len(words) <= 3 and all(re.fullmatch(r"[^\W\d]+", it) for it in words)
    return " ".join(words) if plain and words[-1].casefold() not in NO_TOWNS else None


def _without_code(words: list[str]) -> list[str]:
    """Words without the postcode, or the half of one, that they end in."""
    if words and normal_postcode("".join(words[-2:])):
        return words[:-2]
    return words[:-1] if words and outcode_of(words[-1]) else words


def _is_no_country(words: list[str]) -> bool:
    return folded(" ".join(words)) not in COUNTRIES
