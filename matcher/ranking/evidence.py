"""What of the person's words a listing answers, and with which of its own.

Gathered from the very terms and activities the score was made of, one listing at a
time, when somebody asks.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from matcher.ranking.facts import Evidence, Facts, Meant
from matcher.ranking.index import Index
from matcher.ranking.joined import Looked, doubt, trust_in_words
from matcher.ranking.listing_words import FIELDS, text_of
from matcher.ranking.meanings import adding_up, heaviest_of_each, sureness
from matcher.ranking.readings import Spoken, spoken_of
from matcher.ranking.score import STRENGTH, Sought
from matcher.ranking.words import WORD, fold, spans_of

SLIGHT = 0.12
"""Evidence with a smaller share of what the heaviest says is left unquoted: it moved
the score by less than anybody would notice."""

MOST = 6
"""Pieces of evidence of one answer: more than a sentence can say."""

_KEPT = 1 << 13
"""Words of listings whose place is remembered between two questions."""


class Piece(NamedTuple):
    """One piece of evidence, before it is known where it stands in the listing."""

    weight: float
    said: tuple[int, int]
    """(start, end) of the person's words."""
    by: Meant | Sought


def gather(looked: Looked, index: Index, position: int) -> tuple[Evidence, ...]:
    """What one phrase and one listing that answers it have in common, heaviest first.

    ``position`` is the listing's in ``index``.
    """
    facts = index.facts[position]
    meant = heaviest_of_each(looked.meant)
    spoken = spoken_of(facts, {one.activity for one in meant})
    shared = [
        (
            one.weight
            * spoken[one.activity].weight
            * index.readings.worth_of(one.activity),
            one,
        )
        for one in meant
        if one.activity in spoken
    ]
    best = max((weight for weight, _ in shared), default=0.0)
    trust = trust_in_words(best, doubt(sureness(looked.meant)))
    by_word = _by_word(looked, index, position, trust)
    pieces = [*_by_meaning(shared, best), *by_word]
    pieces.sort(key=lambda one: (-one.weight, one.said))
    kept = [one for one in pieces[:MOST] if one.weight >= SLIGHT * pieces[0].weight]
    total = sum(one.weight for one in kept)
    return tuple(
        _evidence(one, one.weight / total, looked.words, facts, spoken) for one in kept
    )


def _by_meaning(shared: list[tuple[float, Meant]], best: float) -> Iterator[Piece]:
    """An activity rests on each of the stretches of words it was understood from."""
    for shares, meant in shared:
        weight = adding_up(shares, best) / max(len(meant.spans), 1)
        for span in meant.spans:
            yield Piece(weight, span, meant)


def _by_word(
    looked: Looked, index: Index, position: int, trust: float
) -> Iterator[Piece]:
    """Of a word and its kin the heavier is the evidence."""
    said: dict[int, tuple[float, Sought]] = {}
    for sought in (one for clause in looked.sought for one in clause):
        weight = STRENGTH * sought.weight * index.telling(sought.term, position)
        if weight > said.get(sought.word.start, (0.0,))[0]:
            said[sought.word.start] = weight, sought
    for weight, sought in said.values():
        span = sought.word.start, sought.word.end
        yield Piece(trust * weight, span, sought)


def _evidence(
    piece: Piece, share: float, words: str, facts: Facts, spoken: Mapping[str, Spoken]
) -> Evidence:
    start, end = piece.said
    said = words[start:end]
    if isinstance(piece.by, Meant):
        reading = spoken[piece.by.activity].reading
        return Evidence(
            said=said,
            found=reading.found,
            where=reading.where,
            weight=share,
            start=start,
            found_start=reading.found_start,
            activity=piece.by.activity,
            how=piece.by.how,
        )
    where, found_start, found_end = _place_of(piece.by.term, facts)
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
    for found in WORD.finditer(fold(text)):
        for one, start, end in spans_of(found.group()):
            if one == term:
                return found.start() + start, found.start() + end
    return None
