"""What changed about something somebody saved, that they should hear of. Pure.

Only what decides whether and where to go: that it ends, closes, opens again, moves or
meets at another time. Mere edits of words are no news.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from catalogue.drafts import OpportunityDraft, Status, Venue


class Change(StrEnum):
    """What happened, in the order of how much it matters."""

    CANCELLED = "cancelled"
    """It is not there any more."""
    CLOSED = "closed"
    """Closed for now."""
    BACK = "back"
    """Open again."""
    MOVED = "moved"
    NEW_TIME = "new_time"


ENDED = frozenset({Status.INACTIVE, Status.DEFUNCT})


def changes_between(
    before: OpportunityDraft, after: OpportunityDraft, *, then: date, today: date
) -> tuple[Change, ...]:
    """What happened to a listing since ``then``; nothing for an edit of its words.

    What is gone is only gone: where it would have met is no news then.
    """
    was, stands = standing(before, then), standing(after, today)
    if stands != was:
        return (
            (stands,)
            if stands in (Change.CANCELLED, Change.CLOSED)
            else (
                Change.BACK,
                *_arrangements(before, after),
            )
        )
    return () if stands is Change.CANCELLED else _arrangements(before, after)


def standing(draft: OpportunityDraft, day: date) -> Change:
    """Whether a listing is gone, closed or there (``BACK``) on a day."""
    over = draft.visible_to is not None and draft.visible_to < day
    if draft.status in ENDED or over:
        return Change.CANCELLED
    rested = draft.rests_until is not None and draft.rests_until < day
    if draft.status is Status.TEMPORARILY_CLOSED and not rested:
        return Change.CLOSED
    return Change.BACK


def was_shown(draft: OpportunityDraft | None, day: date) -> bool:
    """Whether a version could be seen and joined on a day."""
    if draft is None or standing(draft, day) is not Change.BACK:
        return False
    return draft.visible_from is None or draft.visible_from <= day


def was_back(versions: Iterable[tuple[date, OpportunityDraft]], today: date) -> bool:
    """Whether a listing was there on some day of these versions.

    Each with the day since which it stood, in their order; the last one until today.
    """
    told = list(versions)
    ends = [*(began - timedelta(days=1) for began, _ in told[1:]), today]
    return any(
        standing(draft, day) is Change.BACK
        for (began, draft), last in zip(told, ends, strict=True)
        for day in _turns(draft, began, max(began, last))
    )


def _turns(draft: OpportunityDraft, began: date, last: date) -> set[date]:
    """The days on which a version may have turned to be there by itself."""
    rested = draft.rests_until
    opens = rested + timedelta(days=1) if rested else began
    return {began, last} | ({opens} if began <= opens <= last else set())


def _arrangements(
    before: OpportunityDraft, after: OpportunityDraft
) -> tuple[Change, ...]:
    moved = _places(before) != _places(after) or before.online != after.online
    other_time = _times(before) != _times(after)
    return (Change.MOVED,) * moved + (Change.NEW_TIME,) * other_time


def _places(draft: OpportunityDraft) -> frozenset[tuple[str, ...]]:
    return frozenset(_place(venue) for venue in draft.venues)


def _place(venue: Venue) -> tuple[str, ...]:
    """Where it is; how a name is written is no other place."""
    by_code = "".join((venue.postal_code or "").casefold().split())
    name = " ".join((venue.address or venue.name or "").casefold().split())
    return (by_code, name)


def _times(draft: OpportunityDraft) -> tuple[object, ...]:
    """When it meets; the words it was read from do not count where it was read."""
    times = frozenset(
        (one.rrule, one.opens_at, one.closes_at, one.valid_from, one.valid_to)
        if one.rrule or one.valid_from
        else one.text
        for one in draft.timetables
    )
    said = None if draft.timetables else (draft.schedule_text or "").casefold().strip()
    return times, said
