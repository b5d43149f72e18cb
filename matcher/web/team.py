"""Pages of a lead: invite, move, disable, see counts; never a person.

Which accounts and teams are theirs to change is ``managing``'s to say.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import organizations
from matcher.access import Visitor
from matcher.accounts import inviting, managing
from matcher.digests import undelivered
from matcher.errors import BadInput
from matcher.models import Role
from matcher.web.deps import Lead, Now, Reading, Today, Writing
from matcher.web.inputs import Input, Line
from matcher.web.pages import page

router = APIRouter()


class InvitationInput(Input):
    """Whom to invite, and to what."""

    email: Line = ""
    role: Role = Role.WORKER
    team: UUID | None = None
    organization: Line = ""


class TeamInput(Input):
    """A new team; only an administrator says of which service."""

    name: Line = ""
    service: Line = ""


class MoveInput(Input):
    """The team to move to."""

    team: UUID


@router.get("/team")
def open_team(
    request: Request, visitor: Lead, session: Reading, now: Now, today: Today
) -> HTMLResponse:
    """Who works here, who is invited, and counts; no person."""
    has_no_people = visitor.role is Role.ADMINISTRATOR  # a lead is told beside them
    return page(
        request,
        "team/team.html",
        listed=managing.listed(session, visitor),
        counts=managing.people_counted(session, visitor, now=now),
        fewest=managing.FEWEST_SHOWN,
        invitations=inviting.waiting(session, visitor, now=now),
        is_undelivered=has_no_people and undelivered.is_any(session, visitor, now=now),
        today=today,
    )


# --- inviting ------------------------------------------------------------------------


@router.get("/team/invite")
def open_invite(request: Request, visitor: Lead, session: Reading) -> HTMLResponse:
    """Whom to invite, and to what."""
    return _invite_page(request, session, visitor, InvitationInput())


def _invite_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    form: InvitationInput,
    problem: str = "",
) -> HTMLResponse:
    may_invite = inviting.may_invite(visitor)
    return page(
        request,
        "team/invite.html",
        status=422 if problem else 200,
        form=form,
        roles=[role for role in Role if role in may_invite],
        teams=managing.teams_for(session, visitor),
        problem=problem,
    )


@router.post("/team/invite")
def invite(
    request: Request,
    form: Annotated[InvitationInput, Form()],
    visitor: Lead,
    session: Writing,
    now: Now,
) -> Response:
    """Put an invitation in the post."""
    try:
        inviting.invite(
            session,
            by=visitor,
            email=form.email,
            role=form.role,
            team_id=form.team,
            organization_id=organizations.called(session, form.organization),
            now=now,
        )
    except BadInput as problem:
        session.rollback()
        return _invite_page(request, session, visitor, form, problem.sentence)
    return _back("/team#invited")


@router.post("/team/invitations/{link_id}/take-back")
def take_back(link_id: UUID, visitor: Lead, session: Writing, now: Now) -> Response:
    """The invitation is dead at once."""
    inviting.take_back(session, visitor, link_id, now=now)
    return _back("/team#invited")


# --- teams and accounts --------------------------------------------------------------


@router.post("/team/teams")
def add_team(
    form: Annotated[TeamInput, Form()], visitor: Lead, session: Writing
) -> Response:
    """A new team."""
    managing.add_team(session, visitor, name=form.name, service=form.service)
    return _back("/team#teams")


@router.get("/team/{account_id}")
def open_somebody(
    request: Request, account_id: UUID, visitor: Lead, session: Reading
) -> HTMLResponse:
    """One account, and what can be done with it."""
    return page(
        request,
        "team/somebody.html",
        account=managing.account_for(session, visitor, account_id),
        teams=managing.teams_for(session, visitor),
    )


@router.post("/team/{account_id}/move")
def move(
    account_id: UUID,
    form: Annotated[MoveInput, Form()],
    visitor: Lead,
    session: Writing,
) -> Response:
    """Put somebody into another team."""
    managing.move(session, visitor, account_id, form.team)
    return _back(f"/team/{account_id}")


@router.post("/team/{account_id}/disable")
def disable(account_id: UUID, visitor: Lead, session: Writing, now: Now) -> Response:
    """End every sign-in of an account at once, until it is enabled again."""
    managing.disable(session, visitor, account_id, now=now)
    return _back(f"/team/{account_id}")


@router.post("/team/{account_id}/enable")
def enable(account_id: UUID, visitor: Lead, session: Writing) -> Response:
    """Let them sign in again."""
    managing.enable(session, visitor, account_id)
    return _back(f"/team/{account_id}")


@router.post("/team/{account_id}/forget-phone")
def forget_phone(account_id: UUID, visitor: Lead, session: Writing) -> Response:
    """They lost their phone: they set up a new second step at the next sign-in."""
    managing.forget_phone(session, visitor, account_id)
    return _back(f"/team/{account_id}")


def _back(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
