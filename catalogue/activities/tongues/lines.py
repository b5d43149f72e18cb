"""What activities are called in one language: its words, and the lines that hold them.

Small beside the English index, a few thousand lines, and built when the first phrase is
read. A word counts as its root, whatever grammar has made of its beginning: gerdded,
ngherdded and cherdded are all cerdded.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.tongues.tongue import Tongue
from catalogue.activities.words import fold

WORD = re.compile(r"[^\W_]+")
"""A word of folded text; hyphens and apostrophes part words: pel-droed, dw i'n."""

NAME, PHRASE, WISH = 0.95, 0.85, 0.75
"""How sure a whole line makes of its activity: a name, a way of saying or a tell-tale
word, and a wish that many activities answer, or a line of everyday words alone."""

EVERYDAY_SHARE = 0.35
"""What a word of everyday talk keeps of its worth."""


class Line(NamedTuple):
    """One way of calling or wishing for an activity."""

    place: int
    sure: float
    roots: frozenset[str]
    mass: float
    """The worth of all its roots together."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lines:
    """All lines of one language."""

    roots: Mapping[str, str]
    """Every folded word of a line, in each form that grammar makes of it -> its root;
    none that is silent."""
    silent: frozenset[str]
    """Silent words in each of their forms."""
    unchanged: frozenset[str]
    """Words as they are with nothing before them: they look like no other word's."""
    worth: Mapping[str, float]
    """By root: how few activities it stands for, 0 to 1."""
    everyday: frozenset[str]
    """Roots that decide nothing alone."""
    with_root: Mapping[str, Sequence[Line]]


def lines_of(
    tongue: Tongue, said: Mapping[str, Activity], places: Mapping[str, int]
) -> Lines:
    """The lines of these activities. ``places``: id -> position in the lexicon."""
    texts = [
        (places[one.id], sure, list(_words(text, tongue.silent)))
        for one in said.values()
        for sure, several in (
            (NAME, one.names),
            (PHRASE, (*one.words, *one.says)),
            (WISH, one.wishes),
        )
        for text in several
    ]
    roots = _roots(tongue, {word for _, _, words in texts for word in words})
    owners = defaultdict(set)
    for place, _, words in texts:
        for word in words:
            owners[roots[word]].add(place)
    everyday = frozenset(roots.get(word, word) for word in tongue.everyday)
    worth = {
        root: log((len(places) + 1) / (len(who) + 0.5))
        / log(len(places) + 1)
        * (EVERYDAY_SHARE if root in everyday else 1)
        for root, who in owners.items()
    }
    with_root: dict[str, list[Line]] = defaultdict(list)
    for place, sure, words in texts:
        stems = frozenset(roots[word] for word in words)
        tells = sure if stems - everyday else min(sure, WISH)
        line = Line(place, tells, stems, sum(worth[root] for root in stems))
        for root in stems:
            with_root[root].append(line)
    forms = frozenset(chain.from_iterable(map(tongue.mutations_of, tongue.silent)))
    return Lines(
        roots=roots,
        silent=tongue.silent | (forms - roots.keys()),
        unchanged=tongue.silent | (frozenset(roots.values()) - forms),
        worth=worth,
        everyday=everyday,
        with_root=with_root,
    )


def _words(text: str, silent: frozenset[str]) -> Iterator[str]:
    return (word for word in WORD.findall(fold(text)) if word not in silent)


def _roots(tongue: Tongue, written: set[str]) -> dict[str, str]:
    """Each form of each word -> its root: a word of our lines, if any is."""
    forms: dict[str, str] = {}
    for word in sorted(written):
        for form in tongue.mutations_of(word):
            forms.setdefault(form, word)
    own = {
        word: word if word in tongue.as_they_stand else forms.get(word, word)
        for word in written
    }
    changed = {form: own[word] for form, word in forms.items()}
    return {
        form: root
        for form, root in {**changed, **own}.items()
        if form not in tongue.silent
    }
