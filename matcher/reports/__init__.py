"""What organizations learn about what they offer, with nobody to be seen in it.

Wishes of fewer than ``FEWEST_SHOWN`` people are never shown, visits only roughly, from
``FEWEST_MET`` up. Verbs on an open session; none commits and none knows HTTP.

- ``wishes``    what people near a place look for and nobody offers there
- ``counting``  how often a listing was met, in memory and then in a table
- ``listings``  the rough numbers of an organization's own listings
- ``freshness`` how much of the catalogue somebody checked, and whose is going stale
"""

from matcher.reports.freshness import Freshness, GoingStale, freshness, going_stale
from matcher.reports.listings import Figures, figures
from matcher.reports.wishes import Wish, keep_wishes, looked_for, wishes

__all__ = [
    "Figures",
    "Freshness",
    "GoingStale",
    "Wish",
    "figures",
    "freshness",
    "going_stale",
    "keep_wishes",
    "looked_for",
    "wishes",
]
