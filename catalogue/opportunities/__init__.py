"""The verbs of the catalogue: store what somebody told us, and find it again.

Every function takes an open session first and never commits. ``storing`` writes,
``finding`` reads, ``keeping`` is for whoever keeps a listing true, ``reading`` keeps
what a listing's words speak of, ``versions`` counts the changes.
"""

from catalogue.opportunities.finding import (
    Listing,
    count,
    current_listings,
    held_revisions,
    listing,
    listings,
)
from catalogue.opportunities.reading import read_again, read_draft
from catalogue.opportunities.storing import Tally, store
from catalogue.opportunities.versions import announce, version

__all__ = [
    "Listing",
    "Tally",
    "announce",
    "count",
    "current_listings",
    "held_revisions",
    "listing",
    "listings",
    "read_again",
    "read_draft",
    "store",
    "version",
]
