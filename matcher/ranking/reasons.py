"""A match becomes a reason: the person's words, the listing's words, and the facts.

Built from the evidence the score rests on and from nothing else. It quotes only words
that matched, verbatim, from where they stand. It holds no sentence: a template says it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.ranking.facts import Asked, Evidence, Match
from matcher.ranking.listing_words import text_of
from matcher.ranking.words import Word, fold, is_everyday, read, term_of, uses_of

LONGEST_SNIPPET = 120
"""Characters of a description a reason shows: about two lines on a telephone."""

_KEPT = 1 << 12
"""Pieces of listings whose words are remembered; a long one takes 2,000 bytes."""

_TEXTS_KEPT = 1 << 10
"""Whole descriptions whose sentences are remembered: a megabyte or two."""

_BEFORE = LONGEST_SNIPPET // 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+|\s[•·*]\s")
_JOINED = re.compile(r"[\s'’-]*")

_LOOKS_FOR_HANDS = re.compile(
    r"\bvolunt|\bhelpers?\b|\bhelp (?:us|out|wanted)\b|\b(?:looking|crying out) for\b"
    r"|\bwe(?:'re| are)? (?:always )?(?:need|short of)\b|\b(?:wanted|needed|godsend)\b"
    r"|\bwe'll (?:train|teach|show)\b"
)
"""How a listing says, in folded text, that it looks for people to help or lead."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A person's words, verbatim: ``words[start:end]`` of the phrase."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """The words of a listing that answer, and which of them to highlight."""

    where: str
    """``title``, ``activities``, ``organization`` or ``description``."""
    text: str
    marks: tuple[tuple[int, int], ...]
    """(start, end) in ``text`` of each word that matched."""
    cut_before: bool = False
    """The description goes on before it."""
    cut_after: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a listing is shown: parts for a template to say."""

    phrase: int
    """Position in ``Asked.phrases`` of the phrase it answers best."""
    words: str
    """That phrase, whole, as the person put it."""
    quotes: tuple[Quote, ...]
    """Only the words of it that matched, in the order said; neighbours together.
    Plain talk that stands by itself is not quoted beside a telling word."""
    snippet: Snippet
    also: tuple[int, ...]
    """Further phrases it answers, best first."""
    openness: str
    distance_km: float | None
    covers_place: bool
    ask_first: tuple[str, ...]
    put_first: bool
    activity: str = ""
    """The activity both speak of; "" when they share the word itself."""
    how: str = ""
    """How the person's words reach it (``Meant.how``); "" without an activity."""
    looks_for_hands: bool = False
    """Whether what they could bring, or a role, is answered by a listing that says
    itself that it looks for people to help or lead."""

    @property
    def said(self) -> list[str]:
        """The text of each quote."""
        return [one.text for one in self.quotes]

    @property
    def called(self) -> str:
        """The first words of the title that answer, where they are not those that were
        said: "Darts" for "on the oche"; "" otherwise."""
        marks, text = self.snippet.marks, self.snippet.text
        if self.snippet.where != "title" or not (self.activity and marks):
            return ""
        (start, end), *others = marks
        for first, last in others:
            if not _JOINED.fullmatch(text[end:first]):
                break
            end = last
        found = text[start:end]
        return "" if fold(found) in map(fold, self.said) else found


def reason_for(match: Match, asked: Asked) -> Reason:
    """The reason of one match."""
    best, *others = match.answers
    words = asked.phrases[best.phrase].words
    return Reason(
        phrase=best.phrase,
        words=words,
        quotes=quotes(words, best.evidence),
        snippet=snippet(match, best.evidence),
        activity=best.evidence[0].activity,
        how=best.evidence[0].how,
        looks_for_hands=_looks_for_hands(match, asked),
        also=tuple(answer.phrase for answer in others),
        openness=match.facts.openness,
        distance_km=match.distance_km,
        covers_place=match.covers_place,
        ask_first=match.ask_first,
        put_first=match.put_first,
    )


def _looks_for_hands(match: Match, asked: Asked) -> bool:
    best = match.answers[0]
    brings = asked.phrases[best.phrase].kind == "could_bring"
    if not brings and best.evidence[0].how != "role":
        return False
    said = (
        text_of(match.facts, name) for name in ("title", "activities", "description")
    )
    return any(_LOOKS_FOR_HANDS.search(fold(text)) for text in said)


