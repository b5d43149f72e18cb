"""From what somebody typed to a point, or to what is the matter with it.

Says what it did: a sector we do not know falls back to its outcode with the problem
attached, a respelt name shows the name it was read as. Nothing is guessed in silence.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from catalogue.places.distance import Point, distance_km
from catalogue.places.gazetteer import (
    IN_QUESTION,
    LONGEST_ASKED,
    Gazetteer,
    PlaceName,
    Rank,
    folded,
)
from catalogue.places.postcodes import (
    find_postcode_in,
    normal_postcode,
    outcode_of,
    sector_of,
)
from catalogue.places.table import Located, PostcodeTable

NEIGHBOURHOOD_KM = 2.0
"""Addresses within this may say which town and district somebody is in."""

NEXT_DOOR_KM = 0.7
"""Those this much further than the nearest count as much as it: a postcode is half
the time no further from its sector's centre."""

SAME_SPOT_KM = 0.5
"""Equally good places this close need no question which of them is meant."""

MOST_CANDIDATES = 5
"""Places offered when several are equally good."""

NOBODY_MEANS = 100
"""A namesake that has one address where another has so many is a slip in an address,
which would have everybody from there asked which of the two is meant."""

Outside = Literal["northern_ireland", "jersey", "guernsey", "isle_of_man"]

OUTSIDE: dict[str, Outside] = {
    "BT": "northern_ireland",
    "JE": "jersey",
    "GY": "guernsey",
    "IM": "isle_of_man",
}
"""Postcode areas that exist and are not in the table, which covers Great Britain."""

_SHORT_CODE = re.compile(
    r"(?<![^\W_])[A-Za-z]{1,2}[0-9][A-Za-z0-9]{0,2}(?: [0-9](?![^\W_]))?(?![^\W_])"
)

ProblemKind = Literal[
    "empty", "unknown_sector", "unknown_postcode", "unknown_name", "several"
]


@dataclass(frozen=True, kw_only=True)
class PlaceProblem:
    """Why a place was not found as asked; the page says it in a sentence."""

    kind: ProblemKind
    asked: str
    postcode: str | None = None
    """The sector or outcode that is not in the table, as it is rightly written."""
    outcode: str | None = None
    """``unknown_sector``: the outcode that is known."""
    outside: Outside | None = None
    """``unknown_postcode``: a part of these islands the table does not cover."""
    candidates: tuple[PlaceName, ...] = ()
    """``several``: up to five, best known first."""


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """A point to measure from, and how it came about."""

    asked: str
    point: Point
    precision: Literal["sector", "outcode", "venue", "town", "district"]
    label: str
    """``M16 0``, ``M16`` or the name as the catalogue writes it."""
    outcode: str
    """The outcode it stands in, or the nearest one for a name."""
    respelt: bool = False
    """The name was read with its spelling put right: show the label."""
    fell_back: PlaceProblem | None = None
    """``unknown_sector``: this is the centre of the outcode instead."""


def find_place(
    words: str, postcodes: PostcodeTable, gazetteer: Gazetteer
) -> FoundPlace | PlaceProblem:
    """A postcode, sector, outcode or name, with or without words around it.

    A whole postcode decides; then a name as the catalogue spells it; then an outcode
    among other words; then names that come close. Never raises.
    """
    asked = " ".join(words[:LONGEST_ASKED].split())
    if not asked:
        return PlaceProblem(kind="empty", asked="")
    code = _whole_code(asked, gazetteer)
    if code:
        return _at_code(asked, code, postcodes)
    ranked = gazetteer.ranked(asked)
    if not ranked or ranked[0][0].tier == IN_QUESTION:
        code = _short_code(asked)
        if code and (not ranked or postcodes.locate(code)):
            return _at_code(asked, code, postcodes)
    return _at_name(asked, ranked, postcodes)


def names_of(place: Located | FoundPlace, gazetteer: Gazetteer) -> frozenset[str]:
    """What areas covered are held against: outcode, town and district, folded.

    Town and district are the place's own name, when it is one, else those of the
    catalogue's nearest addresses. Somebody between two towns is in both.
    """
    names = {folded(place.outcode)}
    if place.precision in ("town", "district"):
        names.add(folded(place.label))
    around = gazetteer.names_near(place.point, km=NEIGHBOURHOOD_KM)
    for kind in {"town", "district"} - {place.precision}:
        standing = [(km, it.name) for it, km in around.items() if it.kind == kind]
        reach = min(standing, default=(0.0, ""))[0] + NEXT_DOOR_KM
        names |= {name for km, name in standing if km <= reach}
    return frozenset(names - {""})


def _whole_code(asked: str, gazetteer: Gazetteer) -> str | None:
    """The code a question is, or the whole postcode it holds."""
    if outcode_of(asked) and not gazetteer.is_name(asked):
        return asked
    return find_postcode_in(asked)


def _short_code(asked: str) -> str | None:
    """The first outcode among other words, with its sector: *near M16 0 please*."""
    found = _SHORT_CODE.search(asked)
    return found[0] if found and outcode_of(found[0]) else None


def _at_code(
    asked: str, code: str, postcodes: PostcodeTable
) -> FoundPlace | PlaceProblem:
    located = postcodes.locate(code)
    sector = sector_of(code)
    if located is None:
        outcode = outcode_of(code)
        return PlaceProblem(
            kind="unknown_postcode",
            asked=asked,
            postcode=normal_postcode(code) or sector or outcode,
            outside=OUTSIDE.get((outcode or "")[:2]),
        )
    found = FoundPlace(
        asked=asked,
        point=located.point,
        precision=located.precision,
        label=located.label,
        outcode=located.outcode,
    )
    if sector is None or located.precision == "sector":
        return found
    problem = PlaceProblem(
        kind="unknown_sector", asked=asked, postcode=sector, outcode=located.outcode
    )
    return replace(found, fell_back=problem)


def _at_name(
    asked: str, ranked: list[tuple[Rank, PlaceName]], postcodes: PostcodeTable
) -> FoundPlace | PlaceProblem:
    if not ranked:
        return PlaceProblem(kind="unknown_name", asked=asked)
    best, place = ranked[0]
    equals = tuple(
        other
        for rank, other in ranked
        if rank == best and other.count * NOBODY_MEANS >= place.count
    )
    if any(distance_km(place.point, other.point) > SAME_SPOT_KM for other in equals):
        candidates = equals[:MOST_CANDIDATES]
        return PlaceProblem(kind="several", asked=asked, candidates=candidates)
    return FoundPlace(
        asked=asked,
        point=place.point,
        precision=place.kind,
        label=place.name,
        outcode=postcodes.nearest_outcode(place.point),
        respelt=best.respelt,
    )
