"""What a person means to do: save, decide, say hello, go, say how it was.

Never a referral: every step is the person's own, can be taken in any order and taken
back, and none has a deadline. Nothing here sends anything to anybody.

- ``on_device``  pure: a stranger's list, ids of listings in a cookie
- ``listing``    the person's list: save, remove, put back, move, adopt
- ``going``      how far they are, with whom and when, and the word why
- ``steering``   what they said that later matches should heed
- ``hello``      pure: a message that says what they want said, and its links
- ``merging``    when two listings become one, what people saved comes along
"""

from matcher.introductions.going import (
    arrange,
    change_state,
    is_due,
    keep_message,
    say_why,
)
from matcher.introductions.listing import (
    adopt,
    is_aside,
    move,
    on_the_list,
    put_back,
    remove,
    save,
    sweep,
    the_list,
)
from matcher.introductions.merging import follow_merge
from matcher.introductions.steering import Steers, steer, steers

__all__ = [
    "Steers",
    "adopt",
    "arrange",
    "change_state",
    "follow_merge",
    "is_aside",
    "is_due",
    "keep_message",
    "move",
    "on_the_list",
    "put_back",
    "remove",
    "save",
    "say_why",
    "steer",
    "steers",
    "sweep",
    "the_list",
]
