"""Ways of speaking whose words are about something else than what is said.

Whoever has it down to a fine art does not paint, and whoever has a train of thought is
on no railway. Such words are neither wanted nor refused. Only what is hardly ever meant
word for word is here: green fingers are for gardens, and jacks of all trades mend.
"""

import re

_IDIOMS = (
    r"(?:down to|it's|is|to) (?:quite )?a fine art",
    r"(?:is|was|it's|no|it was|that's) (?:a )?(?:piece of cake|walk in the park)"
    r"|icing on the cake|pie in the sky|bring(?:ing)? home the bacon"
    r"|spill(?:ed|ing)? the beans|full of beans"
    r"|pinch of salt|salt of the earth|fish to fry|fish out of water",
    r"in the same boat|miss(?:ed)? the boat|rock(?:ing)? the boat",
    r"out of the woods|the wood for the trees|barking up the wrong tree"
    r"|turn(?:ed|ing)? over a new leaf|beat(?:ing)? about the bush",
    r"the ball rolling|different ball game|bowled over|off my own bat"
    r"|knock(?:s|ed)? (?:me|us|them|her|him) for six|sticky wicket"
    r"|level playing field|throw(?:n|ing)? in the towel|saved by the bell",
    r"second fiddle|fit as a fiddle|music to my ears"
    r"|blow(?:ing)? my own trumpet|pull(?:ed|ing)? out all the stops",
    r"call(?:ing)? a spade a spade|hit the nail on the head|spanner in the works"
    r"|like clockwork|reinvent(?:ing)? the wheel",
    r"raining cats and dogs|dark horse|hold your horses|eat like a horse"
    r"|wild goose chase|till the cows come home|bull in a china shop"
    r"|cat among the pigeons|two birds with one stone",
    r"paint(?:ed|ing)? the town red|back to the drawing board|draw(?:n|ing)? a blank"
    r"|read(?:ing)? between the lines|a stitch in time|in stitches|hang(?:ing|s)? by a "
    r"thread",
    r"play(?:ed|ing)? it by ear|ahead of the game|play my cards right"
    r"|rat race|train of thought|gravy train",
    r"let(?:ting)? off (?:some )?steam|run(?:ning)? out of steam|in the fast lane"
    r"|light at the end of the tunnel",
    r"run of the mill|tip of the iceberg|sink or swim"
    r"|thrown in (?:at )?the deep end|head above water|a drop in the ocean",
    r"(?:make|made|making) (?:such )?a (?:big )?song and dance|steal(?:ing)? the show"
    r"|the show must go on|drama queen",
    r"dying (?:to|for)|to die for",
)
"""Each of them in folded text."""

IDIOM = re.compile(rf"\b(?:{'|'.join(_IDIOMS)})\b")
"""All of them at once."""

_KEYS = """
art cake pie bacon beans salt fish boat woods wood tree leaf bush ball bowled
bat six wicket field towel bell fiddle music trumpet stops spade nail spanner
clockwork wheel cats horse horses goose cows bull cat birds town drawing draw drawn
blank lines stitch stitches thread ear cards game race train steam lane tunnel mill
park iceberg swim deep water ocean dance show queen
die dying
"""

TELLING = frozenset(_KEYS.split())
"""Words one of which every idiom has: most phrases have none, and need no look."""


_WORDS = re.compile(r"\w+")


def without_idioms(folded: str) -> str:
    """The same folded text, each idiom an end of a clause, so that offsets stay."""
    if TELLING.isdisjoint(_WORDS.findall(folded)):
        return folded
    return IDIOM.sub(lambda found: "\n" * len(found.group()), folded)
