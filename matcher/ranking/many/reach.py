"""How far away each listing is from the person it may be for, for a whole block.

Each entry is one person and one listing, and each person has a place of their own.
"""

from collections.abc import Sequence

import numpy as np

from matcher.ranking import conditions
from matcher.ranking.conditions import MEETS, Reach, Verdicts
from matcher.ranking.facts import Asked
from matcher.ranking.index import Index
from matcher.ranking.many.runs import Bools, Floats, Ints


def reach_of(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> Reach:
    """How far each entry's listing is from its person's place; see ``Reach``."""
    columns, place = index.columns, [asked.place for asked in people]
    nowhere = float("nan")
    latitude = np.radians([one.latitude if one else nowhere for one in place])
    longitude = np.radians([one.longitude if one else nowhere for one in place])
    counts = np.diff(columns.point_starts)[position]
    having = np.flatnonzero(counts)
    distance_km = np.full(len(position), nowhere)
    if len(having):
        counts = counts[having]
        firsts = np.cumsum(counts) - counts
        steps = np.arange(counts.sum()) - np.repeat(firsts, counts)
        points = columns.points[
            np.repeat(columns.point_starts[position[having]], counts) + steps
        ]
        who = np.repeat(person[having], counts)
        every = conditions.haversine_km(points, latitude[who], longitude[who])
        distance_km[having] = np.minimum.reduceat(every, firsts)
    return Reach(
        distance_km=distance_km, covers_place=_covers(people, index, person, position)
    )


def near_enough(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> Verdicts:
    """The verdict on the place of each entry; who goes anywhere meets it always."""
    travel_km = _travel(people)[person]
    near = np.full(len(person), MEETS, np.int8)
    bound = np.flatnonzero(~np.isnan(travel_km))
    reach = reach_of(people, index, person[bound], position[bound])
    near[bound] = conditions.judge_reach(
        index.columns,
        position[bound],
        reach,
        travel_km[bound],  # type: ignore[arg-type] # one for each entry
    )
    return near


def _covers(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> Bools:
    covering, size = index.columns.covering, len(index)
    if not covering:
        return np.zeros(len(person), np.bool_)
    covers = np.zeros(len(people) * size, np.bool_)
    for number, asked in enumerate(people):
        for name in asked.place.names if asked.place else ():
            found = covering.get(name.casefold())
            if found is not None:
                covers[number * size + found.astype(np.int64)] = True
    there: Bools = covers[person * size + position]
    return there


def _travel(people: Sequence[Asked]) -> Floats:
    """How far each would go; NaN for any distance."""
    return np.array(
        [
            float("nan")
            if asked.place is None or asked.place.travel_km is None
            else asked.place.travel_km
            for asked in people
        ]
    )
