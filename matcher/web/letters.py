"""Letters by their own links: read here, choose, pause, stop, say yes.

What a letter's own link opens needs no sign-in and no cookie: a token opens one letter,
or the choices of whoever gets it. Looking changes nothing, whoever looks: mail programs
open links by themselves. A press does.
"""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from matcher.access import Visitor
from matcher.digests import loading, subscribing, told
from matcher.digests.addresses import (
    choices_address,
    letter_of,
    recipient_of,
)
from matcher.digests.composing import (
    ForWorker,
    content_for_person,
)
from matcher.digests.subscribing import GONE, PAUSES, Reader, reader_of
from matcher.digests.writers import Writer, occasion_of, writer_for
from matcher.errors import BadInput, NotFound
from matcher.keys import claimed_id, id_of
from matcher.models import (
    Card,
    Letter,
    Person,
    RecipientKind,
)
from matcher.web.deps import (
    Anyone,
    CurrentKey,
    CurrentSettings,
    Now,
    Reading,
    Today,
    Writing,
)
from matcher.web.inputs import Input
from matcher.web.language import language_of
from matcher.web.pages import page

router = APIRouter()


class ChoicesInput(Input):
    """How letters come."""

    weekday: int = 0
    fewer: bool = False
    shared_inbox: bool = False


class PauseInput(Input):
    """For how many weeks none comes."""

    weeks: int


# --- read it here --------------------------------------------------------------------


@router.get("/letter/{token}", response_model=None)
def read_here(
    request: Request,
    session: Reading,
    visitor: Anyone,
    settings: CurrentSettings,
    key: CurrentKey,
    today: Today,
    now: Now,
    token: str,
) -> HTMLResponse | RedirectResponse:
    """A letter, as what stood in it is today; a partner's is its page of buttons."""
    letter = _letter(session, key, token)
    if letter.recipient_kind is RecipientKind.PARTNER:
        return RedirectResponse(f"/still-true/{token}")
    writer = writer_for(settings)
    if letter.recipient_kind is RecipientKind.PERSON:
        return _persons_letter(request, session, visitor, letter, writer, today)
    values = writer.values(session, letter, now=now)
    if not isinstance(values, ForWorker):
        raise NotFound(GONE)
    return page(request, "letters/worker.html", values=values)


def _persons_letter(
    request: Request,
    session: Session,
    visitor: Visitor,
    letter: Letter,
    writer: Writer,
    today: Today,
) -> HTMLResponse:
    person = session.get(Person, letter.recipient_id)
    if person is None:
        raise NotFound(GONE)
    ways = writer.ways(letter)
    if _wants_card(session, person, visitor):
        return page(request, "letters/with_card.html", ways=ways)
    occasion = occasion_of(session, letter)
    if occasion.startswith(told.NOTICE):
        gone = UUID(occasion.removeprefix(told.NOTICE))
        values = loading.for_notice(session, person, gone, ways, today=today)
    else:
        values = loading.as_it_was(
            session, letter, person, ways, lexicon=writer.lexicon, today=today
        )
    press = writer.press(session).for_screens_in(language_of(request))
    return page(
        request, "letters/letter.html", **content_for_person(values, press), ways=ways
    )


def _wants_card(session: Session, person: Person, visitor: Visitor) -> bool:
    """Whether others read the mail, and only the person's card opens what it holds."""
    chosen = reader_of(session, person.id).chosen
    if chosen is None or not chosen.shared_inbox or visitor.person_id == person.id:
        return False
    live = select(Card.id).where(
        Card.person_id == person.id, col(Card.revoked_at).is_(None)
    )
    return session.exec(live).first() is not None


def _letter(session: Session, key: bytes, token: str) -> Letter:
    letter_id = letter_of(key, token)
    letter = session.get(Letter, letter_id) if letter_id else None
    if letter is None:
        raise NotFound(GONE)
    return letter


# --- choosing, without signing in ----------------------------------------------------


