"""An index, and what is known of it so far: by phrase, and by firm conditions.

What is here is worked out once for everybody who says the same. It knows no person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import cos, radians

import numpy as np

from matcher.ranking import conditions
from matcher.ranking.conditions import FAILS, UNSAID, Verdicts
from matcher.ranking.facts import Asked, Conditions, Phrase, Place
from matcher.ranking.hearing import hear
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked, score_phrases
from matcher.ranking.many.runs import Bools, Floats, Ints
from matcher.ranking.refusing import refused
from matcher.ranking.scoring import as_meant_for, looked_for

A_LITTLE = 1e-6
"""So that no rounding leaves anything at the edge of the circle out of its box."""

FAR_NORTH, FAR_EAST = 1.4, 3.0
"""Radians beyond which there is no box: near a pole, and where longitudes begin."""

Read = Callable[[Sequence[Phrase]], Sequence[Phrase]]
"""Phrases as they were said -> the same with what they are understood as, in order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """What one phrase comes to in an index, for whoever says it."""

    looked: Looked | None
    """None: nothing is looked for."""
    positions: Ints
    """Of the listings that answer it and are open today, the best first."""
    scores: Floats
    refused: Ints
    """Of the listings that carry what it says no to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Firm:
    """What some firm conditions come to, by listing: of all but the place."""

    verdicts: Mapping[str, Verdicts]
    fails: Bools
    to_ask: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class Points:
    """Where listings are, to be cut by a box: those with one point, from south to
    north, in radians."""

    latitude: Floats
    longitude: Floats
    position: Ints
    anyway: Bools
    """By listing: to whom its point is not all, so that no box shuts it out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Crowd:
    """An index, and what is known of it so far; for one run, then thrown away.

    ``read`` is asked once for each thing that anybody says.
    """

    index: Index
    today: date | None
    read: Read
    _known: dict[Phrase, Known] = field(default_factory=dict)
    _firm: dict[Conditions, Firm] = field(default_factory=dict)

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

    def known_of(self, people: Sequence[Asked]) -> list[list[Known]]:
        """What the phrases of each of them come to; what is new is learnt."""
        found = self._known
        try:
            return [[found[phrase] for phrase in one.phrases] for one in people]
        except KeyError:
            self.learn(people)
        return [[found[phrase] for phrase in one.phrases] for one in people]

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
        points = self._points
        first, last = points.latitude.searchsorted([north - high, north + high])
        beside = np.abs(points.longitude[first:last] - east) <= wide
        box = points.anyway.copy()
        box[points.position[first:last][beside]] = True
        return box

    @cached_property
    def _points(self) -> "Points":
        columns = self.index.columns
        counts = np.diff(columns.point_starts)
        (alone,) = (counts == 1).nonzero()
        latitude, longitude = columns.points[columns.point_starts[alone]].T
        order = latitude.argsort()
        anyway = (counts != 1) | (columns.online == 1)
        every = self.index.facts.at_every_position()
        anyway |= np.array([bool(one.covers) for one in every], np.bool_)
        return Points(
            latitude=latitude[order],
            longitude=longitude[order],
            position=alone[order],
            anyway=anyway,
        )

    def of(self, phrase: Phrase) -> Known:
        """What a phrase comes to, once it was learnt."""
        return self._known[phrase]

    def firm(self, wanted: Conditions) -> Firm:
        """What conditions come to."""
        if wanted not in self._firm:
            self._firm[wanted] = _firm(self.index, wanted)
        return self._firm[wanted]


def _known(phrase: Phrase, index: Index, today: date | None) -> Known:
    asked = Asked(phrases=(phrase,))
    heard = hear(asked.phrases)
    carrying = refused(asked, heard, index)
    if not heard.wanting:
        nothing = np.empty(0, np.int64)
        return Known(
            looked=None, positions=nothing, scores=np.empty(0), refused=carrying
        )
    looked = looked_for(asked, heard, index, 0)
    answered = score_phrases([looked], index)
    answered = as_meant_for(asked, answered, index)
    (is_open,) = (
        ~conditions.closed(index.columns, answered.positions, today)
    ).nonzero()
    falling = is_open[(-answered.scores[is_open]).argsort(kind="stable")]
    return Known(
        looked=looked,
        positions=answered.positions[falling].astype(np.int64),
        scores=answered.scores[falling],
        refused=carrying,
    )


def _firm(index: Index, wanted: Conditions) -> Firm:
    every = np.arange(len(index))
    anywhere = conditions.reach_of(index.columns, every, None)
    verdicts = conditions.judge(index.columns, every, wanted, None, anywhere)
    fails = np.zeros(len(index), np.bool_)
    to_ask = np.zeros(len(index), np.int64)
    for of_one in verdicts.values():
        fails |= of_one == FAILS
        to_ask += of_one == UNSAID
    return Firm(verdicts=verdicts, fails=fails, to_ask=to_ask)
