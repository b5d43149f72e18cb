"""Hours, in English: the parts of the day that they leave.

The page knows mornings (until 12:00), afternoons (until 17:00) and evenings. An hour
leaves each part in which something may begin that suits it, so nothing that suits is
hidden; where all three are left ("not before ten") there is nothing to offer. What has
to be over by then begins an hour before.
"""

import re
from collections.abc import Iterable

from matcher.ranking.practical.english import DO_NOT, ENGLISH
from matcher.ranking.practical.ways import Told, Way, Ways, always
from matcher.ranking.times import DAYS, PARTS_OF_DAY

TOPICS = {
    "clock": "after before until till by between past from than lunch lunchtime teatime"
    " school work finish over onwards tea",
}
BEGINS = {"morning": 0.0, "afternoon": 12.0, "evening": 17.0}
ENDS = {"morning": 12.0, "afternoon": 17.0, "evening": 24.0}
TAKES = 1.0
"""Hours that most things last."""

_HOURS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "noon": 12,
    "midday": 12,
}  # fmt: skip
_HOUR = (
    rf"(?:(?:half(?: past)?|quarter (?:past|to)) )?(?:{'|'.join(_HOURS)}"
    r"|1?\d(?:[:.][0-5]\d)?(?!\d))(?: ?(?:o'?clock|[ap]\.?m\b\.?|ish))*"
    r"(?: (?:in the (?:morning|afternoon|evening)|at night))?"
)
_TIME = re.compile(
    r"(?:(?P<beside>half(?: past)?|quarter (?:past|to)) )?"
    rf"\b(?:(?P<name>{'|'.join(_HOURS)})|(?P<hour>1?\d)(?:[:.](?P<minutes>[0-5]\d))?)"
    r"(?: ?(?:o'?clock|ish))*(?: ?(?P<half>[ap])\.?m\b)?"
    r"(?P<part> in the (?:morning|afternoon|evening)| at night)?"
)
_BESIDE = {"half": 0.5, "half past": 0.5, "quarter past": 0.25, "quarter to": -0.25}
_ABOUT = r"(?:about |around )?"


def parts_between(earliest: float, over_by: float) -> tuple[str, ...]:
    """The parts of the day in which something may begin, both in hours of the day.

    None where all are left: the page has no choice as fine as that.
    """
    latest = over_by - TAKES
    parts = tuple(
        part
        for part in PARTS_OF_DAY
        if BEGINS[part] <= earliest < ENDS[part] or earliest < BEGINS[part] < latest
    )
    return () if parts == PARTS_OF_DAY else parts


def from_then(said: str) -> Iterable[Told]:
    """What its hour leaves after it."""
    hours = _hours_in(said)
    return _parts(hours[0], 24.0 + TAKES) if hours else ()


def until_then(said: str) -> Iterable[Told]:
    """What its hour leaves before it."""
    hours = _hours_in(said)
    return _parts(0.0, hours[0]) if hours else ()


def between_them(said: str) -> Iterable[Told]:
    """What its two hours leave between them."""
    first, last = _TIME.finditer(said)
    begins, over_by = _plain(first), _hour(last)
    if over_by is None and begins != 8:
        over_by = _plain(last) + (12 if begins < 8 else 0)
    if over_by is None:
        return ()
    in_the_evening = begins + 12 <= over_by and first["half"] != "a"
    begins += 12 if in_the_evening else 0
    return _parts(begins, over_by) if begins < over_by else ()


def _parts(earliest: float, over_by: float) -> Iterable[Told]:
    parts = parts_between(earliest, over_by)
    return (("part", parts),) if parts else ()


def _hours_in(said: str) -> list[float]:
    """The hours that it names; none where one may be of the morning or the evening."""
    hours = [_hour(found) for found in _TIME.finditer(said)]
    return [hour for hour in hours if hour is not None] if None not in hours else []


def _hour(found: re.Match[str]) -> float | None:
    """The hour of the day. From eight to eleven somebody has to say which half."""
    hour, part = _plain(found), found["part"] or ""
    if found["half"] == "a" or "morning" in part:
        return hour
    if found["half"] == "p" or part or hour < 7.75:
        return hour + 12 if hour < 12 else hour
    return hour if hour >= 11.75 else None


