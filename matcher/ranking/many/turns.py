"""The first few of what fits each person of a block, in the order of ``rank``.

Only what may come first is looked at; whoever needs more is told so (``NotTogether``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.ranking.conditions import Reach
from matcher.ranking.ease import ease_of
from matcher.ranking.facts import Asked, Conditions
from matcher.ranking.many.blocks import Fitting, Turn
from matcher.ranking.many.crowd import Crowd
from matcher.ranking.many.reach import reach_of
from matcher.ranking.many.runs import Bools, Floats, Ints, starts_of
from matcher.ranking.order import WITHIN_BANDS
from matcher.ranking.standings import BAND_WIDTH, BANDS

ENOUGH = 12
"""Who has so many in their first tiers needs no further tier, mostly."""

QUEUED = 8
"""Of one phrase and one tier, so many are looked at; who needs more goes alone."""


class NotTogether(Exception):
    """More of somebody's matches are needed than were looked at."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Entries that answer one phrase best, in order."""

    entries: list[int]
    more: bool
    """Whether there would be more of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Few:
    """The entries of ``Fitting`` that may come first, in the order of the promise."""

    person: Ints
    position: Ints
    by_phrase: Floats
    """Shape (phrases, entries)."""
    whole: Floats
    best_phrase: Ints
    band: Ints
    to_ask: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class First:
    """What may come first for the people of a block, in the order of the promise."""

    people: Sequence[Asked]
    few: Few
    ease: Floats
    reach: Reach
    tiers: list[tuple[int, list[int], list[Queue]]]
    """Person, openers (entries in their order, -1 for none), and the queues."""
    cut: list[bool]
    """By person: whether further tiers were left out."""

    def in_turn(self) -> list[Iterator[int]]:
        """For each person, entries in the order in which ``rank`` shows them.

        An iterator raises ``NotTogether`` when it is asked for more than was looked
        at.
        """
        of_person: list[list[int]] = [[] for _ in self.people]
        for number, (person, _, _) in enumerate(self.tiers):
            of_person[person].append(number)
        band = self.few.band.tolist()
        return [
            self._turns_of(person, numbers, band)
            for person, numbers in enumerate(of_person)
        ]

    def _turns_of(
        self, person: int, numbers: list[int], band: list[int]
    ) -> Iterator[int]:
        for number in numbers:
            _, openers, queues = self.tiers[number]
            yield from _turns(openers, queues, band)
        if self.cut[person]:
            raise NotTogether


def first(fit: Fitting, crowd: Crowd) -> First:
    """What may come first of all that fits, put in order."""
    opens = crowd.index.columns.openness_rank[fit.position].astype(np.int64)
    kept, dropped, cut = _may_come_first(fit, opens)
    person, position = fit.person[kept], fit.position[kept]
    reach = reach_of(fit.people, crowd.index, person, position)
    ease = _ease(crowd, fit.people, person, position, reach)
    tier = (person * 16 + opens[kept]) * 64 + fit.to_ask[kept]
    least = crowd.index.columns.by_id[position]
    order = np.lexsort((least, -fit.whole[kept], -ease, -fit.band[kept], tier))
    few = _few(fit, kept[order])
    return First(
        people=fit.people,
        few=few,
        ease=ease[order],
        reach=Reach(
            distance_km=reach.distance_km[order],
            covers_place=reach.covers_place[order],
        ),
        tiers=_tiers(few, tier[order], dropped[order]),
        cut=cut.tolist(),
    )


def _few(fit: Fitting, entries: Ints) -> Few:
    """Some of it, in the order given."""
    places = np.full(len(fit.person), -1, np.int64)
    places[entries] = np.arange(len(entries))
    by_phrase = np.zeros((len(fit.turns), len(entries)))
    for row, turn in zip(by_phrase, fit.turns, strict=True):
        at = places[turn.entries]
        left = np.flatnonzero(at >= 0)
        row[at[left]] = turn.scores[left]
    return Few(
        person=fit.person[entries],
        position=fit.position[entries],
        by_phrase=by_phrase,
        whole=fit.whole[entries],
        best_phrase=fit.best_phrase[entries],
        band=fit.band[entries],
        to_ask=fit.to_ask[entries],
    )


def _may_come_first(fit: Fitting, opens: Ints) -> tuple[Ints, Bools, Bools]:
    """Entries worth putting in order; by entry, whether others of its queue are left
    out; by person, whether tiers are.

    Whoever has ``ENOUGH`` in their first tiers needs no further one; and of a queue
    the best bands are enough, and who opens a tier.
    """
    people, phrases = len(fit.people), max(len(fit.turns), 1)
    asks = int(fit.to_ask.max(initial=0)) + 1
    each = (int(opens.max(initial=0)) + 1) * asks
    tier = (fit.person * each) + opens * asks + fit.to_ask
    counts = np.bincount(tier, minlength=people * each).reshape(people, each)
    wanted = np.cumsum(counts, axis=1) - counts < ENOUGH
    tiers = (wanted & (counts > 0)).ravel()
    number = np.where(tiers, np.cumsum(tiers) - 1, -1)[tier]
    (some,) = (number >= 0).nonzero()
    queue = number[some] * phrases + fit.best_phrase[some]
    queues = int(tiers.sum()) * phrases
    band = fit.band[some]
    bands = np.bincount(queue * BANDS + band, minlength=queues * BANDS)
    bands = bands.reshape(queues, BANDS)
    above = bands[:, ::-1].cumsum(axis=1)[:, ::-1] - bands
    may = np.zeros(len(tier), np.bool_)
    may[some] = above[queue, band] < QUEUED
    _let_open(may, number, fit.turns)
    kept = may[some].nonzero()[0]
    left_out = np.bincount(queue[~may[some]], minlength=queues) > 0
    cut = (counts * ~wanted).sum(axis=1) > 0
    return some[kept], left_out[queue[kept]], cut


def _let_open(may: Bools, number: Ints, turns: Sequence[Turn]) -> None:
    """Whoever may open a tier for a phrase may come first; ``number``: of the tier of
    each entry, or -1."""
    best = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    for answers, scores in turns:
        of_tier = number[answers]
        (some,) = (of_tier >= 0).nonzero()
        of_tier, band = of_tier[some], (scores[some] / BAND_WIDTH).astype(np.int64)
        best[:] = 0
        np.maximum.at(best, of_tier, band)
        may[answers[some[band == best[of_tier]]]] = True


def _ease(
    crowd: Crowd,
    people: Sequence[Asked],
    person: Ints,
    position: Ints,
    reach: Reach,
) -> Floats:
    """``ease_of`` of every entry; those who made times firm, by their own verdicts."""
    columns, today = crowd.index.columns, crowd.today
    ease = ease_of(columns, position, {}, reach, today)
    groups: dict[Conditions, Bools] = {}
    for number, asked in enumerate(people):
        if asked.conditions.days or asked.conditions.parts_of_day:
            nobody = np.zeros(len(people), np.bool_)
            groups.setdefault(asked.conditions, nobody)[number] = True
    for wanted, of_group in groups.items():
        (theirs,) = of_group[person].nonzero()
        verdicts = crowd.firm(wanted).verdicts
        judged = {
            name: verdicts[name][position[theirs]]
            for name in ("days", "part_of_day")
            if name in verdicts
        }
        near = Reach(
            distance_km=reach.distance_km[theirs],
            covers_place=reach.covers_place[theirs],
        )
        ease[theirs] = ease_of(columns, position[theirs], judged, near, today)
    return ease


def _turns(openers: list[int], queues: list[Queue], band: list[int]) -> Iterator[int]:
    """``order._taking_turns``, of what was prepared."""
    for entry in openers:
        if entry >= 0:
            yield entry
    heads = dict.fromkeys(range(len(queues)), 0)
    while heads:
        best = max(band[queues[one].entries[head]] for one, head in heads.items())
        for one, head in list(heads.items()):
            queue = queues[one]
            if band[queue.entries[head]] >= best - WITHIN_BANDS:
                yield queue.entries[head]
                heads[one] = head = head + 1
            if head == len(queue.entries):
                if queue.more:
                    raise NotTogether
                del heads[one]


def _tiers(
    few: Few, tier: Ints, dropped: Bools
) -> list[tuple[int, list[int], list[Queue]]]:
    starts = starts_of(tier)
    if not len(starts):
        return []
    number = np.repeat(np.arange(len(starts)), np.diff([*starts, len(tier)]))
    openers = _openers(few.by_phrase, starts, number)
    rest = np.ones(len(tier), np.bool_)
    rest[openers[openers < len(tier)]] = False
    entries = np.append(np.arange(len(tier)), -1)
    return list(
        zip(
            few.person[starts].tolist(),
            entries[np.sort(openers, axis=0)].T.tolist(),
            _queues(few, np.flatnonzero(rest), number, len(starts), dropped),
            strict=True,
        )
    )


def _openers(by_phrase: Floats, starts: Ints, number: Ints) -> Ints:
    """``order._openers`` of every tier: shape (phrases, tiers); too large for none."""
    none = len(number)
    chosen = np.full((len(by_phrase), len(starts)), none)
    answered = (by_phrase > 0).astype(np.int64)
    bits = (answered << np.arange(len(by_phrase))[:, None]).sum(axis=0)
    covered = np.zeros(len(starts), np.int64)
    places = np.arange(none)
    for phrase, of_phrase in enumerate(by_phrase):
        bands = (of_phrase / BAND_WIDTH).astype(np.int64)
        best = np.maximum.reduceat(bands, starts)
        first = np.minimum.reduceat(
            np.where(bands == best[number], places, none), starts
        )
        answers = np.maximum.reduceat(answered[phrase], starts) > 0
        takes = np.flatnonzero(answers & ((covered >> phrase) & 1 == 0))
        chosen[phrase, takes] = first[takes]
        covered[takes] |= bits[first[takes]]
    return chosen


def _queues(
    few: Few, rest: Ints, number: Ints, tiers: int, dropped: Bools
) -> list[list[Queue]]:
    """Of each tier, by the phrase that is answered best; first who stands first."""
    phrases = len(few.by_phrase)
    group = number[rest] * phrases + few.best_phrase[rest]
    grouped = np.argsort(group, kind="stable")
    starts = starts_of(group[grouped])
    ends = np.append(starts[1:], len(grouped)) if len(starts) else starts
    entries = rest[grouped].tolist()
    more = (dropped[rest[grouped[starts]]] | (ends - starts > QUEUED)).tolist()
    of_tier = number[rest[grouped[starts]]].tolist()
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    queues: list[list[Queue]] = [[] for _ in range(tiers)]
    for one in np.argsort(grouped[starts], kind="stable").tolist():
        start, end = spans[one]
        some = entries[start : min(end, start + QUEUED)]
        queues[of_tier[one]].append(Queue(entries=some, more=more[one]))
    return queues
