"""The list: saved for later, put in order, decided together, compared side by side.

What is taken away from it on paper, by mail or into a calendar is in ``taking_away``.
A list may carry the form of the shared page, so that there is a way back to what was
found; as there, words stand in no address and nothing of them is kept.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities import Listing
from catalogue.schedules import day_of, next_occurrences
from matcher import introductions
from matcher.introductions import on_device
from matcher.models import Introduction, Look
from matcher.web import offline, taking_away
from matcher.web.deps import Now, Reading, Today
from matcher.web.pages import is_part, page
from matcher.web.shared_form import Fields, last_of, travelling
from matcher.web.together import Posted
from matcher.web.wanted import LONGEST
from matcher.web.whose_list import (
    SaveHere,
    Whose,
    WhoseList,
    at_both,
    chosen,
    drop,
    items_of,
    keep,
    opened,
    person_of,
    pressed,
    remember,
    save_here,
)

router = APIRouter()
router.include_router(taking_away.router)

MOST_COMPARED = 3
"""Side by side: what fits beside each other on a desk, and in a head."""

ID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
OUR_PAGES = re.compile(
    rf"/(?:together|list|opportunities/{ID}|people/{ID}(?:/[a-z-]+)*)"
)
"""Pages that a save button comes back to; anything else leads to the list."""

OWN_FIELDS = frozenset({"put_back", "was_at", "id", "back", "inside", "way", "state"})
"""Fields of the list's own forms, which are no part of the way back."""


@dataclass(frozen=True, kw_only=True)
class TakenAway:
    """What was just taken off the list, so that it can be put back."""

    listing: Listing
    place: int


@at_both(router, "GET", "")
def show(
    request: Request,
    session: Reading,
    whose: WhoseList,
    today: Today,
    now: Now,
    removed: UUID | None = None,
    place: Annotated[int, Query(ge=0, le=999)] = 0,
) -> HTMLResponse:
    """The list, in its owner's order."""
    gone = _taken_away(session, removed, place)
    answer = _page(request, session, whose, gone, (), today=today, now=now)
    offline.let_keep(answer, whose)
    return answer


@at_both(router, "POST", "")
def show_from_results(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    today: Today,
    now: Now,
) -> HTMLResponse:
    """The same page, with the form of the shared page on board for the way back."""
    way_back = carried(fields)
    return _page(request, session, whose, None, way_back, today=today, now=now)


@at_both(router, "POST", "/save")
def save(
    request: Request, session: Reading, whose: WhoseList, fields: Posted, now: Now
) -> Response:
    """Save something for later, or take it off again; back to where it was."""
    whose = pressed(request, session, whose, fields, now=now)
    one = chosen(fields, "save") or chosen(fields, "unsave")
    if one and is_part(request, f"save-{one}"):
        inside = our_page(fields, "inside", otherwise="")
        can_save = save_here(session, whose, now=now, inside=inside)
        return remember(_button(request, session, one, can_save), whose)
    back = our_page(fields, "back", otherwise=whose.at)
    anchor = f"#save-{one}" if one and back != whose.at else ""
    return remember(RedirectResponse(back + anchor, status_code=303), whose)


@at_both(router, "POST", "/change")
def change(
    request: Request,
    session: Reading,
    whose: WhoseList,
    fields: Posted,
    today: Today,
    now: Now,
) -> Response:
    """Move something up or down, take it away, or put it back."""
    changed, removed, place = _changed(request, session, whose, fields, now=now)
    way_back = carried(fields)
    if way_back:
        gone = _taken_away(session, removed, place)
        answer: Response = _page(
            request, session, changed, gone, way_back, today=today, now=now
        )
    else:
        undo = f"?removed={removed}&place={place}" if removed else ""
        moved = chosen(fields, "up") or chosen(fields, "down")
        anchor = f"#on-list-{moved}" if moved else ""
        answer = RedirectResponse(whose.at + undo + anchor, status_code=303)
    return remember(answer, changed)


@at_both(router, "POST", "/adopt", person_only=True)
def adopt(request: Request, session: Reading, whose: WhoseList, now: Now) -> Response:
    """Bring what was saved on this device onto the person's list, and off the device.

    Only by a press: a device may be anybody's.
    """
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        introductions.adopt(own, person, whose.ids, now)
    answer = RedirectResponse(whose.at, status_code=303)
    return remember(answer, whose.with_ids(()))


