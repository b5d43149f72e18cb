"""The small table of how people say no, and of what only sounds like it.

"No pubs" refuses pubs; "nothing serious", "couldn't stop singing" and "never tried
pottery" refuse nothing. A refusal hides listings from somebody, so a pattern is here
only when it is plain; what is merely unclear is set aside and neither wanted nor
refused. All patterns read folded text (lower case, straight apostrophes).
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_CANNOT = r"(?:can'?t|cannot|can not|couldn'?t|could not)"
_DO_NOT = r"(?:don'?t|do not|didn'?t|did not|doesn'?t|does not)"
_HAVE_NOT = r"(?:haven'?t|hadn'?t|hasn'?t|have not|had not|has not|i'?ve not)"
_DONE = (
    r"(?:(?!interested|bothered|liked|loved|enjoyed|fancied|wanted|cared)\w+ed|been"
    r"|done|had|got|learnt|went|gone|knew|sung|sang|swum|swam|made|run|ran|rode|ridden"
    r"|drawn|drew|written|wrote)"
)
_LIKE = r"(?:like|want|enjoy|fancy|care for|do|drink|go near|get on with)"
_LIVING = (
    r"(?:be|been|being|go|goes|going|gone|went|out|anywhere|leave|leaving|left|home"
    r"|the|house|live|lived|do|done|manage|cope|ever|get|by|want|to|feel|right|happy"
    r"|same|myself)"
)
"""What somebody never does without a thing they love, and no place or pastime: "never
go out without my camera". In "no pubs without a garden" pubs stay refused."""
_WITHOUT = (
    r"without(?! (?:paying|spending|feeling|needing|worrying|panicking|crying|falling"
    r"|knowing)\b)(?: (?:an?|my|our|the|any))?"
)
_HELD_ON_TO = (
    r"(?:wife|husband|partner|mum|mam|dad|nan|sister|brother|son|daughter|kids|children"
    r"|friends?|mates?|carer|help|support|work|job|money|car|ramp|lift|toilets?|loos?"
    r"|heating|(?:walking )?stick|frame|walker|wheelchair|glasses|hearing aids?"
    r"|inhaler|oxygen|insulin|phone|headphones|tablets|medication|pain"
    r"|alcohol|drink|drinking|booze|beer|wine|drugs?|smoking|fags?|cigarettes?"
    r"|gambling|betting)\b"
)
"""Who comes along, what a place has to have, and what does nobody good: said so, it is
neither a wish nor refused."""
_THAT_IS_NOT = (
    r"that(?: (?:is|are|ai)n'?t|(?:'s| is| are) not)"
    r"(?! (?:an?|the) (?:barrier|reason|problem|end|bar|fan|worry|excuse|obstacle"
    r"|matter|issue|chore|bother|point|same|only|case)\b)"
)
_FAR_FROM_A_THING = (
    r"(?:too|so|very|that|just|only|all|always|my|mine|me|your|yours|his|him|her|their|in"
    r"|on|at|out|off|of|for|from|about|behind|like|being|having|going|getting|been|paid"
    r"|meant)\b"
)
"""Begins what is no thing one could go to: "that isn't too far", "... out of a tin"."""
_CROWDS = r"(?:crowds?|noise|heights|strangers|people|groups|lots of)\b"
_REALLY = r"(?:(?:really|ever|actually|even|much|much of) )*"

_LACKING = (
    r"(?:i|we)(?:(?:'?ve| have| had)(?: got)?| got) no"
    r" (?!(?:interest|time|patience|wish|desire|love|intention|truck)\b)"
    r"(?:\w+ ){0,2}?\w+"
    r"(?=\s*(?:[,;.!?()\n]|$)"
    r"| (?:and|but|or|so|to|for|now|since|with|any ?more|left)\b)"
)
"""What somebody does not have: "we've no garden, I'd love to grow things"."""

