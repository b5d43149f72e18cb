"""What is shown becomes matches: the facts, and what their place in the order rests on.

Only the few listings that are shown come this far; everything before is columns.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isnan

import numpy as np

from matcher.ranking.conditions import Judged, Positions, Reach, things_to_ask
from matcher.ranking.evidence import gather
from matcher.ranking.facts import Answer, Match
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked
from matcher.ranking.order import Shown
from matcher.ranking.standings import Standings


def matches_of(
    shown: Shown,
    index: Index,
    looked: Mapping[int, Looked],
    standings: Standings,
    reach: Reach,
    judged: Judged,
    fits: Positions,
) -> tuple[Match, ...]:
    """What is shown, each ready to say what its score rests on.

    ``looked`` is what each phrase looked for; ``fits`` says which candidate each place
    of ``standings`` is.
    """
    places = np.array(shown.places, np.int64)
    candidates = fits[places]
    to_ask = things_to_ask(judged, candidates)
    distances = reach.distance_km[candidates].tolist()
    covering = reach.covers_place[candidates].tolist()
    rows = zip(
        shown.places,
        candidates.tolist(),
        standings.position[places].tolist(),
        standings.score[places].tolist(),
        standings.band[places].tolist(),
        standings.ease(places).tolist(),
        standings.put_first[places].tolist(),
        standings.best_phrase[places].tolist(),
        standings.by_phrase.take(places, axis=1).T.tolist(),
        distances,
        covering,
        strict=True,
    )
    return tuple(
        Match(
            facts=index.facts[position],
            score=score,
            band=band,
            ease=ease,
            answers=_answers(index, position, looked, best, by_phrase),
            ask_first=to_ask.get(candidate, ()),
            distance_km=None if isnan(distance_km) else distance_km,
            covers_place=covers_place,
            put_first=put_first,
            others=tuple(
                index.facts.id_at(int(standings.position[other]))
                for other in shown.others.get(place, ())
            ),
        )
        for place, candidate, position, score, band, ease, put_first, best, by_phrase,
        distance_km, covers_place in rows
    )  # fmt: skip


def _answers(
    index: Index,
    position: int,
    looked: Mapping[int, Looked],
    best: int,
    scored: Sequence[float],
) -> tuple[Answer, ...]:
    """The phrases it answers, best first, by what matters most."""
    others = [
        phrase for phrase, score in enumerate(scored) if score > 0 and phrase != best
    ]
    others.sort(key=lambda phrase: -scored[phrase])
    return tuple(
        Answer(
            phrase=phrase,
            score=scored[phrase],
            gather=partial(gather, looked[phrase], index, position),
        )
        for phrase in (best, *others)
    )