def _plain(found: re.Match[str]) -> float:
    """The hour as it is said, from 0.75 (quarter to one) to 19.98."""
    hour = _HOURS[found["name"]] if found["name"] else int(found["hour"])
    return hour + int(found["minutes"] or 0) / 60 + _BESIDE.get(found["beside"], 0.0)


_OF_OTHER_THINGS = re.compile(
    rf"\b(?:{'|'.join(_HOURS)}|\d+|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty)"
    r"\b(?![ -]a[ -]side)"
    r"|\b(?:kids?|child(?:ren)?|aged?|ages|years?|teams?|girls?|boys?|lads|babies|baby"
    r"|toddlers?|teenagers?|teens|grand\w+|scor\w+|holes?|size|numbers?|count\w*"
    r"|groups?)\b"
)
"""Beside these "between 5 and 8" is no time: of children, or of how many."""
_LATER = (
    rf"(?:any ?time |sometime |only )?(?:after|(?:not|nothing) (?:before"
    rf"|until|till)|not earlier than|no earlier than) {_ABOUT}{_HOUR}(?: onwards| on)?"
    rf"|from {_ABOUT}{_HOUR} onwards"
)
_EARLIER = (
    rf"(?:any ?time )?(?:before|(?:not|nothing) (?:after|past|later than)"
    rf"|no later than) {_ABOUT}{_HOUR}"
    rf"|(?:over|finished) by {_ABOUT}{_HOUR}"
    rf"|(?:that |it )?(?:has to |needs to |must )?(?:finish(?:es)?|ends?) (?:by|before)"
    rf" {_ABOUT}{_HOUR}"
    rf"|(?:i |we )(?:have to|need to|must|'?ve got to|got to) be (?:home|back|in|away)"
    rf" (?:by|before) {_ABOUT}{_HOUR}"
)
_WORK_UNTIL = (
    rf"(?:i |we )?(?:finish|get (?:in|off|home|back)|stop)(?: from)?(?: work(?:ing)?)?"
    rf" (?:at|about|around|by) {_HOUR}"
    rf"|i work (?:until|till|til) {_ABOUT}{_HOUR}"
    rf"|i'?m (?:at work|working|busy|out) (?:until|till|til) {_ABOUT}{_HOUR}"
    rf"|i {DO_NOT} (?:finish|get (?:in|off|home|back))(?: work)? (?:until|till|til"
    rf"|before) {_ABOUT}{_HOUR}"
)
_PUPILS = (
    r"(?:the |my |our )?(?:kids?|children|little ones?|boys?|girls?|sons?|daughters?"
    r"|grandchildren|grandkids)"
)
_AT_SCHOOL = (
    rf"(?:(?:only )?(?:once|while|whilst|when) {_PUPILS}(?: are| is|'s|'re) (?:all )?"
    r"(?:at|in) (?:school|nursery)|(?:in|during|within) school (?:hours|time))"
)
_in = Ways("clock", ENGLISH)

WAYS: tuple[Way, ...] = (
    *(
        way._replace(unless=_OF_OTHER_THINGS)
        for way in (
            *_in.either(_LATER, from_then),
            *_in.either(_EARLIER, until_then),
            *_in.either(
                rf"(?:between {_HOUR} (?:and|to|-) |from {_HOUR} ?(?:to|till|til|until"
                rf"|-) ?){_HOUR}",
                between_them,
            ),
        )
    ),
    _in.clause(_WORK_UNTIL, from_then),
    *_in.either(
        r"(?:once|after|when) i(?:'ve)? finish(?:ed)? work|after (?:my )?tea",
        always(("part", ("evening",))),
    ),
    *_in.either(
        r"before (?:i go to |i start |i leave for |going to )?work",
        always(("part", ("morning",))),
    ),
    _in.clause(r"(?:at |over )?lunch ?times?", always(("part", ("afternoon",)))),
    _in.ending(
        r"at lunch ?times?|(?:in|on|during) my lunch (?:break|hour)",
        always(("part", ("afternoon",))),
    ),
    *_in.either(
        r"(?:at |around )tea ?times?", always(("part", ("afternoon", "evening")))
    ),
    *_in.either(
        _AT_SCHOOL, always(("day", DAYS[:5]), ("part", ("morning", "afternoon")))
    ),
)
"""Every way. Lunchtime is where the afternoon begins."""
