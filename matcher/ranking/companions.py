"""Who somebody did it with, which says nothing of what it was.

"Up the allotment with my dad" is about the allotment: a group for fathers is no answer.
Those words are neither wanted nor refused. Children stay, for what a family does with
them is another thing to do; so does whoever somebody has help with, or looks after.
"""

import re

_KIN = (
    r"(?:dad|daddy|father|mum|mam|mammy|mummy|mother|nan|nana|nanna|nanny|gran|granny"
    r"|grandma|grandmother|grandad|granddad|grandpa|grandfather|uncle|aunt|auntie|aunty"
    r"|brother|sister|cousin|husband|hubby|wife|missus|fella|partner|boyfriend"
    r"|girlfriend|mum and dad|parents|grandparents|folks|old man|old fella)s?"
    r"(?:[- ]in[- ]law)?"
)
COMPANION = re.compile(
    r"\b(?<!help )(?<!helped )(?<!helping )(?<!cope )(?<!coping )(?<!struggle )"
    r"(?<!struggling )with (?:(?:my|our|me|the|their) )?"
    rf"(?:(?:late|old|own|big|little) )*{_KIN}\b(?!'s)"
)


def without_companions(folded: str) -> str:
    """The same folded text, each companion an end of a clause, so that offsets stay."""
    if "with " not in folded:
        return folded
    return COMPANION.sub(lambda found: "\n" * len(found.group()), folded)
