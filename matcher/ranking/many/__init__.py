"""Many people against one small index at once: what ``rank`` gives each, sooner.

For letters: a few thousand new listings, a hundred thousand people. What a phrase
answers is worked out once for everybody who says it; then the people of a block go
through the same steps as one of them would, as columns of (person, listing). Whoever
wants what has no column (something put first, a place to avoid, a very long page, a
word for particular people) is left to ``rank`` itself. A test holds the two to each
other.

``crowd`` is what is known once; ``blocks`` what fits each person of a block, with
``reach`` how far it is; ``turns`` what of it comes first; ``runs`` where equal numbers
stand together; ``matches`` one of those as a match.
"""

from matcher.ranking.many.blocks import (
    BLOCK,
    MOST_PHRASES,
    Fitting,
    Turn,
    can_go_together,
    fitting,
)
from matcher.ranking.many.crowd import Crowd, Read
from matcher.ranking.many.matches import match_of
from matcher.ranking.many.turns import Few, First, NotTogether, Queue, first

__all__ = [
    "BLOCK",
    "MOST_PHRASES",
    "Crowd",
    "Few",
    "First",
    "Fitting",
    "NotTogether",
    "Queue",
    "Read",
    "Turn",
    "can_go_together",
    "first",
    "fitting",
    "match_of",
]