HARMLESS = _any(
    _LACKING,
    rf"(?:never|not|hardly|impossible to|{_CANNOT}|{_DO_NOT}|won'?t|wouldn'?t)"
    r" (?:(?:ever|get|gets|got|getting|be|been|become) )*"
    r"(?:bored|tired|sick|fed up)(?: (?:of|with|by|at)\b)?",
    r"nothing (?:too |very |that )?(?:serious|fancy|special|strenuous|heavy|formal"
    r"|major|big|crazy|mad|posh|hard|difficult)",
    r"nothing (?:beats|better than|like|but|makes|more|quite)",
    r"no longer(?! (?:interested|like|enjoy|want|care|fancy|into|keen)\b)",
    r"no (?:experience|idea|matter|problem|problems|worries|doubt|one|shame"
    r"|rush|pressure|bother|time like|stranger to|spring chicken|expert|good at"
    r"|end of|less|more than|fuss|strings|skills?|qualifications?|confidence|energy"
    r"|money|car|transport|job|work|family|friends?)",
    r"not (?:been )?(?:so |too |half |very )?(?:bad|shabby)(?: at| with)?",
    rf"no (?=(?:\w+ ){{1,2}}(?:i|we) (?:{_CANNOT}|{_DO_NOT}|haven'?t|won'?t)\b"
    r"(?! (?:\w+ )?(?:them|it|him|her|go)\b))",
    r"no (?:good |earthly )?(?:reason|questions)(?= (?:why|to|asked)|\s*$)",
    r"no (?:sound|word)(?= (?:of|from|out)|\s*$)",
    r"(?:won'?t|wouldn'?t) say no to",
    r"not (?:one|a|a single) (?:word|sound|peep|soul|penny)\b(?! \w+e?s\b)",
    r"not (?:just|only|simply|even|sure|really sure|that|to mention|least|forgetting"
    r"|long ago|far from|for (?:years|ages|a while))",
    r"not (?:\w+ )?(?:good|great|brilliant|confident|old|young)"
    rf" (?:at|enough|with(?! {_CROWDS}))",
    r"not (?=(?:to |be |being |going to )?(?:wast(?:e|ed|ing)|chuck(?:ed|ing)?"
    r"|los(?:e|t|ing)|forget(?:s|ting)?|giv(?:e|en|ing) up|throw(?:n|ing)?"
    r"|miss(?:ed|ing)?|stop(?:ped|ping)?|bin(?:ned|ning)?|let(?:ting)?|sit(?:ting)?"
    r"|stuck|stay(?:ed|ing)?|leav(?:e|ing)|quit(?:ting)?|die|died|dying|end(?:ed|ing)?"
    r"|pack(?:ed|ing)?)\b)",
    r"(?:ran|run|runs|running) (?=(?:a|an|the|my|our|his|her|their|me)\b"
    r"(?! (?:mile|marathon|half|race|relay|london|great)))",
    r"why not",
    r"whether or not",
    rf"{_CANNOT} (?:stop|wait|beat|resist|help|get enough(?: of)?|go wrong with)",
    rf"(?:never|not|nowhere|rarely|seldom|hardly|{_CANNOT}|{_DO_NOT}|{_HAVE_NOT}"
    rf"|(?:is|was|wo|would)n'?t) (?:{_LIVING} ){{0,5}}{_WITHOUT}(?: {_HELD_ON_TO})?",
    rf"(?:no|not an?|never an?|(?:is|was)n'?t an?|{_CANNOT} (?:\w+ ){{1,2}}an?)"
    rf" (?:day|week|year|life)(?: goes(?: by)?| passes)? {_WITHOUT}(?: {_HELD_ON_TO})?",
    rf"{_DO_NOT} mind|wouldn'?t mind|{_DO_NOT} want to (?:miss|stop|give up|lose)",
    r"never (?:too (?:late|old|young)|miss(?:ed)?|stop(?:ped)?|tire[ds]?|mind"
    r"|tried|forgets?|forgot(?:ten)?|looked back|far from|lost)",
    rf"(?:{_HAVE_NOT}|not|never) (?={_DONE}\b)",
    r"hate to (?:say|miss|stop|give)",
    r"avoid(?:ed)? it",
)
"""Says no and refuses nothing: the words themselves are left out of the matching,
those beside them stay as they are."""

