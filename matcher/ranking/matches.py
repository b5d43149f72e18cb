"""What is shown becomes matches: the facts, and what their place in the order rests on.

Only the few listings that are shown come this far; everything before is columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import isnan

from matcher.ranking.conditions import Judged, Positions, Reach, things_to_ask
from matcher.ranking.evidence import gather
from matcher.ranking.facts import Answer, Match
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked
from matcher.ranking.order import Standings


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of what fits: places in ``Standings``."""

    places: list[int]
    """In the order shown."""
    others: Mapping[int, list[int]]
    """Place -> further places of the same thing, folded into it."""


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
    to_ask = things_to_ask(judged, fits[shown.places])
    matches = []
    for place in shown.places:
        position, candidate = int(standings.position[place]), int(fits[place])
        distance_km = float(reach.distance_km[candidate])
        others = standings.position[shown.others.get(place, [])].tolist()
        matches.append(
            Match(
                facts=index.facts[position],
                score=float(standings.score[place]),
                band=int(standings.band[place]),
                ease=float(standings.ease[place]),
                answers=_answers(place, index, looked, standings),
                ask_first=to_ask.get(candidate, ()),
                distance_km=None if isnan(distance_km) else distance_km,
                covers_place=bool(reach.covers_place[candidate]),
                put_first=bool(standings.put_first[place]),
                others=tuple(index.facts[other].id for other in others),
            )
        )
    return tuple(matches)


def _answers(
    place: int, index: Index, looked: Mapping[int, Looked], standings: Standings
) -> tuple[Answer, ...]:
    """The phrases it answers, best first, by what matters most."""
    position = int(standings.position[place])
    scored = standings.by_phrase[:, place].tolist()
    best = int(standings.best_phrase[place])
    others = (
        phrase for phrase, score in enumerate(scored) if score > 0 and phrase != best
    )
    return tuple(
        Answer(
            phrase=phrase,
            score=scored[phrase],
            gather=partial(gather, looked[phrase], index, position),
        )
        for phrase in (best, *sorted(others, key=lambda phrase: -scored[phrase]))
    )
