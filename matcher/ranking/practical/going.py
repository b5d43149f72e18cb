"""How people say what it takes to get there, to get in and to join in, in English."""

from matcher.ranking.practical.english import CANNOT, DO_NOT, ENGLISH, SOMETHING
from matcher.ranking.practical.ways import Way, Ways, always

TOPICS = {
    "step_free": "step stair wheelchair scooter rollator disabled",
    "quiet": "quiet loud noisy noise crowd",
    "online": "online zoom home house sofa room",
    "just_turn_up": "book booking sign signing signed register registering"
    " registration appointment paperwork form turn show drop walk pop",
    "near": "far near nearby close local round around walk walking",
}

_STAIRS = (
    r"(?:no|without(?: any)?) (?:steps|stairs)|no steps or stairs|no stairs or steps"
    rf"|(?:i )?{CANNOT} (?:do|manage|climb|cope with|get up|get down|use|go up)"
    r" (?:the |any )?stairs"
    rf"|(?:i )?{CANNOT} (?:climb|get up) (?:the |any )?steps|disabled access"
    r"|(?:stairs|steps) are (?:a problem|hard|difficult|too much|no good)(?: for me)?"
)
_BOOKING = (
    r"(?:without|no need (?:for|to)|(?:with )?no|(?:i )?don'?t (?:want|need|have) to"
    r"|nothing (?:i|you) have to) (?:(?:having|needing) to )?(?:any )?"
    r"(?:(?<=to )book(?: (?:in advance|ahead|it|first|online))?|bookings?"
    r"|(?:(?<=to )sign|signing)[ -]?up|sign-up|(?<=to )register|registration"
    r"|registering|appointments?|paperwork|form filling"
    r"|fill(?:ing)? in (?:a |any )?forms?|forms?(?: to fill(?: in)?)?)"
)
_HOME = r"(?:me|us|here|home|where i live|(?:my|our) (?:house|home|flat|place))"
_NEAR = rf"near(?:by| by| enough| (?:to )?{_HOME})|close (?:by|to {_HOME})"

_stairs, _quiet, _online, _booking, _far = (Ways(one, ENGLISH) for one in TOPICS)
STEP_FREE, QUIET, ONLINE, JUST_TURN_UP = (
    always((one, ())) for one in ("step_free", "quiet", "online", "just_turn_up")
)
NEAR, A_SHORT_WALK = always(("near", ("3",))), always(("near", ("1.5",)))
"""In kilometres, as the page has them."""

WAYS: tuple[Way, ...] = (
    *_stairs.either(_STAIRS, STEP_FREE),
    _stairs.clause(
        r"(?:step[- ]free|(?:wheelchair|scooter)[- ](?:accessible|access|friendly))"
        r"(?: (?:access|entrance|building|place|venue))?"
        r"|(?:i )?use a (?:wheelchair|rollator|mobility scooter)"
        r"|(?:i'?m |i am )?in a wheelchair",
        STEP_FREE,
    ),
    _stairs.anywhere(
        r"\b(?P<said>step[- ]free"
        r"|(?:wheelchair|scooter)[- ](?:accessible|friendly))(?= \w)",
        STEP_FREE,
    ),
    _stairs.ending(
        r"(?:with )?(?:no (?:steps|stairs)|step[- ]free(?: access)?)", STEP_FREE
    ),
    _online.clause(r"(?:from home )?(?:online|(?:on|over|by|via) zoom)", ONLINE),
    _online.clause(
        r"from (?:home|my (?:own )?(?:home|house|sofa|living room))", ONLINE
    ),
    _online.ending(r"(?:that'?s|which is|only) online|(?:on|over|by|via) zoom", ONLINE),
    *_booking.either(_BOOKING, JUST_TURN_UP),
    _booking.clause(
        r"(?:turn|show) up(?: on the (?:day|night))?|(?:a )?drop[- ]in(?: sessions?)?"
        r"|(?:where |that )?(?:i|you|we) can (?:just )?"
        r"(?:turn up|drop in|walk in|pop in)",
        JUST_TURN_UP,
    ),
    *_far.either(
        r"(?:not|nothing) (?:too |very |so |that )?far(?: away| from (?:here|home|me)"
        r"| to (?:go|travel))?",
        NEAR,
    ),
    _far.clause(rf"(?:i )?{CANNOT} (?:go|get|travel)(?: (?:too|very|that))? far", NEAR),
    *_far.either(_NEAR, NEAR),
    _far.clause(
        rf"(?:{SOMETHING}) (?:local|near|close|(?:a)?round (?:here|my way))", NEAR
    ),
    *_far.either(
        rf"(?:i )?{CANNOT} walk(?: (?:much|(?:too |very |that )?far|a lot))"
        r"|not (?:a long walk|(?:too )?far to walk)"
        r"|(?:(?:with)?in )?(?:easy )?walking distance(?: of home)?"
        r"|(?:where |that )?i can walk (?:to|there)",
        A_SHORT_WALK,
    ),
    _quiet.clause(
        r"(?:nothing|not)(?: (?:too|so|very|that'?s(?: too)?))? (?:loud|noisy)"
        rf"|(?:(?:i )?(?:{CANNOT} (?:stand|cope with|bear|do)|{DO_NOT} like|hate)|no)"
        r" (?:too much |the |loud |a lot of )?(?:noise|crowds)"
        r"|(?:it )?(?:(?:has|have|needs?) to|must) be (?:somewhere )?quiet"
        r"|(?:as long as|if) (?:it'?s|it is) quiet|quiet (?:please|if possible)",
        QUIET,
    )._replace(is_heard_too=True),
)
"""Every way. "Somewhere quiet" is a wish, and no condition unless it has to be."""
