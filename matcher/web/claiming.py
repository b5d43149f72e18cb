""" "This is ours", from a listing's public page; a worker or lead answers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from matcher.errors import BadInput
from matcher.partners import claiming
from matcher.web.deps import Now, Partner, Today, Worker, Writing
from matcher.web.inputs import NoteInput
from matcher.web.listings import home_page
from matcher.web.looking_over import looking_over_again
from matcher.web.shown import shown_listing

router = APIRouter()


@router.post("/opportunities/{listing_id}/ours", response_model=None)
def claim(
    request: Request,
    listing_id: UUID,
    visitor: Partner,
    session: Writing,
    now: Now,
    today: Today,
) -> Response:
    """Ask to keep this one."""
    listing = shown_listing(session, listing_id, today)
    try:
        claiming.claim(session, visitor, listing.id, now=now)
    except BadInput as problem:
        session.rollback()
        return home_page(request, session, visitor, today, problem=problem.sentence)
    return RedirectResponse("/listings#asked-for", status_code=303)


@router.post("/looking-over/claims/{claim_id}/agree", response_model=None)
def agree(
    request: Request, claim_id: UUID, visitor: Worker, session: Writing, now: Now
) -> Response:
    """It is theirs to keep."""
    try:
        claiming.agree(session, visitor, claim_id, now=now)
    except BadInput as problem:
        return looking_over_again(request, session, visitor, problem, now=now)
    return RedirectResponse("/looking-over#claims", status_code=303)


@router.post("/looking-over/claims/{claim_id}/decline", response_model=None)
def decline(
    request: Request,
    claim_id: UUID,
    form: Annotated[NoteInput, Form()],
    visitor: Worker,
    session: Writing,
    now: Now,
) -> Response:
    """They hear why it is not."""
    try:
        claiming.decline(session, visitor, claim_id, form.note.strip(), now=now)
    except BadInput as problem:
        return looking_over_again(request, session, visitor, problem, now=now)
    return RedirectResponse("/looking-over#claims", status_code=303)
