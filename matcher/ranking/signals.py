"""What a score is made of, each part by a name it can be switched off by.

For measuring only: a table of what each signal is worth. People get them all.
"""

from collections.abc import Collection

from matcher.ranking.facts import Meant

WORDS = "words"
ACTIVITIES = "activities"
REACHED = {
    "near": ("near", "broader", "narrower"),
    "roles": ("role",),
    "ways_back": ("way_back",),
}
"""Signal -> the ways of reaching an activity (``Meant.how``) it stands for."""

SIGNALS = (WORDS, ACTIVITIES, *REACHED)
"""The names of every signal."""


def check(without: Collection[str]) -> None:
    """Raises ValueError for a signal nobody knows."""
    unknown = sorted(set(without) - set(SIGNALS))
    if unknown:
        raise ValueError(f"no such signal: {', '.join(unknown)}")


def heeded(meant: tuple[Meant, ...], without: Collection[str]) -> tuple[Meant, ...]:
    """What a phrase means by the signals that are left."""
    if not without:
        return meant
    if ACTIVITIES in without:
        return ()
    left_out = {how for signal in without for how in REACHED.get(signal, ())}
    return tuple(one for one in meant if one.how not in left_out)
