"""What waits for a worker or lead: who asks to join, new listings, what visitors told.

Which of it somebody may read is ``access``'s and ``partners``' to say.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import opportunities, organizations
from matcher.access import Visitor, may_hear_of_safety
from matcher.errors import BadInput
from matcher.partners import claiming, deciding, joining, leaving, remarks
from matcher.partners.alike import has_twins, twins
from matcher.partners.drafting import Changed, content_of
from matcher.partners.outdated import still_said
from matcher.partners.uploads import taking
from matcher.web.deps import (
    CurrentLexicon,
    Lead,
    Looker,
    Now,
    Reading,
    Today,
    Worker,
    Writing,
)
from matcher.web.inputs import Input, Line, NoteInput, Version
from matcher.web.pages import page

router = APIRouter(prefix="/looking-over")


class AgreeInput(Input):
    """The version that was looked at, and whether the next ones need no look."""

    seen: Version
    trust: Line = ""
    over: Version | None = None


@router.get("")
def open_looking_over(
    request: Request, visitor: Looker, session: Reading, now: Now
) -> HTMLResponse:
    """Everything that waits."""
    return looking_over_page(request, session, visitor, now=now)


def looking_over_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    *,
    now: datetime,
    problem: str = "",
) -> HTMLResponse:
    """The page of what waits; 422 with a problem."""
    asking = joining.waiting(session, visitor)
    came_from = [one.opportunity_id for one in asking if one.opportunity_id]
    told = remarks.waiting(session, visitor)
    about = {row.opportunity_id for row in told}
    drafts = deciding.waiting(session, visitor)
    return page(
        request,
        "partners/looking_over.html",
        status=422 if problem else 200,
        asking=list(zip(asking, joining.already_listed(session, asking), strict=True)),
        came_from={x.id: x for x in opportunities.listings(session, came_from)},
        claims=claiming.waiting(session, visitor),
        left_alone=leaving.left_alone(session, visitor, now=now),
        drafts=[(row, content_of(row)) for row in drafts],
        files=taking.waiting(session, visitor),
        remarks=told,
        listings={x.id: x for x in opportunities.listings(session, list(about))},
        may_pause=may_hear_of_safety(visitor),
        problem=problem,
    )


def looking_over_again(
    request: Request,
    session: Session,
    visitor: Visitor,
    problem: BadInput,
    *,
    now: datetime,
) -> HTMLResponse:
    """The same page with what would not do; nothing of it is stored."""
    session.rollback()
    return looking_over_page(
        request, session, visitor, now=now, problem=problem.sentence
    )


@router.get("/drafts/{waiting_id}")
def open_draft(
    request: Request, waiting_id: UUID, visitor: Worker, session: Reading
) -> HTMLResponse:
    """One that waits, beside what people see just now."""
    return _draft_page(request, session, visitor, waiting_id)


def _draft_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    *,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    row = deciding.one_waiting(session, visitor, draft_id)
    content = content_of(row)
    public = deciding.public_version(session, row)
    found = row.opportunity_id and opportunities.listing(session, row.opportunity_id)
    rows = organizations.organization_rows(
        session, [row.organization_id] if row.organization_id else []
    )
    return page(
        request,
        "partners/waiting.html",
        status=status,
        row=row,
        draft=content,
        public=public,
        differences=deciding.differences(public, content),
        still_said=still_said(public, content) if public else [],
        found=twins(session, visitor, content, stored=row.opportunity_id),
        over=found.revision if found else None,
        organization=next(iter(rows.values()), None),
        problem=problem,
    )


@router.post("/drafts/{waiting_id}/agree", response_model=None)
def agree(
    request: Request,
    waiting_id: UUID,
    form: Annotated[AgreeInput, Form()],
    visitor: Worker,
    session: Writing,
    lexicon: CurrentLexicon,
    now: Now,
    today: Today,
) -> Response:
    """People see it from now on. 409 when the listing is another one meanwhile.

    Where it may be here twice, the next page asks whether the two are one.
    """
    try:
        key = deciding.agree(
            session,
            visitor,
            waiting_id,
            seen=form.seen,
            trust=form.trust,
            over=form.over,
            now=now,
            today=today,
            lexicon=lexicon,
        )
    except (BadInput, Changed) as problem:
        session.rollback()
        status = 409 if isinstance(problem, Changed) else 422
        return _draft_page(
            request,
            session,
            visitor,
            waiting_id,
            problem=problem.sentence,
            status=status,
        )
    is_twice = has_twins(session, visitor, key)
    at = f"/listings/{key}/alike" if is_twice else "/looking-over#drafts"
    return RedirectResponse(at, status_code=303)


@router.post("/drafts/{waiting_id}/send-back", response_model=None)
def send_back(
    request: Request,
    waiting_id: UUID,
    form: Annotated[NoteInput, Form()],
    visitor: Worker,
    session: Writing,
    now: Now,
) -> Response:
    """They look at it once more, with a message."""
    try:
        deciding.send_back(session, visitor, waiting_id, form.note.strip(), now=now)
    except BadInput as problem:
        session.rollback()
        return _draft_page(
            request, session, visitor, waiting_id, problem=problem.sentence, status=422
        )
    return RedirectResponse("/looking-over#drafts", status_code=303)


@router.post("/listings/{listing_id}/pause")
def pause(listing_id: UUID, visitor: Lead, session: Writing, now: Now) -> Response:
    """Nobody finds it until a lead opens it again."""
    remarks.pause(session, visitor, listing_id, now=now)
    return RedirectResponse("/looking-over#told", status_code=303)


@router.post("/listings/{listing_id}/open")
def open_again(listing_id: UUID, visitor: Lead, session: Writing, now: Now) -> Response:
    """It is found again."""
    remarks.open_again(session, visitor, listing_id, now=now)
    return RedirectResponse("/looking-over#told", status_code=303)
