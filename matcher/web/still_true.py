"""Pages for who has no account: is it still true, and what visitors tell of a listing.

Opening a mail's link shows buttons and changes nothing, so that programs that follow
links confirm nothing. Nothing says who told something.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from matcher.errors import BadInput
from matcher.models import RemarkKind
from matcher.partners import checking, correcting, remarks
from matcher.web.deps import CurrentKey, CurrentLexicon, Now, Reading, Today, Writing
from matcher.web.inputs import Input, Line
from matcher.web.pages import page
from matcher.web.shared_form import UNREADABLE
from matcher.web.shown import shown_listing
from matcher.web.tries import CountedTries, FromWhere

router = APIRouter()

Words = Annotated[str, Field(max_length=remarks.LONGEST)]


class PressInput(Input):
    """One press; without a listing it is about all of them."""

    press: Line = ""
    listing: UUID | None = None
    words: Words = ""
    when: Line = ""
    cost: Line = ""
    asked: Line = ""


class TellInput(Input):
    """What somebody tells of a listing."""

    kind: RemarkKind
    words: Words = ""


@router.get("/still-true/{token}")
def open_still_true(
    request: Request,
    token: str,
    session: Reading,
    key: CurrentKey,
    now: Now,
    today: Today,
) -> HTMLResponse:
    """Each listing the mail asks about, with its buttons."""
    found = checking.look(session, key, token, now=now)
    asked = checking.asked_about(session, found)
    return page(
        request,
        "partners/still_true.html",
        asked=asked,
        today=today,
        problem="",
        form=PressInput(),
        asks_once=False,
    )


@router.post("/still-true/{token}", response_model=None)
def press(
    request: Request,
    token: str,
    form: Annotated[PressInput, Form()],
    session: Writing,
    key: CurrentKey,
    lexicon: CurrentLexicon,
    now: Now,
    today: Today,
) -> Response:
    """A press counts once; a second one changes nothing."""
    found = checking.look(session, key, token, now=now)
    asked = checking.asked_about(session, found)
    one = form.listing
    keys = [one] if one else [x.listing.id for x in asked if not x.answer]
    try:
        if one and form.press == checking.CHANGED:
            told = correcting.Corrected(
                when=form.when,
                cost=form.cost,
                besides=UNREADABLE.sub("", form.words).strip(),
                asked=bool(form.asked),
            )
            correcting.correct(
                session, found, one, told, now=now, today=today, lexicon=lexicon
            )
            keys = []
        for listing_id in keys:
            checking.press(
                session,
                found,
                listing_id,
                form.press,
                words=UNREADABLE.sub("", form.words),
                now=now,
                today=today,
            )
    except BadInput as problem:
        session.rollback()
        return page(
            request,
            "partners/still_true.html",
            status=422,
            asked=asked,
            today=today,
            problem=problem.sentence,
            form=form,
            asks_once=isinstance(problem, correcting.NamedElsewhere),
        )
    left = [x for x in asked if not x.answer and x.listing.id != one]
    at = f"#listing-{one}" if one and left else ""
    return RedirectResponse(f"/still-true/{token}{at}", status_code=303)


@router.get("/opportunities/{listing_id}/tell")
def open_tell(
    request: Request, listing_id: UUID, session: Reading, today: Today
) -> HTMLResponse:
    """That it has changed, or that it did not feel safe or welcome."""
    listing = shown_listing(session, listing_id, today)
    return page(request, "partners/tell.html", listing=listing, problem="", kind="")


@router.post("/opportunities/{listing_id}/tell", response_model=None)
def tell(
    request: Request,
    listing_id: UUID,
    form: Annotated[TellInput, Form()],
    session: Writing,
    tries: CountedTries,
    where: FromWhere,
    now: Now,
    today: Today,
) -> Response:
    """Keep what was told, without who."""
    tries.count("tell from", where)
    listing = shown_listing(session, listing_id, today)
    try:
        _tell(session, listing_id, form, now)
    except BadInput as problem:
        session.rollback()
        return page(
            request,
            "partners/tell.html",
            status=422,
            listing=listing,
            problem=problem.sentence,
            kind=form.kind,
        )
    to = "?to=lead" if form.kind == RemarkKind.UNSAFE else ""
    return RedirectResponse(f"/opportunities/{listing_id}/told{to}", status_code=303)


def _tell(session: Session, listing_id: UUID, form: TellInput, now: Now) -> None:
    words = UNREADABLE.sub("", form.words)
    remarks.tell(session, listing_id, form.kind, words, now=now)


@router.get("/opportunities/{listing_id}/told")
def told(
    request: Request,
    listing_id: UUID,
    session: Reading,
    today: Today,
    to: str = "",
) -> HTMLResponse:
    """Thank you; and what happens now."""
    listing = shown_listing(session, listing_id, today)
    return page(request, "partners/told.html", listing=listing, to_a_lead=to == "lead")
