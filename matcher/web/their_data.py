"""Everything kept about a person, at ``/people/{person_id}/data``.

The person reads it, takes it along, says who sees it and what it is for, and erases
it. Somebody who works here may read it, but for what is private, and take a copy; both
are noted. What is kept and for whom is for the person to decide: those routes want the
screen in their own hands (``theirs_to_do``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

import jinja2
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BeforeValidator
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from matcher import people
from matcher.access import STRANGER, Visitor, person_for
from matcher.db import writing
from matcher.errors import NotAllowed, NotFound
from matcher.models import (
    AccessEvent,
    Card,
    ConsentTo,
    Introduction,
    Look,
    Mail,
    Person,
    Phrase,
)
from matcher.people import Taking
from matcher.people.understanding import understandings_of
from matcher.their_data import consenting, exporting, forgetting, sharing
from matcher.their_data.columns import COLUMNS
from matcher.web.cookies import forget_signed_in
from matcher.web.deps import (
    LONDON,
    CurrentLexicon,
    CurrentSettings,
    Environment,
    Now,
    Reading,
    SomebodyKnown,
    Today,
    Writing,
)
from matcher.web.inputs import Input
from matcher.web.pages import page
from matcher.web.people.opening import looked, opened

router = APIRouter(prefix="/people/{person_id}/data")

LOOKS_SHOWN = 30
"""Lines of the access log on the page; the whole of it is in the export."""


class ConsentInput(Input):
    """A yes or a no to one purpose."""

    purpose: ConsentTo
    given: bool


class ShareInput(Input):
    """A worker to let in; until the end of a day, for one of another service."""

    account_id: UUID
    until: Annotated[date | None, BeforeValidator(lambda text: text or None)] = None


class CoverInput(Input):
    """The team that may cover."""

    team_id: UUID


@dataclass(frozen=True, kw_only=True)
class Said:
    """One phrase, and how it was taken."""

    phrase: Phrase
    taking: Taking


def theirs_to_do(visitor: SomebodyKnown) -> Visitor:
    """The person, with their whole page open; raises ``NotAllowed`` for others."""
    if not visitor.is_person or not visitor.whole_page:
        raise NotAllowed(
            "Only the person can do this, with their whole page open or the screen"
            " in their own hands."
        )
    return visitor


Themself = Annotated[Visitor, Depends(theirs_to_do)]


# --- reading -------------------------------------------------------------------------


@router.get("")
def show(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    settings: CurrentSettings,
    pages: Environment,
    lexicon: CurrentLexicon,
    today: Today,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """Everything that is kept, in plain words, and what can be done with it."""
    person = looked(request, session, visitor, person_id, now=now)
    own = visitor.is_person
    return page(
        request,
        "their_data/page.html",
        person=person,
        own=own,
        settings=settings,
        words=_words(session, person, lexicon),
        chosen=sorted(people.chosen_by(session, person)),
        avoided=people.avoided_by(session, person, visitor) if own else None,
        introductions=_introductions(session, person),
        wordings=wordings(pages),
        consents=consenting.consents_of(session, person_id),
        standing=consenting.standing(session, person_id),
        mails=_mails(session, person),
        **_looks(session, person),
        **_sharing(session, person, today=today, now=now),
    )


def _words(session: Session, person: Person, lexicon: Lexicon) -> list[Said]:
    said = understandings_of(session, person)
    return [
        Said(
            phrase=phrase,
            taking=people.taking_of(phrase, said.get(phrase.id, ()), lexicon),
        )
        for phrase in people.phrases_of(session, person)
    ]


def _introductions(session: Session, person: Person) -> list[tuple[str, Introduction]]:
    """What is on the list, what was taken off within the hour too, by title."""
    query = (
        select(Introduction)
        .where(Introduction.person_id == person.id)
        .order_by(col(Introduction.position), col(Introduction.id))
    )
    rows = session.exec(query).all()
    found = opportunities.listings(session, [row.opportunity_id for row in rows])
    titles = {listing.id: listing.draft.title for listing in found}
    return [(titles.get(row.opportunity_id, ""), row) for row in rows]


def _mails(session: Session, person: Person) -> list[Mail]:
    query = (
        select(Mail)
        .where(Mail.person_id == person.id)
        .order_by(col(Mail.created_at).desc(), col(Mail.id))
    )
    return list(session.exec(query))


def _looks(session: Session, person: Person) -> dict[str, Any]:
    query = (
        select(AccessEvent)
        .where(AccessEvent.person_id == person.id)
        .order_by(col(AccessEvent.at).desc(), col(AccessEvent.id))
    )
    looks = session.exec(query).all()
    return {
        "looks": looks[:LOOKS_SHOWN],
        "more_looks": max(0, len(looks) - LOOKS_SHOWN),
    }


def _sharing(
    session: Session, person: Person, *, today: date, now: datetime
) -> dict[str, Any]:
    shares = sharing.let_in(session, person.id, now=now)
    live_card = select(Card).where(
        Card.person_id == person.id, col(Card.revoked_at).is_(None)
    )
    return {
        "shares": shares,
        "alone": len(shares) < 2,
        "has_card": session.exec(live_card).first() is not None,
        "choices": sharing.choices(session, person.id, now=now),
        "usual_day": (today + sharing.USUAL_VISIT).isoformat(),
        "days": (
            today.isoformat(),
            (today + sharing.LONGEST_VISIT - timedelta(days=1)).isoformat(),
        ),
    }


def wordings(pages: jinja2.Environment) -> dict[ConsentTo, str]:
    """What may be said yes to here, in the very words that stand on the screen."""
    said = pages.get_template("their_data/wordings.html").module
    return {
        purpose: str(getattr(said, purpose.value)()).strip()
        for purpose in consenting.FREE_TO_CHANGE
    }


@router.get("/all")
def show_all(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
) -> HTMLResponse:
    """Every line that is kept, to be read or printed."""
    person, tables = _exported(request, session, visitor, person_id, now)
    return page(
        request,
        "their_data/all.html",
        person=person,
        own=visitor.is_person,
        tables=tables,
        made_at=now,
        columns=_reasons(),
    )


def _reasons() -> Mapping[str, list[tuple[str, str]]]:
    """Why each table's columns are held and how long, each reason once."""
    return {
        table: list(
            dict.fromkeys(
                (held.purpose.value, held.kept.value) for held in columns.values()
            )
        )
        for table, columns in COLUMNS.items()
    }


@router.get("/export.json")
def export(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
) -> JSONResponse:
    """Every line that is kept, as a file."""
    _person, tables = _exported(request, session, visitor, person_id, now)
    return JSONResponse(
        exporting.as_json(tables, now=now),
        headers={"Content-Disposition": 'attachment; filename="my-page.json"'},
    )


def _exported(
    request: Request,
    session: Session,
    visitor: Visitor,
    person_id: UUID,
    now: datetime,
) -> tuple[Person, tuple[exporting.HeldTable, ...]]:
    """All that is kept, noted first, so that the copy holds its own line too."""
    session.rollback()  # SQLite: no reader of ours may wait for our own writer
    with writing(request.app.state.engine) as own:
        opened(own, visitor, person_id, Look.EXPORTED, now=now)
    tables = exporting.everything(session, person_id, for_themself=visitor.is_person)
    return session.get_one(Person, person_id), tables


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
    answer = page(request, "their_data/gone.html", forgotten=forgotten)
    forget_signed_in(answer)
    return answer
