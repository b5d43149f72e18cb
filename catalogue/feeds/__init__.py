"""The catalogue in the formats other programs read: one pure module per format.

``icalendar`` writes a calendar file, ``schema_org`` a page's JSON-LD. They take a
draft and give bytes or plain values; none opens an address or reads a clock.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from catalogue.drafts import OpportunityDraft, Status, Timetable, Venue
from catalogue.schedules import (
    LONDON,
    day_after,
    next_occurrences,
    occurrences_between,
)

ADDRESS_PARTS = ("name", "address", "district", "city", "postal_code")
"""A venue as it is written on an envelope, from its door outwards."""


AHEAD = timedelta(days=366)
"""How far a feed names the days on which something is off."""


def first_day(
    timetable: Timetable, *, today: date, off_on: Collection[date] = ()
) -> date | None:
    """The first day it begins on, from today on, but for days that are off.

    None when it is over or not known.
    """
    midnight = datetime.combine(today, time(), tzinfo=LONDON)
    meetings = next_occurrences([timetable], now=midnight, limit=2, off_on=off_on)
    # What began last night and still goes on comes first, and began before today.
    return next((meeting.day for meeting in meetings if meeting.day >= today), None)


def meets_from(draft: OpportunityDraft, today: date) -> date:
    """The day from which it meets as its times say: today, or that after its rest."""
    rests = draft.rests_until
    if rests is None or rests < today or draft.status is not Status.ACTIVE:
        return today
    return day_after(rests)


def left_out(
    draft: OpportunityDraft, timetable: Timetable, *, first: date
) -> tuple[date, ...]:
    """The days of the year from ``first`` on that its times name and nobody promises.

    Those that are off; in term time only, those of the school holidays too, for no
    calendar has a word for "check first".
    """
    meetings = occurrences_between([timetable], first_day=first, last_day=first + AHEAD)
    return tuple(
        one.day for one in meetings if one.check_first or one.day in draft.off_on
    )


def page_url(listing_id: UUID, *, base_url: str) -> str:
    """The page of a listing, as other programs link to it."""
    return f"{base_url.rstrip('/')}/opportunities/{listing_id}"


def web_url(text: str | None) -> str | None:
    """An address somebody gave us, if it is http or https with a host; else None."""
    address = (text or "").strip()
    if not address.isprintable() or set(address) & set(' "<>\\^`{|}'):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and host else None


def address_line(venue: Venue) -> str:
    """*Mill Lane Hall, 3 Mill Lane, Wenbrook, QX1 1AA*; nothing is said twice."""
    said: list[str] = []
    for part in ADDRESS_PARTS:
        text = one_line(getattr(venue, part) or "")
        if text and not any(text.casefold() in other.casefold() for other in said):
            said.append(text)
    return ", ".join(said)


def one_line(text: str) -> str:
    """Text without line ends and control characters, which some programs obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
