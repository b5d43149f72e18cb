"""A person's phrase becomes clauses: what is wanted, what is refused, how they put it.

"Meet people but no pubs" is one clause that wants and one that refuses. Every word
keeps its place in the phrase. What is unclear is set aside rather than guessed, nothing
is concluded about the person, and nothing of what was said is remembered.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from matcher.ranking.ailing import is_in_the_way
from matcher.ranking.companions import without_companions
from matcher.ranking.hardships import without_hardships
from matcher.ranking.idioms import without_idioms
from matcher.ranking.practical import Practical, anything_in, without_practical
from matcher.ranking.refusals import (
    CIRCUMSTANCE,
    DONE_AT_THE_START,
    FREE_OF,
    HARMLESS,
    LONGS,
    NOT_AT_THE_START,
    REFUSED_BEFORE,
    REFUSES,
    UNCLEAR,
    WISHES_ALL_THE_SAME,
)
from matcher.ranking.words import (
    Word,
    fold,
    is_a_name,
    is_refusable,
    read_folded,
)

_BOUNDARY = re.compile(
    r"[,;.!?:()\n/]|\s[-–—]+\s|[–—]"
    r"|\b(?<!anything )(?<!nothing )(?<!anywhere )but\b"
    r"|\b(?:and(?! tired of\b)|or|nor|though|although|so(?! done with\b)|plus|then)\b"
    r"|\b(?<!look )(?<!looking )(?<!looked )"
    r"(?=(?:when|since|after|until|untill|till|til|before|because|cos|while|without"
    r"|except|apart from)\b)"
)
_LETTER = re.compile(r"\w")
_CHAINS = ("or", "nor", "/")
_STRONG_STOPS = (";", ".", "!", "?", "\n", "but", "though", "although", "so", "then")
_OWN_START = re.compile(
    r"\s*(?:i|i'm|i'd|i'll|i've|we|just|maybe|would|love|loved|like|prefer|want|more"
    r"|used to|meet|try|go|get)\b"
)
_THERE = re.compile(r"\b(?:in|at|inside|into|near) (?:an?|the|any) $")
_BUILDING = re.compile(r"(?:church|chapel|hall|building|centre|school|pub)\b")
_LONGEST_IN_A_LIST = 3
"""Words an item of a list of refusals has at most: "pubs, night clubs or bars"."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a phrase asks for. Offsets in every word are those of the phrase."""

    clauses: tuple[tuple[Word, ...], ...] = ()
    """The wanted terms, clause by clause; no clause is empty."""
    refused: tuple[tuple[Word, ...], ...] = ()
    """Runs of terms nobody is to be offered; all of one run together."""
    wanted_spans: tuple[tuple[int, int], ...] = ()
    """(start, end) of the stretches that want something, in characters."""
    refused_spans: tuple[tuple[int, int], ...] = ()
    """(start, end) of the stretches that plainly refuse something, without their
    "no"."""
    in_the_way: tuple[tuple[int, int], ...] = ()
    """Stretches beside these that say what is hard about it (``ailing``)."""
    practical: tuple[Practical, ...] = ()
    """Conditions it says; nothing else is read in their words."""
    anything: tuple[int, int] | None = None
    """Where it wants anything under those conditions: "something on Sundays"."""
    in_english: bool = True
    """Whether its words may be put right by those of an English catalogue."""
    words: str = field(default="", compare=False, repr=False)
    """The phrase it was read from: of no other is it true."""


class _Segment(NamedTuple):
    start: int
    end: int
    opener: str


def understand(words: str) -> Understood:
    """What a phrase wants and refuses.

    A refusal reaches from its "no" to the end of its clause, and over a list that
    hangs on it ("no pubs, bars or clubs"); what is unclear reaches as far ("I can't
    swim or dive").
    """
    as_written = fold(words)
    left_over, practical = without_practical(as_written)
    folded = without_companions(_without(HARMLESS, _longing(left_over)))
    folded = without_idioms(without_hardships(folded))
    terms = read_folded(as_written)
    wanted: list[tuple[Word, ...]] = []
    refused: list[tuple[Word, ...]] = []
    segments = _segments(folded)
    wanted_spans: list[tuple[int, int]] = []
    refused_spans: list[tuple[int, int]] = []
    ailing: list[tuple[tuple[int, int], tuple[Word, ...]]] = []
    left = _Parts()
    for place, segment in enumerate(segments):
        parts = left = _carried_on(left, folded, segments, place) or _parts(
            folded, segment
        )
        wishes = _within(terms, parts.wanted, folded)
        if parts.refused is not None:
            noes = _within(terms, parts.refused, folded)
            refused.extend(_runs(noes, folded))
            wishes = tuple(word for word in wishes if word not in noes)
            names_a_place = _is_a_place(folded, words, noes)
            if not names_a_place and any(is_refusable(word.term) for word in noes):
                refused_spans.append(parts.refused)
        if parts.wanted is not None and is_in_the_way(folded[slice(*parts.wanted)]):
            ailing.append((parts.wanted, wishes))
            continue
        if parts.wanted is not None:
            wanted_spans.append(parts.wanted)
        if wishes:
            wanted.append(wishes)
    if not wanted:
        wanted_spans += [span for span, _ in ailing]
        wanted += [wishes for _, wishes in ailing if wishes]
        ailing = []
    return Understood(
        clauses=tuple(wanted),
        refused=tuple(refused),
        wanted_spans=_spoken(folded, wanted_spans),
        in_the_way=tuple(span for span, _ in ailing),
        refused_spans=_spoken(folded, refused_spans),
        practical=practical,
        anything=anything_in(left_over) if practical else None,
        words=words,
    )


