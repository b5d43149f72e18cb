"""Which column is what: the file's headers matched to the names of the format.

A header matches exactly, once case, spaces and punctuation are folded away, or not at
all. A near miss is said aloud and never used: a wrong column stored silently is worse
than a column kept aside.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from catalogue.imports.columns import SYNONYMS, in_words
from catalogue.sentences import Sentence

CLOSE = 86
"""Similarity, 0 to 100, from which an unknown header looks like a slip of a known one:
``Descripton`` is 95, ``Notes`` and ``Ages`` stay below."""

LONGEST_HEADER = 80
"""Characters; a longer one is a sentence, and none of ours."""

HEADERS_SHOWN = 20
"""How many of a file's headers a sentence names."""


@dataclass(frozen=True, kw_only=True)
class HeaderReport:
    """What each header of a file was taken for."""

    matched: Mapping[str, str]
    """Header -> name in the import format."""
    kept_aside: tuple[str, ...] = ()
    """Headers that are none of ours; their cells are kept as they came."""
    suggestions: Mapping[str, str]
    """Header kept aside -> the name it looks like a slip of. Never used."""
    doubled: tuple[tuple[str, str], ...] = ()
    """Two headers that say the same, so that nobody can tell which one counts."""

    def found(self, name: str) -> bool:
        """Whether some column is this field."""
        return name in self.matched.values()


def header_notes(report: HeaderReport) -> tuple[Sentence, ...]:
    """What somebody should know of how the headers were read, a sentence each."""
    renamed = [
        Sentence(
            "“%(header)s” is read as %(name)s.", header=header, name=in_words(name)
        )
        for header, name in report.matched.items()
        if fold(header) not in (fold(name), fold(in_words(name)))
    ]
    slips = [
        Sentence(
            "“%(header)s” is kept aside. If it is the %(name)s, call the column"
            " %(column)s.",
            header=header,
            name=in_words(name),
            column=name,
        )
        for header, name in report.suggestions.items()
    ]
    plain = [h for h in report.kept_aside if h not in report.suggestions]
    if plain:
        slips.append(
            Sentence("Kept aside, not used: %(headers)s.", headers=listed(plain))
        )
    return (*renamed, *slips)


def listed(headers: Sequence[str]) -> str:
    """Headers as part of a sentence; long ones and long lists are cut."""
    shown = [f"“{h[:39]}…”" if len(h) > 40 else f"“{h}”" for h in headers]
    first, more = ", ".join(shown[:HEADERS_SHOWN]), len(shown) - HEADERS_SHOWN
    if more <= 0:
        return first
    return Sentence("%(headers)s and %(more)s more", headers=first, more=more)


def match_headers(headers: Iterable[str]) -> HeaderReport:
    """Match headers to the names of the format; pure, the same for the same headers."""
    known = tuple(headers)
    matched = fields_of(known)
    aside = tuple(header for header in known if header not in matched)
    return HeaderReport(
        matched=matched,
        kept_aside=aside,
        suggestions={
            header: slip
            for header in aside
            if (slip := _slip_of(header)) and slip not in matched.values()
        },
        doubled=tuple(_doubled(known, matched)),
    )


def fields_of(headers: tuple[str, ...]) -> dict[str, str]:
    """Header -> name in the format, for the headers that have one."""
    best: dict[str, tuple[int, str]] = {}
    for header in headers:
        name, place = _known().get(fold(header), ("", 0))
        if name and (name not in best or place < best[name][0]):
            best[name] = (place, header)
    return {header: name for name, (_, header) in best.items()}


def fold(header: str) -> str:
    """A header without case, accents, spaces and punctuation: ``E-mail`` -> email."""
    return _fold(header) if len(header) <= LONGEST_HEADER else ""


@lru_cache(maxsize=2048)
def _fold(header: str) -> str:
    plain = unicodedata.normalize("NFKD", header).casefold()
    return re.sub(r"[^a-z0-9]+", "", plain.replace("&", "and"))


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Folded header -> (name in the format, its place among that name's synonyms)."""
    return {
        fold(word): (name, place)
        for name, synonyms in SYNONYMS.items()
        for place, word in enumerate((name, *synonyms))
    }


def _slip_of(header: str) -> str | None:
    if len(fold(header)) < 4:
        return None
    close = process.extractOne(
        fold(header), _known().keys(), scorer=fuzz.ratio, score_cutoff=CLOSE
    )
    return _known()[close[0]][0] if close else None


def _doubled(
    headers: tuple[str, ...], matched: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    by_fold = {fold(header): header for header in matched}
    for header in headers:
        first = by_fold.get(fold(re.sub(r" \(\d+\)$", "", header)))
        if first and header not in matched:
            yield first, header
