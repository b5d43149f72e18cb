"""What fits when nothing was asked: everything open, by the same promise.

For "what's on this week" before anybody has said a word. There is no phrase, so
there is no score and no reason; conditions, openness and ease decide as they do for
a search.
"""

from datetime import date

import numpy as np

from matcher.ranking import conditions
from matcher.ranking.avoiding import left_out
from matcher.ranking.ease import ease_of
from matcher.ranking.facts import Asked, Match
from matcher.ranking.index import Index
from matcher.ranking.order import by_promise


def browse(asked: Asked, index: Index, *, today: date | None = None) -> list[Match]:
    """Every open listing that meets what the person made firm, in the promised order.

    Phrases are not looked at; matches have no answers and score 0.
    """
    shut = conditions.closed(index.columns, conditions.EVERY, today)
    shut[left_out(asked, index)] = True
    at = np.flatnonzero(~shut)
    reach = conditions.reach_of(index.columns, at, asked.place)
    judged = conditions.judge(index.columns, at, asked.conditions, asked.place, reach)
    ease = ease_of(index.columns, at, judged, reach, today)
    fits = np.flatnonzero(conditions.remaining(judged, len(at)))
    to_ask = conditions.things_to_ask(judged, fits)
    return by_promise(
        Match(
            facts=index.facts[int(at[place])],
            score=0.0,
            band=0,
            ease=float(ease[place]),
            answers=(),
            ask_first=to_ask.get(place, ()),
            distance_km=_known(float(reach.distance_km[place])),
            covers_place=bool(reach.covers_place[place]),
        )
        for place in fits.tolist()
    )


def _known(distance_km: float) -> float | None:
    return None if np.isnan(distance_km) else distance_km
