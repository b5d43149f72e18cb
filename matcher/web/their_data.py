"""Everything kept about a person, at ``/people/{person_id}/data``: read, taken along.

Somebody who works here may read it too, but for what is private, and take a copy; both
are noted. What the person decides of it stands in ``their_choices``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import jinja2
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from matcher import people
from matcher.access import Visitor
from matcher.db import writing
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
from matcher.people.understanding import understandings_of
from matcher.taking import Taking
from matcher.their_data import consenting, exporting, sharing
from matcher.their_data.columns import COLUMNS
from matcher.web.deps import (
    CurrentLexicon,
    CurrentSettings,
    Environment,
    Now,
    Reading,
    SomebodyKnown,
    Today,
)
from matcher.web.pages import page
from matcher.web.people.opening import looked, opened

router = APIRouter(prefix="/people/{person_id}/data")

LOOKS_SHOWN = 30
"""Lines of the access log on the page; the whole of it is in the export."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One phrase, and how it was taken."""

    phrase: Phrase
    taking: Taking


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
    phrases = people.phrases_of(session, person)
    said = understandings_of(session, person)
    takings = people.takings_of(phrases, said, lexicon)
    return [Said(phrase=phrase, taking=takings[phrase.id]) for phrase in phrases]


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
