"""Organizations ask to join; a lead agrees or declines. Who asked is told to nobody.

The answer to who asks is always the same, so that nobody learns which addresses and
organizations are known here.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import opportunities
from matcher.errors import BadInput
from matcher.partners import joining
from matcher.web.deps import Lead, Now, Reading, Today, Writing
from matcher.web.inputs import Input, Line, NoteInput
from matcher.web.looking_over import looking_over_again
from matcher.web.pages import page
from matcher.web.shown import is_shown
from matcher.web.tries import CountedTries, FromWhere

router = APIRouter()


class JoiningInput(Input):
    """Who asks, and for whom."""

    organization: Line = ""
    name: Line = ""
    email: Line = ""
    charity_number: Line = ""
    company_number: Line = ""
    voucher: Line = ""
    listing: UUID | None = None
    """The one they came from: "this is ours"."""


class AgreeInput(Input):
    """Whether what came from elsewhere under their name is theirs."""

    with_their_listings: Line = ""
    with_this: Line = ""


@router.get("/join")
def open_join(
    request: Request, session: Reading, today: Today, listing: UUID | None = None
) -> HTMLResponse:
    """What it is to keep listings here, and the form; it remembers the listing."""
    return _join_page(request, session, JoiningInput(listing=listing), today)


def _join_page(
    request: Request,
    session: Session,
    form: JoiningInput,
    today: date,
    problem: str = "",
) -> HTMLResponse:
    found = form.listing and opportunities.listing(session, form.listing)
    there = found if found and is_shown(found.draft, today) else None
    return page(
        request,
        "partners/join.html",
        status=422 if problem else 200,
        form=form,
        listing=there,
        problem=problem,
    )


@router.post("/join")
def ask_to_join(
    request: Request,
    form: Annotated[JoiningInput, Form()],
    session: Writing,
    tries: CountedTries,
    where: FromWhere,
    now: Now,
    today: Today,
) -> Response:
    """Ask; a lead will look at it."""
    tries.count("join from", where)
    try:
        joining.ask(session, joining.Asking(**form.model_dump()), now=now)
    except BadInput as problem:
        session.rollback()
        return _join_page(request, session, form, today, problem.sentence)
    return RedirectResponse("/join/asked", status_code=303)


@router.get("/join/asked")
def asked(request: Request) -> HTMLResponse:
    """Somebody will look at it, and write."""
    return page(request, "partners/asked.html")


@router.post("/looking-over/joining/{request_id}/agree", response_model=None)
def agree(
    request: Request,
    request_id: UUID,
    form: Annotated[AgreeInput, Form()],
    visitor: Lead,
    session: Writing,
    now: Now,
) -> Response:
    """They are invited by mail."""
    try:
        joining.agree(
            session,
            request_id,
            by=visitor,
            with_their_listings=form.with_their_listings,
            with_this=form.with_this,
            now=now,
        )
    except BadInput as problem:
        return looking_over_again(request, session, visitor, problem, now=now)
    return RedirectResponse("/looking-over#joining", status_code=303)


@router.post("/looking-over/joining/{request_id}/decline", response_model=None)
def decline(
    request: Request,
    request_id: UUID,
    form: Annotated[NoteInput, Form()],
    visitor: Lead,
    session: Writing,
    now: Now,
) -> Response:
    """They hear why not."""
    note = form.note.strip()
    try:
        joining.decline(session, request_id, by=visitor, note=note, now=now)
    except BadInput as problem:
        return looking_over_again(request, session, visitor, problem, now=now)
    return RedirectResponse("/looking-over#joining", status_code=303)
