"""A person's own way in: a card with a code, and the word that opens the rest.

A code from a QR is opened by a press, not by looking: programs that peek at links open
nothing. The pages that a card opens say in title and head nothing of what they are.
"""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from matcher.access import Visitor, person_for
from matcher.accounts import cards, sign_ins
from matcher.db import writing
from matcher.errors import BadInput, NotAllowed, NotFound, SignInFirst
from matcher.models import Look, Person
from matcher.web.cookies import set_signed_in
from matcher.web.deps import (
    Anyone,
    CurrentSettings,
    Now,
    Reading,
    SomebodyKnown,
    Writing,
)
from matcher.web.inputs import Input, Line, Secret
from matcher.web.pages import page
from matcher.web.people.opening import looked, opened
from matcher.web.taking_away import qr
from matcher.web.tries import CountedTries, FromWhere, Tries

router = APIRouter(include_in_schema=False)

TRIED = "card code"
"""What is counted when codes are typed."""


class CodeInput(Input):
    """The code of a card, as typed."""

    code: Line


class WordInput(Input):
    """The word that opens the whole page."""

    word: Secret


@router.get("/card")
def ask_code(request: Request) -> HTMLResponse:
    """A place to type the code of a card."""
    return _ask_code(request, "")


@router.post("/card", response_model=None)
def type_code(
    request: Request,
    session: Writing,
    visitor: Anyone,
    typed: Annotated[CodeInput, Form()],
    tries: CountedTries,
    where: FromWhere,
    now: Now,
) -> Response:
    """Open the list of the card with this code."""
    return _opened(request, session, visitor, typed.code, tries, where, now=now)


@router.get("/c/{code}")
def ask_press(request: Request, code: str) -> HTMLResponse:
    """Where the QR of a card leads: one button. Says nothing of whether it works."""
    read = cards.read_code(code)
    if read is None:
        return _ask_code(request, cards.NOT_A_CARD, status=404)
    return page(request, "cards/press.html", code=read)


@router.post("/c/{code}", response_model=None)
def press(
    request: Request,
    session: Writing,
    visitor: Anyone,
    code: str,
    tries: CountedTries,
    where: FromWhere,
    now: Now,
) -> Response:
    """Open the list of the card whose QR led here."""
    return _opened(request, session, visitor, code, tries, where, now=now)


@router.get("/card/word", response_model=None)
def ask_word(
    request: Request, session: Reading, visitor: SomebodyKnown, now: Now
) -> Response:
    """A place to say the word that opens the rest."""
    if not visitor.is_person:
        return RedirectResponse("/people", status_code=303)
    if visitor.whole_page:
        return RedirectResponse(f"/people/{visitor.person_id}", status_code=303)
    person = _own(session, visitor, now=now)
    return page(
        request, "cards/word.html", person=person, problem="", tries_left=None,
        is_locked=cards.is_locked(person, now=now),
    )  # fmt: skip


@router.post("/card/word", response_model=None)
def say_word(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    said: Annotated[WordInput, Form()],
    now: Now,
) -> Response:
    """Open the whole page, or count a wrong word."""
    person = _own(session, visitor, now=now)
    is_right = cards.is_word_of(person, said.word)
    session.rollback()
    with writing(request.app.state.engine) as own:
        spoken = cards.open_rest(
            own, visitor.sign_in_id or "", is_right=is_right, now=now
        )
    if spoken.value is not None:
        answer = RedirectResponse(f"/people/{visitor.person_id}", status_code=303)
        set_signed_in(answer, spoken.value)
        return answer
    person = _own(session, visitor, now=now)
    return page(
        request, "cards/word.html", status=422, person=person, problem="wrong",
        tries_left=spoken.tries_left, is_locked=spoken.tries_left == 0,
    )  # fmt: skip


