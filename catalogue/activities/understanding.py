"""What a phrase is understood as, in rows an editor of the lexicon can read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.activities.lexicon import Lexicon
from catalogue.activities.refusing import Span


@dataclass(frozen=True, kw_only=True)
class UnderstoodRow:
    """One activity a phrase is understood as."""

    activity: str
    """Its id."""
    name: str
    weight: float
    """How sure, 0 to 1."""
    how: str
    """``said``, ``near``, ``broader``, ``narrower``, ``role`` or ``way_back``."""
    by: tuple[str, ...]
    """The words of the phrase it rests on."""
    gives: tuple[str, ...]
    near: tuple[str, ...]
    """Ids of its neighbours."""
    like: str = ""
    """The line of the lexicon that the phrase lies near to; "" when words alone say
    it, or it was reached from another."""


def understood_rows(
    lexicon: Lexicon,
    words: str,
    kind: str = "enjoy_now",
    within: Sequence[Span] | None = None,
) -> tuple[UnderstoodRow, ...]:
    """What a phrase is understood as, surest first; empty when it says too little.

    ``within``: see ``Spoken``.
    """
    like = lexicon.lines_like(words, within)
    return tuple(
        UnderstoodRow(
            activity=meant.activity,
            name=activity.name,
            weight=meant.weight,
            how=meant.how,
            by=tuple(words[start:end] for start, end in meant.spans),
            gives=activity.gives,
            near=activity.near,
            like=like.get(meant.activity, "") if meant.how == "said" else "",
        )
        for meant in lexicon.read_phrase(words, kind, within=within)
        for activity in (lexicon.activities[meant.activity],)
    )
