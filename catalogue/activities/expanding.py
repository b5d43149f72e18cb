"""From what was said to what would answer it too, by the question it answers.

Somebody who sang in a rock choir may like any choir; somebody who ran a bar may help
at one; somebody who used to play football may walk it, watch it or coach it. Each
such step costs sureness, so what was said always comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.activities.entries import Activity

NEAR, BROADER, NARROWER, SIBLING = 0.3, 0.5, 0.6, 0.2
"""What a step keeps of the sureness: a narrower activity is nearly what was said,
a neighbour is a suggestion."""
ROLE, WAY_BACK = 0.6, 0.5
"""What a role, and a gentler way back, keep of it when the question asks for them."""
UNASKED_ROLE = 0.25
"""What a role keeps of it when the question is what somebody enjoys."""
WORTH_A_STEP = 0.3
"""Sureness below which what was said leads nowhere further."""
A_FAMILY = 12
"""Activities under one broader: more ("volunteering") have only its name in common."""
MOST_STEPS = 16
"""Activities reached beside those said."""

ASKS_FOR_ROLES = frozenset({"strength", "could_bring", "managed_before", "manage_now"})
ASKS_FOR_WAYS_BACK = frozenset({"enjoyed_before"})
ROLE_PARTS = frozenset({"help", "lead"})
GENTLER = ("walking-", "seated-", "chair-", "gentle-", "watching-", "memory-")
"""How the ids of gentler variants begin."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """An activity reached from another: by which way, keeping how much."""

    activity: str
    share: float
    how: str


class Neighbours:
    """Who is broader, narrower and near, both ways round."""

    def __init__(self, activities: Mapping[str, Activity]) -> None:
        self._activities = activities
        self._narrower: dict[str, list[str]] = defaultdict(list)
        self._near: dict[str, dict[str, None]] = defaultdict(dict)
        for one in activities.values():
            if one.broader:
                self._narrower[one.broader].append(one.id)
            for other in one.near:
                self._near[one.id][other] = None
                self._near[other][one.id] = None

    def near(self, activity: str) -> Sequence[str]:
        """Neighbours of an activity, whichever of the two names the other."""
        return tuple(self._near[activity]) if activity in self._near else ()

    def narrower(self, activity: str) -> Sequence[str]:
        """The activities of which this is the broader one."""
        return tuple(self._narrower.get(activity, ()))

    def related(self, one: str, other: str) -> bool:
        """Whether either is near, broader or narrower of the other, or a sibling."""
        first, second = self._activities[one], self._activities[other]
        if one == other or other in self.near(one):
            return True
        if first.broader and first.broader == second.broader:
            return True
        return other in self._wider(one) or one in self._wider(other)

    def _wider(self, activity: str) -> Iterator[str]:
        seen: set[str] = set()
        broader = self._activities[activity].broader
        while broader and broader not in seen:
            seen.add(broader)
            yield broader
            broader = self._activities[broader].broader

    def steps(self, activity: str, kind: str) -> list[Step]:
        """What an activity leads to when it answers this kind of question."""
        return [self._step(activity, *step, kind) for step in self._all(activity)]

    def _all(self, activity: str) -> Iterator[tuple[str, float, str]]:
        broader = self._activities[activity].broader
        if broader:
            yield broader, BROADER, "broader"
        for other in self._few(self.narrower(activity)):
            yield other, NARROWER, "narrower"
        for other in self.near(activity):
            yield other, NEAR, "near"
        for other in self._few(self.narrower(broader)) if broader else ():
            if other != activity:
                yield other, SIBLING, "near"

    @staticmethod
    def _few(narrower: Sequence[str]) -> Sequence[str]:
        return narrower if len(narrower) <= A_FAMILY else ()

    def _step(
        self, start: str, reached: str, share: float, how: str, kind: str
    ) -> Step:
        role = is_role(self._activities[reached])
        if role and kind in ASKS_FOR_ROLES:
            return Step(activity=reached, share=max(share, ROLE), how="role")
        if kind in ASKS_FOR_WAYS_BACK and (role or reached.startswith(GENTLER)):
            return Step(activity=reached, share=max(share, WAY_BACK), how="way_back")
        if role and not is_role(self._activities[start]):
            return Step(activity=reached, share=min(share, UNASKED_ROLE), how=how)
        return Step(activity=reached, share=share, how=how)


def is_role(activity: Activity) -> bool:
    """Whether an activity is only something to help with or lead."""
    return not activity.part or ROLE_PARTS.issuperset(activity.part)


def steps_from(
    said: Iterable[tuple[str, float]], neighbours: Neighbours, kind: str
) -> list[tuple[str, Step, float]]:
    """(from which, the step, its sureness) for what was said, surest first.

    Each activity is reached once, by its surest way, and never when it was said.
    """
    said = list(said)
    best: dict[str, tuple[str, Step, float]] = {}
    for activity, sure in said:
        if sure < WORTH_A_STEP:
            continue
        for step in neighbours.steps(activity, kind):
            weight = sure * step.share
            known = best.get(step.activity)
            if known is None or weight > known[2]:
                best[step.activity] = (activity, step, weight)
    spoken = {activity for activity, _ in said}
    reached = (step for step in best.values() if step[1].activity not in spoken)
    return sorted(reached, key=lambda one: (-one[2], one[1].activity))[:MOST_STEPS]
