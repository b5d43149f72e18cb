"""The page a worker and a person share: what they say, and what there is for it.

A search keeps nothing, so it is a POST that answers 200: words never stand in an
address or a log, and travel in the form alone. What the form holds is read by
``shared_form``; what fits is found by ``matcher.matching``; templates say it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue.activities import Lexicon
from catalogue.places import PlaceProblem
from catalogue.schedules import day_of
from matcher import matching
from matcher.access import Visitor
from matcher.matching import Day, Departure, Found, Group, PlaceNotFound, Result
from matcher.ranking.facts import Asked
from matcher.taking import Taking, taking_of
from matcher.web.counted import notice_results
from matcher.web.deps import (
    CurrentLexicon,
    Now,
    Reading,
    get_lexicon,
)
from matcher.web.offers import (
    Offer,
    all_at_once,
    each_once,
    offers_of,
    only_conditions,
    with_pressed,
)
from matcher.web.pages import is_part, page
from matcher.web.shared_form import SharedForm, as_shown, read_form
from matcher.web.unchanged import Mark, kept, unchanged
from matcher.web.whose_list import (
    SaveHere,
    Whose,
    WhoseList,
    pressed,
    remember,
    save_here,
    whose_list,
)

router = APIRouter()

HERE = "/together"
"""Where the whole form is sent, whatever was pressed in it."""

SHORT_LIST = 3
"""Cards of a group before "show more": the best of every group stays close at hand."""

LONE_LIST = 9
"""Cards of a group that stands alone: nothing below it waits to be seen."""

WHOLE_LIST = 30
"""Cards of a group shown whole; beyond that a place or a word narrows it better."""


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """A group as the page shows it."""

    openness: str
    run_by: str | None
    """The one organization that runs all of it, when there is only one."""
    results: tuple[Result, ...]
    total: int
    more: int
    """How many a press would show besides."""
    beyond: int
    """How many there are that no press shows."""


async def posted(request: Request) -> list[tuple[str, str]]:
    """What was posted, as names and values in order; files are not ours to read."""
    form = await request.form(max_files=0)
    fields = [
        (name, text) for name, text in form.multi_items() if isinstance(text, str)
    ]
    request.state.posted = fields  # for a page that may be asked for once more
    return fields


Posted = Annotated[list[tuple[str, str]], Depends(posted)]


@dataclass(frozen=True, kw_only=True)
class Search:
    """All that a search asks for."""

    session: Session
    fields: list[tuple[str, str]]
    lexicon: Lexicon
    whose: Whose
    now: datetime


async def searched(request: Request, session: Reading, now: Now) -> Search:
    """What ``Posted``, ``CurrentLexicon`` and ``WhoseList`` would give.

    In one go: the framework asks longer for each of them than they take. Who looks is
    known of every page (``open_subjects``).
    """
    visitor: Visitor = request.state.visitor
    return Search(
        session=session,
        fields=await posted(request),
        lexicon=await get_lexicon(request),
        whose=await whose_list(request, visitor),
        now=now,
    )


@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """The shared page is the first page."""
    return RedirectResponse("/together", status_code=303)


@router.get("/together", include_in_schema=False, response_model=None)
def open_page(
    request: Request,
    session: Reading,
    lexicon: CurrentLexicon,
    whose: WhoseList,
    mark: Mark,
    now: Now,
) -> Response:
    """The page as it opens: one box, and a way to see what is on this week."""
    if same := unchanged(request, mark):
        return same
    answer = _answer(
        request,
        session,
        SharedForm(),
        can_save=save_here(session, whose, now=now, inside=HERE),
        lexicon=lexicon,
        now=now,
    )
    return kept(answer, mark)


@router.post("/together", include_in_schema=False)
def search(
    request: Request, asked: Annotated[Search, Depends(searched, scope="function")]
) -> HTMLResponse:
    """What there is for what was said; nothing of it is kept but what is saved."""
    session, now = asked.session, asked.now
    whose = pressed(request, session, asked.whose, asked.fields, now=now)
    as_typed = is_part(request, "results")
    fields = with_pressed(asked.fields)
    shared = read_form(fields, as_typed=as_typed)
    request.state.posted = as_shown(shared, fields)  # for a switch of the page
    answer = _answer(
        request,
        session,
        shared,
        can_save=save_here(session, whose, now=now, inside=HERE),
        lexicon=asked.lexicon,
        now=now,
    )
    return remember(answer, whose)


def _answer(
    request: Request,
    session: Session,
    shared: SharedForm,
    *,
    can_save: SaveHere,
    lexicon: Lexicon,
    now: datetime,
) -> HTMLResponse:
    today = day_of(now)
    in_part = is_part(request, "results")
    template = "page"
    if in_part or is_part(request, "together"):
        template = "results" if in_part else "form"
    values = _values(session, shared, lexicon=lexicon, now=now)
    session.close()  # all is read: the connection is somebody else's while we render
    on_page = on_the_page(values["found"], values["groups"], values["days"])
    notice_results(request, on_page, today=today)
    return page(
        request,
        f"together/{template}.html",
        shared=shared,
        today=today,
        in_part=in_part,
        can_save=can_save,
        **values,
    )


def _values(
    session: Session, shared: SharedForm, *, lexicon: Lexicon, now: datetime
) -> dict[str, Any]:
    """What the templates of ``together/`` take, besides the form itself."""
    today = day_of(now)
    departure, place_problem = _departure(session, shared, today)
    asked = Asked(
        phrases=shared.said,
        place=departure.place if departure else None,
        conditions=shared.conditions,
        put_first=(shared.put_first,) if shared.put_first else (),
    )
    offers = offers_in(shared)
    found = days = None
    takings: tuple[Taking | None, ...] = ()
    if only_conditions(shared.said):
        asked = replace(asked, phrases=())
    if shared.view == "week" or (shared.said and not asked.phrases):
        days = matching.week(session, asked, lexicon=lexicon, now=now)
    elif shared.said:
        found = find_shown(session, asked, shared.opened, lexicon=lexicon, today=today)
        takings = takings_in(found, lexicon)
    return {
        "takings": takings,
        "offers": offers,
        "all_offers": all_at_once(offers),
        "departure": departure,
        "place_problem": place_problem,
        "found": found,
        "days": days,
        "groups": shown_groups(found, shared.opened) if found else (),
        "said": shared.said,
        "answered": answered_by(found) if found else frozenset(),
        "is_empty": not (found and found.total)
        and matching.is_empty(session, today=today),
    }


def _departure(
    session: Session, shared: SharedForm, today: date
) -> tuple[Departure | None, PlaceProblem | None]:
    """Where they set out from, or what is the matter with the words for it."""
    if not shared.place:
        return None, None
    travel_km = float(shared.travel_km) if shared.travel_km else None
    try:
        return matching.place_of(session, shared.place, travel_km, today=today), None
    except PlaceNotFound as error:
        return None, error.problem


def find_shown(
    session: Session,
    asked: Asked,
    opened: Sequence[str],
    *,
    lexicon: Lexicon,
    today: date,
) -> Found:
    """What there is for it, with the cards that ``shown_groups`` shows and no more."""
    return matching.find(
        session,
        asked,
        lexicon=lexicon,
        today=today,
        limit_per_group=WHOLE_LIST if opened else LONE_LIST,
        beside_others=SHORT_LIST,
        opened=opened,
    )


def shown_groups(found: Found, opened: Sequence[str]) -> tuple[ShownGroup, ...]:
    """The groups in their order, each with as many cards as it begins with."""
    short = SHORT_LIST if len(found.groups) > 1 else LONE_LIST
    first = Counter(result.listing.draft.openness for result in found.first)
    return tuple(
        _shown(
            group,
            total=group.total - first[group.openness],
            whole=group.openness in opened,
            short=short,
        )
        for group in found.groups
    )


def _shown(group: Group, *, total: int, whole: bool, short: int) -> ShownGroup:
    results = group.results[: WHOLE_LIST if whole else short]
    return ShownGroup(
        openness=group.openness.value,
        run_by=group.run_by,
        results=results,
        total=total,
        more=0 if whole else min(total, WHOLE_LIST) - len(results),
        beyond=total - len(results),
    )


def on_the_page(
    found: Found | None, groups: Sequence[ShownGroup], days: Sequence[Day] | None = None
) -> list[Result]:
    """The results whose cards are shown, whichever way."""
    return [
        *(found.first if found else ()),
        *(result for group in groups for result in group.results),
        *(result for day in days or () for _, result in day.meetings),
    ]


def takings_in(found: Found, lexicon: Lexicon) -> tuple[Taking | None, ...]:
    """How each phrase was taken; None of one that wants nothing to be looked for."""
    return tuple(
        None
        if at in found.kept_in_view or not (phrase.parts and phrase.parts.wanted_spans)
        else taking_of(
            phrase.meant,
            lexicon,
            also=phrase.also_meant,
            without=sorted(phrase.not_meant),
        )
        for at, phrase in enumerate(found.asked.phrases)
    )


def offers_in(shared: SharedForm) -> tuple[Offer, ...]:
    """The conditions that phrases say, to be chosen; a picture says none."""
    offers = (
        offer
        for phrase in shared.said
        if phrase.words not in shared.drawn
        for offer in offers_of(phrase, shared.conditions, shared.travel_km)
    )
    return each_once(offers)


def answered_by(found: Found) -> frozenset[int]:
    """Positions of the phrases that something on the page answers."""
    shown = [*found.first, *(r for group in found.groups for r in group.results)]
    return frozenset(answer.phrase for r in shown for answer in r.match.answers)
