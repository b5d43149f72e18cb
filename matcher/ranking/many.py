"""Many people against one small index at once: what ``rank`` gives each, sooner.

For letters: a few thousand new listings, a hundred thousand people. What a phrase
answers is worked out once for everybody who says it; then the people of a block go
through the same steps as one of them would, as columns of (person, listing). Whoever
wants what has no column (something put first, a place to avoid, a very long page) is
left to ``rank`` itself. A test holds the two to each other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from math import cos, radians
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import conditions
from matcher.ranking.conditions import FAILS, MEETS, UNSAID, Reach
from matcher.ranking.ease import ease_of
from matcher.ranking.evidence import gather
from matcher.ranking.facts import Answer, Asked, Conditions, Match, Phrase, Place
from matcher.ranking.hearing import hear
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked, score_phrase
from matcher.ranking.order import BAND_WIDTH, WITHIN_BANDS
from matcher.ranking.refusing import refused
from matcher.ranking.scoring import (
    A_FEW,
    FURTHER_PHRASES,
    MATTERS_LESS,
    least_worth,
    looked_for,
)

BLOCK = 64
"""People who go through together: their columns stay in the processor's cache."""

MOST_PHRASES = 16
"""Of one person, in a block; more go one by one."""

WEIGHTS = MATTERS_LESS ** np.arange(MOST_PHRASES)

ENOUGH = 24
"""Who has so many in their first tiers needs no further tier, mostly."""

BANDS = int(1 / BAND_WIDTH) + 2

QUEUED = 16
"""Of one phrase and one tier, so many are looked at; who needs more goes alone."""

A_LITTLE = 1e-6
"""So that no rounding leaves anything at the edge of the circle out of its box."""

FAR_NORTH, FAR_EAST = 1.4, 3.0
"""Radians beyond which there is no box: near a pole, and where longitudes begin."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Read = Callable[[Sequence[Phrase]], Sequence[Phrase]]
"""Phrases as they were said -> the same with what they are understood as, in order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Known:
    """What one phrase comes to in an index, for whoever says it."""

    looked: Looked | None
    """None: nothing is looked for."""
    positions: Ints
    """Of the listings that answer it and are open today, rising."""
    scores: Floats
    refused: Ints
    """Of the listings that carry what it says no to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Firm:
    """What some firm conditions come to, by listing: of all but the place."""

    verdicts: Mapping[str, NDArray[np.int8]]
    fails: Bools
    meets: Bools
    """Known to meet all of them."""
    to_ask: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class Crowd:
    """An index, and what is known of it so far; for one run, then thrown away.

    ``read`` is asked once for each thing that anybody says.
    """

    index: Index
    today: date | None
    read: Read
    _known: dict[Phrase, _Known] = field(default_factory=dict)
    _firm: dict[Conditions, _Firm] = field(default_factory=dict)

    def learn(self, people: Iterable[Asked]) -> int:
        """Read what nobody said before; how many phrases that were."""
        new = dict.fromkeys(
            phrase
            for asked in people
            for phrase in asked.phrases
            if phrase not in self._known
        )
        for said, heard in zip(new, self.read(list(new)), strict=True):
            self._known[said] = _known(heard, self.index, self.today)
        return len(new)

    @property
    def known(self) -> int:
        """Of how many phrases it is known what they come to."""
        return len(self._known)

    def forget(self) -> None:
        """Forget what phrases come to; not while anybody's matches are still read."""
        self._known.clear()

    def around(self, place: Place | None) -> Bools | None:
        """Listings in a box around a circle, and those that no distance shuts out;
        None for whoever goes anywhere."""
        if place is None or place.travel_km is None:
            return None
        high = place.travel_km / conditions.EARTH_RADIUS_KM * (1 + A_LITTLE) + A_LITTLE
        north, east = radians(place.latitude), radians(place.longitude)
        if abs(north) + high > FAR_NORTH or abs(east) > FAR_EAST:
            return None
        wide = high / cos(abs(north) + high)
        latitude, longitude, anyway = self._points
        beside = np.abs(latitude - north) <= high
        box: Bools = beside & (np.abs(longitude - east) <= wide) | anyway
        return box

    @cached_property
    def by_id(self) -> Ints:
        """Where each listing's id stands among all: what decides between equals."""
        ids = [one.id for one in self.index.facts]
        ranks = np.zeros(len(ids), np.int64)
        ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        return ranks

    @cached_property
    def _points(self) -> tuple[Floats, Floats, Bools]:
        """Latitude and longitude of each listing with one point, in radians, and those
        to which its point is not all."""
        columns = self.index.columns
        counts = np.diff(columns.point_starts)
        alone = np.flatnonzero(counts == 1)
        latitude, longitude = np.full((2, len(counts)), np.nan)
        latitude[alone], longitude[alone] = columns.points[
            columns.point_starts[alone]
        ].T
        anyway = (counts != 1) | (columns.online == 1)
        anyway |= np.array([bool(one.covers) for one in self.index.facts], np.bool_)
        return latitude, longitude, anyway

    def of(self, phrase: Phrase) -> _Known:
        """What a phrase comes to, once it was learnt."""
        return self._known[phrase]

    def firm(self, wanted: Conditions) -> _Firm:
        """What conditions come to."""
        if wanted not in self._firm:
            self._firm[wanted] = _firm(self.index, wanted)
        return self._firm[wanted]


