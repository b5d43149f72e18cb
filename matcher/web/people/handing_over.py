""" "Sam's turn": the worker's screen in the person's hands, and taken back.

Both change what the sign-in may do, so both give the browser a new cookie, and ask it
to drop what it keeps of the pages before.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from matcher.access import Visitor
from matcher.accounts import handing_over
from matcher.db import writing
from matcher.errors import BadInput, NotAllowed
from matcher.models import Look
from matcher.web.cookies import forget_signed_in, set_signed_in
from matcher.web.deps import Now, Reading, SomebodyKnown, Worker, Writing
from matcher.web.pages import page
from matcher.web.people.given import read_given
from matcher.web.people.opening import opened
from matcher.web.together import Posted

router = APIRouter()


@router.get("/people/{person_id}/hand-over")
def ask(
    request: Request, session: Writing, visitor: Worker, now: Now, person_id: UUID
) -> HTMLResponse:
    """What handing over does; the first time also the four digits to take it back."""
    person = opened(session, visitor, person_id, Look.LOOKED, now=now)
    return page(
        request,
        "people/hand_over.html",
        person=person,
        has_code=_has_code(session, visitor),
        problem="",
    )


@router.post("/people/{person_id}/hand-over", response_model=None)
def hand_over(
    request: Request,
    session: Writing,
    visitor: Worker,
    fields: Posted,
    now: Now,
    person_id: UUID,
) -> Response:
    """Give the screen to the person; a code that is chosen now is kept first."""
    person = opened(session, visitor, person_id, Look.LOOKED, now=now)
    given = read_given(fields, {"code": 8, "again": 8})
    account_id, sign_in_id = _known(visitor)
    has_code = handing_over.has_code(session, account_id)
    if given.one("code") and not has_code:
        problem = _problem(given.one("code"), given.one("again"))
        if problem:
            return page(
                request, "people/hand_over.html", status=422, person=person,
                has_code=False, problem=problem,
            )  # fmt: skip
        handing_over.choose_code(session, account_id, given.one("code"))
    elif not has_code:
        return RedirectResponse(f"/people/{person_id}/hand-over", status_code=303)
    value = handing_over.hand_over(session, sign_in_id, person)
    return _with_cookie(f"/people/{person_id}", value)


@router.get("/take-back")
def ask_for_the_code(request: Request, visitor: SomebodyKnown) -> HTMLResponse:
    """Four digits, typed by whoever handed the screen over."""
    _only_handed_over(visitor)
    return page(request, "people/take_back.html", problem="")


@router.post("/take-back", response_model=None)
def take_back(
    request: Request, session: Reading, visitor: SomebodyKnown, fields: Posted
) -> Response:
    """The screen back in the worker's hands; after five wrong codes, in nobody's."""
    _only_handed_over(visitor)
    code = read_given(fields, {"code": 8}).one("code")
    sign_in_id, person_id = visitor.sign_in_id or "", visitor.person_id
    is_right = handing_over.is_code_of(session, sign_in_id, code)
    session.rollback()
    with writing(request.app.state.engine) as own:
        value = handing_over.take_back(own, sign_in_id, is_right=is_right)
        still_in = handing_over.is_signed_in(own, sign_in_id)
    if value is not None:
        return _with_cookie(f"/people/{person_id}", value)
    if still_in:
        return page(request, "people/take_back.html", status=422, problem="wrong")
    answer = RedirectResponse("/sign-in", status_code=303)
    forget_signed_in(answer)
    return answer


def _problem(code: str, again: str) -> str:
    """Which sentence the page says: ``digits``, ``differ`` or none."""
    if not handing_over.CODE.fullmatch(code):
        return "digits"
    return "" if code == again else "differ"


def _has_code(session: Writing, visitor: Visitor) -> bool:
    return handing_over.has_code(session, _known(visitor)[0])


def _known(visitor: Visitor) -> tuple[UUID, str]:
    if visitor.account_id is None or visitor.sign_in_id is None:
        raise BadInput("Only a screen that somebody signed in can be handed over.")
    return visitor.account_id, visitor.sign_in_id


def _only_handed_over(visitor: Visitor) -> None:
    if not visitor.handed_over:
        raise NotAllowed("This screen is not handed over, so it can't be taken back.")


def _with_cookie(address: str, value: str) -> RedirectResponse:
    answer = RedirectResponse(address, status_code=303)
    set_signed_in(answer, value)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
