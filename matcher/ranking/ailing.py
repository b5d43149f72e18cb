"""What is in the way, said beside a wish: "used to sing, but my nerves are bad".

It changes how somebody would do a thing, not what they would like to do. So where a
phrase says anything else, such a clause is no wish of its own: alone it is, as
"my hearing's gone" asks for others to whom that happened.
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
_AILING = re.compile(
    rf"\s*(?:(?:i|we)(?:'ve| have)? (?:got )?(?:an? )?{_BAD} {_BODY}"
    rf"|(?:my|me|the) {_BODY}(?:'s| is| are|'re| has| have|'ve)?(?: \w+)?"
    rf" {_BAD})(?: (?:now|these days|lately|any ?more|nowadays|at the moment))?\s*"
)


def is_in_the_way(clause: str) -> bool:
    """Whether a folded clause says what is in somebody's way, and nothing else."""
    return _AILING.fullmatch(clause) is not None
