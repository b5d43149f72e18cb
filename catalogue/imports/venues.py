"""Where a row says it is: its places, with postcodes and points as they can be used.

Nothing is looked up but the postcode, and nothing is guessed: what can't be placed is
kept as it came, and said.
"""

from catalogue.drafts import Venue
from catalogue.imports.cells import Cells
from catalogue.places import PostcodeTable, find_postcode_in, normal_postcode
from catalogue.sentences import Sentence


def venues_in(cells: Cells, postcodes: PostcodeTable) -> tuple[Venue, ...]:
    """The place in the row's own columns, then those of ``locations``."""
    found = (_venue(place, postcodes) for place in (cells, *cells.places()))
    return tuple(venue for venue in found if venue != Venue())


def _venue(cells: Cells, postcodes: PostcodeTable) -> Venue:
    address = cells.words("address")
    latitude, longitude = _point(cells)
    return Venue(
        name=cells.line("venue"),
        address=address
        and ", ".join(part.strip(" ,") for part in address.splitlines()),
        city=cells.line("city"),
        district=cells.line("district"),
        postal_code=_postcode(cells, postcodes, has_point=latitude is not None),
        latitude=latitude,
        longitude=longitude,
        accessibility=cells.several("accessibility", marks=";|,"),
    )


def _point(cells: Cells) -> tuple[float, float] | tuple[None, None]:
    latitude = cells.degrees("lat", most=90)
    longitude = cells.degrees("lon", most=180)
    if latitude is None and longitude is None:
        return None, None
    if latitude is None or longitude is None:
        cells.warnings.append(
            Sentence("one of lat and lon is missing: neither is used")
        )
        return None, None
    if latitude == longitude == 0:
        cells.warnings.append(Sentence("lat and lon are both 0: taken as not given"))
        return None, None
    return latitude, longitude


def _postcode(cells: Cells, postcodes: PostcodeTable, *, has_point: bool) -> str | None:
    """The postcode, put right where it can be; one we do not know is kept."""
    given = cells.line("postcode")
    if given is None:
        places = (cells.words("address"), cells.words("venue"))
        return find_postcode_in(", ".join(text for text in places if text))
    postcode = normal_postcode(given) or given
    if postcodes.locate(postcode) is None:
        said = cells.notes if has_point else cells.warnings
        said.append(_unknown(postcode, has_point=has_point))
    return postcode


def _unknown(postcode: str, *, has_point: bool) -> Sentence:
    if has_point:
        return Sentence(
            "the postcode “%(postcode)s” is not one we know: its lat and lon are used",
            postcode=postcode,
        )
    return Sentence(
        "the postcode “%(postcode)s” is not one we know, so nobody finds it by"
        " distance: have another look at it, or add columns lat and lon",
        postcode=postcode,
    )