@at_both(router, "GET", "/compare")
def compare(
    request: Request,
    session: Reading,
    whose: WhoseList,
    today: Today,
    now: Now,
    chosen_ids: Annotated[list[UUID] | None, Query(alias="id", max_length=100)] = None,
) -> HTMLResponse:
    """Up to three things side by side; the first three when nothing was chosen."""
    items = items_of(request, session, whose, today=today, now=now)
    wanted = set(chosen_ids or ())
    picked = [i for i in items if i.listing.id in wanted and i.is_here]
    if not picked:
        picked = [i for i in items if i.is_here and not _is_aside(i.introduction)]
    shown = [item.listing for item in picked[:MOST_COMPARED]]
    dates = {
        one.id: next_occurrences(
            one.draft.timetables,
            now=now,
            limit=1,
            rests_until=one.draft.rests_until,
            off_on=one.draft.off_on,
        )
        for one in shown
    }
    return page(
        request,
        "saved/compare.html",
        whose=whose,
        listings=shown,
        dates=dates,
        left_out=len(wanted) > MOST_COMPARED,
        today=today,
    )


def carried(fields: Fields) -> Fields:
    """The form of the shared page that travels along, without the list's own."""
    return [
        (name, value) for name, value in travelling(fields) if name not in OWN_FIELDS
    ]


def _page(
    request: Request,
    session: Session,
    whose: Whose,
    gone: TakenAway | None,
    way_back: Fields,
    *,
    today: date,
    now: datetime,
) -> HTMLResponse:
    items = items_of(request, session, whose, today=today, now=now)
    person = person_of(session, whose, now=now)
    return page(
        request,
        "saved/list.html",
        whose=whose,
        called=person.called if person and whose.visitor.is_staff else "",
        items=[item for item in items if not _is_aside(item.introduction)],
        aside=[item for item in items if _is_aside(item.introduction)],
        gone=gone,
        way_back=way_back,
        on_device=0 if whose.on_device else len(whose.ids),
        locked=person if person and person.locked_until else None,
        kept_offline=offline.may_be_kept(whose),
        today=today,
        now=now,
    )


def _button(
    request: Request, session: Session, one: UUID, can_save: SaveHere
) -> HTMLResponse:
    """Nothing, where there is no such listing: there is nothing to save again."""
    listing = opportunities.listing(session, one)
    if listing is None:
        return HTMLResponse("")
    title = listing.draft.title
    return page(request, "saved/button.html", id=one, title=title, can_save=can_save)


def _changed(
    request: Request, session: Session, whose: Whose, fields: Fields, *, now: datetime
) -> tuple[Whose, UUID | None, int]:
    """The list after the press, and what was taken away from where."""
    if one := chosen(fields, "remove"):
        place = whose.ids.index(one) if one in whose.ids else 0
        return drop(request, session, whose, one, now=now), one, place
    if one := chosen(fields, "put_back"):
        return _put_back(request, session, whose, one, fields, now=now), None, 0
    if whose.on_device and ("clear", "everything") in fields:
        return whose.with_ids(()), None, 0
    for name, step in (("up", -1), ("down", 1)):
        if one := chosen(fields, name):
            return _moved(request, session, whose, one, step, now=now), None, 0
    return whose, None, 0


def _put_back(
    request: Request,
    session: Session,
    whose: Whose,
    one: UUID,
    fields: Fields,
    *,
    now: datetime,
) -> Whose:
    if not whose.on_device:
        with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
            introductions.put_back(own, person, one, now=now)
        return whose
    back = keep(request, session, whose, one, now=now)
    was_at = last_of(fields, "was_at")
    at = int(was_at) if re.fullmatch("[0-9]{1,3}", was_at) else len(back.ids)
    ids = on_device.added(on_device.without(back.ids, one), one, at=at)
    return back.with_ids(ids)


def _moved(
    request: Request,
    session: Session,
    whose: Whose,
    one: UUID,
    step: int,
    *,
    now: datetime,
) -> Whose:
    if whose.on_device:
        today = day_of(now)
        shown = items_of(request, session, whose, today=today, now=now)
        ids = tuple(item.listing.id for item in shown)
        return whose.with_ids(on_device.moved(ids, one, step))
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        introductions.move(own, person, one, step, now=now)
    return whose


def _taken_away(session: Session, removed: UUID | None, place: int) -> TakenAway | None:
    listing = opportunities.listing(session, removed) if removed else None
    return TakenAway(listing=listing, place=place) if listing else None


def our_page(fields: Fields, name: str, *, otherwise: str) -> str:
    """The page of ours that a form says it stands on; nobody is led elsewhere."""
    given = last_of(fields, name)
    is_ours = len(given) <= LONGEST and OUR_PAGES.fullmatch(given)
    return given if is_ours else otherwise


def _is_aside(introduction: Introduction | None) -> bool:
    return introduction is not None and introductions.is_aside(introduction)
