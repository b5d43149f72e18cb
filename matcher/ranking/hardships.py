"""What is hard in somebody's life, and no wish for anything.

Whoever says "he was beating me" plays no drums, and "sofa surfing" is no sport. Such
words are neither wanted nor refused, as nothing is concluded from them: no activity, no
service, nothing about the person. What else they say counts as ever, and where nothing
else was said nothing is shown for it. What people do about it and say plainly ("a
bereavement group") is not here.
"""

import re

_OF_ONESELF = r"(?:my|your|him|her|our|them)sel(?:f|ves)"
_KIN = (
    r"(?:step)?(?:mum|mam|mom|mother|dad|father|brother|sister|son|daughter|kid|wife"
    r"|husband|partner|girlfriend|boyfriend|nan|gran\w*|baby|bairn|mate|friend)s?"
    r"|children|face|head"
)
_SOMEBODY = (
    rf"(?:me|us|him|her|them|my (?:own |little )?(?:{_KIN})"
    r"|(?:our|the) (?:kids|children|baby|bairns))"
)
_HIGH_OR_FAST = (
    r"(?:a|an|the|that|my|our) (?:\w+ )?"
    r"(?:bridge|roof|balcony|window|cliff|building|flats|car park|train|bus|car|lorry)"
)
_WHEN = (
    r"(?: (?:again|soon|tomorrow|today"
    r"|(?:next|on|this|last) (?:the )?(?:\w+day|week|month|morning|afternoon)))?"
)

_HARDSHIPS = (
    rf"(?:cut|cuts|cutting|harm\w*|kill\w*|hang\w*|hung|shot|burn\w*|starv\w+)"
    rf" {_OF_ONESELF}|drink\w* {_OF_ONESELF} to death|slit (?:my|his|her) wrists?"
    r"|self[- ]harm\w*|suicid\w*|overdos\w+|(?:end|ended|ending) it all"
    r"|(?:take|taking|took) (?:all |too many )?(?:of )?(?:my |the )?(?:tablets|pills)"
    r"|(?:take|taking|took|end|ending|ended) my (?:own )?life(?! (?:drawing|model))"
    r"|want(?:ed)? to (?:die(?! (?:my|wool|cloth|fabric|yarn))|be dead)|better off dead"
    rf"|(?:jump\w*|thr(?:ew|ow) myself) (?:off|from|out of|under|in front of)"
    rf" {_HIGH_OR_FAST}|(?:walk\w*|step\w*|r[ua]n) in front of {_HIGH_OR_FAST}"
    rf"|driv\w+ off {_HIGH_OR_FAST}",
    rf"(?:beat|beats|beating|beaten|hit|hits|hitting|punch\w*|kick\w*|slap\w*|strangl\w+"
    rf"|chok\w+|batter\w*|rap(?:e|ed|ing)|stab\w*|attack\w*|abus\w+|bull(?:y|ied|ying)"
    rf"|stalk\w*|threaten\w*) {_SOMEBODY}(?: up)?(?! at\b)"
    r"|(?:was|were|been|being|got|getting) (?:beaten|hit|punched|kicked|strangled"
    r"|stabbed|attacked|threatened|stalked|groomed|burgled|robbed|shot)(?: up)?"
    r"|raped|abused|bullied|mugged|assaulted|molested|trafficked|battered wife"
    r"|touched (?:me|up by)|(?:threw|pushed|pushes) (?:me|her|my \w+) down the stairs"
    r"|(?:he|she|they) broke my (?:nose|arm|jaw|leg|ribs|wrist|hand|fingers)"
    r"|(?:pulled|has|had) a (?:knife|gun) on (?:me|him|us)|came at me with an? \w+"
    r"|has a (?:knife|gun)|shoplift\w*|divorc\w+"
    r"|my ex(?:[- ](?:husband|wife|partner|boyfriend|girlfriend))?(?!-)"
    r"|play(?:s|ed|ing)? (?:mind )?games with my (?:head|mind)",
    r"(?:is|was|are|were|he's|she's) dying(?! to\b)|been murdered|(?:was|were|got) "
    r"(?:killed|murdered)|(?:he|she|they|my \w+) drowned",
    r"(?:sofa|couch)[- ]?surf\w*|(?:sle(?:ep|pt|eping)s?|stay\w*|kip\w*) on (?:\w+ "
    r"|\w+'s |\w+s' ){0,2}?(?:sofas?|couch|floors?|bench|benches|bus|buses)"
    r"|sle(?:ep|pt|eping)s? (?:rough|out|in (?:my|the|a|his|her|our) "
    r"(?:car|van|doorway|street|bus station|shed))|liv(?:e|ed|ing) in (?:a tent|my car)"
    r"|walk\w* the streets all night|on the streets?|kicked out"
    r"|evict\w*|chucked out",
    rf"(?:in|at|up in) court{_WHEN}(?=\s*(?:[,;.!?:()\n]|$)|\s+(?:for|and|but|so|with"
    r"|over|about|cos|because)\b)|to court(?! \d)|got court(?! shoes)"
    r"|court (?:date|case|hearing)"
    r"|(?<!\ba )(?<!the )court (?:(?:next|this|last) (?:week|month)|on \w+day)"
    r"|(?:out of|came out of|been in|was in|went to) "
    r"(?:prison|jail|gaol|nick)|(?:got|was|been) (?:nicked|banged up)"
    r"|on (?:probation|tag(?! rugby)|remand|bail)|on licen[cs]e(?! plate)",
    r"(?:don't|do not|never|can't|cannot|dont|cant|hardly) (?:really |ever |even )?"
    r"(?:go|get|come) out(?: much| any ?more| these days| now)?",
    r"nobody (?:phones|rings|calls|visits|writes)(?: me)?",
)
"""Each of them in folded text."""

HARDSHIP = re.compile(rf"\b(?:{'|'.join(_HARDSHIPS)})(?!\w)")
"""All of them at once."""


_FOR_OTHERS = re.compile(
    r"\b(?:help|helping|feed|feeding|support|supporting|mentor|mentoring|for"
    r"|listen(?:ing)? to|(?:sit|sitting|work|working|volunteer|volunteering) with)"
    r" (?:\w+ )?(?:people|women|men|lads|girls|kids|children|families|others|those"
    r"|anyone|someone|somebody|folk)(?: (?!(?:i|my|me|as)\b)[\w']+){0,3} $"
)
"""What somebody would do for others ("feed people who ...") is a wish."""

_REACH = 60
"""Characters before a hardship in which it is said whom it would be done for."""


def without_hardships(folded: str) -> str:
    """The same folded text, each hardship an end of a clause, so that offsets stay."""
    return HARDSHIP.sub(_ended, folded)


def _ended(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _REACH) : found.start()]
    said = found.group()
    return said if _FOR_OTHERS.search(before) else "\n" * len(said)
