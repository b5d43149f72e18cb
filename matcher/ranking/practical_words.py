"""How people say a condition: on which day, for how much, how far, how to get in.

A condition is a wish of another kind: it narrows what is shown, and is no activity. It
is only offered, so a way of saying it is here when it is plain, and what merely has the
word in it ("Saturday Night Fever", "free running", "evening primrose") is not. All
patterns read folded text (lower case, straight apostrophes).

``frame`` is how somebody leads up to it ("it has to be"), ``said`` the condition.
"""

import re
from typing import Literal, NamedTuple

CLAUSE_STARTS = re.compile(
    r"(?:[,;.!?:()\n/]|\s[-–—]|\b(?:and|but|or|so|though|although|then|plus|cos"
    r"|because)\b|\b(?=(?:that'?s|that is|which is) )) *"
)
"""Before a clause; the first begins the phrase."""
_END = (
    r"(?=(?: (?:please|pls|thanks|thank you|if possible|if (?:i|you|we) can|if need be"
    r"|ideally|preferably|really|for me|only|now|these days|at the moment|any ?more"
    r"|(?:are|is|would be|'d be|works?|suits?) (?:(?:the )?best|good|better|fine|ideal"
    r"|great|easier|easiest|ok|me|for me)(?: (?:best|for me))?))*"
    r" *(?:$|[,;.!?:()\n/]|[-–—]|(?:and|but|or|so|though|although|then|plus|cos|because"
    r"|as|when|while|since|with|that'?s|that is|which is)\b))"
)
_TAIL = (
    r"(?: (?:please|if possible|ideally|preferably|really|only|for me|now"
    r"|(?:are|is|would be) (?:(?:the )?best|good|better|fine|easier|easiest)"
    r"(?: for me)?|suits? me(?: best)?|works? (?:best )?for me))*"
)
_OPEN = r"something|anything|somewhere|anywhere|owt|summat|things|stuff|activities"
_FRAME = (
    r"(?P<frame>(?:(?:any|(?:it |that |this )?(?:has|have|needs?|got) to be(?: on)?"
    r"|(?:it )?(?:must|should|could|can only|can|'d have to|would have to) be"
    r"|it'?s got to be|gotta be|(?:but )?only|just|please|ideally|preferably|mainly"
    r"|as long as (?:it'?s|it is)|if (?:it'?s|it is)|provided (?:it'?s|it is)"
    r"|i (?:can|could) (?:only )?(?:do|make|come|manage|go)|i'?d (?:like|prefer|want)"
    r"|i (?:need|want|prefer|like)|i would (?:like|prefer)|want|need|prefer|looking for"
    r"|i'?m looking for|that'?s|that (?:is|are)|which (?:is|are)"
    rf"|(?:i'?m |i am )?(?:free|available)|a place|a group|{_OPEN}) )*)"
)
OPEN = re.compile(rf"(?:.* )?(?:{_OPEN}) ")
"""A frame up to the word that wants something all the same: "something on Sundays"."""

ANYTHING = frozenset(_OPEN.split("|"))
"""Such words: with a condition and no other wish, each of them wants anything."""

_CANNOT = r"(?:can'?t|cannot|can not|couldn'?t|unable to)"
_DO_NOT = r"(?:don'?t|do not|dont)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAYS = (
    rf"(?:weekends?|week ?days?|{_DAY}"
    rf"(?:(?:, ?and |, ?or |, ?| and | or | & | to | till |-|/)(?:{_DAY}|weekends?))"
    rf"{{0,6}})"
)
_PART = r"(?:mornings?|afternoons?|evenings?|nights?|day ?times?)"
_PARTS = rf"(?:{_PART}(?:(?: and | or | & |, ?){_PART})?)"
_WHEN = rf"(?:{_DAYS}(?: {_PARTS})?)"
_BUT = r"any ?(?:day|time) (?:but|except|apart from|other than)"

Reach = Literal["clause", "ending", "anywhere"]
"""A clause of its own, frame and all; the end of one whose head wants something; or
wherever it stands: "a step-free choir"."""


class Way(NamedTuple):
    """A way of saying a condition."""

    name: str
    """What it asks: ``when``, or a condition."""
    reach: Reach
    pattern: re.Pattern[str]
    values: tuple[str, ...] = ()
    """What is offered; read from the words when this is empty."""
    refuses: bool = False
    """Names the days or the time that will not do."""
    is_heard_too: bool = False
    """Its words mean something to look for, or to keep out, as well."""

    @property
    def topic(self) -> str:
        """Which of ``TOPICS`` it is about."""
        return "when" if self.name in {"day", "part"} else self.name


def _clause(name: str, said: str, *values: str) -> Way:
    whole = re.compile(rf"{_FRAME}(?P<said>(?:{said}){_TAIL}){_END}")
    return Way(name, "clause", whole, values)


def _ending(name: str, said: str, *values: str) -> Way:
    ending = re.compile(rf" (?P<said>(?:{said}){_TAIL}){_END}")
    return Way(name, "ending", ending, values)


def _either(name: str, said: str, *values: str) -> tuple[Way, Way]:
    """As a clause of its own, or at the end of one."""
    return _clause(name, said, *values), _ending(name, said, *values)


