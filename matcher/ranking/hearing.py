"""All of a person's phrases, heard together before anything is ranked.

Decides which phrases are matched at all: independence is kept in view and never
matched ("get the bus on my own" is no wish for a bus club), and so are goals about
support. What any phrase refuses is refused for all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.ranking.clauses import Understood, understand
from matcher.ranking.facts import Meant, Phrase
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
"""The kinds of phrase that are matched; all others are kept in view."""

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
    matched: tuple[int, ...]
    """All other phrases."""
    meant: tuple[tuple[Meant, ...], ...]
    """One for each phrase: the activities it means, none resting on a refused word."""
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
    matched = tuple(place for place, phrase in enumerate(phrases) if is_matched(phrase))
    understood = tuple(
        (phrase.parts or understand(phrase.words)) if place in matched else Understood()
        for place, phrase in enumerate(phrases)
    )
    meant = tuple(
        _wanted(phrase.meant, one) if place in matched else ()
        for place, (phrase, one) in enumerate(zip(phrases, understood, strict=True))
    )
    return Heard(
        understood=understood,
        kept_in_view=tuple(x for x in range(len(phrases)) if x not in matched),
        matched=matched,
        meant=meant,
        wanting=tuple(x for x in matched if understood[x].clauses or meant[x]),
        refusals=tuple(
            (place, run) for place, one in enumerate(understood) for run in one.refused
        ),
    )


def _wanted(meant: Sequence[Meant], understood: Understood) -> tuple[Meant, ...]:
    """What is meant by words that nothing refuses."""
    if not understood.refused:
        return tuple(meant)
    noes = [(run[0].start, run[-1].end) for run in understood.refused]
    return tuple(
        one
        for one in meant
        if not any(
            start < no_end and no_start < end
            for start, end in one.spans
            for no_start, no_end in noes
        )
    )


def is_matched(phrase: Phrase) -> bool:
    """Whether a phrase is looked for at all, by its kind and, for goals, its words."""
    if phrase.kind not in MATCHED_KINDS:
        return False
    return phrase.kind != "goal" or not SUPPORT.search(fold(phrase.words))
