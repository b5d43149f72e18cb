"""Reading a text against the glossary: leftmost, longest first, no overlaps. Pure.

Names in capitals, addresses and words that mean something else beside their
neighbours are left alone. Time grows with the length of the text and nothing else.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.language.glossary import (
    WORD,
    Entry,
    Glossary,
    Sought,
    folded,
    key_of,
    load_glossary,
)

MOST_REFLECTIONS = 200
"""Notes on one text: nobody reads more, and a hostile text gets no further."""

NEARBY = 8
"""Words on either side that may show which meaning is meant: about a clause."""

_STARTS = re.compile(r"[.!?:\n\r•*\"“(\[]")
"""After one of these a capital says nothing."""

_JOINS = re.compile(r"[ \t\u00a0\u00ad\u2010\u2011\u2013/-]{1,3}|[ \t]*\r?\n[ \t]*")
"""What may stand between two words of one phrase."""

_ADDRESS_MARKS = ("@", "://", "www.")
_NAME_JOINS = re.compile(r"[ \t\u00a0&'’-]{1,3}")


def _those(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_NAMES = _those(
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december i english "
    "british"
)
"""Words with a capital that are no sign of an organization's name."""
_OURS = _those("our your their all any some these those other for of to with and by")
"""Before a capitalised phrase these show that it is no name: "our Service Users"."""

_LOOSE = _those(
    "and or in of to at on from with who whom that whose is are was were have has "
    "had can could will would do does did by for through as while since when where "
    "we our a an the this every each may might must should need not often usually "
    "here there too also but so if into back off out up deserve want get live come "
    "feel find around among across near about then than because"
)
"""Words that can follow a noun: "the homeless are", not "the homeless shelter"."""

_PREPOSITIONS = _those("of with in on from to by for at")
_MANY = _those("people children women men folk adults individuals")


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """Some words of a text, and other ways to say them."""

    start: int
    end: int
    found: str
    """The words as written, ``text[start:end]``."""
    instead: tuple[str, ...]
    """Each can stand in their place as it is."""
    why: str
    id: str
    """The entry's, so that a note can be dismissed for good."""


def reflect(text: str, glossary: Glossary | None = None) -> tuple[Reflection, ...]:
    """What of this text could be said in another way, in its order.

    At most ``MOST_REFLECTIONS``. Offsets are those of ``text``.
    """
    return tuple(_reflections(_Text(text), glossary or load_glossary()))