def quotes(words: str, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
    """The matched words of a phrase; what only a space parts is quoted together."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(
        (one.start, one.start + len(one.said)) for one in evidence
    ):
        if spans and _JOINED.fullmatch(words[spans[-1][1] : start]):
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        elif not spans or start >= spans[-1][1]:
            spans.append((start, end))
    telling = spans
    if len(spans) > 1:
        telling = [span for span in spans if not _is_plain_talk(words[slice(*span)])]
    return tuple(
        Quote(text=words[start:end], start=start, end=end)
        for start, end in telling or spans
    )


def _is_plain_talk(quoted: str) -> bool:
    """Whether these are everyday words: beside a telling one they say less than
    nothing to who reads "Friday" of a darts night on Thursdays."""
    return all(is_everyday(word.term) for word in read(quoted))


def snippet(match: Match, evidence: Sequence[Evidence]) -> Snippet:
    """The part of the listing around its strongest evidence."""
    strongest = evidence[0]
    text = text_of(match.facts, strongest.where)
    start, end = _window(text, strongest)
    shown = text[start:end]
    return Snippet(
        where=strongest.where,
        text=shown,
        marks=_marks(shown, evidence),
        cut_before=strongest.where == "description" and bool(text[:start].strip()),
        cut_after=strongest.where == "description" and bool(text[end:].strip()),
    )


def _marks(shown: str, evidence: Sequence[Evidence]) -> tuple[tuple[int, int], ...]:
    found = {term_of(fold(one.found)) for one in evidence}
    found |= {word.term for one in evidence for word in _read(one.found)}
    spans = {(word.start, word.end) for word in uses_of(fold(shown), found)}
    if len(spans) < 2:
        return tuple(spans)
    widest = [
        span
        for span in spans
        if not any(
            other != span and other[0] <= span[0] and span[1] <= other[1]
            for other in spans
        )
    ]
    return tuple(sorted(widest))


@lru_cache(maxsize=_KEPT)
def _read(public: str) -> tuple[Word, ...]:
    """The words of a short piece of a listing, which anybody may see."""
    return tuple(read(public))


def _window(text: str, strongest: Evidence) -> tuple[int, int]:
    """Where to cut: one activity, the whole of a short field, or part of a long one."""
    at, until = strongest.found_start, strongest.found_start + len(strongest.found)
    if strongest.where == "activities":
        start = text.rfind(" · ", 0, at) + 3 if " · " in text[:at] else 0
        end = text.find(" · ", until)
        return start, end if end >= 0 else len(text)
    if strongest.where == "title":
        return 0, len(text)
    return _sentence(text, at, until)


def _sentence(text: str, at: int, until: int) -> tuple[int, int]:
    """The sentence around a word, cut at word boundaries when it is too long."""
    start, end = 0, len(text)
    for ends, next_begins in _between_sentences(text):
        if next_begins <= at:
            start = next_begins
        elif ends >= until:
            end = ends
            break
    if end - start > LONGEST_SNIPPET and at - start > _BEFORE:
        start = _next_word(text, at - _BEFORE, at)
    if end - start > LONGEST_SNIPPET:
        end = _last_word(text, until, start + LONGEST_SNIPPET)
    start += len(text[start:at]) - len(text[start:at].lstrip())
    return start, until + len(text[until:end].rstrip())


@lru_cache(maxsize=_TEXTS_KEPT)
def _between_sentences(public: str) -> tuple[tuple[int, int], ...]:
    """Where a sentence of a listing ends and the next begins."""
    return tuple(found.span() for found in _SENTENCE_END.finditer(public))


def _next_word(text: str, start: int, at: int) -> int:
    space = re.search(r"\s", text[start:at])
    return start + space.end() if space else at


def _last_word(text: str, until: int, end: int) -> int:
    if end <= until:
        return until
    if end >= len(text) or text[end].isspace():
        return end
    spaces = [found.start() for found in re.finditer(r"\s", text[until:end])]
    return until + spaces[-1] if spaces else until
