"""A partner's home: their listings, and one press for each thing about one of them.

For a worker it is what they told for somebody without an account.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from catalogue import opportunities
from matcher.access import Visitor
from matcher.errors import BadInput, NotFound
from matcher.partners import claiming, drafting, keeping, merging, remarks
from matcher.partners.checking import end_of_week
from matcher.partners.times import day_of
from matcher.partners.uploads import taking
from matcher.web.deps import CurrentLexicon, Keeper, Now, Reading, Today, Writing
from matcher.web.inputs import Input, Line, Readable, Version
from matcher.web.outward import at_home, offered
from matcher.web.pages import page

router = APIRouter(prefix="/listings")


class CloseInput(Input):
    """Why it is closed, and until when."""

    note: Annotated[Readable, Field(max_length=500)] = ""
    until: Line = ""


@router.get("")
def open_home(
    request: Request,
    visitor: Keeper,
    session: Reading,
    today: Today,
    at: UUID | None = None,
) -> HTMLResponse:
    """Theirs, a page at a time, with the state of each; ``at`` is among them."""
    return home_page(request, session, visitor, today, at=at)


def home_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    today: date,
    *,
    at: UUID | None = None,
    problem: str = "",
) -> HTMLResponse:
    """The page of somebody's listings that ``at`` is on; 422 with a problem."""
    theirs = keeping.page_of_theirs(session, visitor, at)
    return page(
        request,
        "partners/home.html",
        status=422 if problem else 200,
        theirs=theirs,
        begun=keeping.begun(session, visitor),
        files=taking.not_in_yet(session, visitor),
        asked_for=claiming.asked_for(session, visitor),
        told=remarks.about_all(session, [one.id for one in theirs.listings]),
        today=today,
        this_week=end_of_week(today),
        problem=problem,
    )


@router.post("/still-true")
def all_still_true(
    visitor: Keeper, session: Writing, today: Today, at: UUID | None = None
) -> Response:
    """All that stand on one page are right; of the others nothing was said."""
    theirs = keeping.page_of_theirs(session, visitor, at)
    keys = [one.id for one in theirs.listings]
    if keys:
        keeping.still_true(session, visitor, keys, today=today)
    return RedirectResponse(f"/listings?at={at}" if at else "/listings", 303)


@router.post("/new", response_model=None)
def begin(
    request: Request, visitor: Keeper, session: Writing, now: Now, today: Today
) -> Response:
    """A new one, with its first question."""
    try:
        row = drafting.go_on_or_begin(session, visitor, now=now)
    except BadInput as problem:
        session.rollback()
        return home_page(request, session, visitor, today, problem=problem.sentence)
    return RedirectResponse(f"/listings/drafts/{row.id}/{row.step}", status_code=303)


@router.post("/{listing_id}/change", response_model=None)
def begin_change(
    request: Request,
    listing_id: UUID,
    visitor: Keeper,
    session: Writing,
    now: Now,
    today: Today,
) -> Response:
    """A change to one; people see it as it is until the change is published."""
    try:
        row = drafting.begin_change(session, visitor, listing_id, now=now)
    except BadInput as problem:
        session.rollback()
        return home_page(
            request, session, visitor, today, at=listing_id, problem=problem.sentence
        )
    return RedirectResponse(f"/listings/drafts/{row.id}/{row.step}", status_code=303)


@router.post("/{listing_id}/still-true")
def still_true(
    listing_id: UUID, visitor: Keeper, session: Writing, now: Now, today: Today
) -> Response:
    """This one is right; what a service runs gets its ideas to open up, once."""
    keeping.still_true(session, visitor, [listing_id], today=today)
    return offered(session, visitor, listing_id, now=now) or _back(listing_id)


@router.post("/{listing_id}/not-this-week")
def not_this_week(
    listing_id: UUID, visitor: Keeper, session: Writing, today: Today
) -> Response:
    """It does not meet until Sunday."""
    keeping.not_this_week(session, visitor, listing_id, today=today)
    return _back(listing_id)


@router.post("/{listing_id}/close", response_model=None)
def close(
    request: Request,
    listing_id: UUID,
    form: Annotated[CloseInput, Form()],
    visitor: Keeper,
    session: Writing,
    now: Now,
    today: Today,
) -> Response:
    """It is closed for a while."""
    try:
        keeping.close(
            session,
            visitor,
            listing_id,
            note=form.note.strip(),
            until=day_of(form.until),
            now=now,
            today=today,
        )
    except BadInput as problem:
        session.rollback()
        return home_page(
            request, session, visitor, today, at=listing_id, problem=problem.sentence
        )
    return _back(listing_id)


@router.post("/{listing_id}/open", response_model=None)
def open_again(
    request: Request,
    listing_id: UUID,
    visitor: Keeper,
    session: Writing,
    now: Now,
    today: Today,
) -> Response:
    """It meets again."""
    try:
        keeping.open_again(session, visitor, listing_id, now=now)
    except BadInput as problem:
        session.rollback()
        return home_page(
            request, session, visitor, today, at=listing_id, problem=problem.sentence
        )
    return _back(listing_id)


@router.post("/{listing_id}/over")
def over(listing_id: UUID, visitor: Keeper, session: Writing, now: Now) -> Response:
    """It has ended for good."""
    keeping.withdraw(session, visitor, listing_id, now=now)
    return _back()


@router.post("/remarks/{remark_id}/settled")
def settled(remark_id: UUID, visitor: Keeper, session: Writing, now: Now) -> Response:
    """What a visitor told was put right, or was right."""
    listing_id = remarks.settle(session, visitor, remark_id, now=now)
    at = at_home(listing_id) if visitor.organization_id else "/looking-over#told"
    return RedirectResponse(at, status_code=303)


# --- versions ------------------------------------------------------------------------


@router.get("/{listing_id}/versions")
def open_versions(
    request: Request, listing_id: UUID, visitor: Keeper, session: Reading
) -> HTMLResponse:
    """All it ever said, the newest first."""
    versions = keeping.versions(session, visitor, listing_id)
    listing = opportunities.listing(session, listing_id)
    if listing is None:
        raise NotFound(keeping.NOT_YOURS)
    return page(
        request,
        "partners/versions.html",
        listing=listing,
        versions=versions,
        others=merging.said_before_merging(session, listing_id),
    )


@router.post("/{listing_id}/versions/{number}")
def roll_back(
    listing_id: UUID,
    number: Version,
    visitor: Keeper,
    session: Writing,
    lexicon: CurrentLexicon,
    now: Now,
) -> Response:
    """Say again what an earlier version said."""
    keeping.roll_back(session, visitor, listing_id, number, now=now, lexicon=lexicon)
    return RedirectResponse(f"/listings/{listing_id}/versions", status_code=303)


def _back(listing_id: UUID | None = None) -> RedirectResponse:
    at = at_home(listing_id) if listing_id else "/listings"
    return RedirectResponse(at, status_code=303)
