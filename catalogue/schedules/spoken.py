"""Clock times as people speak them: "half seven", "quarter to 8", "seven thirty".

Half seven is half past seven, as it is everywhere here. "Ten to four" may be a time
or a span, so it is not understood; "ten minutes to four" and "from ten to four" are.
"""

import re

from catalogue.schedules.clock import NOON_MINUTES, Clock

_HOURS = (
    *("one", "two", "three", "four", "five", "six", "seven"),
    *("eight", "nine", "ten", "eleven", "twelve"),
)
_MINUTES = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "quarter": 15,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
    "half": 30,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "forty five": 45,
}
_HOURS_TOO = ("five", "ten")
"""What may be the hour that a span begins at."""


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = rf"(?P<hour>{_any(_HOURS)})"
_HOUR = rf"(?P<hour>{_any(_HOURS)}|1[0-2]|[1-9])"
_PART = rf"(?P<part>{_any(tuple(_MINUTES))})"
_END = r"(?: ?(?P<half>am|pm|a\.m\.?|p\.m\.?|o'?clock))?(?!\w|[:.]\d)"

SPOKEN = tuple(
    re.compile(text, re.ASCII)
    for text in (
        rf"(?<!from )(?:a )?{_PART}(?P<minutes> minutes)?[ -](?P<way>past|to) "
        rf"{_HOUR}{_END}",
        rf"(?P<part>half)[ -]{_HOUR}{_END}",
        rf"{_WORD}[ -]{_PART}{_END}",
        rf"{_WORD}{_END}",
    )
)
"""In the order they are tried."""


def spoken_clock(match: re.Match[str]) -> Clock | None:
    """The time of one of ``SPOKEN``; None where it may be a span, or is no time."""
    said = match.groupdict()
    hour, part = _hour(match["hour"]), said.get("part")
    half = _half(match["half"])
    if part is None:
        return Clock(hour=hour, half=half, bare=match["half"] is None)
    minute = _MINUTES[part]
    if said.get("way") != "to":
        return Clock(hour=hour, minute=minute, half=half)
    unsure = part in _HOURS_TOO and not said["minutes"]
    if unsure or minute >= 30 or (half and hour == 12):
        return None  # "quarter to 12pm": of noon or of midnight?
    before = (hour * 60 - minute) % NOON_MINUTES
    return Clock(hour=before // 60 or 12, minute=before % 60, half=half)


def _hour(text: str) -> int:
    return _HOURS.index(text) + 1 if text in _HOURS else int(text)


def _half(said: str | None) -> str | None:
    if said is None or said.startswith("o"):
        return None
    return "am" if said.startswith("a") else "pm"
