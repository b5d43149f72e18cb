"""All of a person's phrases, heard together before anything is ranked.

Decides which phrases are matched at all: independence is kept in view and never
matched ("get the bus on my own" is no wish for a bus club), and so are goals about
support. What any phrase refuses is refused for all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.ranking.clauses import Understood, understand
from matcher.ranking.facts import Phrase
from matcher.ranking.words import Word, fold

MATCHED_KINDS = frozenset(
    {
        "enjoyed_before",
        "enjoy_now",
        "managed_before",
        "manage_now",
        "goal",
        "want_to_try",
        "strength",
        "could_bring",
    }
)
"""The kinds of phrase that are matched (``practice``, what a conversation explores)."""

SUPPORT = re.compile(
    r"\b(?:tenanc(?:y|ies)|landlord|deposit|housing|hostel|housed|homeless"
    r"|(?:my|our) own (?:place|flat|home|house|tenancy|front door|keys?)"
    r"|(?:place|somewhere) of my own|somewhere (?:safe )?to live|move on|move out"
    r"|benefits?|universal credit|pip|esa|debts?|arrears|probation|parole|court"
    r"|detox|rehab|methadone|script|(?:get|stay|be|keep) clean"
    r"|see my (?:kids|children|son|daughter)|(?:kids|children) back)\b"
)
"""Goals about support, in folded text: kept and shown, never made into activities."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What phrases ask for; each tuple of positions counts phrases as they came."""

    understood: tuple[Understood, ...]
    """One for each phrase; nothing in it for a phrase that is not matched."""
    kept_in_view: tuple[int, ...]
    """Phrases of a kind that is never matched, and goals about support."""
    wanting: tuple[int, ...]
    """Phrases with something to look for."""
    refusals: tuple[tuple[int, tuple[Word, ...]], ...]
    """(phrase, words refused together)."""

    @property
    def only_refusals(self) -> bool:
        """Whether there is a no, and nothing to look for instead."""
        return bool(self.refusals) and not self.wanting


def hear(phrases: Sequence[Phrase]) -> Heard:
    """What all phrases together want and refuse."""
    kept = tuple(
        place for place, phrase in enumerate(phrases) if not is_matched(phrase)
    )
    understood = tuple(
        Understood() if place in kept else understand(phrase.words)
        for place, phrase in enumerate(phrases)
    )
    return Heard(
        understood=understood,
        kept_in_view=kept,
        wanting=tuple(place for place, one in enumerate(understood) if one.clauses),
        refusals=tuple(
            (place, run) for place, one in enumerate(understood) for run in one.refused
        ),
    )


def is_matched(phrase: Phrase) -> bool:
    """Whether a phrase is looked for at all, by its kind and, for goals, its words."""
    if phrase.kind not in MATCHED_KINDS:
        return False
    return phrase.kind != "goal" or not SUPPORT.search(fold(phrase.words))
