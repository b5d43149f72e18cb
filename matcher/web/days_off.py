"""The page on which somebody who keeps a listing ticks the days that it is off."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from matcher.partners import days_off
from matcher.web.deps import Keeper, Reading, Today, Writing
from matcher.web.inputs import Input
from matcher.web.outward import at_home
from matcher.web.pages import page

router = APIRouter(prefix="/listings")

Days = Annotated[list[date], Field(max_length=days_off.SHOWN)]


class DaysInput(Input):
    """The days that were shown, and those of them that were ticked."""

    shown: Days = Field(default_factory=list)
    off: Days = Field(default_factory=list)
    later: date | None = None
    """Pressed to go on: the first of the days after these."""


@router.get("/{listing_id}/days-off")
def open_days(
    request: Request,
    listing_id: UUID,
    visitor: Keeper,
    session: Reading,
    today: Today,
    first: date | None = None,
) -> HTMLResponse:
    """The coming days, a page of them, each to be ticked."""
    coming = days_off.coming(session, visitor, listing_id, today=today, first=first)
    return page(request, "partners/days_off.html", coming=coming, today=today)


@router.post("/{listing_id}/days-off")
def say_days(
    listing_id: UUID,
    form: Annotated[DaysInput, Form()],
    visitor: Keeper,
    session: Writing,
    today: Today,
) -> Response:
    """Keep what was ticked; then home, or on to later days."""
    days_off.say(
        session, visitor, listing_id, shown=form.shown, ticked=form.off, today=today
    )
    onward = f"/listings/{listing_id}/days-off?first={form.later}"
    return RedirectResponse(onward if form.later else at_home(listing_id), 303)