def _is_a_place(folded: str, words: str, noes: Sequence[Word]) -> bool:
    """Whether a no is to a place, and to nothing that is done there: "not at the Red
    Lion" hides no snooker elsewhere. "Not at the gym" is no to what one does there."""
    if not noes or not _THERE.search(folded[: noes[0].start]):
        return False
    is_named = is_a_name(words, noes[0])
    return is_named or bool(_BUILDING.match(folded, noes[-1].start))


class _Parts(NamedTuple):
    wanted: tuple[int, int] | None = None
    refused: tuple[int, int] | None = None
    unclear: tuple[int, int] | None = None
    """Neither wanted nor refused; always to the end."""


def _spoken(
    folded: str, spans: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The stretches that hold more than spaces."""
    return tuple(span for span in spans if folded[span[0] : span[1]].strip())


def _parts(folded: str, segment: _Segment) -> _Parts:
    """Where in a segment the wanted and the refused words stand."""
    start, end = segment.start, segment.end
    text = folded[start:end]
    if circumstance := CIRCUMSTANCE.match(text):
        wish = WISHES_ALL_THE_SAME.search(text, circumstance.end())
        if not wish:
            return _Parts()
        start += wish.start()
        text = folded[start:end]
    if before := REFUSED_BEFORE.search(text):
        return _Parts(refused=(start, start + before.start()))
    if free := FREE_OF.search(text):
        group = 1 if free.group(1) else 2
        return _Parts(
            wanted=(start, end),
            refused=(start + free.start(group), start + free.end(group)),
        )
    return _turned_round(text, start, end)


def _turned_round(text: str, start: int, end: int) -> _Parts:
    unclear = UNCLEAR.search(text)
    no = NOT_AT_THE_START.match(text) or REFUSES.search(text)
    if not start:
        no = DONE_AT_THE_START.match(text) or no
    if no and not (unclear and _covers(unclear, no)):
        return _Parts(
            wanted=(start, start + no.start()), refused=(start + no.end(), end)
        )
    if unclear:
        turn = start + unclear.start()
        return _Parts(wanted=(start, turn), unclear=(turn, end))
    return _Parts(wanted=(start, end))


def _covers(unclear: re.Match[str], no: re.Match[str]) -> bool:
    """Whether the unclear reading is the longer one at the same place."""
    if unclear.start() < no.start():
        return unclear.end() >= no.start()
    return unclear.start() == no.start() and unclear.end() > no.end()


def _carried_on(
    left: _Parts, folded: str, segments: list[_Segment], place: int
) -> _Parts | None:
    """The parts of a segment into which what was left before reaches, if any does.

    A refusal goes on over "and", too: "no pubs and clubs". What is unclear does not:
    "I can't swim and gardening".
    """
    here = segments[place].start, segments[place].end
    if left.refused is not None and left.refused[1] >= segments[place - 1].end:
        goes_on = _goes_on(folded, segments, place, (*_CHAINS, "and"))
        return _Parts(refused=here) if goes_on else None
    if left.unclear is not None and _goes_on(folded, segments, place, _CHAINS):
        return _Parts(unclear=here)
    return None


def _goes_on(
    folded: str, segments: list[_Segment], place: int, links: Collection[str]
) -> bool:
    """Whether a list reaches into this segment, its items linked by these words."""
    segment = segments[place]
    if not _is_bare(folded, segment) or segment.opener in _STRONG_STOPS:
        return False
    if segment.opener in links:
        return True
    for later in segments[place + 1 :]:
        if later.opener in _STRONG_STOPS or not _is_bare(folded, later):
            return False
        if later.opener in _CHAINS:
            return True
    return False


def _is_bare(folded: str, segment: _Segment) -> bool:
    text = folded[segment.start : segment.end]
    return len(text.split()) <= _LONGEST_IN_A_LIST and not _OWN_START.match(text)


def _segments(folded: str) -> list[_Segment]:
    segments, start, opener = [], 0, ""
    for boundary in _BOUNDARY.finditer(folded):
        if folded[start : boundary.start()].strip():
            segments.append(_Segment(start=start, end=boundary.start(), opener=opener))
            opener = ""
        opener = boundary.group().strip() or opener
        start = boundary.end()
    segments.append(_Segment(start=start, end=len(folded), opener=opener))
    return segments


def _within(
    terms: list[Word], part: tuple[int, int] | None, folded: str
) -> tuple[Word, ...]:
    """The terms of one part; what ``_without`` blanked is gone."""
    if part is None:
        return ()
    start, end = part
    return tuple(
        word
        for word in terms
        if start <= word.start and word.end <= end and folded[word.start] != " "
    )


def _runs(terms: tuple[Word, ...], folded: str) -> list[tuple[Word, ...]]:
    """Neighbouring terms together ("loud music"); other words between part them."""
    runs: list[tuple[Word, ...]] = []
    for word in terms:
        last = runs[-1][-1] if runs else None
        if last and not folded[last.end : word.start].strip():
            runs[-1] = (*runs[-1], word)
        else:
            runs.append((word,))
    return runs


def _longing(folded: str) -> str:
    """The same text with no "no" where one longs for the contrary; offsets stay."""
    return LONGS.sub(lambda found: _LETTER.sub("x", found.group()), folded)


def _without(pattern: re.Pattern[str], folded: str) -> str:
    """The same text with every match blanked, so that offsets stay."""
    return pattern.sub(lambda found: " " * len(found.group()), folded)