LONGS = _any(
    rf"(?:{_DO_NOT}|never) (?:really )?(?:know|see|meet|speak to|talk to)"
    r" (?:anyone|anybody|a soul|no one|nobody)",
    r"no ?(?:one|body) (?:to talk to|to see|round here|my own age)",
    r"(?:sick|tired|fed up|bored) (?:of|with) (?:(?:my )?life|everything|retirement"
    r"|nothing to do|doing nothing|daytime (?:telly|tv)|the same old\b"
    r"|the telly|the tv|the house|the flat"
    r"|my own company|(?:my )?own company|these four walls|the same four walls"
    r"|being (?:alone|lonely|bored|stuck in|indoors|on my own|in on my own))",
    r"(?:keep|keeps|kept|keeping|stay|stays|stayed|staying|get|got) (?:me )?(?:out of"
    r" trouble|off the (?:drink|booze|drugs|gear|streets))",
    r"(?:days|evenings|nights|weekends) (?:are|get|feel|seem) (?:too |so |very )?long",
    rf"{_DO_NOT} (?:really )?(?:know|mind)(?: what(?: (?:i|to)(?: \w+){{0,8}})?)?\s*$",
    r"(?:no|not (?:got )?any|haven'?t (?:got )?any) (?:hobbies|interests)",
    r"not (?:really )?(?:into|good at|bothered about) (?:anything|much|owt)",
)
"""Says no and longs for the contrary: every word of it is heard as it stands."""

REFUSES = _any(
    r"no longer (?:interested in|like|enjoy|want|care for|fancy|into|keen on)",
    r"no(?: more)?",
    r"without(?: any)?",
    r"nothing (?:to do with|with|involving|near|competitive|political"
    r"|for(?! (?:me|us|free|nothing)\b))",
    r"nothing (?:too |remotely |at all )?(?=(?:religious|churchy|preachy)\b)",
    r"nothing (?:in|at) an?(?! (?:hurry|rush|day|week|million)\b)",
    r"nothing (?=(?:on|over) (?:a |the |my )?"
    r"(?:computer|screen|zoom|phone|internet)\b)",
    rf"{_DO_NOT} (?=drink(?: (?:anymore|any more|now|at all|these days|myself))?"
    r"\s*(?:[.,;:!?]|$))",
    r"never (?:again|(?:did )?(?:really |ever |much )?(?:liked?|wanted|want|enjoy"
    r"|enjoyed|fancy|fancied|cared (?:much )?for|go near)|(?=drink))",
    r"(?:never|won'?t|wouldn'?t) (?:(?:ever|again) )*(?:go(?: back)?|be going|set foot"
    r"|do|play|join|watch)(?: (?:again|to|in|into|near|on|with|at|any|the|a))*(?= \w)",
    r"never (?:in(?! (?:my|a million|all))|into|at|with|near|to|any)"
    r"(?: (?:the|a|any))?(?= \w)",
    r"(?:(?<!\w )|(?<=but )|(?<=and ))never"
    r" (?=\w+(?: please| thanks?)?\s*(?:[.,;:!?]|$))",
    rf"{_THAT_IS_NOT} (?:(?:an?|the)\b"
    rf"|(?!{_FAR_FROM_A_THING})(?=\w+(?: \w+){{0,2}}\s*(?:[.,;:!?]|$)))",
    rf"{_CANNOT} {_REALLY}(?:stand|bear|abide|do|cope with|deal with|face"
    r"|be doing with|tolerate)",
    rf"{_DO_NOT} {_REALLY}{_LIKE}(?: to (?:do|play|go to|join|drink))?(?: any)?",
    r"not (?:\w+ )?(?:into|keen on|fond of|interested in|a fan of|big on|up for"
    r"|bothered about|one for)",
    r"hate|hates|hated|detest|loathe|dislike|disliked",
    r"except(?: for)?|apart from|other than|anything but|anywhere but",
    r"avoid|avoiding|(?:stay|staying|keep|keeping|steer|steering) (?:well )?"
    r"(?:away from|clear of|off|out of)",
    r"sick (?:and tired |to death )?of|tired of|fed up (?:of|with)|put off by"
    r"|bored (?:of|with|by)|had (?:more than |quite |just about )?enough of|allergic to"
    r"|i(?:'?ve| have) had it (?:up to here )?with|i(?:'?m| am) (?:\w+ )?done with"
    rf"|{_CANNOT} be bothered with|(?:i(?:'?ve| have) |(?<!\w ))gone (?:right )?off"
    r"(?! (?:to|on|in|at|with|for|the rails)\b)"
    r"|scared of|afraid of|frightened of|rather not|nowhere near",
)
"""Turns round what follows it, to the end of the clause."""

