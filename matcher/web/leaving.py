"""Who of an organization is here: invite a colleague, leave, hand on. Leads do too.

Whether an address has an account already is told to nobody of an organization.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from matcher.access import Visitor
from matcher.accounts import inviting, managing
from matcher.accounts.signing_in import one_address
from matcher.errors import BadInput
from matcher.partners import leaving
from matcher.web.cookies import forget_signed_in
from matcher.web.deps import Lead, Now, Partner, Reading, Writing
from matcher.web.inputs import Input, Line
from matcher.web.looking_over import looking_over_again
from matcher.web.pages import page

router = APIRouter()


class AddressInput(Input):
    """Whom to invite."""

    email: Line = ""


class LeavingInput(AddressInput):
    """Who goes on, if anybody; and whether they were asked once more."""

    sure: Line = ""


@router.get("/listings/people")
def open_people(
    request: Request, visitor: Partner, session: Reading, *, invited: bool = False
) -> HTMLResponse:
    """Who keeps their listings with them, and how to leave."""
    return _people_page(request, session, visitor, invited=invited)


def _people_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    problem: str = "",
    *,
    invited: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "partners/people.html",
        status=422 if problem else 200,
        colleagues=leaving.colleagues(session, visitor),
        invited=invited,
        most=inviting.MOST_COLLEAGUES_WAITING,
        problem=problem,
    )


@router.post("/listings/people", response_model=None)
def invite(
    request: Request,
    form: Annotated[AddressInput, Form()],
    visitor: Partner,
    session: Writing,
    now: Now,
) -> Response:
    """A colleague gets an invitation by mail; the answer is the same for everybody."""
    try:
        inviting.invite_colleague(session, by=visitor, email=form.email, now=now)
    except BadInput as problem:
        session.rollback()
        return _people_page(request, session, visitor, problem.sentence)
    return RedirectResponse("/listings/people?invited=true", status_code=303)


@router.post("/listings/people/leave", response_model=None)
def leave(
    request: Request,
    form: Annotated[LeavingInput, Form()],
    visitor: Partner,
    session: Writing,
    now: Now,
) -> Response:
    """Asked once more, then their account ends; what they kept goes on.

    The page that asks is answered with 200: nothing is stored before the second press,
    and a mail address is no part of an address of ours.
    """
    try:
        if not form.sure:
            return _leave_page(request, session, visitor, form.email)
        leaving.leave(session, visitor, hand_to=form.email, now=now)
    except BadInput as problem:
        session.rollback()
        return _people_page(request, session, visitor, problem.sentence)
    answer = RedirectResponse("/listings/left", status_code=303)
    forget_signed_in(answer)
    return answer


def _leave_page(
    request: Request, session: Session, visitor: Visitor, email: str
) -> HTMLResponse:
    return page(
        request,
        "partners/leave.html",
        email=one_address(email) if email else "",
        colleagues=leaving.colleagues(session, visitor),
    )


@router.get("/listings/left")
def left(request: Request) -> HTMLResponse:
    """Thank you, and goodbye."""
    return page(request, "partners/left.html")


@router.post("/team/{account_id}/hand-on", response_model=None)
def hand_on(
    request: Request,
    account_id: UUID,
    form: Annotated[AddressInput, Form()],
    visitor: Lead,
    session: Writing,
    now: Now,
) -> Response:
    """The same by a lead, for somebody who has gone already."""
    try:
        leaving.hand_on(session, visitor, account_id, hand_to=form.email, now=now)
    except BadInput as problem:
        session.rollback()
        return page(
            request,
            "team/somebody.html",
            status=422,
            account=managing.account_for(session, visitor, account_id),
            teams=managing.teams_for(session, visitor),
            problem=problem.sentence,
        )
    return RedirectResponse(f"/team/{account_id}", status_code=303)


@router.post("/looking-over/left/{organization_id}", response_model=None)
def invite_again(
    request: Request,
    organization_id: UUID,
    form: Annotated[AddressInput, Form()],
    visitor: Lead,
    session: Writing,
    now: Now,
) -> Response:
    """Somebody is invited to look after what nobody does."""
    try:
        leaving.invite_again(
            session, visitor, organization_id, email=form.email, now=now
        )
    except BadInput as problem:
        return looking_over_again(request, session, visitor, problem, now=now)
    return RedirectResponse("/looking-over#left", status_code=303)
