"""Text becomes terms, and every term still knows where it stands in the text.

A term is a folded, British-spelt, stemmed word. Offsets are those of the text as it
was written, so that a reason can quote a person's own words and no others. This
module refuses to know what a word means; that belongs to ``everyday`` (how much it
says), ``clauses`` (wanted or not) and ``spelling`` (what was meant). What it remembers
is single words, without order, without whom or when: mostly those of listings. Whole
phrases are never kept, nor what might be one, written together or with hyphens.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import cache, lru_cache, wraps
from typing import NamedTuple, TypeVar

from snowballstemmer import stemmer  # type: ignore[import-untyped]

from matcher.ranking.everyday import EVERYDAY, FRAMING, REFUSABLE, STOPWORDS

_LETTERS = r"[\w\u0300-\u036f]+"
WORD = re.compile(
    r"(?:five|six|seven|eight|nine|eleven|[5-9]|11)[ -]a[ -]side"
    rf"|{_LETTERS}(?:['-]{_LETTERS})*"
)
"""A word of folded text; inner apostrophes and hyphens belong to it."""

_SIDES = {"5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine"}
_PART = re.compile(r"[^ -]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "-‐‑"

_BRITISH = {
    "aluminum": "aluminium",
    "armor": "armour",
    "behavior": "behaviour",
    "catalog": "catalogue",
    "center": "centre",
    "color": "colour",
    "cozy": "cosy",
    "defense": "defence",
    "fiber": "fibre",
    "favorite": "favourite",
    "flavor": "flavour",
    "gray": "grey",
    "harbor": "harbour",
    "honor": "honour",
    "humor": "humour",
    "jewelry": "jewellery",
    "labor": "labour",
    "license": "licence",
    "mold": "mould",
    "mom": "mum",
    "neighbor": "neighbour",
    "pajama": "pyjama",
    "plow": "plough",
    "practise": "practice",
    "program": "programme",
    "theater": "theatre",
    "yogurt": "yoghurt",
}
"""American spellings a listing or a person may use, and the British ones."""

_IRREGULAR = {
    form: word
    for word, forms in {
        "bind": "bound",
        "breed": "bred",
        "build": "built",
        "bus": "buses",
        "catch": "caught",
        "draw": "drew drawn",
        "drive": "drove driven",
        "feed": "fed",
        "fight": "fought",
        "fly": "flew flown",
        "grow": "grew grown",
        "lead": "led",
        "ride": "rode ridden",
        "run": "ran",
        "sew": "sewn",
        "shoot": "shot",
        "sing": "sang sung",
        "speak": "spoke spoken",
        "spin": "spun",
        "swim": "swam swum",
        "teach": "taught",
        "throw": "threw thrown",
        "weave": "wove woven",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}
"""Past forms a stemmer leaves apart; people tell of what they did."""

_KEPT_Z = frozenset({"size", "prize", "seize", "maize", "capsize", "assize"})
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
_ENDING = re.compile(r"(?:s|ed|ing|er|ers|hood|ful)$")


REMEMBERED = 1 << 18
"""Words remembered, those met last: more than a catalogue of the whole country has."""

LONGEST_REMEMBERED = 30
"""Letters and hyphens; what is longer may be a phrase, and is read each time."""

Read = TypeVar("Read")


def _of_single_words(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """The same, and what it made of the last ``REMEMBERED`` words is remembered."""
    remembered = lru_cache(maxsize=REMEMBERED)(read)

    @wraps(read)
    def reading(word: str) -> Read:
        return remembered(word) if len(word) <= LONGEST_REMEMBERED else read(word)

    return reading


class Word(NamedTuple):
    """One term of a text and the characters it was read from: ``text[start:end]``."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and hyphens alike; the same length."""
    if text.isascii():
        return text.lower().replace("_", " ").replace("`", "'")
    return "".join(map(_folded, text))


def read(text: str) -> list[Word]:
    """The terms of a text in the order written; stopwords and framing left out.

    A compound gives itself and its parts: "drop-in" is ``dropin`` and ``drop``.
    """
    return read_folded(fold(text))


def read_folded(folded: str) -> list[Word]:
    """The same of a text that is folded already."""
    return [
        Word(term, at + start, at + end)
        for found in WORD.finditer(folded)
        for at in (found.start(),)
        for term, start, end in spans_of(found.group())
    ]


def uses_of(folded: str, terms: Collection[str]) -> Iterator[Word]:
    """Where a folded text uses these terms, in the order of the text.

    Most of its words are passed by unread: a plain one begins like its term.
    """
    begin = {term[:1] for term in terms}
    for found in WORD.finditer(folded):
        word = found.group()
        if word[0] in begin or not (word.isascii() and word.isalpha()):
            at = found.start()
            for term, start, end in spans_of(word):
                if term in terms:
                    yield Word(term, at + start, at + end)


@_of_single_words
def spans_of(word: str) -> tuple[Word, ...]:
    """The terms of one folded word as ``WORD`` finds it; none for a stopword.

    Offsets count from the start of the word; a compound comes before its parts.
    """
    parts = [(part.group(), *part.span()) for part in _PART.finditer(word)]
    whole = "".join(_SIDES.get(part, part) for part, _, _ in parts)
    if len(parts) > 1:
        parts.insert(0, (whole, 0, len(word)))
    spans = (Word(term_of(part), start, end) for part, start, end in parts)
    return tuple(span for span in spans if span.term)


@_of_single_words
def term_of(word: str) -> str:
    """The term of one plain word (``gardening`` is ``garden``), or "" for none."""
    bare = _MARKS.sub("", word).removesuffix("'s").replace("'", "")
    if len(bare) < 2 or bare.isdigit() or bare in STOPWORDS or bare in FRAMING:
        return ""
    return stem(bare)


@_of_single_words
def stem(word: str) -> str:
    """Snowball's English stem of a folded word, spelt the British way first."""
    # A stemmer keeps its place in the word it is cutting; one per miss is thread-safe.
    spelt = _british(_IRREGULAR.get(word, word))
    return str(stemmer("english").stemWord(spelt))


def is_a_name(words: str, word: Word) -> bool:
    """Whether a word is written like somebody's or somewhere's name: "to Crewe".

    Not one that begins a phrase or a sentence, nor one that is shouted.
    """
    before = words[: word.start].rstrip()
    titled = words[word.start : word.end].istitle()
    return titled and bool(before) and before[-1] not in ".!?"


def is_everyday(term: str) -> bool:
    """Whether a term says little of what somebody would like to do."""
    return term in _everyday_terms()


def is_refusable(term: str) -> bool:
    """Whether "no" and this term alone is plain enough to hide what carries it."""
    return term not in _everyday_terms() or term in _refusable_terms()


def _british(word: str) -> str:
    if word in _KEPT_Z or word.rstrip("sd") in _KEPT_Z:
        return word
    ending = _ENDING.search(word)
    base = word[: ending.start()] if ending else word
    if word in _BRITISH:
        return _BRITISH[word]
    if ending and base in _BRITISH:
        return _BRITISH[base] + ending.group()
    return _IZE.sub("is", word)


@lru_cache(maxsize=1 << 12)
def _folded(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    if character == "_":
        return " "
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


@cache
def _everyday_terms() -> frozenset[str]:
    return frozenset(map(term_of, EVERYDAY)) - {""}


@cache
def _refusable_terms() -> frozenset[str]:
    return frozenset(map(term_of, REFUSABLE)) - {""}
