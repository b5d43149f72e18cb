"""Which words of a listing point at no activity there, whatever they say of a person's.

What any charity, club or council writes (``data/words/prose.txt``), and where it is
(``places.txt``). In a person's own words many of these tell a lot ("my first programme,
a shilling at the turnstile", "every Saturday at Anfield"). A third list there is of
whole tags (``kinds.txt``, see ``labels``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from catalogue.activities.naming import Run
from catalogue.activities.refusing import Span
from catalogue.activities.words import terms_between, terms_of

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


def place_spans(folded: str) -> list[Span]:
    """Where a folded text names places, from left to right; none inside another."""
    terms = terms_between(folded, 0, len(folded))
    stems = [term.stem for term in terms]
    spans, reached = [], 0
    for at, first in enumerate(stems):
        runs = _places_by_first().get(first, ()) if at >= reached else ()
        length = next((len(x) for x in runs if tuple(stems[at : at + len(x)]) == x), 0)
        if length:
            reached = at + length
            spans.append((terms[at].start, terms[reached - 1].end))
    return spans


@cache
def _places_by_first() -> Mapping[str, Sequence[Run]]:
    """The places whose names begin with a stem, the longest name first."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for run in sorted(places(), key=len, reverse=True):
        runs[run[0]].append(run)
    return dict(runs)


def is_prose(text: str) -> bool:
    """Whether these words of a listing are what any listing says: "volunteers"."""
    terms = terms_of(text)
    return tuple(term.stem for term in terms) in prose() or all(
        term.silent or term.stem in prose_stems() for term in terms
    )


def _runs(file: str) -> frozenset[Run]:
    told = map(terms_of, lines_of(file))
    return frozenset(tuple(term.stem for term in terms) for terms in told)


@cache
def prose_mark() -> str:
    """A short name for exactly these three files."""
    files = ("prose.txt", "places.txt", "kinds.txt")
    told = "\n\n".join("\n".join(lines_of(file)) for file in files)
    return blake2b(told.encode(), digest_size=8).hexdigest()


def lines_of(file: str) -> list[str]:
    """What a file of ``data/words`` lists, line by line, as it stands there."""
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]
