"""The grammar of a British postcode: ``M16 0AB`` = outcode M16, sector M16 0.

Knows how a postcode is written and miswritten, not whether it exists: the demo
town's invented ones are as good as any. The table (``table``) knows what exists.
"""

import re
from collections.abc import Iterator

OUTCODE = r"[A-Z][A-HJ-Z]?\d(?:\d|[A-HJKMNP-Y])?"
"""Area, district: A9, A99, AA9, AA99, A9A, AA9A. I, L, O and Z never follow a digit,
so there they can only be slips for 1 and 0, and I is never a second letter."""

LONGEST_TYPED = 12
"""Characters in a postcode, with room for stray spaces and dots."""

_POSTCODE = re.compile(rf"({OUTCODE})(\d)([A-Z]{{2}})")
_OUTCODE = re.compile(OUTCODE)
_SECTOR_END = re.compile(r"[0-9O][A-Z]?")
_AREA_WITH_O = re.compile(r"^0(?=[LX]\d)|(?<=^[CPSY])0(?=\d)")
"""OL, OX and CO, PO, SO, YO are areas; 0L, S0 ... are slips for them."""
_IN_WORDS = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z0-9]{2,4})[ \t]{0,3}([0-9][A-Za-z]{2})(?![A-Za-z0-9])"
)
_COUNTED = re.compile(r"\d(?:[SsNnRrTt][tdh]|(?i:am|pm|kg|km|ml|mm|cm))")
"""``Unit B1, 2nd floor`` and ``Room B1, 2pm`` hold no postcode; 2ND could be one,
but no real one ends in letters that have an M or a K."""


def normal_postcode(text: str) -> str | None:
    """``m160ab``, ``M16 OAB`` and ``MI6-0AB`` -> ``M16 0AB``; None if it is not one.

    The whole text must be the postcode: see ``find_postcode_in`` for addresses. Its
    last two letters may be any, for its sector is right whatever they are.
    """
    compact = _compact(text)
    if not 5 <= len(compact) <= 7:
        return None
    outward, inward = compact[:-3], compact[-3:]
    digit = inward[0].replace("O", "0").replace("I", "1")
    found = _POSTCODE.fullmatch(_mended(outward) + digit + inward[1:])
    return f"{found[1]} {found[2]}{found[3]}" if found else None


def find_postcode_in(text: str) -> str | None:
    """The last postcode inside an address or a sentence, put right; None if none.

    Slips of O for 0 are mended before the gap only: ``M16 Old Trafford`` holds none.
    """
    return next(iter(reversed(list(postcodes_in(text)))), None)


def postcodes_in(text: str) -> Iterator[str]:
    """Every postcode in a text, in its order."""
    for found in _IN_WORDS.finditer(text):
        if _COUNTED.fullmatch(found[2]):
            continue
        postcode = normal_postcode(found[1] + found[2])
        if postcode:
            yield postcode


def sector_of(text: str) -> str | None:
    """``M16 0AB``, ``m16 0a``, ``m160`` and ``M16 0`` -> ``M16 0``; None if no sector.

    ``M16`` is an outcode, though it could be read as M1 6.
    """
    postcode = normal_postcode(text)
    if postcode:
        return postcode[:-2]
    outward, gap, inward = text.strip().upper().partition(" ")
    if not gap:
        outward, inward = outward[:-1], outward[-1:]
        if _OUTCODE.fullmatch(_mended(outward + inward)):
            return None
    outward = _mended(_compact(outward))
    if not _OUTCODE.fullmatch(outward) or not _SECTOR_END.fullmatch(inward.strip()):
        return None
    return f"{outward} {inward.strip()[0].replace('O', '0')}"


def outcode_of(text: str) -> str | None:
    """``M16 0AB``, ``M16 0`` and ``m16`` -> ``M16``; None for anything else."""
    sector = sector_of(text)
    if sector:
        return sector.partition(" ")[0]
    mended = _mended(_compact(text))
    return mended if _OUTCODE.fullmatch(mended) else None


def _compact(text: str) -> str:
    if len(text) > LONGEST_TYPED * 2:
        return ""
    return re.sub(r"[\s.\-‐-―]", "", text).upper()


def _mended(outward: str) -> str:
    """An outward code with O for 0 and I for 1, or 0 for O, put right."""
    outward = _AREA_WITH_O.sub("O", outward)
    second = outward[1:2].replace("I", "1")
    return outward[:1] + second + outward[2:].replace("O", "0").replace("I", "1")
