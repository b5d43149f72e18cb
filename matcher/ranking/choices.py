"""What each single further condition would leave of what fits: counts for filters.

One of the same kind gives way to the further one (another day instead of this one); all
other firm conditions stay. What is left is counted as it would be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.beside import Beside
from matcher.ranking.columns import DAYS, PARTS_OF_DAY, Columns
from matcher.ranking.conditions import (
    EVERY,
    FAILS,
    MEETS,
    UNSAID,
    Judged,
    Reach,
    Verdicts,
    judge_cost,
    judge_reach,
    judge_times,
    said,
)
from matcher.ranking.facts import Asked

WITHIN_KM = (2, 5, 10)
"""Distances offered as a filter: a walk, a bus ride, across town."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What each single further condition would leave of what fits now.

    Keys: ``free step_free quiet online just_turn_up``, the days ``MO`` to ``SU``, the
    parts of the day, and (with a place) ``within_2_km`` and so on.
    """

    meets: Mapping[str, int]
    """Listings known to meet it."""
    ask_first: Mapping[str, int]
    """Listings of which nobody has said; they would stay, after the others."""


def count_choices(
    here: Columns, asked: Asked, reach: Reach, judged: Judged, beside: Beside
) -> Choices:
    """Counts over the candidates, whose columns are ``here``.

    ``judged`` are the firm conditions; ``beside`` says which of those left are shown.
    """
    meets, ask_first = {}, {}
    for name, further in _further(here, asked, reach).items():
        others = [judged[key] for key in judged.keys() - further.keys()]
        worst = np.minimum.reduce(list(further.values()))
        left = worst != FAILS
        sure = worst == MEETS
        for verdicts in others:
            left &= verdicts != FAILS
            sure &= verdicts == MEETS
        shown = beside.worth_showing(left, sure)
        meets[name] = _count(shown, worst == MEETS)
        ask_first[name] = _count(shown, worst == UNSAID)
    return Choices(meets=meets, ask_first=ask_first)


def _count(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(one & other))


def _further(
    here: Columns, asked: Asked, reach: Reach
) -> dict[str, dict[str, Verdicts]]:
    """Each condition one might add, with the verdicts it would bring."""
    days, parts = asked.conditions.days, asked.conditions.parts_of_day
    further = {"free": {"cost": judge_cost(here, EVERY, 0)}}
    for name in ("step_free", "quiet", "online", "just_turn_up"):
        further[name] = {name: said(getattr(here, name))}
    for day in DAYS:
        further[day] = judge_times(here, EVERY, (day,), parts)
    for part in PARTS_OF_DAY:
        further[part] = judge_times(here, EVERY, days, (part,))
    for within in WITHIN_KM if asked.place is not None else ():
        further[f"within_{within}_km"] = {
            "place": judge_reach(here, EVERY, reach, within)
        }
    return further
