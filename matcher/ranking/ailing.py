"""What is in the way, said beside a wish: "used to sing, but my nerves are bad".

It changes how somebody would do a thing, not what they would like to do. So where a
phrase says anything else, such a clause is no wish of its own: alone it is, as
"my hearing's gone" asks for others to whom that happened. Nor is the name of an
illness what somebody who would bake is looked up by.
"""

import re

_BODY = (
    r"(?:nerves|back|knees?|hips?|legs?|feet|foot|hands?|fingers|wrists?|shoulders?"
    r"|neck|joints|chest|lungs|breathing|heart|eyes?|eyesight|sight|hearing|ears"
    r"|memory|health|balance|mobility)"
)
_BAD = (
    r"(?:bad|dodgy|dicky|gammy|weak|poor|stiff|sore|arthritic|knackered|shot|failing"
    r"|awful|terrible|worse|poorly|gone|went|going|goes|(?:packed|packing|playing) up"
    r"|(?:given|giving|gave) (?:out|up)|no good|not (?:good|great|what \w+ \w+))"
)
_ILLNESS = (
    r"(?:anxiety|depression|ptsd|adhd|autism|bipolar|schizophrenia|psychosis|arthritis"
    r"|asthma|copd|angina|diabetes|epilepsy|fibromyalgia|long covid|parkinson'?s|ms"
    r"|multiple sclerosis|tinnitus|dyslexia|mental health|chronic pain|vertigo)"
)
_AILING_SELF = (
    r"(?:autistic|dyslexic|dyspraxic|bipolar|depressed|anxious|disabled|deaf|blind"
    r"|partially sighted|hard of hearing|diabetic|epileptic|asthmatic|arthritic"
    r"|(?:a )?recovering (?:alcoholic|addict)|in (?:a wheelchair|recovery))"
)
_AILING = re.compile(
    rf"\s*(?:(?:i|we)(?:'ve| have)? (?:got )?(?:an? )?{_BAD} {_BODY}"
    rf"|(?:(?:i|we)(?:'ve| have| had)(?: got)?|i (?:suffer|struggle) (?:from|with)"
    rf"|(?:living|struggling) with) (?:my |really |very |bad |severe )*{_ILLNESS}"
    rf"|(?:(?:i'm|i am|being) (?:a bit |very |really )?)?{_AILING_SELF}"
    rf"|(?:my|me|the) (?:{_BODY}|{_ILLNESS})(?:'s| is| are|'re| has| have|'ve)?"
    rf"(?: \w+)? {_BAD})"
    r"(?: (?:now|these days|lately|any ?more|nowadays|at the moment))?\s*"
)


def is_in_the_way(clause: str) -> bool:
    """Whether a folded clause says what is in somebody's way, and nothing else."""
    return _AILING.fullmatch(clause) is not None