_COST = (
    r"(?:it |that |which )?(?:doesn'?t|does not|shouldn'?t|mustn'?t|can'?t) cost"
    r"(?: me)?(?: (?:anything|a penny|owt|money))?"
    r"|nothing (?:that|which|what) costs?(?: (?:money|anything|owt))?"
    r"|no (?:cost|costs|charge|charges|fees?|entry fee)|(?:it |that )costs nothing"
    r"|without (?:paying|spending)(?: (?:anything|money|a penny|owt|for it))?"
    rf"|i {_CANNOT} (?:afford|pay)(?: (?:much|anything|to pay|it|for it|a lot|owt))?"
    rf"|{_CANNOT} (?:afford|spend) (?:much|anything|to pay|a lot|owt)"
    r"|(?:i'?ve |i have |i )(?:got )?no money(?: to spend| for it)?"
)
_STAIRS = (
    r"(?:no|without(?: any)?) (?:steps|stairs)|no steps or stairs|no stairs or steps"
    rf"|(?:i )?{_CANNOT} (?:do|manage|climb|cope with|get up|get down|use|go up)"
    r" (?:the |any )?stairs"
    rf"|(?:i )?{_CANNOT} (?:climb|get up) (?:the |any )?steps|disabled access"
    r"|(?:stairs|steps) are (?:a problem|hard|difficult|too much|no good)(?: for me)?"
)
_BOOKING = (
    r"(?:without|no need (?:for|to)|no|(?:i )?don'?t (?:want|need|have) to"
    r"|nothing (?:i|you) have to) (?:(?:having|needing) to )?(?:any )?"
    r"(?:(?<=to )book(?: (?:in advance|ahead|it|first|online))?|bookings?"
    r"|(?:(?<=to )sign|signing)[ -]?up|sign-up|(?<=to )register|registration"
    r"|registering|appointments?|paperwork|form filling"
    r"|fill(?:ing)? in (?:a |any )?forms?|forms?(?: to fill(?: in)?)?)"
)
_LATE = (
    r"(?:nothing|not) (?:too |so |very )?late(?: at night)?|no late nights?"
    r"|(?:nothing|not) after dark|before (?:it gets )?dark"
    rf"|(?:(?:i )?{_DO_NOT} (?:like )?(?:to )?|not )(?:go|going|be|being) out"
    r" (?:late|after dark|in the dark|at night|in the evenings?|of an evening)"
)
_EARLY = (
    r"(?:nothing|not) (?:too |so |very )?early(?: in the morning)?|not first thing"
    r"(?: in the morning)?|no early (?:mornings?|starts?)"
    rf"|(?:i )?(?:{_CANNOT}|{_DO_NOT}) (?:do|like|manage) early (?:mornings?|starts?)"
)

_NEVER = (
    r"(?:(?:(?:i'?m )?not|never|no|nothing|avoid|except(?: for)?|apart from"
    r"|anything but|(?:i )?(?:hate"
    rf"|(?:{_CANNOT}|{_DO_NOT}) (?:do|make|manage|come|like|want)))"
    r"(?: (?:free|available|anything|something|much|going out|to go out))?"
    rf"|{_BUT})"
)
_AT_WORK = (
    r"(?:i (?:only )?work|i'?m (?:busy|working|at work|no good|not (?:much|any) good))"
)
_HOME = r"(?:me|us|here|home|where i live|(?:my|our) (?:house|home|flat|place))"
_NEAR = rf"near(?:by| by| enough| (?:to )?{_HOME})|close (?:by|to {_HOME})"