NOT_AT_THE_START = re.compile(
    r"\s*(?:and |but |just |please |definitely |absolutely |certainly |maybe |i'?m )*"
    r"not\b(?! (?:to )?be (?:on my own|alone|lonely)\b(?! with))"
)
"""A bare "not" refuses only when it opens its clause: "but not football". Whoever would
not be alone refuses nothing."""

DONE_AT_THE_START = re.compile(
    r"\s*(?:all |just |totally |so |well and truly )*(?:done|finished) with\b"
)
"""Refuses only where it opens the phrase: "embroidery, done with silk" is a wish."""

REFUSED_BEFORE = _any(
    r"(?:is|are|was|were)(?:n'?t| not) (?:really )?(?:for me|my (?:thing|bag|scene)"
    r"|my cup of tea)",
    r"not (?:for me|my (?:thing|bag|scene|cup of tea))",
)
"""Turns round what comes before it in the clause: "pubs aren't for me"."""

FREE_OF = re.compile(
    r"\b(?!(?:step|barrier|stair|cost|rent|hands|care|worry|stress|hassle|pain|fuss|guilt"
    r"|trouble|child|kid)-)(\w{3,})-free\b|\b(alcohol|smoke|drug|drink) free\b"
)
"""An "alcohol-free" evening refuses alcohol; whoever needs a place step-free hides no
listing that names a step."""

UNCLEAR = _any(
    rf"not (?:\w+ )?(?:good|great|brilliant|confident) with (?={_CROWDS})",
    r"instead of|rather than|more than|better than",
    r"too (?:old|stiff|slow|heavy|fat|unfit|weak|creaky|wobbly|knackered|poorly)"
    r"(?: now)? (?:to|for)",
    r"(?:hate|hated|tired of|sick of|scared of|afraid of|fed up of|fed up with"
    r"|bored of|bored with|had enough of) "
    r"(?:being|feeling|sitting|getting|having|missing)",
    rf"{_DO_NOT} want to (?:be|feel|sit|stay|get|end up)",
    r"too (?:far|late|early|long)|not too",
    r"without (?:(?:my|our|his|her|their)(?! \w+ing\b)|me|us|anyone|anybody"
    r"|feeling|needing|paying|spending|leaving|swearing|worrying)",
    rf"{_THAT_IS_NOT}|who(?: (?:is|are|ai)n'?t|(?:'s| is| are) not)",
    r"never|needn'?t|need not|no need|won'?t|wouldn'?t",
    rf"{_CANNOT}",
    rf"{_DO_NOT}",
)
"""From here to the end of the clause nothing is wanted and nothing refused."""

CIRCUMSTANCE = re.compile(
    r"\s*(?:when|since|after|until|untill|till|til|before|because|cos|while|as)"
    r" (?:i was|i were|i had|i lost|i got|my|me|our|he|she|it|they|the)\b"
)
"""Opens a clause about how life was ("when my son died"), not about a wish."""

WISHES_ALL_THE_SAME = re.compile(
    r"\b(?:i|we)(?:'d| would|'m|'ve)?(?: (?:just|really|still|always))?"
    r" (?:want(?:ed)?|like|love|fancy|miss|need|enjoy|thought|keen|started|took up)\b"
)
"""Ends how life was: "since the stroke I want to paint"."""
