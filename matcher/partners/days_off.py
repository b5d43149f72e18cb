"""On which of the coming days a listing is off: ticked and unticked, some at a time.

What is off is a day, with every time of it. Days that a page did not show stay as they
were said, so that nobody takes back what they never saw.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import Listing, keeping
from catalogue.schedules import day_after, occurrences_between
from matcher.access import Visitor
from matcher.partners.keeping import must_keep

SHOWN = 12
"""Days on one page: a term of what meets each week, and three screens of a phone."""

YEAR = timedelta(days=366)
"""How far ahead somebody may say it."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Some of the days on which a listing meets, if it is not off."""

    listing: Listing
    days: tuple[date, ...]
    later: date | None
    """The first of the days after these; None when these are the last."""


def coming(
    session: Session, visitor: Visitor, key: UUID, *, today: date, first: date | None
) -> Coming:
    """The days from ``first`` on, or from today; ``NotFound`` if it is not theirs."""
    listing = must_keep(session, visitor, key)
    days = _days_of(listing.draft, max(today, first or today), today)
    return Coming(
        listing=listing,
        days=days[:SHOWN],
        later=days[SHOWN] if len(days) > SHOWN else None,
    )


def say(
    session: Session,
    visitor: Visitor,
    key: UUID,
    *,
    shown: Collection[date],
    ticked: Collection[date],
    today: date,
) -> None:
    """Of the days shown, those ticked are off and the others on; past ones are dropped.

    Raises ``NotFound`` if it is not theirs. A day on which it never meets is ignored.
    """
    draft = must_keep(session, visitor, key).draft
    unseen = {day for day in draft.off_on if day >= today} - {*shown}
    meets = set(_days_of(draft, today, today))
    keeping.say_off(session, key, unseen | meets.intersection(ticked))


def _days_of(draft: OpportunityDraft, first: date, today: date) -> tuple[date, ...]:
    """The days it would meet within a year of today, each once, after any rest."""
    if draft.rests_until is not None:
        first = max(first, day_after(draft.rests_until))
    meetings = occurrences_between(
        draft.timetables, first_day=first, last_day=today + YEAR
    )
    return tuple(dict.fromkeys(one.day for one in meetings))