class Turn(NamedTuple):
    """What the phrases of one place in everybody's order answer: equally long."""

    entries: Ints
    scores: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitting:
    """Everything that fits the people of a block: one entry for person and listing."""

    people: Sequence[Asked]
    person: Ints
    """Place in ``people``, rising."""
    position: Ints
    """In the index, rising for each person."""
    turns: Sequence[Turn]
    """By place of the phrase."""
    whole: Floats
    best_phrase: Ints
    band: Ints
    to_ask: Ints


def can_go_together(asked: Asked) -> bool:
    """Whether somebody can go through with many others."""
    return (
        not asked.put_first and not asked.avoid and len(asked.phrases) <= MOST_PHRASES
    )


def fitting(people: Sequence[Asked], crowd: Crowd) -> Fitting:
    """What fits each of these people, who all ``can_go_together``."""
    crowd.learn(people)
    index, size = crowd.index, len(crowd.index)
    known = [[crowd.of(phrase) for phrase in asked.phrases] for asked in people]
    at = _candidates(people, known, crowd)
    person, position = np.divmod(at, max(size, 1))
    near = _near_enough(people, index, person, position)
    left = np.flatnonzero(near != FAILS)
    person, position, near = person[left], position[left], near[left]
    turns = _turns_of(known, person * size + position, size)
    firm, which = _firm_of(people, crowd)
    meets = firm.meets[which[person], position] & (near == MEETS)
    sure = meets & (index.columns.openness_rank[position] == 0)
    kept = _worth_showing(turns, sure, person, len(people))
    turns = [_only(turn, kept) for turn in turns]
    shown = np.flatnonzero(kept)
    person, position, near = person[shown], position[shown], near[shown]
    whole, best_phrase = _whole(turns, len(person))
    return Fitting(
        people=people,
        person=person,
        position=position,
        turns=turns,
        whole=whole,
        best_phrase=best_phrase,
        band=(whole / BAND_WIDTH).astype(np.int64),
        to_ask=firm.to_ask[which[person], position] + (near == UNSAID),
    )


def _only(turn: Turn, kept: Bools) -> Turn:
    """Those of its entries that are kept, counted anew."""
    places = np.cumsum(kept) - 1
    left = np.flatnonzero(kept[turn.entries])
    return Turn(places[turn.entries[left]], turn.scores[left])


# --- what is known once --------------------------------------------------------------


def _known(phrase: Phrase, index: Index, today: date | None) -> _Known:
    asked = Asked(phrases=(phrase,))
    heard = hear(asked.phrases)
    carrying = np.flatnonzero(refused(asked, heard, index))
    if not heard.wanting:
        nothing = np.empty(0, np.int64)
        return _Known(
            looked=None, positions=nothing, scores=np.empty(0), refused=carrying
        )
    looked = looked_for(asked, heard, index, 0)
    answered = score_phrase(looked, index)
    is_open = ~conditions.closed(index.columns, answered.positions, today)
    return _Known(
        looked=looked,
        positions=answered.positions[is_open].astype(np.int64),
        scores=answered.scores[is_open],
        refused=carrying,
    )


