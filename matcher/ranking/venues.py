"""What kind of place a name tells of, where somebody says no to all of a kind.

"No pubs" is no to the Boathouse Inn, too, whatever its listing calls itself. A refusal
hides listings from somebody, so only a name that is plainly a pub's or a church's tells
of one: a Premier Inn is no pub, and a church hall no church. Pure.
"""

import re
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of place."""

    refused_by: re.Pattern[str]
    """The end of a folded phrase up to and with the word for it, where that says no to
    the places and not to what is done in them."""
    looked_up: tuple[str, ...]
    """Words one of which every such name has, as ``plain_name`` has them."""
    called: re.Pattern[str]
    """A whole such name."""


_BY_NAME = (
    r"(?:red|golden|black|white) (?:lion|horse|hart|bull)|royal oak|green man"
    r"|cross keys|(?:king'?s|queen'?s|nag'?s|bull'?s|boar'?s|turk'?s) head|three tuns"
    r"|six bells"
    r"|traveller'?s'? rest|(?:rose|star|hare) and (?:crown|garter|hounds)"
    r"|(?:fox|coach) and (?:hounds|horses)|dog and duck|george and dragon"
)
"""What pubs up and down the country are called, and hardly anything else."""

KINDS = (
    Kind(
        refused_by=re.compile(r"\b(?:pubs?|boozers?)$"),
        looked_up=(
            *("inn", "tavern", "arms", "pub", "alehouse", "taproom", "public house"),
            *("lion", "horse", "hart", "bull", "oak", "man", "keys", "head", "tuns"),
            *("bells", "rest", "crown", "garter", "hounds", "horses", "duck", "dragon"),
        ),
        called=re.compile(
            r"(?:the )?(?:(?!(?:premier|holiday|days|hampton) )(?:\w[\w']* ){1,3}inn"
            r"|(?:\w[\w']* ){1,3}(?:tavern|alehouse|taproom|public house|pub)"
            r"|(?!(?:open|our|your|my|strong|two|in) )[\w']+ arms"
            rf"|(?:{_BY_NAME})(?: (?:inn|hotel|pub))?)"
        ),
    ),
    Kind(
        refused_by=re.compile(
            r"\bchurches$|\b(?:in|inside|into) (?:an?|the|any) (?:\w+ )?church$"
        ),
        looked_up=("church", "chapel", "cathedral"),
        called=re.compile(
            r"(?:[\w'-]+ ){1,6}(?:church|chapel|cathedral)"
            r"|church of [\w'-]+(?: [\w'-]+){0,5}"
        ),
    ),
)


def kind_refused(folded: str, end: int) -> Kind | None:
    """The kind of place that a refusal which ends there says no to."""
    said = folded[:end]
    return next((kind for kind in KINDS if kind.refused_by.search(said)), None)
