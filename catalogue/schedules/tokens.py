"""Text -> the words a timetable is made of, or nothing when one is unknown.

Every character has to belong to a known word: "Tuesdays 7pm, weather permitting" stops
at "weather", and then nothing at all is understood.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from catalogue.schedules.clock import AFTERNOON, EVENING, MORNING, Clock
from catalogue.schedules.occurring import LONDON
from catalogue.schedules.rules import WEEKDAYS
from catalogue.schedules.spoken import SPOKEN, spoken_clock

MAX_TEXT_LENGTH = 500
"""Characters. A longer text is a description: it is kept, not read."""

YEARS = range(2000, 2101)
"""A year outside is a slip of the pen, or no year."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """One or more weekdays in one word: ``Tuesday``, ``weekdays``, ``daily``."""

    days: tuple[str, ...]
    plural: bool = False
    """``Tuesdays``: stands on its own; a later "evenings" need not be about it."""


@dataclass(frozen=True, kw_only=True)
class Ordinal:
    """``first`` to ``fifth``; -1 is ``last``."""

    nth: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """``morning``, ``afternoon`` or ``evening``."""

    part: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """A date with its year."""

    day: date


@dataclass(frozen=True, kw_only=True)
class DayMonth:
    """A date without its year, as in "from 3 September to 17 December 2026"."""

    day: int
    month: int


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """A machine's date and time, in local wall-clock time (naive)."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word that only joins others: ``to``, ``and``, ``comma``, ``every`` ..."""

    kind: str


Token = Days | Ordinal | Part | Day | DayMonth | Stamp | Clock | Word

_DAY_NAMES = {
    "MO": ("monday", "mon"),
    "TU": ("tuesday", "tue", "tues"),
    "WE": ("wednesday", "wed", "weds"),
    "TH": ("thursday", "thu", "thur", "thurs"),
    "FR": ("friday", "fri"),
    "SA": ("saturday", "sat"),
    "SU": ("sunday", "sun"),
}
_ORDINALS = {
    1: ("first", "1st"),
    2: ("second", "2nd"),
    3: ("third", "3rd"),
    4: ("fourth", "4th"),
    5: ("fifth", "5th"),
    -1: ("last",),
}
_PARTS = {
    MORNING: ("morning", "mornings", "in the morning"),
    AFTERNOON: ("afternoon", "afternoons", "in the afternoon"),
    EVENING: ("evening", "evenings", "in the evening", "night", "nights", "at night"),
}
_WEEKDAYS = ("weekday", "weekdays", "on weekdays")
_WEEKENDS = ("weekend", "weekends", "at weekends", "at the weekend")
_EVERY_DAY = (
    "daily",
    "every day",
    "each day",
    "everyday",
    "7 days a week",
    "seven days a week",
)
_WORDS = {
    "to": ("to", "until", "till", "til", "'til", "up to"),
    "dash": ("-",),
    "and": ("and", "&", "+"),
    "slash": ("/",),
    "comma": (",", ":"),
    "next": (";", "|", "\n"),
    "from": ("from", "starting", "starting from", "beginning", "commencing"),
    "between": ("between",),
    "on": ("on", "on the", "the"),
    "at": ("at", "@"),
    "late": ("late",),
    "onwards": ("onwards", "onward"),
    "every": ("every", "each"),
    "weekly": ("weekly", "every week", "each week"),
    "fortnightly": (
        "fortnightly",
        "every fortnight",
        "every other",
        "every other week",
        "every two weeks",
        "every 2 weeks",
        "every second week",
    ),
    "monthly": (
        "monthly",
        "every month",
        "each month",
        "of the month",
        "of every month",
        "of each month",
        "in the month",
        "in every month",
        "in each month",
        "of month",
    ),
    "opening": ("open", "meets", "we meet", "meeting", "held", "runs"),
}
_MONTHS = (
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)


def _day_words() -> dict[str, Token]:
    words: dict[str, Token] = {}
    for day, (full, *short) in _DAY_NAMES.items():
        words |= {f"{full}{end}": Days(days=(day,), plural=True) for end in ("s", "'s")}
        words |= {name: Days(days=(day,)) for name in (full, *short)}
        words |= {f"{name}.": Days(days=(day,)) for name in short}
    words |= {name: Days(days=WEEKDAYS[:5], plural=True) for name in _WEEKDAYS}
    words |= {name: Days(days=WEEKDAYS[5:], plural=True) for name in _WEEKENDS}
    words |= {name: Days(days=WEEKDAYS, plural=True) for name in _EVERY_DAY}
    return words


def _lexicon() -> dict[str, Token]:
    words = _day_words()
    for nth, names in _ORDINALS.items():
        words |= {name: Ordinal(nth=nth) for name in names}
    for part, names in _PARTS.items():
        words |= {name: Part(part=part) for name in names}
    for kind, names in _WORDS.items():
        words |= {name: Word(kind=kind) for name in names}
    words |= {name: Clock(hour=12, half="pm") for name in ("noon", "midday")}
    words["midnight"] = Clock(hour=12, half="am")
    return words


LEXICON = _lexicon()
"""Every word that is understood, in the spelling ``plain`` gives."""


