"""On which days and at which parts of them, in English, by their names."""

import re

from matcher.ranking.practical.english import CANNOT, DO_NOT, ENGLISH
from matcher.ranking.practical.ways import Calendar, Way, Ways, always
from matcher.ranking.times import DAYS, PARTS_OF_DAY

TOPICS = {
    "when": "monday tuesday wednesday thursday friday saturday sunday weekend week"
    " weekday morning afternoon evening night day daytime work late early dark first",
}
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAYS = (
    rf"(?:weekends?|week ?days?|{_DAY}"
    rf"(?:(?:, ?and |, ?or |, ?| and | or | & | to | till |-|/)(?:{_DAY}|weekends?))"
    rf"{{0,6}})"
)
_PART = r"(?:mornings?|afternoons?|evenings?|nights?|day ?times?)"
_PARTS = rf"(?:{_PART}(?:(?: and | or | & |, ?){_PART})?)"
_WHEN = rf"(?:{_DAYS}(?: (?:{_PARTS}|(?:lunch|tea) ?times?))?)"
_BUT = r"any ?(?:day|time) (?:but|except|apart from|other than)"

_NEVER = (
    r"(?:(?:(?:i'?m )?not|never|no|(?<!costs )(?<!for )nothing|avoid"
    r"|except(?: for)?|apart from"
    r"|anything but|(?:i )?(?:hate"
    rf"|(?:{CANNOT}|{DO_NOT}) (?:do|make|manage|come|like|want)))"
    r"(?: (?:free|available|anything|something|much|going out|to go out))?"
    rf"|{_BUT})"
)
_AT_WORK = (
    r"(?:i (?:only )?work|i'?m (?:busy|working|at work|no good|not (?:much|any) good))"
)
_LATE = (
    r"(?:nothing|not) (?:too |so |very )?late(?: at night)?|no late nights?"
    r"|(?:nothing|not) after dark|before (?:it gets )?dark"
    rf"|(?:(?:i )?{DO_NOT} (?:like )?(?:to )?|not )(?:go|going|be|being) out"
    r" (?:late|after dark|in the dark|at night|in the evenings?|of an evening)"
)
_EARLY = (
    r"(?:nothing|not) (?:too |so |very )?early(?: in the morning)?|not first thing"
    r"(?: in the morning)?|no early (?:mornings?|starts?)"
    rf"|(?:i )?(?:{CANNOT}|{DO_NOT}) (?:do|like|manage) early (?:mornings?|starts?)"
)

_NAMED = re.compile(r"(mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|week ?day")
_UP_TO = re.compile(r" to | till |-")
_PART_SAID = re.compile(
    r"morning|afternoon|evening|night|lunch|tea|day ?time|(?<=the )day\b"
)
_PARTS_OF = {
    "night": ("evening",),
    "day": ("morning", "afternoon"),
    "lunch": ("afternoon",),
    "tea": ("afternoon", "evening"),
}
DAYTIME = ("part", ("morning", "afternoon"))


def _days_in(words: str) -> tuple[str, ...]:
    """The days that are named, in the order of the week; from one to another, all."""
    found = list(_NAMED.finditer(words))
    some: set[str] = set()
    for one in found:
        some.update(_days_of(one))
    if len(found) == 2 and _UP_TO.search(words, found[0].end(), found[1].start()):
        first, last = sorted(map(DAYS.index, some))[:: len(some) - 1 or 1]
        some.update(DAYS[first : last + 1])
    return tuple(day for day in DAYS if day in some)


def _days_of(found: re.Match[str]) -> tuple[str, ...]:
    if found[1]:
        return (found[1][:2].upper(),)
    return DAYS[5:] if found.group() == "weekend" else DAYS[:5]


def _parts_in(words: str) -> tuple[str, ...]:
    some: set[str] = set()
    for found in _PART_SAID.findall(words):
        word = "day" if found.startswith("day") else found
        some.update(_PARTS_OF.get(word, (word,)))
    return tuple(part for part in PARTS_OF_DAY if part in some)


_CALENDAR = Calendar(_days_in, _parts_in)
named, all_but_named = _CALENDAR.named, _CALENDAR.all_but_named

_AFTER_TABLETS = (
    r"(?:(?: after| once)(?: i'?ve (?:had|taken))?(?: my)? (?:tablets?|meds|medication"
    r"|medicine|pills|painkillers|insulin|breakfast|lunch|nap)(?: (?:work|have worked"
    r"|has worked|kicks? in|have kicked in|has kicked in))?)?"
)
_in = Ways("when", ENGLISH)
WAYS: tuple[Way, ...] = (
    *_in.either(rf"{_NEVER} (?:on |at |in )?(?:an? |the )?{_WHEN}", all_but_named),
    *_in.either(rf"{_NEVER} (?:in (?:the )?|at |of an? )?{_PARTS}", all_but_named),
    _in.clause(
        rf"{_AT_WORK} (?:in the )?(?:mornings?|afternoons?|evenings)", all_but_named
    ),
    _in.clause(
        rf"{_PART} are (?:too )?(?:hard|difficult|bad|no good|out)", all_but_named
    ),
    *_in.either(_LATE, always(DAYTIME)),
    *_in.either(_EARLY, always(("part", ("afternoon", "evening")))),
    *(
        way._replace(needs_the_end=True)
        for way in (
            _in.clause(rf"(?:on |at )?(?:an? |the )?{_WHEN}{_AFTER_TABLETS}", named),
            _in.clause(
                r"(?:(?:in|during) the (?:mornings?|afternoons?|evenings?|day"
                r"|day ?time)"
                r"|(?:mornings|afternoons|evenings|day ?times?)(?:(?: and | or | & "
                r"|, ?)"
                rf"(?:mornings|afternoons|evenings))?){_AFTER_TABLETS}",
                named,
            ),
            _in.ending(rf"on (?:an? |the )?{_WHEN}|at (?:the )?weekends?", named),
            _in.ending(
                r"(?:in|during) the (?:mornings?|afternoons?|evenings?|day ?time)"
                rf"{_AFTER_TABLETS}",
                named,
            ),
        )
    ),
    _in.clause(r"after work", always(("part", ("evening",)))),
    *_in.either(r"(?:during|in) the week", always(("day", DAYS[:5]))),
)
"""Of several that begin together the longest is taken."""
