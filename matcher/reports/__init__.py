"""What organizations learn about what they offer, with nobody to be seen in it.

Fewer than ``FEWEST_SHOWN`` are never shown. Verbs on an open session; none commits and
none knows HTTP.

- ``wishes``    what people near a place look for and nobody offers there
- ``counting``  how often a listing was met, in memory and then in a table
- ``listings``  the numbers of an organization's own listings
"""

from matcher.reports.listings import Figures, figures
from matcher.reports.wishes import Wish, keep_wishes, looked_for, wishes

__all__ = ["Figures", "Wish", "figures", "keep_wishes", "looked_for", "wishes"]
