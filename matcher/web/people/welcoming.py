"""The people of a worker, and a new page for somebody who wants one.

A page may begin on the shared page: what its form holds, and what was saved on the
device, come along once the person has said yes to a page of their own.
"""

from collections.abc import Iterable
from datetime import datetime
from html import unescape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment as Pages
from sqlmodel import Session

from catalogue.activities import Lexicon
from matcher import introductions, people
from matcher.access import Visitor
from matcher.digests import undelivered
from matcher.models import Person
from matcher.their_data import retention
from matcher.web.cookies import set_saved
from matcher.web.deps import (
    CurrentLexicon,
    Environment,
    Now,
    Reading,
    Today,
    Worker,
    Writing,
)
from matcher.web.pages import page
from matcher.web.shared_form import (
    UNREADABLE,
    SharedForm,
    last_of,
    read_form,
    travelling,
)
from matcher.web.together import Posted
from matcher.web.whose_list import ids_on_device

router = APIRouter()

CALLED = "called"
"""The one field that a new page asks for."""


@router.get("/people")
def show(
    request: Request, session: Reading, visitor: Worker, today: Today, now: Now
) -> HTMLResponse:
    """The people who chose this worker, by name."""
    theirs = people.people_of(session, visitor, now=now)
    erased_on = {one.id: retention.erased_on(one) for one in theirs if one.told_at}
    return page(
        request,
        "people/people.html",
        people=theirs,
        today=today,
        erased_on=erased_on,
        is_undelivered=undelivered.is_any(session, visitor, now=now),
    )


@router.get("/people/new")
def ask(request: Request, visitor: Worker, pages: Environment) -> HTMLResponse:
    """One question, and what keeping a page means."""
    return _asked(request, visitor, pages, carried=(), called="", status=200)


@router.post("/people/new")
def ask_from_the_shared_page(
    request: Request, visitor: Worker, pages: Environment, fields: Posted
) -> HTMLResponse:
    """The same, with the form of the shared page on board; nothing is kept yet."""
    carried = [one for one in travelling(fields) if one[0] != CALLED]
    return _asked(request, visitor, pages, carried=carried, called="", status=200)


@router.post("/people", response_model=None)
def welcome(
    request: Request,
    session: Writing,
    visitor: Worker,
    pages: Environment,
    fields: Posted,
    lexicon: CurrentLexicon,
    now: Now,
) -> HTMLResponse | RedirectResponse:
    """Keep a page for somebody who said yes, with what they said so far."""
    called = UNREADABLE.sub("", last_of(fields, CALLED))
    carried = [one for one in travelling(fields) if one[0] != CALLED]
    if not called.strip():
        return _asked(
            request, visitor, pages, carried=carried, called=called, status=422
        )
    wording = wording_of(pages, visitor)
    person = people.welcome(
        session, called=called, by=visitor, wording=wording, now=now
    )
    carry_over(session, person, read_form(carried), lexicon, now=now)
    introductions.adopt(session, person, ids_on_device(request), now)
    answer = RedirectResponse(f"/people/{person.id}", status_code=303)
    set_saved(answer, "")
    return answer


def carry_over(
    session: Session,
    person: Person,
    shared: SharedForm,
    lexicon: Lexicon,
    *,
    now: datetime,
) -> None:
    """Keep what the shared form holds: words in their order and what was meant by them,
    place and choices."""
    for phrase in shared.said:
        row = people.say(session, person, phrase.words, phrase.kind, now=now)
        said = [(one, True) for one in phrase.also_meant]
        said += [(one, False) for one in phrase.not_meant]
        for activity, meant in said:
            if activity in lexicon.activities:
                people.say_of_reading(session, row, activity, meant=meant)
    people.choose(session, person, shown=(), wanted=_choices(shared))
    people.set_out_from(
        session,
        person,
        place_words=shared.place,
        travel_km=float(shared.travel_km) if shared.travel_km else None,
        travels_by="",
    )
    people.put_first(session, person, shared.put_first)


def wording_of(pages: Pages, visitor: Visitor) -> str:
    """The words somebody says yes to, exactly as they stand on the screen."""
    template = pages.get_template("people/consent.html")
    made: Any = template.module
    return unescape(str(made.keep_page(visitor.name))).strip()


def _choices(shared: SharedForm) -> Iterable[people.Choice]:
    firm = shared.conditions
    yield from ((name, "yes") for name in people.MATCHED if getattr(firm, name))
    yield from (("day", day) for day in firm.days)
    yield from (("part_of_day", part) for part in firm.parts_of_day)
    if firm.max_cost_pence is not None:
        yield "max_cost_pence", str(min(firm.max_cost_pence, people.MOST_PENCE))


def _asked(
    request: Request,
    visitor: Visitor,
    pages: Pages,
    *,
    carried: Iterable[tuple[str, str]],
    called: str,
    status: int,
) -> HTMLResponse:
    carried = list(carried)
    return page(
        request,
        "people/new.html",
        status=status,
        wording=wording_of(pages, visitor),
        carried=carried,
        brought=read_form(carried).said,
        called=called,
        problem=status != 200,
        longest=people.LONGEST_CALLED,
    )