@router.get("/letters/{token}")
def show_choices(
    request: Request, session: Reading, key: CurrentKey, today: Today, token: str
) -> HTMLResponse:
    """How letters come, and every way to change it."""
    return _choices_page(request, session, key, token, today)


@router.post("/letters/{token}")
def choose(
    form: Annotated[ChoicesInput, Form()],
    session: Writing,
    key: CurrentKey,
    now: Now,
    token: str,
) -> RedirectResponse:
    """Another day, fewer, or an inbox that others read."""
    subscribing.choose(
        session,
        _recipient(key, token),
        weekday=form.weekday,
        fewer=form.fewer,
        shared_inbox=form.shared_inbox,
        now=now,
    )
    return _back(token)


@router.post("/letters/{token}/pause")
def pause(
    form: Annotated[PauseInput, Form()],
    session: Writing,
    key: CurrentKey,
    today: Today,
    now: Now,
    token: str,
) -> RedirectResponse:
    """None for some weeks."""
    if form.weeks not in PAUSES:
        raise BadInput("Choose one of the pauses on the page.")
    until = today + timedelta(weeks=form.weeks)
    subscribing.pause(
        session, _recipient(key, token), until=until, today=today, now=now
    )
    return _back(token)


@router.post("/letters/{token}/resume")
def resume(session: Writing, key: CurrentKey, now: Now, token: str) -> RedirectResponse:
    """Letters again; nothing is asked twice."""
    subscribing.resume(session, _recipient(key, token), now=now)
    return _back(token)


@router.get("/letters/{token}/stop")
def before_stopping(
    request: Request, session: Reading, key: CurrentKey, token: str
) -> HTMLResponse:
    """One button. Looking stops nothing: mail programs follow links by themselves."""
    reader = reader_of(session, _recipient(key, token))
    return page(request, "letters/stop.html", token=token, stopped=reader.stopped)


@router.post("/letters/{token}/stop")
def stop(
    request: Request, session: Writing, key: CurrentKey, now: Now, token: str
) -> HTMLResponse:
    """No more letters: by the button, or by the mail program's own (RFC 8058).

    Whatever the body says: the address alone is what was promised to be enough.
    """
    subscribing.stop(session, _recipient(key, token), now=now)
    return page(request, "letters/stop.html", token=token, stopped=True)


@router.get("/letters/{token}/yes")
def before_yes(
    request: Request, session: Reading, key: CurrentKey, token: str
) -> HTMLResponse:
    """The second yes, as one button."""
    _by_their_address(session, key, token)
    return page(request, "letters/yes.html", token=token)


@router.post("/letters/{token}/yes")
def say_yes(
    session: Writing, key: CurrentKey, now: Now, token: str
) -> RedirectResponse:
    """Somebody reads this address and wants letters here."""
    person = _by_their_address(session, key, token)
    subscribing.say_yes(session, person.id, now=now)
    return RedirectResponse(choices_address("", key, person.id), status_code=303)


def _by_their_address(session: Session, key: bytes, token: str) -> Person:
    """Whose address a token proves; raises ``NotFound`` when it is theirs no more."""
    claimed = claimed_id(token)
    person = session.get(Person, claimed) if claimed else None
    if person is None or not id_of(key, f"address:{person.email}", token):
        raise NotFound(GONE)
    return person


def _recipient(key: bytes, token: str) -> UUID:
    recipient_id = recipient_of(key, token)
    if recipient_id is None:
        raise NotFound(GONE)
    return recipient_id


def _back(token: str) -> RedirectResponse:
    return RedirectResponse(f"/letters/{token}", status_code=303)


def _choices_page(
    request: Request, session: Session, key: bytes, token: str, today: Today
) -> HTMLResponse:
    reader = reader_of(session, _recipient(key, token))
    return page(
        request,
        "letters/choices.html",
        at=f"/letters/{token}",
        reader=reader,
        paused_until=pause_of(reader, today),
        pauses=PAUSES,
    )


def pause_of(reader: Reader, today: Today) -> Any:
    until = reader.chosen.paused_until if reader.chosen else None
    return until if until and until > today else None
