"""What a phrase speaks of, however that was found out: activities, sureness, words."""

import re
from collections.abc import Iterable, Sequence
from math import exp, log
from operator import itemgetter
from typing import NamedTuple

from catalogue.activities.refusing import Span

MOST = 6
"""Activities a phrase may mean, before neighbours."""
FAR_BELOW = 0.3
"""Share of a surer one's sureness below which another reading of the same words of a
person is noise beside it. Beside 0.4 nDCG@10 rises by 0.006 on the evaluation people
and those of Wenbrook, and by 0.002 on 24 who were held back; 0.25 is the same."""
FAR_BELOW_IN_LISTINGS = 0.4
"""The same of a listing, which says more and means less of it: at 0.3 nDCG@10 is 0.005
lower for the people of Wenbrook."""
LEAST = 0.15
"""Sureness below which a reading is worth nothing, whatever led to it: with neighbours
and roles below it nDCG@10 is 0.007 lower on the evaluation people, and the same on
three other sets."""
RIVALRY = 0.3
"""What a reading loses, in log odds, of how far it lies below the surest one by the
same words. Without it whoever says "table tennis" is offered tennis and snooker nearly
as surely; nDCG@10 on the evaluation people is the same from 0 to 0.3 and lower at 0.5,
while less of what they are shown is noise."""
SUREST = 0.9997
"""Nothing is surer than this, so that its odds are a number."""


_ONE_WORD_STILL = re.compile(r"[ -]*|[-'’]\w{1,2}[-'’]")
"""What keeps two words together: nothing, or what stands inside "five-a-side"."""


class Said(NamedTuple):
    """The position of an activity, how surely it is meant, and by which words."""

    place: int
    weight: float
    spans: tuple[Span, ...]


_place, _weight = itemgetter(0), itemgetter(1)


def worth_saying(found: Iterable[Said], far_below: float = FAR_BELOW) -> list[Said]:
    """Of readings, surest first, those that are not noise beside a surer one."""
    said: list[Said] = []
    surest: dict[tuple[Span, ...], float] = {}
    for one in found:
        _, weight, spans = one
        if weight < LEAST or len(said) == MOST:
            break
        known = surest.get(spans) or _surest(said, spans)
        if weight >= far_below * known:
            said.append(one)
        surest[spans] = known or weight
    return said


def together(by_words: Sequence[Said], by_meaning: Sequence[Said]) -> list[Said]:
    """Two opinions on one phrase as one: either is enough, and both are surer.

    The surer one thing is by some words, the less sure is another by the same.
    """
    both = {one.place: one for one in by_words}
    for one in by_meaning:
        known = both.get(one.place)
        both[one.place] = one if known is None else _surer(known, one)
    said = [one for one in both.values() if one.weight >= LEAST]
    said.sort(key=_weight, reverse=True)
    surest: dict[tuple[Span, ...], float] = {}
    held = []
    for one in said:
        if one.spans not in surest:
            surest[one.spans] = _surest(said, one.spans)
        held.append(_beside(one, surest[one.spans]))
    held.sort(key=_place)
    held.sort(key=_weight, reverse=True)
    return worth_saying(held)


def joined(spans: Iterable[Span], words: str) -> tuple[Span, ...]:
    """Neighbouring words as one span; other words between keep them apart."""
    ordered = sorted(spans)
    if len(ordered) == 1:
        return (ordered[0],)
    longer = ordered[:1]
    for start, end in ordered[1:]:
        if _ONE_WORD_STILL.fullmatch(words, longer[-1][1], start):
            longer[-1] = (longer[-1][0], end)
        else:
            longer.append((start, end))
    return tuple(longer)


def _surer(known: Said, other: Said) -> Said:
    """The words that a reading by telling words rests on say why; they stay."""
    weight = 1 - (1 - known.weight) * (1 - other.weight)
    return Said(known.place, round(weight, 4), known.spans)


def _beside(one: Said, surest: float) -> Said:
    """A reading, held against the surest by the same words."""
    if surest <= one.weight:
        return one
    alone = _log_odds(one.weight)
    odds = alone - RIVALRY * (_log_odds(surest) - alone)
    return Said(one.place, round(1 / (1 + exp(-odds)), 4), one.spans)


def _log_odds(sure: float) -> float:
    if sure > SUREST:
        sure = SUREST
    elif sure < 1 - SUREST:
        sure = 1 - SUREST
    return log(sure / (1 - sure))


def _surest(said: Iterable[Said], spans: Sequence[Span]) -> float:
    """How sure the surest reading by any of these words is; 0 when there is none.

    ``said``: surest first.
    """
    for one in said:
        for start, end in one.spans:
            for first, last in spans:
                if start < last and first < end:
                    return one.weight
    return 0.0
