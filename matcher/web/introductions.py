"""What a person does about something on their list: theirs to say, any way.

A hello can be written without an account too; then nothing of it is kept. Nothing is
ever sent from here.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities import Listing
from catalogue.schedules import next_occurrences
from matcher import introductions
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.introductions.going import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    LONGEST_WORD,
)
from matcher.introductions.hello import (
    HelloChoices,
    contact_of,
    mail_link,
    text_link,
)
from matcher.models import (
    Introduction,
    IntroductionState,
    Look,
    Noticed,
    Steer,
)
from matcher.templates import text_environment
from matcher.web.counted import notice
from matcher.web.deps import Now, Reading, Today
from matcher.web.language import language_of
from matcher.web.pages import page
from matcher.web.saved import our_page
from matcher.web.shared_form import UNREADABLE, Fields, last_of
from matcher.web.shown import is_shown, shown_listing
from matcher.web.together import Posted
from matcher.web.whose_list import Whose, WhoseList, at_both, opened, person_of

router = APIRouter()

DAYS_OFFERED = 4
"""Coming days to choose from beside "another day"."""

FARTHEST = timedelta(days=366)
"""Nobody is reminded of a day more than a year away."""


@at_both(router, "GET", "/{listing_id}", person_only=True)
def one_thing(
    request: Request,
    session: Reading,
    whose: WhoseList,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> HTMLResponse:
    """How far somebody is with one thing, and their plans for it."""
    _noted(request, session, whose, now=now)
    introduction = _introduction(session, whose, listing_id, now=now)
    listing = opportunities.listing(session, listing_id)
    if listing is None:
        raise NotFound("That is not on this list, or not any more.")
    draft = listing.draft
    coming = next_occurrences(
        draft.timetables,
        now=now,
        limit=DAYS_OFFERED,
        rests_until=draft.rests_until,
        off_on=draft.off_on,
    )
    days = {one.day for one in coming} | {introduction.going_on or today} - {today}
    return page(
        request,
        "introductions/one.html",
        whose=whose,
        listing=listing,
        introduction=introduction,
        days=sorted(days),
        is_here=is_shown(listing.draft, today),
        today=today,
    )


@at_both(router, "POST", "/{listing_id}/state", person_only=True)
def say_state(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> Response:
    """Say how far they are with it: any state, from any state."""
    try:
        state = IntroductionState(last_of(fields, "state"))
    except ValueError:
        raise BadInput("Press one of the buttons to say where you are.") from None
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        introduction = introductions.on_the_list(own, person, listing_id)
        introductions.change_state(own, introduction, state, now=now)
    if state is IntroductionState.SAID_HELLO:
        _counted(request, whose, listing_id, today)
    return _back_to(whose, listing_id)


@at_both(router, "POST", "/{listing_id}/steer", person_only=True)
def steer(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    now: Now,
    listing_id: UUID,
) -> Response:
    """More like this, not that one, or neither of them any more."""
    given = last_of(fields, "way")
    if given not in {"", *Steer}:
        raise BadInput("Press “More like this” or “Not that one”.")
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        way = Steer(given) if given else None
        introductions.steer(own, person, listing_id, way, now=now)
    back = our_page(fields, "back", otherwise="")
    if back:
        return RedirectResponse(f"{back}#steer-{listing_id}", status_code=303)
    return RedirectResponse(f"{whose.at}/{listing_id}", status_code=303)


@at_both(router, "POST", "/{listing_id}/plans", person_only=True)
def plan(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> Response:
    """Keep what they want kept of their plans, and a word why."""
    if not (whose.on_device or whose.shows_notes):
        raise NotAllowed("Say your word first. Then you can note things.")
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        introduction = introductions.on_the_list(own, person, listing_id)
        introductions.arrange(
            own,
            introduction,
            going_with=_text(fields, "going_with", LONGEST_NAME),
            remind_on=_day(fields, today),
            ask_me=last_of(fields, "ask_me") == "1",
            now=now,
        )
        why = _text(fields, "word", LONGEST_WORD)
        introductions.say_why(own, introduction, why, now=now)
    return _back_to(whose, listing_id)


@at_both(router, "GET", "/{listing_id}/hello")
def hello(
    request: Request,
    session: Reading,
    whose: WhoseList,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> HTMLResponse:
    """A hello that is ready to go, to be changed in any way."""
    _noted(request, session, whose, now=now)
    person = person_of(session, whose, now=now)
    introduction = _introduction_or_none(session, whose, listing_id, now=now)
    choices = HelloChoices(
        first_name=person.called if person and whose.shows_notes else "",
        going_with=_companion(introduction) if whose.shows_notes else "",
    )
    kept = introduction.message if introduction and whose.shows_notes else None
    listing = shown_listing(session, listing_id, today)
    _counted(request, whose, listing_id, today)
    written = _written(language_of(request), choices, listing)
    return _hello_page(request, whose, listing, introduction, choices, kept or written)


@at_both(router, "POST", "/{listing_id}/hello")
def change_hello(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    today: Today,
    now: Now,
    listing_id: UUID,
) -> HTMLResponse:
    """The message after a change; kept only when they asked for that."""
    listing = shown_listing(session, listing_id, today)
    _counted(request, whose, listing_id, today)
    choices = _choices(fields)
    message = _text(fields, "message", LONGEST_MESSAGE) or ""
    if last_of(fields, "write") or not message:
        message = _written(language_of(request), choices, listing)
    keeps = next((name for name in ("keep", "forget") if last_of(fields, name)), "")
    if keeps and whose.shows_notes:
        with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
            row = introductions.on_the_list(own, person, listing_id)
            words = message if keeps == "keep" else None
            introductions.keep_message(own, row, words, now=now)
    introduction = _introduction_or_none(session, whose, listing_id, now=now)
    return _hello_page(request, whose, listing, introduction, choices, message)


def _counted(request: Request, whose: Whose, listing_id: UUID, today: date) -> None:
    """Somebody is about to say hello, or has: counted of nobody."""
    met = {listing_id: ()}
    notice(request, Noticed.HELLO, met, today=today, person_id=whose.person_id)


def _hello_page(
    request: Request,
    whose: Whose,
    listing: Listing,
    introduction: Introduction | None,
    choices: HelloChoices,
    message: str,
) -> HTMLResponse:
    contact = contact_of(listing.draft)
    subject = str(_hello_words(language_of(request)).subject())
    return page(
        request,
        "introductions/hello.html",
        whose=whose,
        listing=listing,
        introduction=introduction,
        can_keep=introduction is not None and whose.shows_notes,
        choices=choices,
        message=message,
        contact=contact,
        mail_link=mail_link(contact, subject=subject, message=message),
        text_link=text_link(contact, message=message),
    )


def _written(language: str, choices: HelloChoices, listing: Listing) -> str:
    words = _hello_words(language)
    return str(words.message(choices, listing.draft.title))


def _hello_words(language: str) -> Any:
    return (
        text_environment(language=language)
        .get_template("introductions/hello.txt")
        .module
    )


def _choices(fields: Fields) -> HelloChoices:
    return HelloChoices(
        first_name=_text(fields, "first_name", LONGEST_NAME) or "",
        would_like_to_come=last_of(fields, "come") == "1",
        when=_text(fields, "when", LONGEST_NAME) or "",
        going_with=_text(fields, "going_with", LONGEST_NAME) or "",
        asks_about_access=last_of(fields, "access") == "1",
        asks_about_cost=last_of(fields, "cost") == "1",
    )


def _companion(introduction: Introduction | None) -> str:
    return (introduction.going_with or "") if introduction else ""


def _noted(request: Request, session: Session, whose: Whose, *, now: datetime) -> None:
    """A look at a person's list by somebody else is written down."""
    if whose.visitor.is_staff and not whose.on_device:
        with opened(request, session, whose, Look.LOOKED, now=now):
            pass


