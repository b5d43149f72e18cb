"""One thing to do, in full: its page, and its dates for a calendar.

The page is the same by GET and by POST. A POST comes from the shared page and
carries its form, so that there is a way back to the results; nothing of it is kept.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.feeds.schema_org import json_ld, script_safe
from catalogue.opportunities import Listing, keeping
from catalogue.schedules import next_occurrences
from matcher.access import Visitor, may_keep
from matcher.models import Noticed, Role
from matcher.partners import claiming
from matcher.taking import Taken, named
from matcher.web.counted import notice
from matcher.web.deps import CurrentLexicon, CurrentSettings, Now, Reading, Today
from matcher.web.pages import page
from matcher.web.shared_form import travelling
from matcher.web.shown import shown_listing
from matcher.web.together import Posted
from matcher.web.unchanged import Mark, kept, unchanged
from matcher.web.whose_list import WhoseList, pressed, remember, save_here

router = APIRouter()

NEXT_DATES = 4
"""Coming dates shown with a listing: enough to choose from, short enough to read."""

SURE = 0.5
"""How sure a reading must be to be said on the page: more likely than not."""

MOST_READINGS = 5
"""Readings said on the page: enough to see that it was understood, or was not."""


@router.get("/opportunities/{listing_id}.ics", include_in_schema=False)
def calendar(
    session: Reading,
    settings: CurrentSettings,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> Response:
    """Its dates, for a phone or a wall planner.

    Stands before the page, whose path would take the ``.ics`` for part of the id.
    """
    stands = opportunities.stands_for(session, listing_id) or listing_id
    listing = shown_listing(session, stands, today)
    from catalogue.feeds.icalendar import calendar_file  # its library is slow to open

    body = calendar_file(
        listing.id,
        listing.draft,
        revision=listing.revision,
        now=now,
        base_url=settings.base_url,
    )
    return Response(
        body,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dates.ics"'},
    )


@router.get("/opportunities/{listing_id}", include_in_schema=False, response_model=None)
def show(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    lexicon: CurrentLexicon,
    whose: WhoseList,
    mark: Mark,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> Response:
    """Everything known about one thing to do."""
    if same := unchanged(request, mark):
        return same
    listing = shown_listing(session, listing_id, today)
    notice(request, Noticed.OPENED, {listing.id: ()}, today=today)
    values = _values(session, listing, lexicon, base_url=settings.base_url, now=now)
    values |= _to_partner(session, whose.visitor, listing.id)
    answer = page(
        request,
        "opportunities/opportunity.html",
        today=today,
        way_back=(),
        can_save=save_here(session, whose, now=now, inside=_page(listing_id)),
        **values,
    )
    return kept(answer, mark)


@router.post("/opportunities/{listing_id}", include_in_schema=False)
def show_from_results(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    lexicon: CurrentLexicon,
    fields: Posted,
    whose: WhoseList,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> HTMLResponse:
    """The same page, with the form of the shared page on board for the way back.

    Its own save button comes here too.
    """
    whose = pressed(request, session, whose, fields, now=now)
    listing = shown_listing(session, listing_id, today)
    notice(request, Noticed.OPENED, {listing.id: ()}, today=today)
    values = _values(session, listing, lexicon, base_url=settings.base_url, now=now)
    values |= _to_partner(session, whose.visitor, listing.id)
    answer = page(
        request,
        "opportunities/opportunity.html",
        today=today,
        way_back=travelling(fields),
        can_save=save_here(session, whose, now=now, inside=_page(listing_id)),
        **values,
    )
    return remember(answer, whose)


def _page(listing_id: UUID) -> str:
    return f"/opportunities/{listing_id}"


def read_as(listing: Listing, lexicon: Lexicon) -> tuple[Taken, ...]:
    """What the listing's words were read as, surest first, in plain names."""
    sure = (one.activity for one in listing.readings if one.weight >= SURE)
    return named(sure, lexicon)[:MOST_READINGS]


def _to_partner(
    session: Session, visitor: Visitor, listing_id: UUID
) -> dict[str, bool]:
    """Whether the listing is theirs already, or asked for; neither to anybody else."""
    is_partner = visitor.role is Role.PARTNER
    return {
        "is_theirs": is_partner and may_keep(session, visitor, listing_id),
        "is_asked_for": claiming.is_asked_for(session, visitor, listing_id),
    }


def _values(
    session: Session,
    listing: Listing,
    lexicon: Lexicon,
    *,
    base_url: str,
    now: datetime,
) -> dict[str, Any]:
    draft = listing.draft
    return {
        "listing": listing,
        "is_kept": keeping.keeper_of(session, listing.id) is not None,
        "read_as": read_as(listing, lexicon),
        "dates": next_occurrences(
            draft.timetables,
            now=now,
            limit=NEXT_DATES,
            rests_until=draft.rests_until,
            off_on=draft.off_on,
        ),
        "json_ld": script_safe(json_ld(listing.id, draft, now=now, base_url=base_url)),
    }
