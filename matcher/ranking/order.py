"""The promise of the product: what comes first among what fits, in one visible line.

The community first, always: no score buys its way past openness. Only the one place
a person put first stands above it. Variety then reorders inside one openness only.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN
from matcher.ranking.conditions import NOWHERE
from matcher.ranking.facts import Facts
from matcher.ranking.openness import rank_of
from matcher.ranking.standings import (
    Foremost,
    Places,
    Standings,
    foremost,
    places_of,
    promised,
)

WITHIN_BANDS = 2
"""How much worse an answer to another phrase may be and still have its turn."""

OPENERS_SHARE = 5
"""One in so many of what is enough may open a tier for a phrase."""


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
    most = len(s.score) if limit is None else limit
    enough = most if limit is None else most // 2 + s.phrases
    openers = max(enough // OPENERS_SHARE, 1)
    while True:
        try:
            among = foremost(s, most, enough, openers, fold=fold)
            chosen = _chosen(s, among, most, fold=fold)
        except NotEnoughOpeners:
            openers *= 4
        except NotEnough:
            enough *= 4
        else:
            return Shown(places=chosen, others=_twins(s, chosen) if fold else {})


class NotEnough(Exception):
    """What was left out may have its turn."""


class NotEnoughOpeners(NotEnough):
    """What was left out may be the first to answer a phrase."""


def _chosen(s: Standings, among: Foremost, limit: int, *, fold: bool) -> list[int]:
    """The first ``limit`` of each openness."""
    shown: Counter[int] = Counter()
    chosen: list[int] = []
    order = promised(s, np.flatnonzero(among.here))
    if fold:
        order = _first_of_each(s, order)
    bands = s.bands(order)
    for tier, where in _tiers(s.tier[order]):
        rank = s.openness_of(tier)
        if shown[rank] < limit:
            turns = _taking_turns(s, among, tier, order[where], bands[:, where])
            of_tier = list(islice(turns, limit - shown[rank]))
            shown[rank] += len(of_tier)
            chosen += of_tier
    if any(shown[s.openness_of(tier)] < limit for tier in among.unreached):
        raise NotEnough
    return chosen


def _tiers(tier: NDArray[np.int64]) -> Iterator[tuple[int, slice]]:
    """Each tier in turn, and where its places stand."""
    edges = [0, *(np.flatnonzero(np.diff(tier)) + 1).tolist(), len(tier)]
    for start, end in pairwise(edges):
        if end > start:
            yield int(tier[start]), slice(start, end)


def _same_things(s: Standings, places: Places) -> list[tuple[int, ...]]:
    """What places of one thing, alike before words, have in common."""
    columns = (s.thing, s.best_phrase, s.ask_first, s.tier)
    return list(zip(*(column[places].tolist() for column in columns), strict=True))


def _first_of_each(s: Standings, order: Places) -> Places:
    """The first place of each thing, in the same order."""
    things = s.thing.take(order)
    if len(set(things.tolist())) == len(things):
        return order
    again = _of_one_thing(things)
    seen: set[tuple[int, ...]] = set()
    kept = np.ones(len(order), np.bool_)
    for at, key in zip(again.tolist(), _same_things(s, order[again]), strict=True):
        kept[at] = key not in seen
        seen.add(key)
    return order[kept]


def _of_one_thing(things: NDArray[np.int64]) -> Places:
    """Where things stand that are there more than once, in their order."""
    by_thing = things.argsort(kind="stable")
    rising = things[by_thing]
    again = (rising[1:] == rising[:-1]) & (rising[1:] != UNKNOWN)
    if not again.any():
        return NOWHERE
    twice = np.zeros(len(things), np.bool_)
    twice[by_thing[1:][again]] = True
    twice[by_thing[:-1][again]] = True
    return twice.nonzero()[0]


def _twins(s: Standings, chosen: list[int]) -> dict[int, list[int]]:
    """The places folded into each of those chosen, in the order of the promise."""
    others: dict[int, list[int]] = defaultdict(list)
    keys = _same_things(s, np.array(chosen, np.int64))
    firsts = {
        key: one for key, one in zip(keys, chosen, strict=True) if key[0] != UNKNOWN
    }
    things = {thing for thing, *_ in firsts}
    twins = places_of(s.thing, np.array([*things], np.int64))
    if len(twins) == len(things):
        return others  # each is the only one
    twins = promised(s, twins)
    for place, key in zip(twins.tolist(), _same_things(s, twins), strict=True):
        first = firsts.get(key)
        if first is not None and first != place:
            others[first].append(place)
    return others


def _taking_turns(
    s: Standings,
    among: Foremost,
    tier: int,
    alike: Places,
    bands: NDArray[np.int64],
) -> Iterator[int]:
    """The best answer to each phrase first, then turn by turn what is about as good.

    ``bands``: shape (phrases, alike). Raises ``NotEnough`` where one that was left out
    would be next.
    """
    openers = _openers(s, among, tier, alike, bands.tolist())
    places, band = alike.tolist(), s.band.take(alike).tolist()
    yield from (places[one] for one in openers)
    queues, more = _queues(s, among, alike, openers), among.left_out.get(tier, ())
    if not all(phrase in queues for phrase in more):
        raise NotEnough
    while queues:
        best = max([band[queue[0]] for queue in queues.values()])
        for phrase, queue in list(queues.items()):
            if band[queue[0]] >= best - WITHIN_BANDS:
                yield places[queue.popleft()]
            if not queue:
                if phrase in more:
                    raise NotEnough
                del queues[phrase]


def _queues(
    s: Standings, among: Foremost, alike: Places, openers: list[int]
) -> dict[int, deque[int]]:
    """Phrase -> where in ``alike`` stands what it answers best, best first."""
    in_line, phrases = among.best_bands.take(alike), s.best_phrase.take(alike)
    in_line[openers] = False
    queues: dict[int, deque[int]] = defaultdict(deque)
    (waiting,) = in_line.nonzero()
    theirs = phrases.take(waiting).tolist()
    for one, phrase in zip(waiting.tolist(), theirs, strict=True):
        queues[phrase].append(one)
    return queues


def _openers(
    s: Standings, among: Foremost, tier: int, alike: Places, bands: list[list[int]]
) -> list[int]:
    """Where among those of ``bands`` one stands for each phrase that any answers."""
    foremost = [of_phrase.index(max(of_phrase)) for of_phrase in bands]
    places = alike.take(foremost).tolist()
    chosen: list[int] = []
    for phrase, best_left_out in enumerate(among.behind[tier].tolist()):
        answered = bands[phrase][foremost[phrase]]
        opener = places[phrase] * s.phrases + phrase
        if best_left_out and answered <= best_left_out and opener not in among.openers:
            raise NotEnoughOpeners  # who answers best was folded into another
        if answered and not any(bands[phrase][foremost[x]] for x in chosen):
            chosen.append(phrase)
    return sorted({foremost[phrase] for phrase in chosen})
