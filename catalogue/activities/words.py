"""Text becomes terms: folded, stemmed words that know where they stand.

Offsets are those of the text as written, so that evidence can quote it. The stemmer
is a light one of our own: it takes off the endings of English inflection and no
others, at a fiftieth of Snowball's cost, because a whole lexicon is stemmed when it
is first read. This module refuses to know what a word points at. What it remembers is
single words, without order, without whom or when; whole phrases are never kept.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from catalogue.activities.everyday import EVERYDAY, SILENT

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
"""A word of folded text; a hyphen parts words, an apostrophe does not."""

_APOSTROPHES = "'’‘ʼ`´"
_DOUBLED = frozenset("bdgklmnprtv")
_VOWEL = re.compile(r"[aeiouy]")

_IRREGULAR = {
    form: word
    for word, forms in {
        "act": "actor",
        "angling": "angling angler",
        "bake": "baker",
        "bhaji": "bhajis",
        "bikini": "bikinis",
        "bind": "bound",
        "bowls": "bowls",
        "boxing": "boxing boxer boxed",
        "breed": "bred",
        "build": "built",
        "catch": "caught",
        "centre": "center",
        "chapati": "chapatis",
        "dance": "dancer",
        "dig": "dug",
        "draw": "drew drawn",
        "drive": "drove driven driver",
        "engineer": "engineer engineering",
        "evening": "evening",
        "embroidery": "embroid",
        "feed": "fed feeder",
        "fight": "fought",
        "fly": "flew flown flies",
        "give": "gave given",
        "grow": "grew grown grower",
        "improve": "improves improved improving",
        "jewellery": "jewelry",
        "lead": "led leader",
        "rape": "rapes raped",
        "rounders": "rounders",
        "play": "player",
        "quiz": "quizzes",
        "ride": "rode ridden rider",
        "roti": "rotis",
        "run": "ran runner",
        "safari": "safaris",
        "sail": "sailor",
        "sari": "saris",
        "sew": "sewn",
        "shoe": "shoes",
        "shoot": "shot",
        "sing": "sang sung singer",
        "ski": "skis",
        "speak": "spoke spoken",
        "spin": "spun",
        "swim": "swam swum",
        "taxi": "taxis",
        "teach": "taught teacher",
        "theatre": "theater",
        "training": "training trained trainer",
        "throw": "threw thrown",
        "walk": "walker",
        "weave": "wove woven weaver",
        "write": "wrote written writer",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
        "eleven": "11",
    }.items()
    for form in forms.split()
}
"""Forms the endings below would leave apart or spoil; numbers as in 5-a-side."""


class Term(NamedTuple):
    """One word of a text, ``text[start:end]``, and the stem it counts as."""

    stem: str
    start: int
    end: int
    silent: bool
    """Whether it points nowhere: grammar or framing."""


def fold(text: str) -> str:
    """Lower case without accents, apostrophes alike; the same length."""
    if not text.isascii():
        for character in set(text):
            if character > "\x7f":
                text = text.replace(character, _folded(character))
    return text.lower().replace("`", "'")


def terms_of(text: str) -> list[Term]:
    """Every word of a text in the order written; silent ones are marked, not lost."""
    return terms_between(fold(text), 0, len(text))


def terms_between(folded: str, start: int, end: int) -> list[Term]:
    """The same for a part of a folded text; offsets are those of the whole."""
    return [
        Term(stem(word), *found.span(), is_silent(word))
        for found in WORD.finditer(folded, start, end)
        for word in (bare(found.group()),)
    ]


def telling_stems(text: str) -> tuple[str, ...]:
    """The stems left of a text once framing and grammar are stripped."""
    return tuple(term.stem for term in terms_of(text) if not term.silent)


def is_silent(word: str) -> bool:
    """Whether a bare folded word points nowhere: grammar, framing, a lone letter."""
    return word in SILENT or (len(word) < 2 and not word.isdigit())


def bare(word: str) -> str:
    """A folded word without apostrophes: ``mum's`` is ``mum``; ``&`` is ``and``."""
    if word == "&":
        return "and"
    return word.removesuffix("'s").replace("'", "") if "'" in word else word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a bare folded word shares with its other forms: ``knitted`` is ``knit``.

    No telling word falls together with a silent one: an outing is not "out". The last
    65,536 words are remembered, each by itself; a whole text is never one.
    """
    if word in SILENT:
        return word
    if word in _IRREGULAR:
        return _without_e(_IRREGULAR[word])
    one = singular(word)
    plain = _IRREGULAR.get(one) or _without_ending(one)
    stemmed = _without_e(_IRREGULAR.get(plain, plain))
    return one if stemmed in SILENT else stemmed


def singular(word: str) -> str:
    """One of what a folded word says there are many of; any other as it is."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def _without_ending(word: str) -> str:
    """``-ing``, ``-ed`` and, of longer words, ``-er`` taken off a singular word."""
    if word.endswith("ing") and _is_base(word[:-3]):
        word = _undoubled(word[:-3])
    elif word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    elif word.endswith("ed") and word[-3:] != "eed" and _is_base(word[:-2]):
        word = _undoubled(word[:-2])
    if word.endswith("er") and len(word) > 6:
        return _undoubled(word[:-2])
    return word


def _is_base(base: str) -> bool:
    return len(base) > 1 and _VOWEL.search(base) is not None


def _undoubled(base: str) -> str:
    doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] in _DOUBLED
    return base[:-1] if doubled else base


_KEEPS_E = frozenset({"rape", "improve"})
"""Words that would become another one: nobody in distress is taken for a rapper."""


def _without_e(word: str) -> str:
    if word in _KEEPS_E:
        return word
    if word.endswith("ie") and len(word) > 4:
        return word[:-2] + "y"
    return word[:-1] if word[-1:] == "e" and len(word) > 3 else word


def is_everyday(stemmed: str) -> bool:
    """Whether a stem is common in speech whatever that is about."""
    return stemmed in _EVERYDAY_STEMS


@lru_cache(maxsize=1 << 12)
def _folded(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    base = unicodedata.normalize("NFKD", character)[0].lower()
    is_a_sign = base.isalnum() and not character.isalnum()
    return " " if len(base) > 1 or is_a_sign else base


_EVERYDAY_STEMS = frozenset(map(stem, EVERYDAY))
