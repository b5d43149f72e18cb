"""Opening a listing inside a service to its neighbours: three ideas, three lines.

Ideas are offered by a press that does something else (``offered``), because looking
at a page changes nothing.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from catalogue.activities import Lexicon
from catalogue.outward import LONGEST_ANSWER, NotSaidYet, answers_of, ideas_for
from matcher.access import Visitor
from matcher.errors import BadInput, marked
from matcher.partners import opening
from matcher.partners.conversation import Said
from matcher.partners.drafting import must_wait
from matcher.web.deps import CurrentLexicon, Keeper, Now, Reading, Writing
from matcher.web.inputs import Input, Readable
from matcher.web.pages import page

router = APIRouter(prefix="/listings/{listing_id}/outward")

Answer = Annotated[Readable, Field(max_length=LONGEST_ANSWER)]

NOT_SAID = marked("Say what is open, to whom and when, each in a few words of its own.")


class OutwardInput(Input):
    """What is open, to whom and when."""

    what_is_open: Answer = ""
    to_whom: Answer = ""
    when: Answer = ""


def offered(
    session: Session, visitor: Visitor, key: UUID, *, now: datetime
) -> Response | None:
    """The way to the ideas, the first time; else None."""
    if not opening.offer(session, visitor, key, now=now):
        return None
    return RedirectResponse(f"/listings/{key}/outward", status_code=303)


@router.get("")
def open_ideas(
    request: Request,
    listing_id: UUID,
    visitor: Keeper,
    session: Reading,
    lexicon: CurrentLexicon,
) -> HTMLResponse:
    """The ideas, and the lines to say it."""
    return _page(request, session, visitor, listing_id, lexicon)


def _page(
    request: Request,
    session: Session,
    visitor: Visitor,
    listing_id: UUID,
    lexicon: Lexicon,
    *,
    typed: OutwardInput | None = None,
    problem: str = "",
) -> HTMLResponse:
    listing = opening.opened_by(session, visitor, listing_id)
    answers = typed.model_dump() if typed else answers_of(listing.draft.outward_note)
    return page(
        request,
        "partners/outward.html",
        status=422 if problem else 200,
        listing=listing,
        ideas=ideas_for(listing.draft, lexicon),
        fields=Said(fields={name: [said] for name, said in answers.items()}),
        waits=must_wait(session, visitor.organization_id),
        problem=problem,
    )


@router.post("", response_model=None)
def open_outwards(
    request: Request,
    listing_id: UUID,
    form: Annotated[OutwardInput, Form()],
    visitor: Keeper,
    session: Writing,
    lexicon: CurrentLexicon,
    now: Now,
) -> Response:
    """It is open from now on, or once somebody has looked."""
    try:
        is_shown = opening.open_outwards(
            session, visitor, listing_id, form.model_dump(), now=now, lexicon=lexicon
        )
    except (NotSaidYet, BadInput) as problem:
        session.rollback()
        sentence = NOT_SAID if isinstance(problem, NotSaidYet) else problem.sentence
        return _page(
            request, session, visitor, listing_id, lexicon, typed=form, problem=sentence
        )
    at = at_home(listing_id) if is_shown else "/listings#begun"
    return RedirectResponse(at, status_code=303)


@router.post("/not-for-us")
def not_for_us(
    listing_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """They would rather not; nobody asks again."""
    opening.not_for_us(session, visitor, listing_id, now=now)
    return RedirectResponse(at_home(listing_id), status_code=303)


def at_home(listing_id: UUID) -> str:
    """Where a listing stands among those of whoever keeps it."""
    return f"/listings?at={listing_id}#listing-{listing_id}"