def _introduction(
    session: Session, whose: Whose, listing_id: UUID, *, now: datetime
) -> Introduction:
    person = person_of(session, whose, now=now)
    if person is None:
        raise NotFound("There is no such page.")
    return introductions.on_the_list(session, person, listing_id)


def _introduction_or_none(
    session: Session, whose: Whose, listing_id: UUID, *, now: datetime
) -> Introduction | None:
    try:
        return _introduction(session, whose, listing_id, now=now)
    except NotFound:
        person_of(session, whose, now=now)  # a page that may not be seen stays shut
        return None


def _back_to(whose: Whose, listing_id: UUID) -> Response:
    return RedirectResponse(f"{whose.at}#on-list-{listing_id}", status_code=303)


def _day(fields: Fields, today: date) -> date | None:
    """The day they want to be reminded of; none, unless they chose one to come."""
    chosen = last_of(fields, "other_day") or last_of(fields, "going_on")
    if not chosen:
        return None
    try:
        day = date.fromisoformat(chosen)
    except ValueError:
        raise BadInput("Choose a day, or none.") from None
    if not today <= day <= today + FARTHEST:
        raise BadInput("Choose a day from today on, and not more than a year away.")
    return day


def _text(fields: Fields, name: str, most: int) -> str | None:
    """What was typed, without what nobody can read; nothing typed is None."""
    text = UNREADABLE.sub("", last_of(fields, name)).strip()
    if len(text) > most:
        raise BadInput(
            "That is longer than %(most)s characters. Make it a bit shorter.", most=most
        )
    return text or None
