"""A wish in nothing but everyday words: "make friends", "get out more", "keep fit".

No word of it points at an activity, so it is heard as nothing by ``hearing``; and yet
it is what people say first. Activities name the wishes they answer (``wishes`` in
their entries), and ways of speaking whose single words mean something else ("am dram",
"kept the books"). A phrase that says more ("make friends at the choir") is read by what
it says.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.refusing import Span
from catalogue.activities.said import Said
from catalogue.activities.words import Term, fold, is_everyday, terms_between, terms_of

WISHED = 0.75
"""How sure an activity is that answers a wish: it is one of many that would."""

SURELY = 0.8
"""How sure something else has to be, by words of plain talk, to count before a wish."""

MOST_TELLING = 6
"""Telling words of a phrase that may still be nothing but a wish."""

FILLING = "a again an bit just me my our really some the"
"""Said or not, the wish is the same: get (me) out of the house, move (a bit) more."""

GOES_ON = "away been did from had has into let of off out over took was were"
"""After a wish: it goes on, and was none: friends let me down, a run of bad luck,
get away from my ex. It costs "a routine of some sort", which is read by its words."""

Stems = tuple[str, ...]


class Wished(NamedTuple):
    """What a phrase wishes for, and what else it says."""

    said: tuple[Said, ...]
    whole: tuple[Span, ...]
    """Where its wishes of several words stand."""
    rest: frozenset[str]
    """Stems of its telling words that are of no wish."""
    apart: frozenset[int] = frozenset()
    """Places of what is wished for in a clause that says nothing else."""

    def instead_of(self, heard: Sequence[Said]) -> Sequence[Said]:
        """What the phrase means: its wish, where it says nothing else, or only plain
        talk ("make friends round our way") and nothing was heard more surely;
        ``heard``: surest first.

        A wish of several words is one way of speaking: who would "get a bit fitter" is
        no fitter by trade, and "am dram" is no whisky, whatever else is said. So is a
        clause that is nothing but a wish: "I had a stroke, and I miss company".
        """
        if not self.said:
            return heard
        others = [one for one in heard if not self._is_part(one)]
        if self.whole and (not self.rest or len(others) < len(heard)):
            return _beside(self.said, heard, others if self.rest else ())
        if self.apart:
            wished = [one for one in self.said if one.place in self.apart]
            return _beside(wished, heard, heard)
        if heard and heard[0].weight >= SURELY:
            return heard
        plain = self.whole and all(map(is_everyday, self.rest))
        return self.said if plain or not self.rest else heard

    def _is_part(self, heard: Said) -> bool:
        """Whether something rests on nothing but words of a whole wish, and is not
        what is wished for."""
        return all(
            any(start <= first and last <= end for start, end in self.whole)
            for first, last in heard.spans
        ) and all(one.place != heard.place for one in self.said)


def _beside(
    wished: Sequence[Said], heard: Sequence[Said], others: Sequence[Said]
) -> tuple[Said, ...]:
    """What is wished for and what else is said, surest first; what was heard so as
    well is as sure."""
    places = {one.place for one in wished}
    sure = {one.place: one.weight for one in heard}
    said = [
        *(x._replace(weight=max(x.weight, sure.get(x.place, 0.0))) for x in wished),
        *(one for one in others if one.place not in places),
    ]
    return tuple(sorted(said, key=lambda one: -one.weight))


@dataclass(frozen=True, kw_only=True, eq=False)
class Wishes:
    """What each wish is about."""

    answered_by: Mapping[Stems, tuple[int, ...]]
    """The stems of all its words, silent ones among them -> places of activities."""

    @classmethod
    def of(cls, activities: Sequence[Activity]) -> "Wishes":
        """The wishes of these activities."""
        found: dict[Stems, list[int]] = {}
        for place, activity in enumerate(activities):
            for wish in activity.wishes:
                stems = _stems_of(_wishing(terms_of(wish)))
                found.setdefault(stems, []).append(place)
        unique = {stems: tuple(dict.fromkeys(them)) for stems, them in found.items()}
        return cls(answered_by=unique)

    def read(
        self, words: str, within: Sequence[Span], telling: Collection[str]
    ) -> Wished:
        """What a phrase wishes for. ``telling``: the stems of its words that are
        neither grammar nor framing; a phrase of many of them is no mere wish."""
        if len(telling) > MOST_TELLING or not self._may_hold_one(telling):
            return Wished((), (), frozenset(telling))
        folded = fold(words)
        spans: dict[int, list[Span]] = {}
        rest, whole, apart = set(telling) - _FILLING, list[Span](), set[int]()
        for start, end in within:
            terms = _wishing(terms_between(folded, start, end))
            left = {term.stem for term in terms} & rest
            wishes = list(self._in(terms))
            for wish in wishes:
                stems = _stems_of(wish)
                rest.difference_update(stems)
                left.difference_update(stems)
                at = wish[0].start, wish[-1].end
                whole += [at] if len(stems) > 1 else []
                for place in self.answered_by[stems]:
                    spans.setdefault(place, []).append(at)
            if not left and len(within) > 1 and any(len(one) > 1 for one in wishes):
                apart.update(*(self.answered_by[_stems_of(one)] for one in wishes))
        said = (Said(place, WISHED, tuple(at)) for place, at in spans.items())
        return Wished(tuple(said), tuple(whole), frozenset(rest), frozenset(apart))

    def _may_hold_one(self, telling: Collection[str]) -> bool:
        """Whether a phrase of these words may be a wish, or have one in it."""
        return not self._stems.isdisjoint(telling) or all(map(is_everyday, telling))

    def _in(self, terms: Sequence[Term]) -> Iterator[Sequence[Term]]:
        """The longest wishes of a clause, none within another, none that goes on."""
        at = 0
        while at < len(terms):
            longest = self._longest.get(terms[at].stem, 0)
            ends = range(min(len(terms), at + longest), at, -1)
            wishes = (terms[at:end] for end in ends)
            wish = next(filter(self._is_wish, wishes), ())
            at += len(wish) or 1
            if wish and not any(one.stem in _GOES_ON for one in terms[at : at + 1]):
                yield wish

    def _is_wish(self, terms: Sequence[Term]) -> bool:
        return _stems_of(terms) in self.answered_by

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Those of all wishes."""
        return frozenset(chain.from_iterable(self.answered_by))

    @cached_property
    def _longest(self) -> dict[str, int]:
        """First stem -> words of the longest wish that begins so."""
        longest: dict[str, int] = {}
        for stems in self.answered_by:
            longest[stems[0]] = max(longest.get(stems[0], 0), len(stems))
        return longest


def _wishing(terms: Iterable[Term]) -> list[Term]:
    """The terms without what is said in a wish or not."""
    return [one for one in terms if one.stem not in _FILLING]


def _stems_of(terms: Iterable[Term]) -> Stems:
    return tuple(term.stem for term in terms)


_FILLING = frozenset(term.stem for term in terms_of(FILLING))
_GOES_ON = frozenset(term.stem for term in terms_of(GOES_ON))
