"""The promise of the product: what comes first among what fits, in one visible line.

The community first, always: no score buys its way past openness. Only the one place
a person put first stands above it. Variety then reorders inside one openness only.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar

from matcher.ranking.facts import Facts
from matcher.ranking.openness import rank_of

BAND_WIDTH = 0.1
"""Scores within one band count as equal, so that what is near and easy to join can
decide between them; words alone cannot tell 0.61 from 0.66."""

APART = 3
"""Results between two of the same title and organization, where there is anything
else to show."""


class Standing(Protocol):
    """What the promise looks at; a ``Match`` has it, and so has a ``Candidate``."""

    @property
    def facts(self) -> Facts: ...
    @property
    def score(self) -> float: ...
    @property
    def band(self) -> int: ...
    @property
    def ease(self) -> float: ...
    @property
    def ask_first(self) -> tuple[str, ...]: ...
    @property
    def put_first(self) -> bool: ...


class Candidate(NamedTuple):
    """A listing that fits, before anybody has gathered its evidence."""

    facts: Facts
    score: float
    band: int
    ease: float
    ask_first: tuple[str, ...]
    put_first: bool
    best_phrase: int
    """The phrase it answers best, weighed by what matters most."""
    place: int
    """Which candidate it is, for finding its scores again."""


Standings = TypeVar("Standings", bound=Standing)


def by_promise(matches: Iterable[Standings]) -> list[Standings]:
    """The order of the product. It is total: ids differ."""
    return sorted(matches, key=lambda m: (not m.put_first, rank_of(m.facts.openness), len(m.ask_first), -m.band, -m.ease, -m.score, m.facts.id))  # noqa: E501  # fmt: skip


def by_score_alone(matches: Iterable[Standings]) -> list[Standings]:
    """Best score first whatever the openness: for measuring, never for people."""
    return sorted(matches, key=lambda m: (-m.score, m.facts.id))


def varied(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, taking turns by the phrase they answer best.

    Turns are taken only among candidates alike in what stands before words in the
    promise: put first, openness and the number of things to ask. ``candidates`` stand
    in the order of the promise.
    """
    return [
        candidate
        for _, alike in groupby(candidates, key=_tier)
        for candidate in _taking_turns(alike)
    ]


def _tier(candidate: Candidate) -> tuple[bool, int, int]:
    rank = rank_of(candidate.facts.openness)
    return candidate.put_first, rank, len(candidate.ask_first)


def _taking_turns(alike: Iterable[Candidate]) -> Iterator[Candidate]:
    queues: dict[int, deque[Candidate]] = {}
    for candidate in alike:
        queues.setdefault(candidate.best_phrase, deque()).append(candidate)
    recent: deque[tuple[str, str]] = deque(maxlen=APART)
    while queues:
        for phrase in list(queues):
            chosen = _next_unlike(queues[phrase], recent)
            recent.append(_series(chosen))
            yield chosen
            if not queues[phrase]:
                del queues[phrase]


def _next_unlike(queue: deque[Candidate], recent: deque[tuple[str, str]]) -> Candidate:
    """The first in the queue that repeats nothing recent, else simply the first."""
    for place, candidate in enumerate(queue):
        if _series(candidate) not in recent:
            del queue[place]
            return candidate
    return queue.popleft()


def _series(candidate: Candidate) -> tuple[str, str]:
    facts = candidate.facts
    return facts.title, facts.organization
