"""One cell at a time: what somebody typed, as a plain value or a plain refusal. Pure.

Whatever stands in a cell, these functions give a value or raise ``Refused``; nothing
else comes out of them. ``None`` means that the cell says nothing.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from catalogue.drafts import Openness, Status
from catalogue.sentences import Refusal, Sentence

MOST_BYTES = 100_000
"""Longest field, in UTF-8: sixteen thousand words; a novel in a cell is a mistake."""

MOST_VALUES = 100
"""Longest list in one cell: activities, languages, areas, places."""

MOST_LEVELS = 20
"""How deep a value that is kept aside may be nested."""

YEARS = (1900, 2200)
"""Dates outside these are slips, and would not survive a change of time zone."""

NOTHING = frozenset(
    {"none", "null", "nan", "n/a", "#n/a", "<na>", "undefined", "-", "–", "—"}
)
"""What programs and people write into a cell that says nothing."""

UNKNOWN = frozenset({"unknown", "not known", "not sure", "?", "tbc", "tba"})
"""Where a choice, a number or a date is wanted, these say that nobody knows yet."""

YES = frozenset({"true", "yes", "y", "1", "t"})
NO = frozenset({"false", "no", "n", "0", "f"})

OPENNESS_WORDS: Mapping[str, Openness] = {
    "mainstream": Openness.MAINSTREAM,
    "anyone can join": Openness.MAINSTREAM,
    "outward facing": Openness.OUTWARD_FACING,
    "all welcome": Openness.OUTWARD_FACING,
    "in service": Openness.IN_SERVICE,
    "unstated": Openness.UNSTATED,
    "ask who can join": Openness.UNSTATED,
    "nobody has said": Openness.UNSTATED,
}
"""The words of the format and of the screen, folded by ``_choice_of``."""

MONTHS = " jan feb mar apr may jun jul aug sep oct nov dec "

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, marks that turn the direction of what follows, byte order marks
and halves of characters: no database or page has a use for them."""

