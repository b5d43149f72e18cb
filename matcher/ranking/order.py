"""The promise of the product: what comes first among what fits, in one visible line.

The community first, always: no score buys its way past openness. Only the one place
a person put first stands above it. Variety then reorders inside one openness only.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple, Protocol, TypeVar

from matcher.ranking.facts import Facts
from matcher.ranking.openness import rank_of

BAND_WIDTH = 0.1
"""Scores within one band count as equal, so that what is near and easy to join can
decide between them; words alone cannot tell 0.61 from 0.66."""

WITHIN_BANDS = 2
"""How much worse an answer to another phrase may be and still have its turn."""


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
    answers: Sequence[float]
    """How well it answers each phrase; 0 is not at all."""
    place: int
    """Which candidate it is, for finding its scores again."""
    others: tuple[str, ...] = ()
    """Ids of further places of the same thing."""


Standings = TypeVar("Standings", bound=Standing)


def by_promise(matches: Iterable[Standings]) -> list[Standings]:
    """The order of the product. It is total: ids differ."""
    return sorted(matches, key=lambda m: (not m.put_first, rank_of(m.facts.openness), len(m.ask_first), -m.band, -m.ease, -m.score, m.facts.id))  # noqa: E501  # fmt: skip


def by_score_alone(matches: Iterable[Standings]) -> list[Standings]:
    """Best score first whatever the openness: for measuring, never for people."""
    return sorted(matches, key=lambda m: (-m.score, m.facts.id))


def folded(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Places of the same thing as one: the first stays, and knows the others.

    The same thing has one title and one organization, answers the same phrase and is
    alike in what stands before words in the promise, so that whatever is said of the
    first holds for the others. ``candidates`` stand in the order of the promise.
    """
    first: dict[object, Candidate] = {}
    others: dict[object, list[str]] = {}
    for candidate in candidates:
        thing = _thing(candidate)
        if thing in first:
            others.setdefault(thing, []).append(candidate.facts.id)
        else:
            first[thing] = candidate
    return [
        one._replace(others=tuple(others[thing])) if thing in others else one
        for thing, one in first.items()
    ]


def _thing(candidate: Candidate) -> object:
    facts = candidate.facts
    if not facts.organization:
        return candidate.place
    named = facts.title.casefold(), facts.organization.casefold()
    return named, candidate.best_phrase, _tier(candidate), candidate.ask_first


def varied(
    candidates: Sequence[Candidate], limit: int | None = None
) -> Iterator[Candidate]:
    """The same candidates, so that what comes first answers more than one phrase.

    Places change only among candidates alike in what stands before words in the
    promise: put first, openness and the number of things to ask. ``candidates`` stand
    in the order of the promise; ``limit`` is how many of each openness are wanted.
    """
    shown: Counter[int] = Counter()
    for (_, rank, _), alike in groupby(candidates, key=_tier):
        left = None if limit is None else limit - shown[rank]
        for candidate in islice(_taking_turns(list(alike)), left):
            shown[rank] += 1
            yield candidate


def _tier(candidate: Candidate) -> tuple[bool, int, int]:
    rank = rank_of(candidate.facts.openness)
    return candidate.put_first, rank, len(candidate.ask_first)


def _taking_turns(alike: Sequence[Candidate]) -> Iterator[Candidate]:
    """The best answer to each phrase first, then turn by turn what is about as good."""
    openers = _openers(alike)
    yield from openers
    opened = {one.place for one in openers}
    queues: dict[int, deque[Candidate]] = {}
    for candidate in alike:
        if candidate.place not in opened:
            queues.setdefault(candidate.best_phrase, deque()).append(candidate)
    while queues:
        best = max(queue[0].band for queue in queues.values())
        for phrase in list(queues):
            if queues[phrase][0].band >= best - WITHIN_BANDS:
                yield queues[phrase].popleft()
            if not queues[phrase]:
                del queues[phrase]


def _openers(alike: Sequence[Candidate]) -> list[Candidate]:
    """One for each phrase that anything answers, in the order of the promise."""
    chosen: dict[int, Candidate] = {}
    for phrase in range(len(alike[0].answers)):
        if not any(one.answers[phrase] > 0 for one in chosen.values()):
            best = max(alike, key=lambda one: int(one.answers[phrase] / BAND_WIDTH))
            if best.answers[phrase] > 0:
                chosen[best.place] = best
    return [one for one in alike if one.place in chosen]
