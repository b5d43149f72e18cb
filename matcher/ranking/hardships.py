"""What is hard in somebody's life, and no wish for anything.

Whoever says "he was beating me" plays no drums, and "sofa surfing" is no sport. Such
words are neither wanted nor refused, as nothing is concluded from them: no activity, no
service, nothing about the person. What else they say counts as ever, and where nothing
else was said nothing is shown for it. What people do about it and say plainly ("a
bereavement group") is not here.
"""

import re

_OF_ONESELF = r"(?:my|your|him|her|our|them)sel(?:f|ves)"
_SOMEBODY = r"(?:me|us|him|her|them|my \w+)"

_HARDSHIPS = (
    rf"(?:cut|cuts|cutting|harm\w*|kill\w*|hang\w*|burn\w*|starv\w+) {_OF_ONESELF}"
    r"|self[- ]harm\w*|suicid\w*|overdos\w+|(?:end|ended|ending) it all"
    r"|(?:take|taking|took|end|ending|ended) my (?:own )?life"
    r"|(?:jump\w*|threw myself|throw myself) (?:off|from|in front of) \w+(?: \w+)?",
    rf"(?:beat|beats|beating|beaten|hit|hits|hitting|punch\w*|kick\w*|slap\w*|strangl\w+"
    rf"|chok\w+|batter\w*|rap(?:e|ed|ing)|stab\w*|attack\w*|abus\w+|bull(?:y|ied|ying)"
    rf"|stalk\w*|threaten\w*) {_SOMEBODY}(?: up)?(?! at\b)"
    r"|(?:was|were|been|being|got|getting) (?:beaten|hit|punched|kicked|strangled|raped"
    r"|stabbed|attacked|abused|bullied|stalked|mugged|assaulted|groomed"
    r"|burgled)(?: up)?"
    r"|has a (?:knife|gun)|had a (?:knife|gun) on him|shoplift\w*|my ex|divorc\w+",
    r"(?:is|was|are|were|he's|she's) dying(?! to\b)|been murdered|(?:was|were|got) "
    r"(?:killed|murdered)",
    r"sofa[- ]surf\w*|sle(?:ep|pt|eping)s? (?:rough|out|in (?:my|the|a|his|her|our) "
    r"(?:car|van|doorway|street|bus station|shed))|on the streets?|kicked out"
    r"|evict\w*|chucked out",
    r"(?:in|at|to|up in) court(?: (?:next|on|this|last|again|tomorrow|today)\b\w*"
    r"(?: \w+day| week| month)?)?(?= for\b|$)|court (?:next|this|last) (?:week|month)"
    r"|court date|(?:out of|came out of|been in|was in|went to) "
    r"(?:prison|jail|gaol|nick)"
    r"|on (?:probation|tag|remand|bail)|on licen[cs]e(?! plate)",
    r"(?:don't|do not|never|can't|cannot|dont|cant|hardly) (?:really |ever |even )?"
    r"(?:go|get|come) out(?: much| any ?more| these days| now)?",
    r"nobody (?:phones|rings|calls|visits|writes)(?: me)?",
)
"""Each of them in folded text."""

HARDSHIP = re.compile(rf"\b(?:{'|'.join(_HARDSHIPS)})(?!\w)")
"""All of them at once."""


def without_hardships(folded: str) -> str:
    """The same folded text, each hardship an end of a clause, so that offsets stay."""
    return HARDSHIP.sub(lambda found: "\n" * len(found.group()), folded)
