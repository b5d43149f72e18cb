"""What a benchmark says: one figure, beside its peer and its goal.

A figure holds what was measured; ratio, goal and whether it was met follow from it
and cannot be stated otherwise. Nothing here measures or prints.
"""

from dataclasses import dataclass
from typing import Any, Literal

DIGITS = 4
"""Significant digits worth printing: a busy machine knows no more."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured number. What does not apply stays None and is left out."""

    bench: str
    figure: str
    """What was measured, in words: ``a profile near, p50``."""
    value: float
    unit: str
    better: Literal["lower", "higher"] = "lower"
    peer: str | None = None
    """The named system that did the same work in the same run."""
    peer_value: float | None = None
    at_most: float | None = None
    """A goal for the value, in ``unit``."""
    at_least: float | None = None
    """Another, where more is better."""
    times_better: float | None = None
    """A goal for the ratio to the peer."""
    ndcg10: float | None = None
    """Relevance of the same ranking, so that speed is never bought with it unseen."""

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer; None without a peer, or at nothing."""
        if not self.value or not self.peer_value:
            return None
        if self.better == "lower":
            return self.peer_value / self.value
        return self.value / self.peer_value

    @property
    def goal(self) -> str | None:
        """The goals as one reads them, None when there are none."""
        goals = []
        if self.at_most is not None:
            goals.append(f"<= {self.at_most:g} {self.unit}")
        if self.at_least is not None:
            goals.append(f">= {self.at_least:g} {self.unit}")
        if self.times_better is not None:
            goals.append(f">= {self.times_better:g}x")
        return " and ".join(goals) or None

    @property
    def met(self) -> bool | None:
        """Whether every goal is met, None when there are none."""
        if self.goal is None:
            return None
        within = self.at_most is None or self.value <= self.at_most
        enough = self.at_least is None or self.value >= self.at_least
        ahead = self.times_better is None or (self.ratio or 0) >= self.times_better
        return within and enough and ahead

    def as_object(self) -> dict[str, Any]:
        """The keys of the contract, in its order."""
        every = {
            "bench": self.bench,
            "figure": self.figure,
            "value": _rounded(self.value),
            "unit": self.unit,
            "peer": self.peer,
            "peer_value": _rounded(self.peer_value),
            "ratio": _rounded(self.ratio),
            "goal": self.goal,
            "met": self.met,
            "ndcg10": _rounded(self.ndcg10),
        }
        return {key: value for key, value in every.items() if value is not None}


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
