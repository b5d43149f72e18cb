"""From what was said to what would answer it too, by the question it answers.

Somebody who sang in a rock choir may like any choir; somebody who ran a bar may help
at one; somebody who used to play football may walk it, watch it or coach it. Each
such step costs sureness, so what was said always comes first; and of what was said,
what the question asks for.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.said import LEAST

NEAR, BROADER, NARROWER, SIBLING = 0.4, 0.6, 0.6, 0.2
"""What a step keeps of the sureness: a narrower activity is nearly what was said,
a neighbour is a suggestion."""
TOO_BROAD = 0.1
"""What a step keeps when the broader activity has too large a family to mean much."""
ROLE, WAY_BACK = 0.6, 0.35
"""What a role, and a gentler way back, keep of it when the question asks for them."""
UNASKED_ROLE = 0.25
"""What a role keeps of it when the question is what somebody enjoys."""
SAID_ROLE = 0.5
"""What a role keeps of its own sureness when the question is what somebody enjoys, and
something to take part in was heard at least as surely: who sang in a choir asks for
none to lead. Over four sets of people nDCG@10 rises by .003, and of what is shown a
hundredth less is noise; from 0.2 to 0.6, and for goals as well, it is much the same."""
UNASKED_NEIGHBOUR = 0.25
"""What a neighbour to take part in keeps of it when the question asks for roles: who
ran a bar is not after a quiz in one."""
WORTH_A_STEP = 0.3
"""Sureness below which what was said leads nowhere further."""
MOST_STEPS = 16
"""Activities reached beside those said."""

ASKS_FOR_ROLES = frozenset({"strength", "could_bring", "managed_before", "manage_now"})
ASKS_TO_JOIN = frozenset({"enjoyed_before", "enjoy_now", "want_to_try"})
ASKS_FOR_WAYS_BACK = frozenset({"enjoyed_before"})
ROLE_PARTS = frozenset({"help", "lead"})
GENTLER = ("walking-", "seated-", "chair-", "gentle-", "watching-", "memory-")
"""How the ids of gentler variants begin."""


class Step(NamedTuple):
    """An activity reached from another: by which way, keeping how much."""

    activity: str
    share: float
    how: str


class Expander:
    """Knows which steps lead on from an activity, for each kind of question."""

    def __init__(
        self, activities: Mapping[str, Activity], neighbours: Neighbours
    ) -> None:
        self._activities = activities
        self._neighbours = neighbours
        self.steps = lru_cache(maxsize=1 << 14)(self._steps)

    def as_asked(self, said: Sequence[tuple[str, float]], kind: str) -> list[float]:
        """How sure each of these (activity, how sure) is as an answer to a question."""
        if kind not in ASKS_TO_JOIN:
            return [sure for _, sure in said]
        roles = [is_role(self._activities[one]) for one, _ in said]
        to_join = (x for (_, x), role in zip(said, roles, strict=True) if not role)
        surest = max(to_join, default=0.0)
        return [
            round(SAID_ROLE * sure, 4) if role and sure <= surest else sure
            for (_, sure), role in zip(said, roles, strict=True)
        ]

    def expand(
        self, said: Sequence[tuple[str, float]], kind: str
    ) -> list[tuple[int, str, str, float]]:
        """(position of what it comes from, to which, how, how sure) for what was said,
        surest first.

        Each activity is reached once, by its surest way, and never when it was said.
        """
        reached = {activity for activity, _ in said}
        ways = [
            (-sure * share, activity, place, how)
            for place, (start, sure) in enumerate(said)
            if sure >= WORTH_A_STEP
            for activity, share, how in self.steps(start, kind)
            if activity not in reached
        ]
        ways.sort()
        steps: list[tuple[int, str, str, float]] = []
        for weight, activity, place, how in ways:
            if -weight < LEAST:
                break
            if activity not in reached:
                reached.add(activity)
                steps.append((place, activity, how, -weight))
                if len(steps) == MOST_STEPS:
                    break
        return steps

    def _steps(self, activity: str, kind: str) -> tuple[Step, ...]:
        """What an activity leads to when it answers this kind of question, each by
        the way that keeps most."""
        steps: dict[str, Step] = {}
        for one in self._all(activity):
            step = self._step(activity, *one, kind)
            known = steps.setdefault(step.activity, step)
            if step.share > known.share:
                steps[step.activity] = step
        return tuple(steps.values())

    def _all(self, activity: str) -> Iterator[tuple[str, float, str]]:
        if broader := self._neighbours.broader(activity):
            family = self._neighbours.narrower(broader)
            yield broader, BROADER if family else TOO_BROAD, "broader"
        for other in self._neighbours.narrower(activity):
            yield other, NARROWER, "narrower"
        for other in self._neighbours.near(activity):
            yield other, NEAR, "near"
        for other in self._neighbours.siblings(activity):
            yield other, SIBLING, "near"

    def _step(
        self, start: str, reached: str, share: float, how: str, kind: str
    ) -> Step:
        role = is_role(self._activities[reached])
        if role and kind in ASKS_FOR_ROLES:
            return Step(activity=reached, share=max(share, ROLE), how="role")
        if kind in ASKS_FOR_WAYS_BACK and (role or reached.startswith(GENTLER)):
            return Step(activity=reached, share=max(share, WAY_BACK), how="way_back")
        if kind in ASKS_FOR_ROLES and how == "near":
            return Step(activity=reached, share=min(share, UNASKED_NEIGHBOUR), how=how)
        if role and not is_role(self._activities[start]):
            return Step(activity=reached, share=min(share, UNASKED_ROLE), how=how)
        return Step(activity=reached, share=share, how=how)


def is_role(activity: Activity) -> bool:
    """Whether an activity is only something to help with or lead."""
    return not activity.part or ROLE_PARTS.issuperset(activity.part)
