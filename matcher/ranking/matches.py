"""What is shown becomes matches: the facts, and what their place in the order rests on.

Only the few listings that are shown come this far, and each only when somebody looks at
it; everything before is columns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from math import isnan
from typing import Any, TypeVar, overload

import numpy as np

from matcher.ranking.conditions import Judged, Positions, Reach
from matcher.ranking.evidence import gather
from matcher.ranking.facts import Answer, Match
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked
from matcher.ranking.order import Shown
from matcher.ranking.standings import Standings

Value = TypeVar("Value", Answer, Match)


class Matches(Sequence[Match]):
    """Matches in order, each made when it is first looked at; equal to a tuple."""

    def __init__(self, number: int, make: Callable[[int], Match]) -> None:
        self._made: list[Match | None] = [None] * number
        self._make = make

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Match, ...]: ...
    def __getitem__(self, place: int | slice) -> Match | tuple[Match, ...]:
        """One of them, or several."""
        if isinstance(place, slice):
            every = range(*place.indices(len(self._made)))
            return tuple(self._at(one) for one in every)
        return self._at(range(len(self._made))[place])

    def __iter__(self) -> Iterator[Match]:
        return (self._at(one) for one in range(len(self._made)))

    def __len__(self) -> int:
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | Matches):
            return NotImplemented
        return tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as little as the lists in it

    def _at(self, place: int) -> Match:
        made = self._made[place]
        if made is None:
            made = self._made[place] = self._make(place)
        return made


def matches_of(
    shown: Shown,
    index: Index,
    looked: Mapping[int, Looked],
    standings: Standings,
    reach: Reach,
    judged: Judged,
    fits: Positions,
) -> Matches:
    """What is shown, each ready to say what its score rests on.

    ``looked`` is what each phrase looked for; ``fits`` says which candidate each place
    of ``standings`` is.
    """
    making = _Making(shown, index, looked, standings, reach, judged, fits)
    return Matches(len(shown.places), making.one)


class _Making:
    """What matches are made of."""

    def __init__(
        self,
        shown: Shown,
        index: Index,
        looked: Mapping[int, Looked],
        standings: Standings,
        reach: Reach,
        judged: Judged,
        fits: Positions,
    ) -> None:
        self._shown, self._index, self._looked = shown, index, looked
        self._standings, self._reach = standings, reach
        self._firm, self._fits = sorted(judged), fits

    def one(self, at: int) -> Match:
        """The match shown at this place."""
        known = {name: of_all[at] for name, of_all in self._columns.items()}
        position, best, by_phrase = (known.pop(x) for x in ("position", "best", "by"))
        place, asks = known.pop("place"), known.pop("asks")
        distance_km = known["distance_km"]
        return _filled(
            Match,
            facts=self._index.facts[position],
            answers=self._answers(position, best, by_phrase),
            ask_first=tuple(
                name for bit, name in enumerate(self._firm) if asks >> bit & 1
            ),
            others=tuple(
                self._index.facts.id_at(int(self._standings.position[other]))
                for other in self._shown.others.get(place, ())
            ),
            **known | {"distance_km": None if isnan(distance_km) else distance_km},
        )

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """Everything about each of them that is a number."""
        s, reach, places = self._standings, self._reach, self._shown.places
        at = np.array(places, np.int64)
        candidates = self._fits[at]
        return {
            "place": places,
            "position": s.position[at].tolist(),
            "best": s.best_phrase[at].tolist(),
            "by": s.by_phrase.take(at, axis=1).T.tolist(),
            "asks": s.ask_first[at].tolist(),
            "score": s.score[at].tolist(),
            "band": s.band[at].tolist(),
            "ease": s.ease(at).tolist(),
            "put_first": s.put_first[at].tolist(),
            "distance_km": reach.distance_km[candidates].tolist(),
            "covers_place": reach.covers_place[candidates].tolist(),
        }

    def _answers(
        self, position: int, best: int, scored: Sequence[float]
    ) -> tuple[Answer, ...]:
        """The phrases it answers, best first, by what matters most."""
        others = [
            phrase
            for phrase, score in enumerate(scored)
            if score > 0 and phrase != best
        ]
        others.sort(key=lambda phrase: -scored[phrase])
        return tuple(
            _filled(
                Answer,
                phrase=phrase,
                score=scored[phrase],
                gather=partial(gather, self._looked[phrase], self._index, position),
            )
            for phrase in (best, *others)
        )


def _filled(kind: type[Value], **values: Any) -> Value:
    """A frozen value, in a third of the time: of a screen there are a hundred."""
    one = kind.__new__(kind)
    vars(one).update(values)
    return one
