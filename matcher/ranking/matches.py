"""What is shown becomes matches: the facts, and what their place in the order rests on.

Only the few listings that are shown come this far, and each only when somebody looks at
it; everything before is columns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property, partial
from math import isnan
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.choices import Cases
from matcher.ranking.conditions import Positions
from matcher.ranking.evidence import Asking, gather
from matcher.ranking.facts import Answer, Facts, Match
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked
from matcher.ranking.openness import OPENNESS_ORDER
from matcher.ranking.order import Shown
from matcher.ranking.standings import Standings


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
    cases: Cases,
) -> Matches:
    """What is shown, each ready to say what its score rests on.

    ``looked`` is what each phrase looked for; ``cases`` are those of ``standings``.
    """
    making = _Making(shown, index, looked, standings, cases)
    return Matches(len(shown.places), making.one)


class _Making:
    """What matches are made of."""

    def __init__(
        self,
        shown: Shown,
        index: Index,
        looked: Mapping[int, Looked],
        standings: Standings,
        cases: Cases,
    ) -> None:
        self._shown, self._index = shown, index
        self._asking = {phrase: Asking(one) for phrase, one in looked.items()}
        self._standings, self._reach = standings, cases.reach
        self._firm = sorted(cases.judged)

    def one(self, at: int) -> Match:
        """The match shown at this place."""
        (_, rank, score, band, ease, put_first, distance_km, covers_place) = self._rows[
            at
        ]
        match = _Made.__new__(_Made)
        # A frozen value is filled in field by field otherwise, in three times the time.
        vars(match).update(
            openness=OPENNESS_ORDER[rank],
            score=score,
            band=band,
            ease=ease,
            put_first=put_first,
            distance_km=None if isnan(distance_km) else distance_km,
            covers_place=covers_place,
            _of=self,
            _at=at,
        )
        return match

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        """Of each of them, what is a number."""
        s, reach, at = self._standings, self._reach, self._places
        columns = (
            s.position[at],
            s.openness_rank[at],
            s.score[at],
            s.band[at],
            s.ease(at),
            s.put_first[at],
            reach.distance_km[at],
            reach.covers_place[at],
        )
        return list(zip(*(one.tolist() for one in columns), strict=True))

    @cached_property
    def _places(self) -> Positions:
        return np.array(self._shown.places, np.int64)

    @cached_property
    def _by_phrase(self) -> NDArray[np.float64]:
        """Shape (phrases, matches)."""
        return self._standings.by_phrase(self._places)

    def facts(self, at: int) -> Facts:
        """What is known of the listing."""
        position: int = self._rows[at][0]
        return self._index.facts[position]

    def ask_first(self, at: int) -> tuple[str, ...]:
        """The firm conditions nobody has said anything about."""
        asks = int(self._standings.ask_first[self._shown.places[at]])
        return tuple(name for bit, name in enumerate(self._firm) if asks >> bit & 1)

    def elsewhere(self, at: int) -> int:
        """How much is folded into it."""
        return len(self._shown.others.get(self._shown.places[at], ()))

    def others(self, at: int) -> tuple[str, ...]:
        """Ids of what is folded into it."""
        position, id_at = self._standings.position, self._index.facts.id_at
        others = self._shown.others.get(self._shown.places[at], ())
        return tuple(id_at(int(position[other])) for other in others)

    def answers(self, at: int) -> tuple[Answer, ...]:
        """The phrases it answers, best first, by what matters most."""
        s, place = self._standings, self._shown.places[at]
        position, best = int(s.position[place]), int(s.best_phrase[place])
        scored = self._by_phrase[:, at].tolist()
        others = [
            phrase
            for phrase, score in enumerate(scored)
            if score > 0 and phrase != best
        ]
        others.sort(key=lambda phrase: -scored[phrase])
        return tuple(
            [self._answer(one, scored[one], position) for one in (best, *others)]
        )

    def _answer(self, phrase: int, score: float, position: int) -> Answer:
        answer = Answer.__new__(Answer)  # for the reason of ``one``
        vars(answer).update(
            phrase=phrase,
            score=score,
            gather=partial(gather, self._asking[phrase], self._index, position),
        )
        return answer


class _Made(Match):
    """A match of which what few ask for is found when somebody does."""

    openness: str = ""  # known before the facts are

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Match):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _NAMES)

    __hash__ = Match.__hash__

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and packed as a plain match, with all of it found."""
        return _plain, tuple(getattr(self, name) for name in _NAMES)


class _Late:
    """A field that is found when it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, match: _Made | None, kind: type) -> Any:
        if match is None:
            return self
        known = vars(match)
        found = known[self._name] = getattr(known["_of"], self._name)(known["_at"])
        return found


def _plain(*values: Any) -> Match:
    return Match(**dict(zip(_NAMES, values, strict=True)))


_NAMES = tuple(one.name for one in fields(Match))
for _name in ("facts", "answers", "ask_first", "others", "elsewhere"):
    setattr(_Made, _name, _Late(_name))
