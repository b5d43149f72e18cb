"""How people say what it may cost, in English: nothing, little, or up to an amount."""

import re
from collections.abc import Iterable

from matcher.ranking.practical.english import CANNOT, ENGLISH, SOMETHING
from matcher.ranking.practical.ways import Told, Way, Ways, always

TOPICS = {
    "free": "free nothing cost charge fee money afford pay paying spend spending",
    "cheap": "cheap cheaply dear expensive pricey inexpensive affordable cost budget"
    " bank skint broke money afford spend pay donation hard benefits income credit"
    " dole",
    "most": "£ fiver tenner quid pound p",
}
FREE, CHEAP = always(("free", ())), always(("cheap", ()))

_COST = (
    r"(?:it |that |which )?(?:doesn'?t|does not|shouldn'?t|mustn'?t|can'?t) cost"
    r"(?: me)?(?: (?:anything|a penny|owt|money))?"
    r"|nothing (?:that|which|what) costs?(?: (?:money|anything|owt))?"
    r"|no (?:cost|costs|charge|charges|fees?|entry fee)|(?:it |that )costs nothing"
    r"|without (?:paying|spending)(?: (?:anything|money|a penny|owt|for it))?"
    rf"|i {CANNOT} (?:afford|pay)(?: (?:anything|to pay|it|for it|owt))?"
    rf"|{CANNOT} (?:afford|spend) (?:anything|to pay)"
    r"|(?:i'?ve |i have |i )(?:got )?no money(?: to spend| for it)?"
)
_THINGS = "stuff|things|activities|events|classes|courses|sessions|groups"
_FREE_OTHERWISE = (
    r"(?:and|to|from|of|for|at|in|on|or|if|as|by|all|before|after|until|till|every|most"
    r"|any|once|when|with|me|again|now|will|online|please)\b|range|run|styl|spirit|time"
    r"|verse|jazz|weight|div|climb|solo|school|church|kick|hand|motion|fall|house"
    r"|radical|form|flow|flight|fly|world|trade|speech|press|love|day|hour|morning"
    r"|afternoon|evening|night|week|minute|moment|lunch|writing|movement|party|software"
    r"|skat|ski|wheel|lanc|mason|bird|think|agent|shot|throw|bet|improv|reed|shop"
    r"|wales|standing|roam|rein|pass|gift|sample|food|mon|tue|wed|thu|fri|sat|sun"
)
"""What makes "free" no price: how the words that may follow it begin."""
_LITTLE = (
    r"(?:not|nothing|isn'?t)(?: (?:too|very|so|that))? (?:dear|expensive|pricey)"
    r"|as cheap as possible"
    r"|(?:it |that |which )?(?:doesn'?t|does not|shouldn'?t|mustn'?t|can'?t|won'?t)"
    r" cost(?: me)?(?: too)? (?:much|a lot|a fortune|the earth)"
    rf"|(?:i )?{CANNOT} (?:afford|pay|spend)(?: too)? (?:much|a lot)"
    r"|(?:it |that )?(?:won'?t|doesn'?t) break the bank"
    r"|nothing that(?:'?ll| will)? costs? (?:too much|a lot|a fortune|the earth)"
)
_SHORT_OF_MONEY = (
    r"(?:i'?m|i am|we'?re) (?:a bit |always |totally )?(?:skint|broke|hard up"
    r"|on a (?:tight |small |low )?budget)|money(?:'?s| is) (?:very |a bit )?tight"
    r"|(?:(?:i'?m|i am|we'?re|being) )?on (?:benefits|universal credit|the dole"
    r"|(?:a )?(?:very )?low income)"
    r"|(?:i |we )?(?:haven'?t|have not|don'?t have)(?: got)? (?:much|a lot of) money"
    r"|(?:i'?ve|i have|we have)(?: got)? (?:not much|(?:very )?little) money"
    r"|i'?ve not got (?:much|a lot of) money"
)
_CHEAP = (
    r"(?:dirt |really |very |quite |fairly |nice and |relatively )?"
    r"cheap(?! and cheer| as chips)(?: enough)?|low[- ]cost|inexpensive|affordable"
)
_PAY_WHAT_YOU_CAN = (
    r"pay[- ](?:what|as)[- ]you[- ](?:can|feel|like|want)(?: afford)?|by donation"
)
_PENNIES = re.compile(r"(\d+)p\b")
_POUNDS = re.compile(
    r"£ ?(\d{1,3}(?:[.,]\d\d)?)|\b(\d{1,3}(?:[.,]\d\d)?)(?= ?(?:quid|pound))"
)
_SAID = {
    "fiver": 5, "tenner": 10, "couple of": 2, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "pound": 1, "quid": 1,
}  # fmt: skip
_IN_WORDS = re.compile(rf"\b({'|'.join(_SAID)})\b")
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
_AMOUNT = (
    r"(?:about |around |only |just )?(?:£ ?\d{1,3}(?:[.,]\d\d)?(?![\d.,])|\d{1,2}p"
    rf"|(?:\d{{1,3}}|{_NUMBERS}|a|a couple of) ?(?:quid|pounds?)|an? (?:fiver|tenner))"
    r"(?: (?:a|per|each|every) (?:time|go|session|class|week|visit|person|day))?"
)
_UNDER = (
    r"(?:for )?(?:under|less than|below|cheaper than|up to|no more than|not more than"
    r"|nothing (?:over|above|more than)|not over|at (?:the )?most|max(?:imum)?(?: of)?)"
)
_MOST = (
    rf"{_UNDER} {_AMOUNT}"
    rf"|{_AMOUNT} (?:at (?:the )?most|max(?:imum)?|tops|or less|or under)"
    rf"|(?:i )?{CANNOT} (?:spend|pay|afford|go) (?:more than|over|above) {_AMOUNT}"
    rf"|i can (?:only )?(?:spend|pay|afford|manage) (?:up to )?{_AMOUNT}"
    rf"|(?:(?:i'?ve|i have) (?:only )?got|i (?:only )?have) {_AMOUNT}"
    r"(?: to spend| for it| spare| to spare)?"
    rf"|(?:it |that )?(?:mustn'?t|can'?t|shouldn'?t|doesn'?t)"
    rf" cost (?:me )?(?:more than|over) {_AMOUNT}|(?:that )?costs? {_UNDER} {_AMOUNT}"
)
_OTHER_SUMS = re.compile(
    r"\b(?:cook|feed|bake|make|build|horses|lottery|bets?|betting|raised?|raising|won"
    r"|win|books?|vinyl|charity shops?|car boots?|bargains?|collect|collecting|sell"
    r"|selling|sold|haggling)\b"
)
"""Beside these an amount is no price of going."""