def _firm(index: Index, wanted: Conditions) -> _Firm:
    every = np.arange(len(index))
    anywhere = conditions.reach_of(index.columns, every, None)
    verdicts = conditions.judge(index.columns, every, wanted, None, anywhere)
    fails, meets = np.zeros(len(index), np.bool_), np.ones(len(index), np.bool_)
    to_ask = np.zeros(len(index), np.int64)
    for of_one in verdicts.values():
        fails |= of_one == FAILS
        meets &= of_one == MEETS
        to_ask += of_one == UNSAID
    return _Firm(verdicts=verdicts, fails=fails, meets=meets, to_ask=to_ask)


# --- a block -------------------------------------------------------------------------


def _candidates(
    people: Sequence[Asked], known: Sequence[Sequence[_Known]], crowd: Crowd
) -> Ints:
    """Where person x listing is touched, not refused, meets what is firm and is not
    far away: person * size + position."""
    size, named = len(crowd.index), crowd.index.named
    touched = np.zeros((len(people), size), np.bool_)
    flat = touched.reshape(-1)
    flat[_flat(known, size, "positions")] = True
    flat[_flat(known, size, "refused")] = False
    for row, asked in zip(touched, people, strict=True):
        for one in asked.not_these:
            found = named.get(one)
            if found is not None:
                row[found] = False
        row &= ~crowd.firm(asked.conditions).fails
        around = crowd.around(asked.place)
        if around is not None:
            row &= around
    return np.flatnonzero(flat)


def _flat(known: Sequence[Sequence[_Known]], size: int, which: str) -> Ints:
    arrays, starts = [], []
    for number, phrases in enumerate(known):
        for one in phrases:
            found = getattr(one, which)
            if len(found):
                arrays.append(found)
                starts.append(number * size)
    if not arrays:
        return np.empty(0, np.int64)
    lengths = [len(one) for one in arrays]
    flat: Ints = np.concatenate(arrays) + np.repeat(starts, lengths)
    return flat


def _turns_of(known: Sequence[Sequence[_Known]], at: Ints, size: int) -> list[Turn]:
    """How well each phrase is answered, by entry; what is not in ``at`` is left."""
    places = np.full(len(known) * size, -1, np.int64)
    places[at] = np.arange(len(at))
    turns = []
    for place in range(max((len(phrases) for phrases in known), default=0)):
        of_turn = [phrases[place : place + 1] for phrases in known]
        flat = _flat(of_turn, size, "positions")
        every = [one.scores for ones in of_turn for one in ones if len(one.scores)]
        scores = np.concatenate(every) if every else np.empty(0)
        entries = places[flat]
        left = np.flatnonzero(entries >= 0)
        turns.append(Turn(entries[left], scores[left]))
    return turns


@dataclass(frozen=True, kw_only=True, eq=False)
class _Firms:
    """Several ``_Firm``, one row for each."""

    fails: Bools
    meets: Bools
    to_ask: Ints


def _firm_of(people: Sequence[Asked], crowd: Crowd) -> tuple[_Firms, Ints]:
    """What everybody's conditions come to, and which row is whose."""
    rows: dict[Conditions, int] = {}
    which = [rows.setdefault(one.conditions, len(rows)) for one in people]
    firm = [crowd.firm(wanted) for wanted in rows or (Conditions(),)]
    return _Firms(
        fails=np.stack([one.fails for one in firm]),
        meets=np.stack([one.meets for one in firm]),
        to_ask=np.stack([one.to_ask for one in firm]),
    ), np.array(which, np.int64)


