"""What somebody keeps out who says no to a whole field of life: "nothing religious".

Its activities are called by names of their own (``data/words/noes.txt``).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from catalogue.activities.prose import lines_of
from catalogue.activities.readings import Meant
from catalogue.activities.refusing import Span
from catalogue.activities.words import fold, stem, terms_between

SURE = 0.8
"""How surely each activity of a field is meant: a listing that speaks of it half surely
is kept out, and none that a hall or a garden has taken for it."""

_OF_ONESELF = re.compile(r"\b(?:i'?m|i am|we'?re|we are) not (?:\w+ )?$")
"""Before a word that says what somebody is, and not what they would rather not."""


def kept_out(words: str, spans: Sequence[Span]) -> list[Meant]:
    """All activities of the fields that these spans of a phrase name."""
    folded, fields = fold(words), _fields()
    return [
        Meant(activity=one, weight=SURE, spans=((term.start, term.end),))
        for start, end in spans
        for term in terms_between(folded, start, end)
        if not _OF_ONESELF.search(folded[: term.start])
        for one in fields.get(term.stem, ())
    ]


@cache
def _fields() -> Mapping[str, Sequence[str]]:
    """The stem of each word for a field -> the ids of its activities."""
    fields: dict[str, Sequence[str]] = {}
    for line in lines_of("noes.txt"):
        names, _, ids = line.partition(":")
        activities = tuple(one.strip() for one in ids.split(";"))
        fields |= {stem(fold(name.strip())): activities for name in names.split(",")}
    return fields
