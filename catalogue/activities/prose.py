"""Which words of a listing point at no activity there, whatever they say of a person's.

What any charity, club or council writes (``data/words/prose.txt``), and where it is
(``places.txt``). In a person's own words many of these tell a lot ("my first programme,
a shilling at the turnstile", "every Saturday at Anfield").
"""

from functools import cache
from pathlib import Path

from catalogue.activities.words import WORD, bare, fold, stem

Run = tuple[str, ...]
"""Neighbouring words as stems."""

FOLDER = Path(__file__).resolve().parents[1] / "data" / "words"


@cache
def prose() -> frozenset[Run]:
    """Words that tell nothing by themselves; places among them."""
    return _runs("prose.txt") | places()


@cache
def prose_stems() -> frozenset[str]:
    """Those of one word."""
    return frozenset(run[0] for run in prose() if len(run) == 1)


@cache
def places() -> frozenset[Run]:
    """The names of places."""
    return _runs("places.txt")


def _runs(file: str) -> frozenset[Run]:
    told = map(WORD.findall, map(fold, lines_of(file)))
    return frozenset(tuple(stem(bare(word)) for word in words) for words in told)


def lines_of(file: str) -> list[str]:
    """What one of the two files lists, as it stands there."""
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]
