"""Letters in the browser: read here, choose, stop, say yes; preview; what went wrong.

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

from catalogue.opportunities import keeping, listings
from matcher.access import Visitor
from matcher.digests import loading, subscribing
from matcher.digests.addresses import (
    choices_address,
    letter_of,
    recipient_of,
    ways_of,
)
from matcher.digests.composing import (
    ForPartner,
    ForPerson,
    ForWorker,
    content_for_person,
    letter_for_person,
    thing_of,
)
from matcher.digests.subscribing import GONE, PAUSES, Reader, reader_of
from matcher.digests.writers import Writer, occasion_of, writer_for
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.keys import claimed_id, id_of
from matcher.models import (
    Card,
    ConsentTo,
    Letter,
    LetterListing,
    Look,
    Person,
    RecipientKind,
)
from matcher.settings import Settings
from matcher.their_data.consenting import said_yes
from matcher.web.deps import (
    Anyone,
    CurrentKey,
    CurrentSettings,
    Environment,
    Now,
    Reading,
    SomebodyKnown,
    Today,
    Writing,
)
from matcher.web.inputs import Input, Line
from matcher.web.pages import page
from matcher.web.people.opening import looked, opened
from matcher.web.their_data import wordings

router = APIRouter()


class ChoicesInput(Input):
    """How letters come."""

    weekday: int = 0
    fewer: bool = False
    shared_inbox: bool = False


class PauseInput(Input):
    """For how many weeks none comes."""

    weeks: int


class AskInput(Input):
    """The first yes: where letters go, on which day, and what stands in them."""

    email: Line = ""
    weekday: int = 0
    shared_inbox: bool = False
    own_words: bool = False
    counted: bool = False


# --- read it here --------------------------------------------------------------------


@router.get("/letter/{token}")
def read_here(
    request: Request,
    session: Reading,
    visitor: Anyone,
    settings: CurrentSettings,
    key: CurrentKey,
    today: Today,
    now: Now,
    token: str,
) -> HTMLResponse:
    """A letter, as what stood in it is today."""
    letter = _letter(session, key, token)
    writer = writer_for(settings)
    if letter.recipient_kind is RecipientKind.PERSON:
        return _persons_letter(request, session, visitor, letter, writer, today)
    values = writer.values(session, letter, now=now)
    if isinstance(values, ForPartner):
        return _partners_letter(request, session, letter, writer, token, today)
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
    if occasion.startswith(loading.NOTICE):
        gone = UUID(occasion.removeprefix(loading.NOTICE))
        values = loading.for_notice(session, person, gone, ways, today=today)
    else:
        values = loading.as_it_was(
            session, letter, person, ways, lexicon=writer.lexicon, today=today
        )
    return page(
        request, "letters/letter.html", **_content(session, writer, values), ways=ways
    )


def _content(session: Session, writer: Writer, values: ForPerson) -> dict[str, Any]:
    return content_for_person(values, writer.press(session))


def _wants_card(session: Session, person: Person, visitor: Visitor) -> bool:
    """Whether others read the mail, and only the person's card opens what it holds."""
    chosen = reader_of(session, person.id).chosen
    if chosen is None or not chosen.shared_inbox or visitor.person_id == person.id:
        return False
    live = select(Card.id).where(
        Card.person_id == person.id, col(Card.revoked_at).is_(None)
    )
    return session.exec(live).first() is not None


def _partners_letter(
    request: Request,
    session: Session,
    letter: Letter,
    writer: Writer,
    token: str,
    today: Today,
) -> HTMLResponse:
    press = writer.press(session)
    asked = listings(session, _asked_in(session, letter))
    return page(
        request,
        "letters/partner.html",
        token=token,
        ways=writer.ways(letter),
        things=[
            (thing_of(one, press, today), one.draft.assured_on == today)
            for one in asked
        ],
    )


@router.post("/letter/{token}/still-right/{listing_id}")
def still_right(
    session: Writing, key: CurrentKey, today: Today, token: str, listing_id: UUID
) -> RedirectResponse:
    """A partner's press: this is still true. Only what the letter asked about."""
    letter = _letter(session, key, token)
    is_partners = letter.recipient_kind is RecipientKind.PARTNER
    if not is_partners or listing_id not in _asked_in(session, letter):
        raise NotFound(GONE)
    keeping.confirm(session, [listing_id], today=today)
    return RedirectResponse(f"/letter/{token}#listing-{listing_id}", status_code=303)


