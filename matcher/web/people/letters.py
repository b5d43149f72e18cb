"""The person's own letters: the first yes, a look before the first one, all that were.

The yes is said here, with the screen in the person's hands; a mail asks for the second.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from matcher.access import Visitor
from matcher.digests import loading, subscribing
from matcher.digests.addresses import (
    choices_address,
    ways_of,
)
from matcher.digests.composing import (
    content_for_person,
    letter_for_person,
)
from matcher.digests.neutral import PREVIEW
from matcher.digests.printing import beginning_of, one_line_of
from matcher.digests.subscribing import reader_of
from matcher.digests.writers import writer_for
from matcher.errors import BadInput, NotAllowed
from matcher.models import (
    ConsentTo,
    Letter,
    Look,
    Person,
)
from matcher.settings import Settings
from matcher.their_data.consenting import said_yes
from matcher.web.deps import (
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
from matcher.web.letters import pause_of
from matcher.web.pages import page
from matcher.web.people.opening import looked, opened
from matcher.web.their_data import wordings

router = APIRouter()


class AskInput(Input):
    """The first yes: where letters go, on which day, and what stands in them."""

    email: Line = ""
    weekday: int = 0
    shared_inbox: bool = False
    own_words: bool = False
    counted: bool = False


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
        begins=beginning_of(one_line_of(letter.text), PREVIEW) if letter else "",
        shared_inbox=values.shared_inbox,
        letters_in=press.language,
        parts=press.desk.pages.get_template("email/parts.html").module,
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
        paused_until=pause_of(reader, today),
        choices_at=choices_address("", key, person.id),
        letters=[
            (one, writer.ways(one).read_here.removeprefix(writer.desk.base_url))
            for one in session.exec(query)
        ],
        problem=problem,
        email=email or person.email or "",
    )
