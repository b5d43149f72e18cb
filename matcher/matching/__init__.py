"""The meeting place: the catalogue and what a person asked, brought to ranking.

``finding`` asks ranking and gives back results ready to be shown. ``snapshot`` says
what ranking needs in memory, ``held`` is where it lies, ``snapshots`` brings it up to
date; ``following`` lets a thread do so. ``copies`` sees that a copy of it lies beside
the database, written by ``kept`` and ``array_file``; ``aside`` holds parts of a large
one while it is read, ``shown`` what pages need beside it; ``turns`` lets one in at
a time.
"""

from matcher.matching.copies import keep_in
from matcher.matching.finding import (
    Day,
    Departure,
    Found,
    Group,
    PlaceNotFound,
    Result,
    find,
    index_of,
    is_empty,
    place_of,
    warm,
    week,
)
from matcher.matching.snapshots import followed

__all__ = [
    "Day",
    "Departure",
    "Found",
    "Group",
    "PlaceNotFound",
    "Result",
    "find",
    "followed",
    "index_of",
    "is_empty",
    "keep_in",
    "place_of",
    "warm",
    "week",
]