def _asked_in(session: Session, letter: Letter) -> list[UUID]:
    return list(
        session.exec(
            select(LetterListing.opportunity_id)
            .where(LetterListing.letter_id == letter.id)
            .order_by(col(LetterListing.position))
        )
    )


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
        paused_until=_pause_of(reader, today),
        pauses=PAUSES,
    )


def _pause_of(reader: Reader, today: Today) -> Any:
    until = reader.chosen.paused_until if reader.chosen else None
    return until if until and until > today else None


# --- on the person's page ------------------------------------------------------------


@router.get("/people/{person_id}/letters")
def letters_of(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    settings: CurrentSettings,
    key: CurrentKey,
    today: Today,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """Whether letters come, and every letter that was."""
    person = looked(request, session, visitor, person_id, now=now)
    return _letters_page(request, session, visitor, person, settings, key, today)


@router.post("/people/{person_id}/letters", response_model=None)
def ask(
    request: Request,
    form: Annotated[AskInput, Form()],
    session: Writing,
    visitor: SomebodyKnown,
    settings: CurrentSettings,
    key: CurrentKey,
    pages: Environment,
    today: Today,
    now: Now,
    person_id: UUID,
) -> RedirectResponse | HTMLResponse:
    """The first yes, in the person's own hands; a mail asks for the second one."""
    if not visitor.is_person:
        raise NotAllowed(
            "A letter is for the person to say yes to. Hand over the screen first."
        )
    person = opened(session, visitor, person_id, Look.CHANGED, now=now)
    said = wordings(pages)
    try:
        subscribing.ask(
            session,
            person,
            email=form.email,
            weekday=form.weekday,
            shared_inbox=form.shared_inbox,
            wording=said[ConsentTo.WEEKLY_LETTER],
            now=now,
        )
    except BadInput as problem:
        session.rollback()
        person = session.get_one(Person, person_id)
        return _letters_page(
            request, session, visitor, person, settings, key, today,
            problem=problem.sentence, email=form.email,
        )  # fmt: skip
    person.words_in_letters = form.own_words
    subscribing.be_counted(
        session,
        person,
        counted=form.counted,
        wording=said[ConsentTo.COPY_TO_WORKER],
        now=now,
    )
    return RedirectResponse(f"/people/{person_id}/letters", status_code=303)


@router.get("/people/{person_id}/letters/preview")
def preview(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    settings: CurrentSettings,
    today: Today,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """The letter as it would be today, for the person and whoever is with them."""
    person = looked(request, session, visitor, person_id, now=now)
    writer = writer_for(settings)
    ways = ways_of(writer.desk.base_url, writer.desk.key, person_id, person_id)
    values = loading.for_person(
        session, person, ways, lexicon=writer.lexicon, today=today
    )
    press = writer.press(session)
    letter = letter_for_person(values, press)
    return page(
        request,
        "letters/preview.html",
        person=person,
        subject=letter.subject if letter else "",
        sender=writer.desk.sender.display_name or writer.desk.sender.domain,
        **content_for_person(values, press),
    )


def _letters_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    person: Person,
    settings: Settings,
    key: bytes,
    today: Today,
    *,
    problem: str = "",
    email: str = "",
) -> HTMLResponse:
    reader = reader_of(session, person.id)
    query = (
        select(Letter)
        .where(Letter.person_id == person.id)
        .order_by(col(Letter.planned_at).desc(), col(Letter.id))
    )
    writer = writer_for(settings)
    return page(
        request,
        "letters/person.html",
        status=422 if problem else 200,
        person=person,
        own=visitor.is_person,
        reader=reader,
        counted=said_yes(session, person.id, ConsentTo.COPY_TO_WORKER),
        paused_until=_pause_of(reader, today),
        choices_at=choices_address("", key, person.id),
        letters=[
            (one, writer.ways(one).read_here.removeprefix(writer.desk.base_url))
            for one in session.exec(query)
        ],
        problem=problem,
        email=email or person.email or "",
    )
