"""A wish in nothing but everyday words: "make friends", "get out more", "keep fit".

No word of it points at an activity, so it is heard as nothing by ``hearing``; and yet
it is what people say first. Activities name the wishes they answer (``wishes`` in
their entries). A phrase that says more ("make friends at the choir") is read by what
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
    words: int
    """How many words the longest wish has."""
    rest: frozenset[str]
    """Stems of its telling words that are of no wish."""

    def instead_of(self, heard: Sequence[Said]) -> Sequence[Said]:
        """What the phrase means: its wish, where it says nothing else, or only plain
        talk ("make friends round our way") and nothing was heard more surely;
        ``heard``: surest first.

        A wish of several words is one way of speaking: who would "get a bit fitter" is
        no fitter by trade, whatever that word says by itself.
        """
        if not self.said:
            return heard
        if self.words > 1 and not self.rest:
            return self._as_surely_as(heard)
        if heard and heard[0].weight >= SURELY:
            return heard
        plain = self.words > 1 and all(map(is_everyday, self.rest))
        return self.said if plain or not self.rest else heard

    def _as_surely_as(self, heard: Sequence[Said]) -> tuple[Said, ...]:
        """What is wished for, surest first; what was heard so as well is as sure."""
        sure = {one.place: one.weight for one in heard}
        said = (
            one._replace(weight=max(one.weight, sure.get(one.place, 0.0)))
            for one in self.said
        )
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
                stems = tuple(term.stem for term in _wishing(terms_of(wish)))
                found.setdefault(stems, []).append(place)
        unique = {stems: tuple(dict.fromkeys(them)) for stems, them in found.items()}
        return cls(answered_by=unique)

    def read(
        self, words: str, within: Sequence[Span], telling: Collection[str]
    ) -> Wished:
        """What a phrase wishes for. ``telling``: the stems of its words that are
        neither grammar nor framing; a phrase of many of them is no mere wish."""
        if len(telling) > MOST_TELLING or not all(map(self._may_belong, telling)):
            return Wished((), 0, frozenset(telling))
        folded = fold(words)
        spans: dict[int, list[Span]] = {}
        rest, longest = set(telling) - _FILLING, 0
        for start, end in within:
            for stretch in self._in(_wishing(terms_between(folded, start, end))):
                stems = tuple(term.stem for term in stretch)
                rest.difference_update(stems)
                longest = max(longest, len(stems))
                for place in self.answered_by[stems]:
                    at = stretch[0].start, stretch[-1].end
                    spans.setdefault(place, []).append(at)
        said = (Said(place, WISHED, tuple(at)) for place, at in spans.items())
        return Wished(tuple(said), longest, frozenset(rest))

    def _may_belong(self, stemmed: str) -> bool:
        """Whether a word may stand in what is a wish and no more."""
        return stemmed in self._stems or is_everyday(stemmed)

    def _in(self, terms: Sequence[Term]) -> Iterator[Sequence[Term]]:
        """The longest wishes of a clause, none within another, none that goes on."""
        at = 0
        while at < len(terms):
            ends = range(min(len(terms), at + self._longest), at, -1)
            wishes = (terms[at:end] for end in ends)
            wish = next(filter(self._is_wish, wishes), ())
            at += len(wish) or 1
            if wish and not any(one.stem in _GOES_ON for one in terms[at : at + 1]):
                yield wish

    def _is_wish(self, terms: Sequence[Term]) -> bool:
        return tuple(term.stem for term in terms) in self.answered_by

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Those of all wishes."""
        return frozenset(chain.from_iterable(self.answered_by))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.answered_by), default=0)


def _wishing(terms: Iterable[Term]) -> list[Term]:
    """The terms without what is said in a wish or not."""
    return [one for one in terms if one.stem not in _FILLING]


_FILLING = frozenset(term.stem for term in terms_of(FILLING))
_GOES_ON = frozenset(term.stem for term in terms_of(GOES_ON))