class _Text:
    """A text and its words, as written and as they are compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in WORD.finditer(text)]
        self.words = [key_of(text[start:end]) for start, end in self.spans]
        if any(mark in text for mark in _ADDRESS_MARKS):
            self._leave_addresses_out()

    def _leave_addresses_out(self) -> None:
        """Mail and web addresses are no words: they match nothing."""
        for chunk in re.finditer(r"\S+", self.text):
            if any(mark in chunk[0] for mark in _ADDRESS_MARKS):
                at = bisect(self.spans, (chunk.start(),))
                while at < len(self.spans) and self.spans[at][0] < chunk.end():
                    self.words[at] = ""
                    at += 1

    def written(self, place: int) -> str:
        start, end = self.spans[place]
        return self.text[start:end]

    def gap(self, place: int) -> str:
        """What stands between the word before this one and this one."""
        before = self.spans[place - 1][1] if place else 0
        return self.text[before : self.spans[place][0]]

    def joined(self, place: int) -> bool:
        """Whether this word goes on where the one before it ended."""
        return place > 0 and _JOINS.fullmatch(self.gap(place)) is not None

    def begins(self, place: int) -> bool:
        """Whether a sentence, a line or a quotation begins with this word."""
        return place == 0 or _STARTS.search(self.gap(place)) is not None

    def capital(self, place: int) -> bool:
        """Whether the word is written like a name, not shouted and not a day."""
        word = self.written(place)
        return (
            word[0].isupper()
            and (len(word) == 1 or not word.removesuffix("s").isupper())
            and folded(word) not in _NO_NAMES
        )


@dataclass(frozen=True, kw_only=True)
class _Match:
    """Words ``first`` to ``last`` of a text, and the phrase that they are."""

    first: int
    last: int
    sought: Sought


def _reflections(text: _Text, glossary: Glossary) -> Iterator[Reflection]:
    given = 0
    for match in _matches(text, glossary):
        entry = match.sought.entry
        if entry and _is_meant(text, match, entry):
            yield _reflection(text, match, entry)
            given += 1
        if given == MOST_REFLECTIONS:
            return


def _matches(text: _Text, glossary: Glossary) -> Iterator[_Match]:
    beyond = 0
    for place in _possible(text.words, glossary):
        match = _longest(text, place, glossary) if place >= beyond else None
        if match is not None and not _is_outdone(text, match, glossary):
            yield match
            beyond = match.last + 1


def _possible(words: list[str], glossary: Glossary) -> list[int]:
    """Where a phrase may begin, by two words: nearly every other word ends here."""
    index = glossary.by_first_words
    return [
        place
        for place, (word, second) in enumerate(
            zip(words, (*words[1:], ""), strict=False)
        )
        if (begun := index.get(word)) and ("" in begun or second in begun)
    ]


def _longest(text: _Text, place: int, glossary: Glossary) -> _Match | None:
    begun = glossary.by_first_words.get(text.words[place])
    if begun is None:
        return None
    second = text.words[place + 1] if place + 1 < len(text.words) else ""
    for sought in (*begun.get(second, ()), *begun.get("", ())):
        last = place + len(sought.words) - 1
        if text.words[place : last + 1] != sought.words:
            continue
        if not all(text.joined(at) for at in range(place + 1, last + 1)):
            continue
        if sought.exact and sought.exact != _exact(text, place, last):
            continue
        return _Match(first=place, last=last, sought=sought)
    return None


def _exact(text: _Text, first: int, last: int) -> tuple[str, ...]:
    return tuple(folded(text.written(at)) for at in range(first, last + 1))


def _is_outdone(text: _Text, match: _Match, glossary: Glossary) -> bool:
    """Whether a longer phrase begins inside this one."""
    inside = (
        _longest(text, at, glossary) for at in range(match.first + 1, match.last + 1)
    )
    length = match.last - match.first
    return any(other and other.last - other.first > length for other in inside)


def _is_meant(text: _Text, match: _Match, entry: Entry) -> bool:
    if not _has_company(text, match, entry):
        return False
    has_the = entry.alone and match.sought.words[0] == "the"
    if has_the and not _stands_alone(text, match):
        return False
    return not _is_name(text, match)


def _has_company(text: _Text, match: _Match, entry: Entry) -> bool:
    """Whether the words nearby allow the meaning that the entry is about."""
    before = text.words[max(0, match.first - NEARBY) : match.first]
    after = text.words[match.last + 1 : match.last + 1 + NEARBY]
    if not (entry.beside.isdisjoint(before) and entry.beside.isdisjoint(after)):
        return False
    return not entry.only or not entry.only.isdisjoint(
        (*before, *match.sought.words, *after)
    )


def _stands_alone(text: _Text, match: _Match) -> bool:
    after = match.last + 1
    if after == len(text.words) or not text.joined(after):
        return True
    return folded(text.written(after)) in _LOOSE


def _is_name(text: _Text, match: _Match) -> bool:
    """Whether the words belong to a name: Title Case, alone or with its neighbours."""
    places = range(match.first, match.last + 1)
    if not any(text.written(at)[0].isupper() for at in places):
        return False
    if _goes_on_as_name(text, match):
        return True
    inner = [at for at in places if text.capital(at) and not text.begins(at)]
    if not inner:
        return False
    before = match.first - 1
    is_jargon = before >= 0 and folded(text.written(before)) in _OURS
    return not is_jargon or len(places) == 1


def _goes_on_as_name(text: _Text, match: _Match) -> bool:
    before, after = match.first - 1, match.last + 1
    named_before = before >= 0 and text.capital(before) and not text.begins(before)
    if named_before and _NAME_JOINS.fullmatch(text.gap(match.first)):
        return True
    if after < len(text.words) and text.capital(after):
        return _NAME_JOINS.fullmatch(text.gap(after)) is not None
    return False


def _reflection(text: _Text, match: _Match, entry: Entry) -> Reflection:
    words = [folded(text.written(at)) for at in range(match.first, match.last + 1)]
    first = match.first
    is_many = _is_many(text, match, words)
    has_article = words[0] in ("a", "an")
    if not has_article and not is_many and _follows_article(text, first):
        first -= 1
        has_article = True
    start, end = text.spans[first][0], _end(text, match.last)
    starts_up = text.begins(first) and text.text[start].isupper()
    says = dict.fromkeys(
        _said(one, many, is_many=is_many, has_article=has_article, capital=starts_up)
        for one, many in entry.say
    )
    return Reflection(
        start=start,
        end=end,
        found=text.text[start:end],
        instead=tuple(says),
        why=entry.why,
        id=entry.id,
    )


def _follows_article(text: _Text, place: int) -> bool:
    return text.joined(place) and folded(text.written(place - 1)) in ("a", "an")


def _end(text: _Text, place: int) -> int:
    """Where the word ends, its possessive apart: the alternative takes that over."""
    start, end = text.spans[place]
    written = text.text[start:end].casefold()
    is_possessive = written[-2:-1] in tuple("'’‘ʼ") and written.endswith("s")
    return end - 2 if is_possessive else end


def _is_many(text: _Text, match: _Match, words: Sequence[str]) -> bool:
    """Whether the phrase speaks of several: its head is before "of", "with" ..."""
    if words[0] in ("the", "our", "those"):
        return True
    inner = (at for at, word in enumerate(words) if at and word in _PREPOSITIONS)
    head = next(inner, len(words)) - 1
    return words[head] in _MANY or words[head] != text.words[match.first + head]


def _said(
    one: str, many: str, *, is_many: bool, has_article: bool, capital: bool
) -> str:
    said = many if is_many else one
    if has_article and one != many:
        said = f"{_article(said)} {said}"
    return said[0].upper() + said[1:] if capital else said


def _article(word: str) -> str:
    if word.startswith(("use", "uni", "eu", "one")):
        return "a"
    return "an" if word[0] in "aeiouAEIOU" else "a"
