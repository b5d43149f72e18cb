"""The verbs of the catalogue: store what somebody told us, and find it again.

Every function takes an open session first and never commits. ``storing`` writes,
``finding`` and ``loading`` read, ``current`` says what people may see and join,
``keeping`` is for whoever keeps a listing true,
``reading`` keeps what a listing's words speak of, ``versions`` counts the changes,
``alike`` looks for listings that may be one and ``merging`` makes them one,
``outwards`` opens them, and ``restoring`` makes them again what they were.
"""

from catalogue.opportunities.alike import (
    likely_duplicates,
    tell_apart,
    told_apart,
    untold,
)
from catalogue.opportunities.finding import (
    as_told,
    count,
    current_ids,
    current_listings,
    held_revisions,
    hold,
    listing,
    listings,
)
from catalogue.opportunities.loading import Listing
from catalogue.opportunities.merging import merge, merged_from, stands_for
from catalogue.opportunities.reading import read_again, read_draft
from catalogue.opportunities.storing import Tally, store
from catalogue.opportunities.versions import announce, changed_between, version

__all__ = [
    "Listing",
    "Tally",
    "announce",
    "as_told",
    "changed_between",
    "count",
    "current_ids",
    "current_listings",
    "held_revisions",
    "hold",
    "likely_duplicates",
    "listing",
    "listings",
    "merge",
    "merged_from",
    "read_again",
    "read_draft",
    "stands_for",
    "store",
    "tell_apart",
    "told_apart",
    "untold",
    "version",
]
