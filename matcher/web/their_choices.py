"""What a person decides of what is kept about them: what for, who sees it, how long.

These are for the person alone, with the screen in their own hands (``theirs_to_do``).
"""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BeforeValidator, Field

from catalogue.schedules import LONDON
from matcher.access import STRANGER, Visitor, person_for
from matcher.errors import NotAllowed, NotFound
from matcher.models import ConsentTo, Look
from matcher.their_data import consenting, forgetting, sharing
from matcher.web.cookies import forget_signed_in
from matcher.web.deps import (
    CurrentSettings,
    Environment,
    Now,
    Reading,
    SomebodyKnown,
    Writing,
)
from matcher.web.inputs import Input
from matcher.web.pages import page
from matcher.web.people.opening import opened
from matcher.web.their_data import wordings

router = APIRouter(prefix="/people/{person_id}/data")


class ConsentInput(Input):
    """A yes or a no to one purpose."""

    purpose: ConsentTo
    given: bool


class ShareInput(Input):
    """A worker to let in; until the end of a day, for one of another service."""

    account_id: UUID
    until: Annotated[
        Annotated[date, Field(lt=date.max)] | None,
        BeforeValidator(lambda text: text or None),
    ] = None


class CoverInput(Input):
    """The team that may cover."""

    team_id: UUID


def theirs_to_do(visitor: SomebodyKnown) -> Visitor:
    """The person, with their whole page open; raises ``NotAllowed`` for others."""
    if not visitor.is_person or not visitor.whole_page:
        raise NotAllowed(
            "Only the person can do this, with their whole page open or the screen"
            " in their own hands."
        )
    return visitor


Themself = Annotated[Visitor, Depends(theirs_to_do)]


# --- deciding ------------------------------------------------------------------------


@router.post("/consents")
def answer_consent(
    form: Annotated[ConsentInput, Form()],
    session: Writing,
    visitor: Themself,
    pages: Environment,
    now: Now,
    person_id: UUID,
) -> RedirectResponse:
    """Say yes or no to one purpose; no to keeping a page leads to erasing it."""
    person = opened(session, visitor, person_id, Look.CHANGED, now=now)
    if form.purpose is ConsentTo.KEEP_PROFILE:
        return _back(person_id, "" if form.given else "/erase")
    consenting.agree(
        session,
        person,
        form.purpose,
        given=form.given,
        wording=wordings(pages)[form.purpose],
        now=now,
    )
    return _back(person_id, "#consents")


@router.post("/shares")
def let_in(
    form: Annotated[ShareInput, Form()],
    session: Writing,
    visitor: Themself,
    now: Now,
    person_id: UUID,
) -> RedirectResponse:
    """Let one more worker see the page."""
    person = opened(session, visitor, person_id, Look.SHARED, now=now)
    until = end_of(form.until) if form.until else None
    sharing.choose(session, person, form.account_id, until=until, now=now)
    return _back(person_id, "#sharing")


def end_of(day: date) -> datetime:
    """The moment a day is over in London."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


@router.post("/cover")
def let_cover(
    form: Annotated[CoverInput, Form()],
    session: Writing,
    visitor: Themself,
    now: Now,
    person_id: UUID,
) -> RedirectResponse:
    """Let the team of a chosen worker cover."""
    person = opened(session, visitor, person_id, Look.SHARED, now=now)
    sharing.cover(session, person, form.team_id, now=now)
    return _back(person_id, "#sharing")


@router.post("/shares/{trust_id}/end")
def switch_off(
    session: Writing,
    visitor: Themself,
    now: Now,
    person_id: UUID,
    trust_id: UUID,
) -> RedirectResponse:
    """Switch somebody's access off, at once."""
    person = opened(session, visitor, person_id, Look.SHARED, now=now)
    sharing.end(session, person, trust_id, now=now)
    return _back(person_id, "#sharing")


def _back(person_id: UUID, where: str) -> RedirectResponse:
    return RedirectResponse(f"/people/{person_id}/data{where}", status_code=303)


# --- erasing -------------------------------------------------------------------------


@router.get("/erase")
def before_erasing(
    request: Request,
    session: Reading,
    visitor: Themself,
    settings: CurrentSettings,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """What would go, before one press does it."""
    person = person_for(session, visitor, person_id, now=now)
    return page(
        request,
        "their_data/erase.html",
        person=person,
        goes=forgetting.what_goes(session, person_id),
        settings=settings,
        is_sqlite=request.app.state.engine.dialect.name == "sqlite",
    )


@router.post("/erase")
def erase(
    request: Request,
    session: Reading,
    visitor: Themself,
    settings: CurrentSettings,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """Erase everything, and say exactly what went.

    Answers itself instead of leading on: there is no page of theirs left, and nobody
    is signed in. A worker whose screen it was signs in again.
    """
    person_for(session, visitor, person_id, now=now)
    session.rollback()  # SQLite's file can only be emptied when nobody reads it
    forgotten = forgetting.erase(request.app.state.engine, settings, person_id)
    if forgotten is None:
        raise NotFound("That page is not here any more.")
    request.state.visitor = STRANGER
    answer = page(
        request, "their_data/gone.html", forgotten=forgotten, settings=settings
    )
    forget_signed_in(answer)
    return answer
