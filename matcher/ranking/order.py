"""The promise of the product: what comes first among what fits, in one visible line.

The community first, always: no score buys its way past openness. Only the one place
a person put first stands above it. Variety then reorders inside one openness only.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN
from matcher.ranking.facts import Facts
from matcher.ranking.openness import rank_of

BAND_WIDTH = 0.1
"""Scores within one band count as equal, so that what is near and easy to join can
decide between them; words alone cannot tell 0.61 from 0.66."""

WITHIN_BANDS = 2
"""How much worse an answer to another phrase may be and still have its turn."""

Places = NDArray[np.int64]
"""Places in ``Standings``, in some order."""


class Standing(Protocol):
    """What the promise looks at; a ``Match`` has it."""

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


Ordered = TypeVar("Ordered", bound=Standing)


def by_promise(matches: Iterable[Ordered]) -> list[Ordered]:
    """The order of the product. It is total: ids differ."""
    return sorted(matches, key=lambda m: (not m.put_first, rank_of(m.facts.openness), len(m.ask_first), -m.band, -m.ease, -m.score, m.facts.id))  # noqa: E501  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Standings:
    """The same of everything that fits, before any match is made: one entry each."""

    position: NDArray[np.int64]
    """In the index, which stands by id."""
    put_first: NDArray[np.bool_]
    openness_rank: NDArray[np.int8]
    ask_first: NDArray[np.int64]
    """One bit for each firm condition nobody has said anything about."""
    to_ask: NDArray[np.int64]
    """How many these are."""
    band: NDArray[np.int64]
    ease: NDArray[np.float64]
    score: NDArray[np.float64]
    by_phrase: NDArray[np.float64]
    """Shape (phrases, listings): how well each phrase is answered; 0 is not at all."""
    best_phrase: NDArray[np.int64]
    """The phrase it answers best, weighed by what matters most."""
    thing: NDArray[np.int32]
    """What it is a place of (``Columns.thing``)."""


def promised(s: Standings) -> Places:
    """The order of ``by_promise``; a property test holds the two together."""
    return np.lexsort((s.position, -s.score, -s.ease, -s.band, s.to_ask, s.openness_rank, ~s.put_first))  # noqa: E501  # fmt: skip


def by_score_alone(s: Standings) -> Places:
    """Best score first whatever the openness: for measuring, never for people."""
    return np.lexsort((s.position, -s.score))


def folded(s: Standings, order: Places) -> tuple[Places, Mapping[int, list[int]]]:
    """Places of the same thing as one: the first stays, and the others by it.

    The same thing has one title and one organization, answers the same phrase and is
    alike in what stands before words in the promise, so that whatever is said of the
    first holds for the others.
    """
    first: dict[tuple[int, ...], int] = {}
    others: dict[int, list[int]] = defaultdict(list)
    with_twins = order[s.thing[order] != UNKNOWN]
    alike = (s.thing, s.best_phrase, s.put_first, s.openness_rank, s.ask_first)
    keys = zip(*(column[with_twins].tolist() for column in alike), strict=True)
    for place, key in zip(with_twins.tolist(), keys, strict=True):
        kept = first.setdefault(key, place)
        if kept != place:
            others[kept].append(place)
    gone = [place for places in others.values() for place in places]
    return order[~np.isin(order, gone)] if gone else order, others


def varied(s: Standings, order: Places, limit: int | None = None) -> Iterator[int]:
    """The same places, so that what comes first answers more than one phrase.

    Places change only among what is alike in what stands before words in the promise:
    put first, openness and the number of things to ask. ``limit`` is how many of each
    openness are wanted.
    """
    shown: Counter[int] = Counter()
    for alike in _tiers(s, order):
        rank = int(s.openness_rank[alike[0]])
        left = len(alike) if limit is None else max(limit - shown[rank], 0)
        chosen = list(islice(_taking_turns(s, alike, left), left))
        shown[rank] += len(chosen)
        yield from chosen


def _tiers(s: Standings, order: Places) -> list[Places]:
    """Stretches of the order that are alike in what stands before words."""
    if not len(order):
        return []
    before_words = np.stack([s.put_first, s.openness_rank, s.to_ask])[:, order]
    changes = (before_words[:, 1:] != before_words[:, :-1]).any(axis=0)
    return np.split(order, np.flatnonzero(changes) + 1)


def _taking_turns(s: Standings, alike: Places, most: int) -> Iterator[int]:
    """The best answer to each phrase first, then turn by turn what is about as good.

    Nobody takes more than ``most`` of them, so no queue is longer.
    """
    openers = _openers(s, alike)
    yield from alike[openers].tolist()
    rest = np.delete(alike, openers)
    phrases, firsts = np.unique(s.best_phrase[rest], return_index=True)
    queues = {
        phrase: deque(rest[s.best_phrase[rest] == phrase][:most].tolist())
        for phrase in phrases[firsts.argsort()].tolist()
    }
    while queues:
        best = max(int(s.band[queue[0]]) for queue in queues.values())
        for phrase in list(queues):
            if s.band[queues[phrase][0]] >= best - WITHIN_BANDS:
                yield queues[phrase].popleft()
            if not queues[phrase]:
                del queues[phrase]


def _openers(s: Standings, alike: Places) -> list[int]:
    """Where in ``alike`` one stands for each phrase that anything answers."""
    answers = s.by_phrase.take(alike, axis=1)
    chosen: list[int] = []
    for of_phrase in answers:
        if of_phrase.any() and not of_phrase[chosen].any():
            chosen.append(int((of_phrase / BAND_WIDTH).astype(int).argmax()))
    return sorted(chosen)
