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

from matcher.ranking.columns import UNKNOWN
from matcher.ranking.facts import Facts
from matcher.ranking.openness import OPENNESS_ORDER, rank_of
from matcher.ranking.standings import (
    BAND_WIDTH as BAND_WIDTH,
)
from matcher.ranking.standings import (
    Places,
    Standings,
    foremost,
    promised,
    same_thing,
)

WITHIN_BANDS = 2
"""How much worse an answer to another phrase may be and still have its turn."""


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


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of what fits: places in ``Standings``."""

    places: list[int]
    """In the order shown."""
    others: Mapping[int, list[int]]
    """Place -> further places of the same thing, folded into it."""


def in_promised_order(s: Standings, limit: int | None, *, fold: bool) -> Shown:
    """The best by the promise, so that what comes first answers more than one phrase.

    Places change only among what is alike in what stands before words in the promise:
    put first, openness and the number of things to ask. ``limit`` is how many of each
    openness are wanted. With ``fold``, places of the same thing are one: the first
    stays, and the others by it. The same thing has one title and one organization,
    answers the same phrase and has the same things to ask, so that whatever is said of
    the first holds for the others.
    """
    shown: Counter[int] = Counter()
    places: list[int] = []
    others: dict[int, list[int]] = {}
    for alike in _tiers(s):
        rank = int(s.openness_rank[alike[0]])
        left = len(alike) if limit is None else limit - shown[rank]
        if left <= 0:
            continue
        order = foremost(s, alike, left, fold=fold)
        chosen = list(islice(_taking_turns(s, order, left), left))
        if fold:
            others |= _twins(s, alike, np.array(chosen, np.int64))
        shown[rank] += len(chosen)
        places += chosen
    return Shown(places=places, others=others)


def _tiers(s: Standings) -> list[Places]:
    """What is alike in what stands before words, tier after tier."""
    before_words = (~s.put_first * len(OPENNESS_ORDER) + s.openness_rank).astype(int)
    tier = before_words * (int(s.to_ask.max(initial=0)) + 1) + s.to_ask
    order = np.argsort(tier, kind="stable")
    changes = np.flatnonzero(np.diff(tier[order])) + 1
    return [one for one in np.split(order, changes) if len(one)]


def _twins(s: Standings, alike: Places, chosen: Places) -> dict[int, list[int]]:
    """The places folded into each of those chosen, in the order of the promise."""
    firsts = {same_thing(s, one): one for one in chosen[s.thing[chosen] != UNKNOWN]}
    wanted = np.isin(s.thing[alike], [key[0] for key in firsts])
    others: dict[int, list[int]] = defaultdict(list)
    if np.count_nonzero(wanted) == len(firsts):
        return others  # each is the only one
    for place in promised(s, alike[wanted]).tolist():
        first = firsts.get(same_thing(s, place))
        if first is not None and first != place:
            others[int(first)].append(place)
    return others


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
