"""Words that name the day, the time or the price as it was before a change. Pure.

"Come at 7.15 before it fills up" is right for half past seven and wrong for six. Only
whoever runs it knows, so it is shown to them and asked, and blocks nothing. Words that
were changed as well are theirs already, and not asked about.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from catalogue.costs import read_cost
from catalogue.drafts import FirstVisit, OpportunityDraft, Timetable
from catalogue.schedules import Mention, mentions_in, schedule_parts

SAID_UNDER: Mapping[str, str] = {
    "title": "what",
    "description": "what",
    "outward_note": "welcome",
    "eligibility": "welcome",
    "who_meets_you": "first-visit",
    "can_i_watch": "first-visit",
    "bring_someone": "first-visit",
    "how_long": "first-visit",
    "quiet_times": "first-visit",
    "what_to_bring": "first-visit",
    "how_to_join": "hello",
}
"""What is said in free words, and the question that asks for it."""

BEFOREHAND = 60
"""Minutes before it starts that "come early" may name."""

AFTERWARDS = 30
"""Minutes after it ends that "we lock up at" may name."""

AS_LONG_AS = 180
"""Minutes that it may last where nobody says when it ends."""

DAY = 24 * 60
"""Minutes."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_POUNDS = re.compile(r"£ ?\d{1,4}(?:\.\d\d)?(?!\d)")

Holds = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class StillSaid:
    """A sentence that was right before, where it stands, and what to answer anew."""

    field: str
    question: str
    words: str


def still_said(before: OpportunityDraft, after: OpportunityDraft) -> list[StillSaid]:
    """The sentences that name what has changed; [] where nothing of it has."""
    doubts = [*_times_doubted(before, after), *_prices_doubted(before, after)]
    if not doubts:
        return []
    return [
        StillSaid(field=field, question=question, words=sentence)
        for field, question in SAID_UNDER.items()
        for sentence in _unchanged(field, before, after)
        if any(doubt(sentence) for doubt in doubts)
    ]


def _unchanged(
    field: str, before: OpportunityDraft, after: OpportunityDraft
) -> Sequence[str]:
    said = _text(after, field)
    if said != _text(before, field):
        return ()
    return [one.strip() for one in _SENTENCE_ENDS.split(said) if one.strip()]


def _text(draft: OpportunityDraft, field: str) -> str:
    on_the_card = field in FirstVisit.__dataclass_fields__
    return getattr(draft.first_visit if on_the_card else draft, field) or ""


# --- days and times ------------------------------------------------------------------


def _times_doubted(
    before: OpportunityDraft, after: OpportunityDraft
) -> Iterator[Holds]:
    gone = _days(before.timetables) - _days(after.timetables)
    if gone and after.timetables:
        yield lambda words: any(one.day in gone for one in mentions_in(words))
    old, new = _hours(before.timetables), _hours(after.timetables)
    if old - new and after.timetables:
        yield lambda words: any(
            _names_one_of(one, old - new) and not _is_one_of(one, new)
            for one in mentions_in(words)
        )


def _days(timetables: Sequence[Timetable]) -> set[str]:
    return {day for one in timetables for day in schedule_parts(one).days}


def _hours(timetables: Sequence[Timetable]) -> set[tuple[int, int | None]]:
    """When each opens and closes, in minutes after midnight."""
    return {
        (_minutes(one.opens_at), _minutes(one.closes_at) if one.closes_at else None)
        for one in timetables
        if one.opens_at
    }


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _names_one_of(one: Mention, hours: set[tuple[int, int | None]]) -> bool:
    """Whether it may be a time of theirs: just before, during or just after."""
    return any(
        opens - BEFOREHAND <= at <= _until(opens, closes) + AFTERWARDS
        for opens, closes in hours
        for at in one.minutes
    )


def _until(opens: int, closes: int | None) -> int:
    if closes is None:
        return opens + AS_LONG_AS
    return closes if closes > opens else closes + DAY


def _is_one_of(one: Mention, hours: set[tuple[int, int | None]]) -> bool:
    return any(at in both for both in hours for at in one.minutes)


# --- prices --------------------------------------------------------------------------


def _prices_doubted(
    before: OpportunityDraft, after: OpportunityDraft
) -> Iterator[Holds]:
    gone = {p.amount_pence for p in before.prices} - {
        p.amount_pence for p in after.prices
    }
    if gone - {0}:
        yield lambda words: not gone.isdisjoint(_pence_in(words))


def _pence_in(words: str) -> set[int]:
    return {
        price.amount_pence
        for found in _POUNDS.findall(words)
        for price in read_cost(found)
    }