_NO_FORMULA = re.compile(r"^'(?='*[=+\-@＝＋－＠])")
"""The apostrophe that ``exports`` puts before what begins like a formula."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_BETWEEN_WORDS = re.compile(r"[\W_]+")

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,3})?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].{0,40})?")
_BRITISH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAY_IN_WORDS = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\s+(\d{4})",
    re.IGNORECASE,
)


class Refused(Refusal):
    """This row cannot be taken as it is; the message says why, in half a sentence."""


def words_of(value: Any, name: str) -> str | None:
    """What a cell says, trimmed, with its line breaks; None when it says nothing."""
    match value:
        case None:
            return None
        case str():
            text = _clean(value, name)
        case bool():
            text = "true" if value else "false"
        case int() | float():
            text = _number_as_text(value, name)
        case list() | tuple():
            text = "; ".join(_each(value, name))
        case _:
            raise Refused(
                "“%(column)s” holds a group of values where words are wanted",
                column=name,
            )
    return None if not text or text.casefold() in NOTHING else text


def line_of(value: Any, name: str, *, longest: int = MOST_BYTES) -> str | None:
    """What a cell says on one line; refused when it is ``longest`` characters over."""
    text = words_of(value, name)
    if text is None:
        return None
    line = " ".join(text.split())
    if len(line) > longest:
        raise Refused(
            "“%(column)s” is longer than %(most)s characters",
            column=name,
            most=longest,
        )
    return line


def list_of(value: Any, name: str, *, marks: str = ";|") -> tuple[str, ...]:
    """The values of a cell that holds several, split at ``marks`` and line breaks."""
    cells = value if isinstance(value, list | tuple) else [value]
    texts = [text for cell in cells if (text := words_of(cell, name))]
    parts = (
        " ".join(part.split())
        for text in texts
        for part in re.split(f"[{re.escape(marks)}\n]", text)
    )
    unique = tuple(dict.fromkeys(part for part in parts if part))
    if len(unique) > MOST_VALUES:
        raise Refused(
            "“%(column)s” has more than %(most)s values", column=name, most=MOST_VALUES
        )
    return unique


def yes_or_no(value: Any, name: str) -> bool | None:
    """True or false, in the words people use for them."""
    if value is None or isinstance(value, bool):
        return value
    word = _choice_of(value, name)
    if word is None:
        return None
    if word not in YES and word not in NO:
        raise Refused(
            "“%(column)s” is “%(given)s”: say yes or no, or leave it empty",
            column=name,
            given=_short(word),
        )
    return word in YES


def openness_of(value: Any, name: str = "openness") -> Openness:
    """The openness a cell names, in the format's words or the screen's."""
    word = _choice_of(value, name)
    if word is None:
        return Openness.UNSTATED
    if word.startswith("run by ") and word.endswith("all welcome"):
        return Openness.OUTWARD_FACING
    if word.startswith("for people who use "):
        return Openness.IN_SERVICE
    if word not in OPENNESS_WORDS:
        raise Refused(
            "“%(column)s” is “%(given)s”: say %(words)s",
            column=name,
            given=_short(word),
            words=Sentence(
                "“anyone can join”, “all welcome”, “for people who use the service” or "
                "“ask who can join”"
            ),
        )
    return OPENNESS_WORDS[word]


def status_of(value: Any) -> Status:
    """The status a cell names; active when it says nothing."""
    word = _choice_of(value, "status")
    if word is None:
        return Status.ACTIVE
    if word not in set(Status):
        allowed = ", ".join(Status)
        raise Refused(
            "“%(column)s” is “%(given)s”: say one of %(allowed)s",
            column="status",
            given=_short(word),
            allowed=allowed,
        )
    return Status(word)


def day_of(value: Any, name: str) -> date | None:
    """A date as 2026-10-01, 1/10/2026 (the day first) or 1 October 2026."""
    text = line_of(value, name)
    if text is None or text.casefold() in UNKNOWN:
        return None
    found = _day(text)
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise Refused(
            "“%(column)s” is “%(given)s”: write a date as 2026-10-01",
            column=name,
            given=_short(text),
        )
    return found


def degrees_of(value: Any, name: str, *, most: float) -> float | None:
    """A latitude or longitude between ``-most`` and ``most`` degrees."""
    text = line_of(value, name)
    if text is None or text.casefold() in UNKNOWN:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not -most <= number <= most:
        raise Refused(
            "“%(column)s” is “%(given)s”: write a number from -%(most)s to %(most)s",
            column=name,
            given=_short(text),
            most=most,
        )
    return number


def kept(value: Any, name: str) -> Any:
    """A value of a column that is not ours, cleaned, so that any database holds it."""
    if isinstance(value, str):
        return _clean(value, name)
    plain = _kept(value, name, MOST_LEVELS)
    if plain is not None and len(json.dumps(plain)) > MOST_BYTES:
        raise _too_long(name)
    return plain


def _kept(value: Any, name: str, levels: int) -> Any:
    if not levels:
        raise Refused(
            "“%(column)s” is nested more than %(most)s levels deep",
            column=name,
            most=MOST_LEVELS,
        )
    match value:
        case None | bool():
            return value
        case int() | float():
            return value if _number_as_text(value, name) else None
        case list() | tuple():
            return [_kept(item, name, levels - 1) for item in value]
        case dict():
            return {
                _clean(str(key), name): _kept(item, name, levels - 1)
                for key, item in value.items()
            }
        case _:
            return _clean(str(value), name)


def _clean(text: str, name: str) -> str:
    if len(text) > MOST_BYTES // 4 and _bytes_of(text) > MOST_BYTES:
        raise _too_long(name)
    if not text.isprintable():
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _NO_FORMULA.sub("", text.strip())


def _bytes_of(text: str) -> int:
    return len(text.encode(errors="replace"))


def _too_long(name: str) -> Refused:
    return Refused(
        "“%(column)s” is longer than %(most)s kB: shorten it",
        column=name,
        most=MOST_BYTES // 1000,
    )


def _each(values: Iterable[Any], name: str) -> Iterable[str]:
    for value in values:
        if isinstance(value, list | tuple):
            raise Refused(
                "“%(column)s” holds a list of lists where words are wanted", column=name
            )
        if text := words_of(value, name):
            yield text


def _number_as_text(value: float, name: str) -> str:
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value)
    if abs(value) >= 10**30:
        raise Refused(
            "“%(column)s” holds a number of more than thirty digits", column=name
        )
    return str(value)


def _choice_of(value: Any, name: str) -> str | None:
    """A word chosen from a few, folded: ``Outward_Facing`` -> ``outward facing``."""
    text = line_of(value, name)
    if text is None or text.casefold() in UNKNOWN:
        return None
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip() or None


def _day(text: str) -> date | None:
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _BRITISH_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _DAY_IN_WORDS.fullmatch(text)) and _month(found[2]):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """1 to 12, or 0 for a word that is no month."""
    start = word[:3].casefold()
    place = MONTHS.find(f" {start} ")
    return place // 4 + 1 if place >= 0 else 0


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
