"""The ranking done plainly: every listing looked at, everything put in order.

What the quick ways (a part of the index, the first few, counts) are held against. It
shares with them what a score is and what a condition says, and nothing of how listings
are found, chosen and counted.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import OPENNESS_ORDER, Asked, Index, conditions
from matcher.ranking.conditions import EVERY, FAILS, MEETS, UNSAID, judge_times
from matcher.ranking.ease import ease_of
from matcher.ranking.further import PLAIN, WITHIN_KM
from matcher.ranking.hearing import hear
from matcher.ranking.order import WITHIN_BANDS
from matcher.ranking.scoring import (
    A_FEW,
    BESIDE_A_FEW,
    FURTHER_PHRASES,
    MATTERS_LESS,
    least_worth,
    score,
)
from matcher.ranking.standings import BAND_WIDTH
from matcher.ranking.times import DAYS, PARTS_OF_DAY

Told = tuple[
    list[tuple[str, float, tuple[str, ...]]],
    dict[str, int],
    dict[str, int],
    dict[str, int],
    tuple[int, ...],
]
"""(id, score, folded) in order; totals; choices; choices to ask; unanswered."""


def plainly(
    asked: Asked, index: Index, today: date | None, limit: int | None, *, fold: bool
) -> Told:
    """What ``rank`` should say."""
    heard = hear(asked.phrases)
    scores = score(asked, heard, index, today)
    by_phrase = scores.answered.table(len(asked.phrases), len(scores.at))
    whole, best_phrase = all_together(by_phrase)
    here = index.columns.take(scores.at)
    reach = conditions.reach_of(index.columns, scores.at, asked.place)
    judged = conditions.judge(here, EVERY, asked.conditions, asked.place, reach)
    ids = [index.facts[int(at)].id for at in scores.at]
    first = put_first(asked, index, scores.at.tolist())

    def shown(verdicts: dict[str, np.ndarray]) -> list[int]:
        every = np.array([*verdicts.values()]).reshape(len(verdicts), len(ids))
        left = np.flatnonzero((every != FAILS).all(axis=0))
        near = verdicts.get("place", np.full(len(ids), MEETS)) != FAILS
        is_open = here.openness_rank == 0
        worth = worth_showing(by_phrase, near & is_open)
        good = by_phrase[:, left] * is_open[left] >= BESIDE_A_FEW
        nothing_good = by_phrase[~good.any(axis=1)][:, left]
        worth[left] |= worth_showing(nothing_good, is_open[left])
        return [at for at in left.tolist() if worth[at] or at in first]

    fits = shown(judged)
    ease = ease_of(here, EVERY, judged, reach, today)
    to_ask = {
        at: tuple(x for x in sorted(judged) if judged[x][at] == UNSAID) for at in fits
    }

    def key(at: int) -> tuple[object, ...]:
        band = int(whole[at] / BAND_WIDTH)
        rank = int(here.openness_rank[at])
        return (at not in first, rank, len(to_ask[at]), -band, -ease[at], -whole[at], ids[at])  # noqa: E501  # fmt: skip

    def same(at: int) -> tuple[object, ...]:
        one = index.facts[int(scores.at[at])]
        named = (one.title.casefold(), one.organization.casefold())
        which = named if one.organization else at
        return (which, int(best_phrase[at]), key(at)[:2], to_ask[at])

    order = sorted(fits, key=key)
    others: dict[int, list[int]] = {}
    if fold:
        firsts: dict[object, int] = {}
        for at in order:
            others.setdefault(firsts.setdefault(same(at), at), []).append(at)
        order = [at for at in order if at in others]
    counts: Counter[int] = Counter()
    chosen: list[int] = []
    for tier in dict.fromkeys(key(at)[:3] for at in order):
        alike = [at for at in order if key(at)[:3] == tier]
        for at in turns(alike, by_phrase, best_phrase, whole):
            if limit is None or counts[tier[1]] < limit:
                counts[tier[1]] += 1
                chosen.append(at)
    totals = Counter(OPENNESS_ORDER[here.openness_rank[at]] for at in fits)
    more = dict(one_more(here, asked, reach))
    counted = {name: shown({**judged, **one}) for name, one in more.items()}
    worst = {name: np.minimum.reduce(list(one.values())) for name, one in more.items()}
    open_to_all = [at for at in fits if here.openness_rank[at] == 0]
    return (
        [
            (ids[at], float(whole[at]), tuple(map(ids.__getitem__, twins[1:])))
            for at in chosen
            for twins in [others.get(at, [])]
        ],
        dict(totals),
        {x: int((worst[x][left] == MEETS).sum()) for x, left in counted.items()},
        {x: int((worst[x][left] == UNSAID).sum()) for x, left in counted.items()},
        tuple(
            phrase
            for phrase in heard.wanting
            if not any(by_phrase[phrase][at] for at in open_to_all)
        ),
    )


def put_first(asked: Asked, index: Index, candidates: Sequence[int]) -> list[int]:
    """Candidates of the first name that anything has at all."""
    for name in asked.put_first:
        for key in (name, name.casefold().strip()):
            if any(is_named(index, at, key) for at in range(len(index))):
                return [
                    n for n, at in enumerate(candidates) if is_named(index, at, key)
                ]
    return []


def is_named(index: Index, position: int, name: str) -> bool:
    one = index.facts[int(position)]
    names = {x.casefold() for x in (one.title, one.organization, *one.venues)}
    there = not index.columns.closed[position] or not one.joinable
    return bool(name) and there and name in names | {one.id}


def turns(
    alike: Sequence[int], by_phrase: np.ndarray, best: np.ndarray, whole: np.ndarray
) -> Iterator[int]:
    openers: list[int] = []
    for of_phrase in by_phrase:
        if any(of_phrase[x] for x in alike) and not any(of_phrase[x] for x in openers):
            openers.append(max(alike, key=lambda at: int(of_phrase[at] / BAND_WIDTH)))
    yield from (at for at in alike if at in openers)
    rest = [at for at in alike if at not in openers]
    queues = {
        phrase: deque(at for at in rest if best[at] == phrase)
        for phrase in dict.fromkeys(best[at] for at in rest)
    }
    while queues:
        top = max(int(whole[queue[0]] / BAND_WIDTH) for queue in queues.values())
        for phrase, queue in list(queues.items()):
            if int(whole[queue[0]] / BAND_WIDTH) >= top - WITHIN_BANDS:
                yield queue.popleft()
            if not queue:
                del queues[phrase]


def one_more(here, asked: Asked, reach):  # type: ignore[no-untyped-def]
    yield "free", {"cost": conditions.judge_cost(here, EVERY, 0)}
    for name in PLAIN:
        yield name, {name: conditions.said(getattr(here, name))}
    for day in DAYS:
        yield day, judge_times(here, EVERY, (day,), asked.conditions.parts_of_day)
    for part in PARTS_OF_DAY:
        yield part, judge_times(here, EVERY, asked.conditions.days, (part,))
    for within in WITHIN_KM if asked.place else ():
        yield (
            f"within_{within}_km",
            {"place": conditions.judge_reach(here, EVERY, reach, within)},
        )


def all_together(
    by_phrase: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The best answer and a little for each further one; and which is the best."""
    weighed = by_phrase * MATTERS_LESS ** np.arange(len(by_phrase))[:, None]
    best = weighed.max(axis=0, initial=0.0)
    misses = np.prod(1 - FURTHER_PHRASES * weighed, axis=0)
    whole = 1 - (1 - best) * misses / (1 - FURTHER_PHRASES * best)
    nothing = np.zeros(0, np.int64)
    return whole, weighed.argmax(axis=0) if len(weighed) else nothing


def worth_showing(
    by_phrase: NDArray[np.float64], beside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """What is no mere neighbour of better answers, by listing: not far below the best,
    and surer than what comes after a few.

    ``by_phrase``: shape (phrases, listings). ``beside``: the listings a better answer
    may be: those within reach that anyone can join, or those left. With none of them,
    everything is worth showing.
    """
    better = np.where(beside, by_phrase, 0.0)
    best, last = better.max(axis=1, initial=0.0), last_of_a_few(better)
    near = (by_phrase > 0) & (by_phrase >= least_worth(best, last)[:, None])
    return np.asarray(near.any(axis=0))


def last_of_a_few(better: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score of the last of the best few, by phrase; 0 when there are fewer."""
    if better.shape[1] < A_FEW:
        return np.zeros(len(better))
    last: NDArray[np.float64] = np.partition(better, -A_FEW, axis=1)[:, -A_FEW]
    return last
