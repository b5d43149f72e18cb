"""What is taken away from a list: on paper, as text, by mail, into a calendar.

All of it without an account. An address typed here is used for the one mail and kept
no longer; a calendar entry may say "Out" and nothing else.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from catalogue.feeds import page_url
from catalogue.opportunities import Listing
from catalogue.schedules import next_occurrences
from matcher import introductions, mail
from matcher.db import writing
from matcher.errors import BadInput
from matcher.models import Look
from matcher.templates import text_environment
from matcher.web.deps import CurrentSettings, Now, Reading, Today
from matcher.web.language import language_of
from matcher.web.pages import page
from matcher.web.shared_form import last_of
from matcher.web.together import Posted
from matcher.web.tries import CountedTries, FromWhere
from matcher.web.whose_list import Whose, WhoseList, at_both, held, items_of

router = APIRouter()

Paper = Literal["a4", "a5", "pocket"]
"""What the sheet is printed on: ``pocket`` is an A4 sheet folded to a card."""

NEXT_DATES = 3
"""Coming dates on paper: it is looked at for a few weeks."""


@at_both(router, "GET", "/take-away")
def ways(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    whose: WhoseList,
    today: Today,
    now: Now,
    *,
    sent: bool = False,
) -> HTMLResponse:
    """Every way to take the list away, on one page."""
    listings = _listings(request, session, whose, today=today, now=now)
    return page(
        request,
        "saved/take_away.html",
        whose=whose,
        listings=listings,
        text=_text(request, listings, settings.base_url, today),
        sent=sent,
        has_dates=any(one.draft.timetables for one in listings),
    )


@at_both(router, "GET", "/print")
def print_sheet(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    whose: WhoseList,
    today: Today,
    now: Now,
    paper: Paper = "a4",
) -> HTMLResponse:
    """The list for paper: everything to go by, and a QR to look again."""
    listings = _listings(
        request, session, whose, today=today, now=now, look=Look.PRINTED
    )
    return page(
        request,
        "saved/print.html",
        whose=whose,
        paper=paper,
        listings=listings,
        dates=_dates(listings, now),
        codes={
            one.id: qr(page_url(one.id, base_url=settings.base_url)) for one in listings
        },
        today=today,
    )


@at_both(router, "GET", "/text")
def as_text(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    whose: WhoseList,
    today: Today,
    now: Now,
) -> Response:
    """The list as plain text, to copy into anything."""
    listings = _listings(
        request, session, whose, today=today, now=now, look=Look.PRINTED
    )
    text = _text(request, listings, settings.base_url, today)
    return Response(text, media_type="text/plain; charset=utf-8")


@at_both(router, "GET", "/dates.ics")
def dates(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    whose: WhoseList,
    today: Today,
    now: Now,
    only: UUID | None = None,
    title: Annotated[Literal["own", "out"], Query()] = "own",
) -> Response:
    """The dates of the whole list, or of one thing on it; by name, or just "Out"."""
    listings = _listings(
        request, session, whose, today=today, now=now, look=Look.PRINTED
    )
    from catalogue.feeds.icalendar import Entry, calendar_of

    body = calendar_of(
        [
            Entry(listing_id=one.id, draft=one.draft, revision=one.revision)
            for one in listings
            if only in {None, one.id}
        ],
        now=now,
        base_url=settings.base_url,
        neutral_title=_words(language_of(request)).out() if title == "out" else None,
    )
    return Response(
        body,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dates.ics"'},
    )


@at_both(router, "POST", "/mail")
def send(
    request: Request,
    session: Reading,
    settings: CurrentSettings,
    whose: WhoseList,
    fields: Posted,
    tries: CountedTries,
    where: FromWhere,
    today: Today,
    now: Now,
) -> Response:
    """Mail the list to an address typed here, once.

    Raises ``BadInput`` for what is no address, ``TooMany`` when it was asked often.
    """
    address = mail.strict_address(last_of(fields, "address"))
    listings = _listings(
        request, session, whose, today=today, now=now, look=Look.EXPORTED
    )
    if not listings:
        raise BadInput("There is nothing on the list yet, so there is nothing to send.")
    tries.count("list sent from", where)
    tries.count("list sent to", address.casefold())
    session.rollback()  # nothing read may be in the way of the change
    with writing(request.app.state.engine) as own:
        mail.post(
            own,
            letter="my_list",
            recipient=address,
            values={
                "listings": _told(settings.language, listings, settings.base_url, today)
            },
            now=now,
            person_id=held(own, whose, now=now),
        )
    return RedirectResponse(f"{whose.at}/take-away?sent=true", status_code=303)


def qr(address: str) -> Markup:
    """The QR code of an address as SVG without a style, black on white.

    Error correction M: a fold or a coffee stain may take 15 % of it (ISO/IEC 18004).
    """
    import segno

    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff")
    return Markup(drawn)  # noqa: S704 - of black squares, made here


def _listings(
    request: Request,
    session: Session,
    whose: Whose,
    *,
    today: date,
    now: datetime,
    look: Look = Look.LOOKED,
) -> list[Listing]:
    """What there is to take away: what is still on, but for what is not for them."""
    items = items_of(request, session, whose, look, today=today, now=now)
    return [
        item.listing
        for item in items
        if item.is_here
        and not (item.introduction and introductions.is_aside(item.introduction))
    ]


def _dates(listings: list[Listing], now: datetime) -> dict[UUID, Any]:
    return {
        one.id: next_occurrences(
            one.draft.timetables,
            now=now,
            limit=NEXT_DATES,
            rests_until=one.draft.rests_until,
            off_on=one.draft.off_on,
        )
        for one in listings
    }


def _words(language: str) -> Any:
    return text_environment(language=language).get_template("saved/telling.html").module


def _text(request: Request, listings: list[Listing], base_url: str, today: date) -> str:
    language = language_of(request)
    told = _told(language, listings, base_url, today)
    letters = text_environment(language=language)
    return letters.get_template("saved/list.txt").render(listings=told)


def _told(
    language: str, listings: list[Listing], base_url: str, today: date
) -> list[dict[str, str]]:
    """Each listing in plain words, for a text and for a mail."""
    words = _words(language)
    return [
        {
            "title": one.draft.title,
            "facts": str(words.facts(one.draft, today)),
            "address": page_url(one.id, base_url=base_url),
        }
        for one in listings
    ]