def _reach(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> Reach:
    columns, place = index.columns, [asked.place for asked in people]
    nowhere = float("nan")
    latitude = np.radians([one.latitude if one else nowhere for one in place])
    longitude = np.radians([one.longitude if one else nowhere for one in place])
    counts = np.diff(columns.point_starts)[position]
    having = np.flatnonzero(counts)
    distance_km = np.full(len(position), nowhere)
    if len(having):
        counts = counts[having]
        firsts = np.cumsum(counts) - counts
        steps = np.arange(counts.sum()) - np.repeat(firsts, counts)
        points = columns.points[
            np.repeat(columns.point_starts[position[having]], counts) + steps
        ]
        who = np.repeat(person[having], counts)
        every = _great_circle_km(points, latitude[who], longitude[who])
        distance_km[having] = np.minimum.reduceat(every, firsts)
    return Reach(
        distance_km=distance_km, covers_place=_covers(people, index, person, position)
    )


def _near_enough(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> NDArray[np.int8]:
    """The verdict on the place of each entry; who goes anywhere meets it always."""
    travel_km = _travel(people)[person]
    near = np.full(len(person), MEETS, np.int8)
    bound = np.flatnonzero(~np.isnan(travel_km))
    reach = _reach(people, index, person[bound], position[bound])
    near[bound] = conditions.judge_reach(
        index.columns,
        position[bound],
        reach,
        travel_km[bound],  # type: ignore[arg-type] # one for each entry
    )
    return near


def _great_circle_km(points: Floats, latitude: Floats, longitude: Floats) -> Floats:
    """The same haversine as in ``conditions``, each point from a place of its own."""
    north = np.sin((points[:, 0] - latitude) / 2) ** 2
    east = np.sin((points[:, 1] - longitude) / 2) ** 2
    chord = north + np.cos(points[:, 0]) * np.cos(latitude) * east
    distances: Floats = (
        2 * conditions.EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    )
    return distances


def _covers(
    people: Sequence[Asked], index: Index, person: Ints, position: Ints
) -> Bools:
    covering, size = index.columns.covering, len(index)
    if not covering:
        return np.zeros(len(person), np.bool_)
    covers = np.zeros(len(people) * size, np.bool_)
    for number, asked in enumerate(people):
        for name in asked.place.names if asked.place else ():
            found = covering.get(name.casefold())
            if found is not None:
                covers[number * size + found.astype(np.int64)] = True
    there: Bools = covers[person * size + position]
    return there


def _travel(people: Sequence[Asked]) -> Floats:
    """How far each would go; NaN for any distance."""
    return np.array(
        [
            float("nan")
            if asked.place is None or asked.place.travel_km is None
            else asked.place.travel_km
            for asked in people
        ]
    )


def _worth_showing(
    turns: Sequence[Turn], sure: Bools, person: Ints, people: int
) -> Bools:
    """``scoring.worth_showing`` for each person by themselves."""
    kept = np.zeros(len(person), np.bool_)
    for turn in turns:
        whose, best, last = person[turn.entries], np.zeros(people), np.zeros(people)
        surely = np.where(sure[turn.entries], turn.scores, 0.0)
        starts = _starts(whose)  # entries of a turn rise, so those of a person too
        if len(starts):
            best[whose[starts]] = np.maximum.reduceat(surely, starts)
            last[whose[starts]] = _last_of_a_few(surely, whose, starts)
        kept[turn.entries[turn.scores >= least_worth(best, last)[whose]]] = True
    return kept


def _last_of_a_few(surely: Floats, whose: Ints, starts: Ints) -> Floats:
    """The score of the last of each person's best few; 0 for whoever has fewer."""
    falling = surely[np.lexsort((-surely, whose))]
    last, ends = starts + A_FEW - 1, np.append(starts[1:], len(whose))
    return np.where(last < ends, falling[np.minimum(last, len(whose) - 1)], 0.0)


def _whole(turns: Sequence[Turn], entries: int) -> tuple[Floats, Ints]:
    """As ``scoring.score`` adds up, and the phrase that is answered best."""
    best, misses = np.zeros(entries), np.ones(entries)
    best_phrase = np.zeros(entries, np.int64)
    for place, turn in enumerate(turns):
        weighed = turn.scores * WEIGHTS[place]
        misses[turn.entries] *= 1 - FURTHER_PHRASES * weighed
        better = weighed > best[turn.entries]
        best_phrase[turn.entries[better]] = place
        best[turn.entries[better]] = weighed[better]
    whole: Floats = 1 - (1 - best) * misses / (1 - FURTHER_PHRASES * best)
    return whole, best_phrase


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
    groups: dict[Conditions, list[int]] = {}
    for number, asked in enumerate(people):
        if asked.conditions.days or asked.conditions.parts_of_day:
            groups.setdefault(asked.conditions, []).append(number)
    for wanted, numbers in groups.items():
        theirs = np.flatnonzero(np.isin(person, numbers))
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


def _starts(sorted_numbers: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    if not len(sorted_numbers):
        return np.empty(0, np.int64)
    changes = np.flatnonzero(np.diff(sorted_numbers)) + 1
    return np.concatenate([[0], changes])


# --- the first few of each -----------------------------------------------------------


class NotTogether(Exception):
    """More of somebody's matches are needed than were looked at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class First:
    """What may come first for the people of a block, in the order of the promise."""

    people: Sequence[Asked]
    few: "Few"
    ease: Floats
    reach: Reach
    tiers: list[tuple[int, list[int], list["Queue"]]]
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


def first(fit: Fitting, crowd: Crowd) -> First:
    """What may come first of all that fits, put in order."""
    opens = crowd.index.columns.openness_rank[fit.position].astype(np.int64)
    kept, dropped, cut = _may_come_first(fit, opens)
    person, position = fit.person[kept], fit.position[kept]
    reach = _reach(fit.people, crowd.index, person, position)
    ease = _ease(crowd, fit.people, person, position, reach)
    tier = (person * 16 + opens[kept]) * 64 + fit.to_ask[kept]
    least = crowd.by_id[position]
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
        tiers=_tiers(few, tier[order], dropped[kept][order]),
        cut=cut.tolist(),
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
    before = np.cumsum(counts, axis=1) - counts
    wanted = before < ENOUGH
    queue = tier * phrases + fit.best_phrase
    bands = np.bincount(
        queue * BANDS + fit.band, minlength=people * each * phrases * BANDS
    ).reshape(-1, BANDS)
    above = bands[:, ::-1].cumsum(axis=1)[:, ::-1] - bands
    may = wanted.ravel()[tier] & (above[queue, fit.band] < QUEUED)
    for answers, scores in fit.turns:
        band = (scores / BAND_WIDTH).astype(np.int64)
        best = np.zeros(people * each, np.int64)
        np.maximum.at(best, tier[answers], band)
        opening = answers[band == best[tier[answers]]]
        may[opening] |= wanted.ravel()[tier[opening]]
    kept = np.flatnonzero(may)
    left_out = np.bincount(queue[~may], minlength=people * each * phrases) > 0
    return kept, left_out[queue], (counts * ~wanted).sum(axis=1) > 0


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
    starts = _starts(tier)
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
    starts = _starts(group[grouped])
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


def match_of(found: First, entry: int, crowd: Crowd) -> Match:
    """One entry as ``rank`` gives it, ready to say why."""
    fit = found.few
    asked = found.people[int(fit.person[entry])]
    position = int(fit.position[entry])
    distance_km = float(found.reach.distance_km[entry])
    return Match(
        facts=crowd.index.facts[position],
        score=float(fit.whole[entry]),
        band=int(fit.band[entry]),
        ease=float(found.ease[entry]),
        answers=_answers(fit, entry, asked, crowd),
        ask_first=_ask_first(fit, entry, asked, crowd),
        distance_km=None if np.isnan(distance_km) else distance_km,
        covers_place=bool(found.reach.covers_place[entry]),
    )


def _answers(fit: Few, entry: int, asked: Asked, crowd: Crowd) -> tuple[Answer, ...]:
    scored = fit.by_phrase[:, entry].tolist()
    best, position = int(fit.best_phrase[entry]), int(fit.position[entry])
    others = (one for one, score in enumerate(scored) if score > 0 and one != best)
    answers = []
    for phrase in (best, *sorted(others, key=lambda one: -scored[one])):
        looked = crowd.of(asked.phrases[phrase]).looked
        assert looked is not None  # noqa: S101 - it answers, so it was looked for
        answers.append(
            Answer(
                phrase=phrase,
                score=scored[phrase],
                gather=partial(gather, looked, crowd.index, position),
            )
        )
    return tuple(answers)


def _ask_first(fit: Few, entry: int, asked: Asked, crowd: Crowd) -> tuple[str, ...]:
    position = int(fit.position[entry])
    verdicts = crowd.firm(asked.conditions).verdicts
    unsaid = [name for name, of in verdicts.items() if of[position] == UNSAID]
    if len(unsaid) < int(fit.to_ask[entry]):
        unsaid.append("place")
    return tuple(sorted(unsaid))
