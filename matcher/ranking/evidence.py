"""What of the person's words a listing answers, and with which of its own.

Gathered from the very terms and activities the score was made of, one listing at a
time, when somebody asks.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from matcher.ranking.facts import Evidence, Facts, Meant
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked, doubt, trust_in_words
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.meanings import adding_up, sureness
from matcher.ranking.readings import Spoken, spoken_of
from matcher.ranking.score import STRENGTH, Sought
from matcher.ranking.words import fold, uses_of

SLIGHT = 0.12
"""Evidence with a smaller share of what the heaviest says is left unquoted: it moved
the score by less than anybody would notice."""

MOST = 6
"""Pieces of evidence of one answer: more than a sentence can say."""

_KEPT = 1 << 13
"""Words of listings whose place is remembered between two questions."""


Piece = tuple[float, tuple[int, int], Meant | Sought]
"""A piece of evidence before it is known where it stands in the listing: its weight,
(start, end) of the person's words, and what it is by."""


class Asking:
    """One phrase, and what of it is the same for every listing that answers it."""

    def __init__(self, looked: Looked) -> None:
        self.words, self.looked = looked.words, looked

    @cached_property
    def meant(self) -> Mapping[str, Meant]:
        """By activity: what it is meant by."""
        return {one.activity: one for one in self.looked.meant}

    @cached_property
    def doubt(self) -> float:
        """How much less its words count where the activities say nothing."""
        return doubt(sureness(self.looked.meant))

    @cached_property
    def sought(self) -> list[tuple[float, Sought]]:
        """The terms to look for, each with what it says at its most telling."""
        sought = (one for clause in self.looked.sought for one in clause)
        return [(STRENGTH * one.weight, one) for one in sought if not one.everyday]

    @cached_property
    def pairs(self) -> list[Sequence[Sought]]:
        """Everyday words that say something of a listing that uses them all."""
        return [clause for clause in self.looked.sought if clause[0].everyday]


def gather(asking: Asking, index: Index, position: int) -> tuple[Evidence, ...]:
    """What one phrase and one listing that answers it have in common, heaviest first.

    ``position`` is the listing's in ``index``.
    """
    facts, meant = index.facts[position], asking.meant
    spoken, worths = spoken_of(facts, meant), index.worths
    shared = [
        (one.weight * spoken[name].weight * worths.get(name, 1.0), one)
        for name, one in meant.items()
        if name in spoken
    ]
    best = max([weight for weight, _ in shared], default=0.0)
    by_word = _by_word(asking, index, position, trust_in_words(best, asking.doubt))
    pieces = [*_by_meaning(shared, best), *by_word]
    pieces.sort(key=lambda one: (-one[0], one[1]))
    least = SLIGHT * pieces[0][0]
    kept = [one for one in pieces[:MOST] if one[0] >= least]
    total = sum([weight for weight, _, _ in kept])
    return tuple(
        [
            _evidence(said, by, weight / total, asking.words, facts, spoken)
            for weight, said, by in kept
        ]
    )


def _by_meaning(shared: list[tuple[float, Meant]], best: float) -> list[Piece]:
    """An activity rests on each of the stretches of words it was understood from."""
    return [
        (adding_up(shares, best) / max(len(meant.spans), 1), span, meant)
        for shares, meant in shared
        for span in meant.spans
    ]


def _by_word(asking: Asking, index: Index, position: int, trust: float) -> list[Piece]:
    """Of a word and its kin the heavier is the evidence."""
    said: dict[int, tuple[float, Sought]] = {}
    both = [x for pair in asking.pairs for x in _of_pair(pair, index, position)]
    for strength, sought in (*asking.sought, *both):
        weight = strength * index.telling(sought.term, position)
        if weight > said.get(sought.word.start, (0.0,))[0]:
            said[sought.word.start] = weight, sought
    return [
        (trust * weight, (sought.word.start, sought.word.end), sought)
        for weight, sought in said.values()
    ]


def _of_pair(
    pair: Sequence[Sought], index: Index, position: int
) -> list[tuple[float, Sought]]:
    """What each of a pair says of a listing at its most telling; nothing when another
    of them is not used there."""
    if not all(index.telling(one.term, position) for one in pair):
        return []
    return [(STRENGTH * one.weight, one) for one in pair]


def _evidence(
    span: tuple[int, int],
    by: Meant | Sought,
    share: float,
    words: str,
    facts: Facts,
    spoken: Mapping[str, Spoken],
) -> Evidence:
    start, end = span
    said = words[start:end]
    if isinstance(by, Meant):
        reading = spoken[by.activity].reading
        return Evidence(
            said=said,
            found=reading.found,
            where=reading.where,
            weight=share,
            start=start,
            found_start=reading.found_start,
            activity=by.activity,
            how=by.how,
        )
    where, found_start, found_end = _place_of(by.term, facts)
    return Evidence(
        said=said,
        found=text_of(facts, where)[found_start:found_end],
        where=where,
        weight=share,
        start=start,
        found_start=found_start,
    )


def _place_of(term: str, facts: Facts) -> tuple[str, int, int]:
    """The most telling field that uses a term, and where in it."""
    for field in FIELDS:
        span = _first_use(term, text_of(facts, field))
        if span:
            return field, *span
    raise LookupError(f"{term!r} is not in listing {facts.id!r}")


@lru_cache(maxsize=_KEPT)
def _first_use(term: str, text: str) -> tuple[int, int] | None:
    """Where a listing's own text first uses a term it shares with somebody's words.

    Remembered by the public text and that single term, never by what was said.
    """
    first = next(uses_of(fold(text), (term,)), None)
    return (first.start, first.end) if first else None
