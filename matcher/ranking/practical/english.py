"""How English holds a wish together, and tells it from how life is or was."""

import re

from matcher.ranking.practical.ways import Speech

CANNOT = r"(?:can'?t|cannot|can not|couldn'?t|unable to)"
DO_NOT = r"(?:don'?t|do not|dont)"
SOMETHING = "something|anything|somewhere|anywhere|owt|summat|things|stuff|activities"
ANYTHING = frozenset(SOMETHING.split("|"))
"""Such words: with a condition and no other wish, each of them wants anything."""

_END = (
    r"(?=(?: (?:please|pls|thanks|thank you|if possible|if (?:i|you|we) can|if need be"
    r"|ideally|preferably|really|for me|only|now|these days|at the moment|any ?more"
    r"|(?:are|is|would be|'d be|works?|suits?) (?:(?:the )?best|good|better|fine|ideal"
    r"|great|easier|easiest|ok|me|for me)(?: (?:best|for me))?))*"
    r" *(?:$|[,;.!?:()\n/]|[-–—]|(?:and|but|or|so|though|although|then|plus|cos|because"
    r"|as|when|while|since|with|that'?s|that is|which is)\b))"
)
_TAIL = (
    r"(?: (?:please|if possible|ideally|preferably|really|only|for me|now"
    r"|(?:are|is|would be) (?:(?:the )?best|good|better|fine|easier|easiest)"
    r"(?: for me)?|suits? me(?: best)?|works? (?:best )?for me))*"
)
_NOT_SOMETHING = "".join(f"(?<!{word} )" for word in sorted(ANYTHING))
"""Who is free on Tuesdays is there then; something free on Tuesdays costs nothing."""
_FRAME = (
    r"(?P<frame>(?:(?:any|(?:it |that |this )?(?:has|have|needs?|got) to be(?: on)?"
    r"|(?:it )?(?:must|should|could|can only|can|'d have to|would have to) be"
    r"|it'?s got to be|gotta be|(?:but )?only|just|please|ideally|preferably|mainly"
    r"|as long as (?:it'?s|it is)|if (?:it'?s|it is)|provided (?:it'?s|it is)"
    r"|i (?:can|could) (?:only )?(?:do|make|come|manage|go)|i'?d (?:like|prefer|want)"
    r"|i (?:need|want|prefer|like)|i would (?:like|prefer)|want|need|prefer|looking for"
    r"|i'?m looking for|that'?s|that (?:is|are)|which (?:is|are)"
    rf"|(?:i'?m |i am )?{_NOT_SOMETHING}(?:free|available)|a place|a group"
    rf"|{SOMETHING}) )*)"
)
_NUMBER = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d"
_LIFE = re.compile(
    r"\b(?:used to|was|were|been|had|went|did|ago|always|every|when|years?|nobody"
    r"|\w{3,}ed|no|not|never|(?<!costs )nothing|without|except|hate|can'?t|cannot"
    r"|won'?t|don'?t"
    r"|(?<!is )(?<!are )there|who|i'?ve|we'?ve|they'?re|i'?m(?! looking| after)|that$"
    rf"|(?<!after )(?<!before )(?:{_NUMBER})$"
    r"|(?:i|we|he|she|they|it|my \w+|our \w+)(?! (?:want|would|wouldn'?t|like|need"
    r"|could|can|fancy|love|prefer|am looking)\b)(?= ))\b"
)
"""Such is "I play on Saturdays", and "five in the morning"."""

ENGLISH = Speech(
    starts=re.compile(
        r"(?:[,;.!?:()\n/]|\s[-–—]|\b(?:and|but|or|so|though|although|then|plus|cos"
        r"|because)\b|\b(?=(?:that'?s|that is|which is) )) *"
    ),
    frame=_FRAME,
    end=_END,
    tail=_TAIL,
    open=re.compile(rf"(?:.* )?(?:{SOMETHING}) "),
    ended=re.compile(
        r".*(?:[,;.!?:()\n/–—]|\b(?:and|but|or|so|then|plus)\b)", re.DOTALL
    ),
    life=_LIFE,
    thus=re.compile(r".*\bso *$", re.DOTALL),
    plainly=re.compile(r"\b(?:only|please|if possible|ideally|preferably)$"),
)
