"""Why one listing comes before another: the heart of the product, and pure.

Give ``Index.build`` the facts of a catalogue, and ``rank`` what a person asked; get a
``Ranking`` whose matches carry their evidence, and ``reason_for`` each of them. There
is no database, no clock and no network here: activities, facts and today's date are
values handed in. The way to read it:

=====================  ==============================================================
``facts``              the values that come in and go out
``words everyday``     text becomes terms that know where they stand
``idioms hardships``   what words say that mean something else, and what is no wish
``companions ailing``  who somebody did it with, and what is in the way: no wishes
``practical``          conditions a phrase says ("not far"): no wish, offered
``refusals clauses``   a phrase becomes what it wants and what it refuses
``hearing``            all phrases together: a "no" counts everywhere
``spelling known_words``   slips put right against the catalogue's own words
``listing_words readings columns rows index``   a catalogue, laid out for speed
``stretches touched score meanings joined``   phrase x listing by words, by
                       activities, together: 0 to 1, for all phrases at once
``refusing venues avoiding``  what is refused, and what is quietly left out
``scoring``            all of a person's phrases at once
``times further``      days, parts of them and what filters offer, as bits
``audience conditions ease``   what fits, and how easy it is
``openness order standings``   the promise: the community first, in one visible line,
                       and how the first few are found
``beside choices``     what is worth showing, and what further filters would leave
``evidence matches reasons``   why, in the person's own words
``ranked browsing``    the way through all of it, with words and without
``many``               the same for many people at once, against a small index
``signals quality baselines``  how good it is, by what, and against what
=====================  ==============================================================
"""

from matcher.ranking.browsing import browse
from matcher.ranking.facts import (
    Answer,
    Asked,
    Conditions,
    Evidence,
    Facts,
    Match,
    Meant,
    Phrase,
    Place,
    Reading,
)
from matcher.ranking.index import Index, WordStatistics
from matcher.ranking.joined import FLOOR
from matcher.ranking.openness import OPENNESS_ORDER, rank_of
from matcher.ranking.ranked import Ranking, rank
from matcher.ranking.reasons import Quote, Reason, Snippet, reason_for

__all__ = [
    "FLOOR",
    "OPENNESS_ORDER",
    "Answer",
    "Asked",
    "Conditions",
    "Evidence",
    "Facts",
    "Index",
    "Match",
    "Meant",
    "Phrase",
    "Place",
    "Quote",
    "Ranking",
    "Reading",
    "Reason",
    "Snippet",
    "WordStatistics",
    "browse",
    "rank",
    "rank_of",
    "reason_for",
]
