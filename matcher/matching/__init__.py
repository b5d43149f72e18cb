"""The meeting place: the catalogue and what a person asked, brought to ranking.

``finding`` asks ranking and gives back results ready to be shown; ``snapshots`` keeps
what ranking needs in memory and brings it up to date, ``snapshot`` says what that is;
``following`` lets a thread do so;
``kept`` and ``array_file`` lay a copy of it beside the database, ``aside`` parts of a
large one while it is read, ``shown`` what pages need beside it; ``turns`` lets a few in
at once.
"""

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
from matcher.matching.snapshots import followed, keep_in

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