def most_in(said: str) -> Iterable[Told]:
    """The amount, in pence."""
    if found := _PENNIES.search(said):
        yield "most", (found[1],)
    elif found := _POUNDS.search(said):
        yield "most", (pence(found[1] or found[2]),)
    elif found := _IN_WORDS.search(said):
        yield "most", (str(100 * _SAID[found[1]]),)


def pence(pounds: str) -> str:
    """An amount as it is written, in pence: "5" -> 500, "2.50" and "2,50" -> 250."""
    whole, _, part = pounds.replace(",", ".").partition(".")
    return str(100 * int(whole) + int(part or 0))


_AS_A_GIFT = re.compile(
    r"\b(?:could|i'?d|i'?ll|would|show|teach|help|give|mend|fix|do|see|heard|your)\b"
)
"""Beside these "for nothing" is what somebody would take for it."""
_A_WISH = (
    r"(?:^|[.;!?\n] *)(?:(?:i'?d like|i would like|would like|i want|want|i fancy"
    r"|i need|need|i'?m looking for|looking for|is there|are there|find|try|join|to|go"
    rf"|do|attend|maybe|a|an|some|any|{SOMETHING}) )*"
)
"""How a phrase begins whose first thing is the one looked for."""
_free, _cheap, _most = (Ways(one, ENGLISH) for one in TOPICS)

WAYS: tuple[Way, ...] = (
    _free.clause(
        r"free(?! and easy)(?: of charge| of cost)?|for (?:free|nothing)", FREE
    ),
    _free.clause(rf"free (?:{_THINGS})(?: to do)?", FREE),
    *_free.either(_COST, FREE),
    _free.ending(r"for free|free of charge|(?:that'?s|that is|which is) free", FREE),
    _free.ending(r"for nothing", FREE)._replace(unless=_AS_A_GIFT),
    _free.anywhere(
        rf"(?:{SOMETHING}) (?P<said>free)\b(?! (?:and easy|range|style|form))", FREE
    ),
    *_cheap.either(_LITTLE, CHEAP),
    _cheap.clause(rf"{_CHEAP}|not much money", CHEAP),
    _cheap.clause(_SHORT_OF_MONEY, CHEAP)._replace(is_of_now=True),
    *(way._replace(unless=_OTHER_SUMS) for way in _most.either(_MOST, most_in)),
    *(
        way._replace(is_heard_too=True)
        for way in (
            _free.anywhere(
                rf"{_A_WISH}(?P<said>free)(?= (?!{_FREE_OTHERWISE})\w)", FREE
            ),
            _cheap.anywhere(
                rf"{_A_WISH}(?P<said>{_CHEAP}|{_PAY_WHAT_YOU_CAN})"
                r"(?= (?!and|as|talk|thrill|trick|shot|flight|joke|seat|beer|hous"
                r"|home)\w)",
                CHEAP,
            ),
            *_cheap.either(_PAY_WHAT_YOU_CAN, CHEAP),
        )
    ),
)
"""Every way. Of little money nobody guesses how much it is; "a free shop" and "a pay
what you can café" are things to look for as well."""
