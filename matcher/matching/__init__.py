"""The meeting place: the catalogue and what a person asked, brought to ranking.

``finding`` asks ranking and gives back results ready to be shown; ``snapshots`` keeps
what ranking needs in memory and brings it up to date; ``turns`` lets a few in at once.
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

__all__ = [
    "Day",
    "Departure",
    "Found",
    "Group",
    "PlaceNotFound",
    "Result",
    "find",
    "index_of",
    "is_empty",
    "place_of",
    "warm",
    "week",
]
