"""What is shown becomes matches: the facts, and the evidence each place rests on.

Only the few listings that are shown come this far; everything before is columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from matcher.ranking.conditions import Judged, Positions, Reach, things_to_ask
from matcher.ranking.evidence import Weights, answer, weigh
from matcher.ranking.facts import Answer, Facts, Match
from matcher.ranking.index import Index
from matcher.ranking.order import Standings
from matcher.ranking.readings import Spoken, spoken_of
from matcher.ranking.scoring import Scores


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
    scores: Scores,
    standings: Standings,
    reach: Reach,
    judged: Judged,
    fits: Positions,
) -> tuple[Match, ...]:
    """What is shown, each with the evidence its score rests on.

    ``fits`` says which candidate each place of ``standings`` is.
    """
    positions = standings.position[shown.places]
    weights = {
        phrase: weigh(looked, index, positions)
        for phrase, looked in scores.looked.items()
    }
    to_ask = things_to_ask(judged, fits)
    meant = {one.activity for each in weights.values() for one in each.meant}
    distances_km = reach.distance_km[fits[shown.places]].tolist()
    matches = []
    for column, place in enumerate(shown.places):
        facts = index.facts[int(positions[column])]
        distance_km = distances_km[column]
        others = standings.position[shown.others.get(place, [])].tolist()
        matches.append(
            Match(
                facts=facts,
                score=float(standings.score[place]),
                band=int(standings.band[place]),
                ease=float(standings.ease[place]),
                answers=_answers(
                    place, column, facts, standings, weights, spoken_of(facts, meant)
                ),
                ask_first=to_ask.get(int(fits[place]), ()),
                distance_km=None if isnan(distance_km) else distance_km,
                covers_place=bool(reach.covers_place[fits[place]]),
                put_first=bool(standings.put_first[place]),
                others=tuple(index.facts[other].id for other in others),
            )
        )
    return tuple(matches)


def _answers(
    place: int,
    column: int,
    facts: Facts,
    standings: Standings,
    weights: Mapping[int, Weights],
    spoken: Mapping[str, Spoken],
) -> tuple[Answer, ...]:
    """The phrases it answers, best first, by what matters most."""
    scored = standings.by_phrase[:, place].tolist()
    best = int(standings.best_phrase[place])
    others = (
        phrase for phrase, score in enumerate(scored) if score > 0 and phrase != best
    )
    return tuple(
        answer(phrase, scored[phrase], weights[phrase], column, facts, spoken)
        for phrase in (best, *sorted(others, key=lambda phrase: -scored[phrase]))
    )
