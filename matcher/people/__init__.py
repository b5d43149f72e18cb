"""A person and what they said: welcome, say, understand, choose, ask.

Verbs on an open session; none commits and none knows HTTP. Words are kept as they were
said and nothing is inferred from them: what they were understood as is made anew each
time, and only what the person says of that ("not that", "this too") is kept.

- ``kinds``          the questions of a conversation, and which are ever matched
- ``welcoming``      a page begins;  ``touch`` says that it was used
- ``phrases``        their words: say, reword, take away, put back, move
- ``understanding``  how words were taken, "not that" and "add what you meant"
- ``practical``      conditions, where from and how, what comes first
- ``avoiding``       places they would rather not meet; theirs alone
- ``asking``         all of it as the question that matching answers
"""

from matcher.people.asking import (
    MOST_LIKE_THESE,
    asked_of,
    like_these,
    more_like,
)
from matcher.people.avoiding import (
    LONGEST_AVOIDED,
    avoid,
    avoided_by,
    stop_avoiding,
)
from matcher.people.kinds import IN_VIEW, KINDS, PLAIN, is_matched
from matcher.people.phrases import (
    LONGEST,
    MOVES,
    ChangedMeanwhile,
    mark_of,
    move,
    phrase_of,
    phrases_of,
    put_back,
    reword,
    say,
    take_away,
)
from matcher.people.practical import (
    LONGEST_LANGUAGE,
    LONGEST_PLACE,
    MATCHED,
    MOST_PENCE,
    Choice,
    Practical,
    choose,
    chosen_by,
    practical_of,
    put_first,
    set_out_from,
)
from matcher.people.understanding import (
    ANSWERS,
    activities_called,
    say_of_reading,
    takings_of,
    understandings_of,
)
from matcher.people.welcoming import (
    LONGEST_CALLED,
    call,
    people_of,
    touch,
    welcome,
)

__all__ = [
    "ANSWERS",
    "IN_VIEW",
    "KINDS",
    "LONGEST",
    "LONGEST_AVOIDED",
    "LONGEST_CALLED",
    "LONGEST_LANGUAGE",
    "LONGEST_PLACE",
    "MATCHED",
    "MOST_LIKE_THESE",
    "MOST_PENCE",
    "MOVES",
    "PLAIN",
    "ChangedMeanwhile",
    "Choice",
    "Practical",
    "activities_called",
    "asked_of",
    "avoid",
    "avoided_by",
    "call",
    "choose",
    "chosen_by",
    "is_matched",
    "like_these",
    "mark_of",
    "more_like",
    "move",
    "people_of",
    "phrase_of",
    "phrases_of",
    "practical_of",
    "put_back",
    "put_first",
    "reword",
    "say",
    "say_of_reading",
    "set_out_from",
    "stop_avoiding",
    "take_away",
    "takings_of",
    "touch",
    "understandings_of",
    "welcome",
]