WAYS: tuple[Way, ...] = (
    *(
        way._replace(refuses=True)
        for way in (
            *_either("when", rf"{_NEVER} (?:on |at |in )?(?:an? |the )?{_WHEN}"),
            *_either("when", rf"{_NEVER} (?:in (?:the )?|at |of an? )?{_PARTS}"),
            _clause(
                "when", rf"{_AT_WORK} (?:in the )?(?:mornings?|afternoons?|evenings)"
            ),
            _clause("when", rf"{_PART} are (?:too )?(?:hard|difficult|bad|no good)"),
        )
    ),
    *_either("part", _LATE, "morning", "afternoon"),
    *_either("part", _EARLY, "afternoon", "evening"),
    _clause("when", rf"(?:on |at )?(?:an? |the )?{_WHEN}"),
    _clause(
        "when",
        r"(?:in|during) the (?:mornings?|afternoons?|evenings?|day|day ?time)"
        r"|(?:mornings|afternoons|evenings|day ?times?)"
        r"(?:(?: and | or | & |, ?)(?:mornings|afternoons|evenings))?",
    ),
    _clause("part", r"after work", "evening"),
    _ending("when", rf"on (?:an? |the )?{_WHEN}|at (?:the )?weekends?"),
    *_either("day", r"(?:during|in) the week", "MO", "TU", "WE", "TH", "FR"),
    _ending("when", r"(?:in|during) the (?:mornings?|afternoons?|evenings?|day ?time)"),
    _clause("free", r"free(?! and easy)(?: of charge| of cost)?|for (?:free|nothing)"),
    _clause(
        "free",
        r"free (?:stuff|things|activities|events|classes|courses|sessions|groups)"
        r"(?: to do)?",
    ),
    *_either("free", _COST),
    _ending("free", r"for free|free of charge|(?:that'?s|that is|which is) free"),
    *_either("step_free", _STAIRS),
    _clause(
        "step_free",
        r"(?:step[- ]free|(?:wheelchair|scooter)[- ](?:accessible|access|friendly))"
        r"(?: (?:access|entrance|building|place|venue))?"
        r"|(?:i )?use a (?:wheelchair|rollator|mobility scooter)"
        r"|(?:i'?m |i am )?in a wheelchair",
    ),
    Way(
        "step_free",
        "anywhere",
        re.compile(
            r"\b(?P<said>step[- ]free"
            r"|(?:wheelchair|scooter)[- ](?:accessible|friendly))(?= \w)"
        ),
    ),
    _ending("step_free", r"(?:with )?(?:no (?:steps|stairs)|step[- ]free(?: access)?)"),
    _clause("online", r"(?:from home )?(?:online|(?:on|over|by|via) zoom)"),
    _clause("online", r"from (?:home|my (?:own )?(?:home|house|sofa|living room))"),
    _ending("online", r"(?:that'?s|which is|only) online|(?:on|over|by|via) zoom"),
    *_either("just_turn_up", _BOOKING),
    _clause(
        "just_turn_up",
        r"(?:turn|show) up(?: on the (?:day|night))?|(?:a )?drop[- ]in(?: sessions?)?"
        r"|(?:where |that )?(?:i|you|we) can (?:just )?"
        r"(?:turn up|drop in|walk in|pop in)",
    ),
    *_either(
        "near",
        r"(?:not|nothing) (?:too |very |so |that )?far(?: away| from (?:here|home|me)"
        r"| to (?:go|travel))?",
        "3",
    ),
    _clause(
        "near", rf"(?:i )?{_CANNOT} (?:go|get|travel)(?: (?:too|very|that))? far", "3"
    ),
    *_either("near", _NEAR, "3"),
    _clause(
        "near", rf"(?:{_OPEN}) (?:local|near|close|(?:a)?round (?:here|my way))", "3"
    ),
    *_either(
        "near",
        rf"(?:i )?{_CANNOT} walk(?: (?:much|(?:too |very |that )?far|a lot))"
        r"|not (?:a long walk|(?:too )?far to walk)"
        r"|(?:(?:with)?in )?(?:easy )?walking distance(?: of home)?",
        "1.5",
    ),
    _clause(
        "quiet",
        r"(?:nothing|not)(?: (?:too|so|very|that'?s(?: too)?))? (?:loud|noisy)"
        rf"|(?:(?:i )?(?:{_CANNOT} (?:stand|cope with|bear|do)|{_DO_NOT} like|hate)|no)"
        r" (?:too much |the |loud |a lot of )?(?:noise|crowds)"
        r"|(?:it )?(?:(?:has|have|needs?) to|must) be (?:somewhere )?quiet"
        r"|(?:as long as|if) (?:it'?s|it is) quiet|quiet (?:please|if possible)",
    )._replace(is_heard_too=True),
)
"""Every way; where two begin together the longer is taken. "Somewhere quiet" is a wish,
and no condition unless it has to be."""

MOST_WORDS = 9
"""Words of a phrase beside a condition that has no frame. A longer one tells a story:
"Thursday mornings, church hall, star jumps and knee lifts to Boney M"."""

TOPICS = {
    topic: frozenset(word + ending for word in words.split() for ending in ("", "s"))
    for topic, words in {
        "when": "monday tuesday wednesday thursday friday saturday sunday weekend week"
        " weekday morning afternoon evening night day daytime work late early dark"
        " first",
        "free": "free nothing cost charge fee money afford pay paying spend spending",
        "step_free": "step stair wheelchair scooter rollator disabled",
        "quiet": "quiet loud noisy noise crowd",
        "online": "online zoom home house sofa room",
        "just_turn_up": "book booking sign signing signed register registering"
        " registration appointment paperwork form turn show drop walk pop",
        "near": "far near nearby close local round around walk walking",
    }.items()
}
"""Words one of which every way about a topic has: most phrases have none."""

_NUMBER = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d"
TELLS_OF_LIFE = re.compile(
    r"\b(?:used to|was|were|been|had|went|did|ago|always|every|when|years?|nobody"
    r"|\w{3,}ed|no|not|never|nothing|without|except|hate|can'?t|cannot|won'?t|don'?t"
    r"|there|who|i'?ve|we'?ve|they'?re|i'?m(?! looking| after)|that$"
    rf"|(?:{_NUMBER})$"
    r"|(?:i|we|he|she|they|it|my \w+|our \w+)(?! (?:want|would|wouldn'?t|like|need"
    r"|could|can|fancy|love|prefer|am looking)\b)(?= ))\b"
)
"""What is said beside a condition tells how life is or was, or refuses something: then
it is none. "I play on Saturdays", "five in the morning"."""