def _alternatives(names: list[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", "[ ]") for name in longest_first)


_WORDLIKE = [name for name in LEXICON if name[0].isalnum() or name[-1].isalnum()]
_SIGNS = [name for name in LEXICON if name not in _WORDLIKE]
_MONTH = "|".join(_MONTHS)
_HALF = r"am|pm|a\.m\.?|p\.m\.?|noon|midday|midnight|o'?clock|hrs|hours"

_Maker = Callable[[re.Match[str]], Token | None]


def _from_lexicon(match: re.Match[str]) -> Token | None:
    return LEXICON[match[0]]


def _stamp(match: re.Match[str]) -> Token | None:
    try:
        at = datetime.fromisoformat(match[0].upper().replace(" ", "T"))
    except ValueError:
        return None
    if at.year not in YEARS:
        return None
    local = at.astimezone(UTC).astimezone(LONDON) if at.tzinfo else at
    return Stamp(at=local.replace(tzinfo=None))


def _day(year: str, month: int, day: str) -> Token | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return Day(day=found) if found.year in YEARS else None


def _iso_day(match: re.Match[str]) -> Token | None:
    return _day(match[1], int(match[2]), match[3])


def _british_day(match: re.Match[str]) -> Token | None:
    return _day(match[4], int(match[3]), match[1])


def _month_number(name: str) -> int:
    return next(n for n, m in enumerate(_MONTHS, 1) if re.fullmatch(m, name))


def _long_day(match: re.Match[str]) -> Token | None:
    month = _month_number(match[2])
    if match[3] is None:
        return DayMonth(day=int(match[1]), month=month)
    return _day(match[3], month, match[1])


def _month_first_day(match: re.Match[str]) -> Token | None:
    return _day(match[3], _month_number(match[1]), match[2])


def _clock(match: re.Match[str]) -> Token | None:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    military = half in ("hrs", "hours")
    if military and hour <= 12 and not match[2]:
        return None  # "2 hours" is how long
    exact = military or (bool(match[2]) and match[1][0] == "0") or hour > 12
    exact = exact or hour == 0
    return _with_half(
        Clock(
            hour=hour,
            minute=minute,
            half=None,
            exact=exact,
            bare=match[2] is None and half is None,
        ),
        None if military else half,
    )


def _with_half(clock: Clock, said: str | None) -> Token | None:
    if said is None or said.startswith("o"):
        return clock
    if said in ("noon", "midday", "midnight"):
        ok = clock.hour == 12 and clock.minute == 0
        half = "am" if said == "midnight" else "pm"
        return Clock(hour=12, half=half) if ok else None
    if clock.hour > 12 and said.startswith("p"):
        return clock
    if clock.hour > 12 or clock.hour == 0:
        return None
    half = "am" if said.startswith("a") else "pm"
    return Clock(hour=clock.hour, minute=clock.minute, half=half)


def _four_digits(match: re.Match[str]) -> Token | None:
    hour, minute, hours = int(match[1]), int(match[2]), match[3]
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    bare = hours is None
    return Clock(hour=hour, minute=minute, exact=True, bare=bare)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_PATTERNS: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    (
        _pattern(
            r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?"
            r"(?:z|[+-]\d\d:\d\d)?(?!\w)"
        ),
        _stamp,
    ),
    (_pattern(r"(\d{4})-(\d\d)-(\d\d)(?!\w)"), _iso_day),
    (_pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\w)"), _british_day),
    (
        _pattern(
            rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\b"
            r"(?:,? (\d{4})(?![\w:.]))?"
        ),
        _long_day,
    ),
    (
        _pattern(rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\w)"),
        _month_first_day,
    ),
    (_pattern(rf"(?:{_alternatives(_WORDLIKE)})(?![\w'])"), _from_lexicon),
    (_pattern(_alternatives(_SIGNS)), _from_lexicon),
    *((pattern, spoken_clock) for pattern in SPOKEN),
    (_pattern(rf"(\d{{1,2}})(?:[:.](\d\d))? ?({_HALF})?(?!\w)"), _clock),
    (_pattern(r"(\d\d)(\d\d) ?(hrs|hours|h)?(?!\w)"), _four_digits),
)
"""In the order they are tried. Every repeat is bounded, so reading is linear."""

_SAME_CHARACTER = str.maketrans(
    {"–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'"}
    | {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": "\n"}
)


def plain(text: str) -> str:
    """The text in small letters, one kind of dash, single spaces, no final stop."""
    lines = text.lower().translate(_SAME_CHARACTER).split("\n")
    tidy = (" ".join(line.split(" ")).strip() for line in lines)
    joined = "\n".join(line for line in tidy if line)
    return re.sub(" {2,}", " ", joined).rstrip(". ;,")


def tokens_of(text: str) -> tuple[Token, ...] | None:
    """The words of the text in order; None when any of it is unknown or too long."""
    if len(text) > MAX_TEXT_LENGTH:
        return None
    rest = plain(text)
    tokens: list[Token] = []
    at = 0
    while at < len(rest):
        if rest[at] == " ":
            at += 1
            continue
        token, at = token_at(rest, at)
        if token is None:
            return None
        tokens.append(token)
    return tuple(tokens)


def token_at(text: str, at: int) -> tuple[Token | None, int]:
    """The word at a place of text as ``plain`` gives it, and where it ends."""
    for pattern, make in _PATTERNS:
        match = pattern.match(text, at)
        if match is not None and match.end() > at:
            return make(match), match.end()
    return None, at
