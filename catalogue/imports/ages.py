"""Ages in what a listing says of who can come: ``+18``, ``50 and over``, ``age 5-15``.

Certain or nothing: a text that says another number or an exception beside the age
gives no age, and is shown as it stands.
"""

import re

MOST_YEARS = 120
"""An age above this is something else."""

Ages = tuple[int | None, int | None]
"""(minimum, maximum) in whole years, both inclusive."""

_AGE = r"(?:ages?|aged)?\s*"
_YEARS = r"\s*(?:years?(?:\s*olds?)?|years?\s+of\s+age|yrs?)?"
_LEAST = (
    rf"{_AGE}\+\s*(\d{{1,3}})",
    rf"{_AGE}(\d{{1,3}})\s*\+{_YEARS}",
    rf"{_AGE}(?:over|from)[\s-]*(\d{{1,3}})s?(?:{_YEARS}|\s+only)",
    rf"{_AGE}(\d{{1,3}})s?{_YEARS}\s*(?:and|or|&)\s*(?:over|above|older|up|upwards)",
    r"ages?\s*(\d{1,3})\s*-\s*none",
)
_MOST = (rf"{_AGE}under[\s-]*(\d{{1,3}})s?(?:{_YEARS}|\s+only)",)
_BETWEEN = (
    rf"(?:ages?|aged)\s*(\d{{1,3}})\s*(?:-|to|and)\s*(\d{{1,3}}){_YEARS}",
    r"(\d{1,3})\s*(?:-|to)\s*(\d{1,3})\s*(?:years?(?:\s*olds?)?|yrs?)",
)
_DOUBT = re.compile(
    r"\d|\b(?:unless|except|accompan\w*|parents?|carers?|guardians?|if|under|over)\b"
)
"""In the rest of the text these may change what the age means."""

_DASHES = str.maketrans("–—‑−", "----")

LONGEST_CHARACTERS = 500
"""A longer text says more about who can come than an age."""


def ages_in(text: str) -> Ages:
    """(minimum, maximum) age, each None where nobody has said or it is not certain."""
    if len(text) > LONGEST_CHARACTERS:
        return None, None
    plain = text.casefold().translate(_DASHES)
    clauses = [c.strip(" .()") for c in re.split(r"[,;\n]|\.\s", plain)]
    read = [(clause, _ages_of(clause)) for clause in clauses]
    found = {ages for _, ages in read if ages}
    rest = [clause for clause, ages in read if not ages]
    if len(found) != 1 or any(_DOUBT.search(clause) for clause in rest):
        return None, None
    return sensible(*found.pop())


def sensible(minimum: int | None, maximum: int | None) -> Ages:
    """The ages, or none at all when they are no ages or the wrong way round."""
    given = [age for age in (minimum, maximum) if age is not None]
    if any(not 0 <= age <= MOST_YEARS for age in given) or given != sorted(given):
        return None, None
    return minimum, maximum


def _ages_of(clause: str) -> Ages | None:
    for pattern in _LEAST:
        if found := re.fullmatch(pattern, clause):
            return int(found[1]), None
    for pattern in _MOST:
        if found := re.fullmatch(pattern, clause):
            return None, int(found[1]) - 1
    for pattern in _BETWEEN:
        if found := re.fullmatch(pattern, clause):
            return int(found[1]), int(found[2])
    return None