@router.get("/people/{person_id}/card")
def show(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """The person's cards and their word: make, switch off, choose."""
    person = looked(request, session, visitor, person_id, now=now)
    return _cards_page(request, session, person, problem="")


@router.post("/people/{person_id}/card/make")
def make(
    request: Request,
    session: Writing,
    settings: CurrentSettings,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """A new card, to be printed or copied now: its code is never shown again.

    So this answers with the page itself, not with a way to it.
    """
    person = opened(session, visitor, person_id, Look.CHANGED, now=now)
    code = cards.make(session, person, now=now)
    address = f"{settings.base_url}/c/{code}"
    return page(
        request,
        "cards/made.html",
        person=person,
        code=cards.in_fours(code),
        qr=qr(address),
        address=f"{urlsplit(settings.base_url).netloc}/card",
    )


@router.post("/people/{person_id}/card/word", response_model=None)
def choose_word(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    chosen: Annotated[WordInput, Form()],
    now: Now,
    person_id: UUID,
) -> Response:
    """Keep the word that opens the whole page from a card: theirs alone to choose."""
    if not visitor.is_person:
        person_for(session, visitor, person_id, now=now)
        raise NotAllowed("Only they choose their word. Hand the screen over first.")
    person = looked(request, session, visitor, person_id, now=now)
    try:
        word_hash = cards.word_to_keep(person, chosen.word)
    except BadInput as problem:
        return _cards_page(request, session, person, problem=problem.sentence)
    session.rollback()
    with writing(request.app.state.engine) as own:
        person = opened(own, visitor, person_id, Look.CHANGED, now=now)
        cards.choose_word(own, person, word_hash)
        return _back_to_cards(own, visitor, person, now=now)


@router.post("/people/{person_id}/card/told")
def was_told(
    session: Writing, visitor: SomebodyKnown, now: Now, person_id: UUID
) -> Response:
    """They have read that wrong words were tried."""
    person = opened(session, visitor, person_id, Look.CHANGED, now=now)
    cards.was_told(session, person, now=now)
    return RedirectResponse(f"/people/{person_id}/card", status_code=303)


@router.post("/people/{person_id}/card/{card_id}/off")
def switch_off(
    session: Writing,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
    card_id: UUID,
) -> Response:
    """Switch a card off for good, at once."""
    person = opened(session, visitor, person_id, Look.CHANGED, now=now)
    cards.revoke(session, person, card_id, now=now)
    return _back_to_cards(session, visitor, person, now=now)


def _opened(
    request: Request,
    session: Session,
    visitor: Visitor,
    typed: str,
    tries: Tries,
    where: str,
    *,
    now: Now,
) -> Response:
    """The list of a card; wrong codes are counted by where they come from."""
    tries.check(TRIED, where)
    try:
        value = cards.open_list(session, typed, now=now)
    except NotFound as problem:
        tries.count(TRIED, where)
        return _ask_code(request, problem.sentence, typed=typed, status=404)
    if visitor.sign_in_id:
        sign_ins.end(session, visitor.sign_in_id)
    answer = RedirectResponse("/list", status_code=303)
    set_signed_in(answer, value)
    return answer


def _back_to_cards(
    session: Session, visitor: Visitor, person: Person, *, now: Now
) -> Response:
    """Back to the cards; the person's own browser, signed out with the others by the
    change, is signed in anew."""
    answer = RedirectResponse(f"/people/{person.id}/card", status_code=303)
    if visitor.is_person and not visitor.handed_over:
        value = sign_ins.begin(session, now=now, person_id=person.id, whole_page=True)
        set_signed_in(answer, value)
    return answer


def _cards_page(
    request: Request, session: Session, person: Person, *, problem: str
) -> HTMLResponse:
    return page(
        request,
        "cards/cards.html",
        status=422 if problem else 200,
        person=person,
        cards=cards.cards_of(session, person),
        problem=problem,
    )


def _ask_code(
    request: Request, problem: str, *, typed: str = "", status: int = 200
) -> HTMLResponse:
    return page(request, "cards/open.html", status=status, problem=problem, typed=typed)


def _own(session: Session, visitor: Visitor, *, now: Now) -> Person:
    if visitor.person_id is None or visitor.handed_over:
        raise SignInFirst("Open your list with your card first.")
    return person_for(session, visitor, visitor.person_id, now=now)
