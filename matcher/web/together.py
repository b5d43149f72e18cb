"""The page a worker and a person share: what they say, and what there is for it.

A search keeps nothing, so it is a POST that answers 200: words never stand in an
address or a log, and travel in the form alone. What the form holds is read by
``shared_form``; what fits is found by ``matcher.matching``; templates say it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from catalogue import opportunities
from matcher import matching
from matcher.matching import Found, Group, PlaceNotFound, Result
from matcher.ranking.facts import Asked, Place
from matcher.web.deps import Now, Reading, Today
from matcher.web.pages import is_part, page
from matcher.web.shared_form import SharedForm, read_form

router = APIRouter()

SHORT_LIST = 3
"""Cards of a group before "show more": the best of every group stays close at hand."""

FIRST_LIST = 6
"""Cards of the first group: what anyone can join is what this page is for."""

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
    return [(name, text) for name, text in form.multi_items() if isinstance(text, str)]


Posted = Annotated[list[tuple[str, str]], Depends(posted)]


@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """The shared page is the first page."""
    return RedirectResponse("/together", status_code=303)


@router.get("/together", include_in_schema=False)
def open_page(
    request: Request, session: Reading, today: Today, now: Now
) -> HTMLResponse:
    """The page as it opens: one box, and a way to see what is on this week."""
    return _answer(request, session, SharedForm(), today=today, now=now)


@router.post("/together", include_in_schema=False)
def search(
    request: Request, session: Reading, fields: Posted, today: Today, now: Now
) -> HTMLResponse:
    """What there is for what was said; nothing of it is kept."""
    as_typed = is_part(request, "results")
    shared = read_form(fields, as_typed=as_typed)
    return _answer(request, session, shared, today=today, now=now)


def _answer(
    request: Request,
    session: Session,
    shared: SharedForm,
    *,
    today: date,
    now: datetime,
) -> HTMLResponse:
    in_part = is_part(request, "results")
    template = "page"
    if in_part or is_part(request, "together"):
        template = "results" if in_part else "form"
    values = _values(session, shared, today=today, now=now)
    return page(
        request,
        f"together/{template}.html",
        shared=shared,
        today=today,
        in_part=in_part,
        **values,
    )


def _values(
    session: Session, shared: SharedForm, *, today: date, now: datetime
) -> dict[str, Any]:
    """What the templates of ``together/`` take, besides the form itself."""
    place, place_problem = _place(session, shared)
    asked = Asked(
        phrases=shared.said,
        place=place,
        conditions=shared.conditions,
        put_first=(shared.put_first,) if shared.put_first else (),
    )
    found = days = None
    if shared.view == "week":
        days = matching.week(session, asked, today=today, now=now)
    if shared.view == "list" and shared.said:
        found = matching.find(
            session, asked, today=today, now=now, limit_per_group=_limit(shared)
        )
    return {
        "place_problem": place_problem,
        "found": found,
        "days": days,
        "groups": shown_groups(found, shared.opened) if found else (),
        "said": shared.said,
        "answered": _answered(found) if found else frozenset(),
        "choices": found.choices if found else {},
        "is_empty": opportunities.count(session) == 0,
    }


def _place(session: Session, shared: SharedForm) -> tuple[Place | None, str | None]:
    """Where they set out from; or the words that nobody can place."""
    if not shared.place:
        return None, None
    travel_km = float(shared.travel_km) if shared.travel_km else None
    try:
        return matching.place_of(session, shared.place, travel_km), None
    except PlaceNotFound:
        return None, shared.place


def _limit(shared: SharedForm) -> int:
    return WHOLE_LIST if shared.opened else FIRST_LIST


def shown_groups(found: Found, opened: Sequence[str]) -> tuple[ShownGroup, ...]:
    """The groups in their order, each with as many cards as it begins with.

    What the person put first stands above them, so it is not said twice.
    """
    first = found.first.listing.id if found.first else None
    groups = [
        _shown(group, first, whole=group.openness in opened, short=short)
        for group, short in zip(
            found.groups, [FIRST_LIST, *[SHORT_LIST] * len(found.groups)], strict=False
        )
    ]
    return tuple(group for group in groups if group.results)


def _shown(group: Group, first: object, *, whole: bool, short: int) -> ShownGroup:
    results = tuple(r for r in group.results if r.listing.id != first)
    total = group.total - (len(group.results) - len(results))
    shown = results[: WHOLE_LIST if whole else short]
    within_reach = min(total, WHOLE_LIST) - len(shown)
    return ShownGroup(
        openness=group.openness.value,
        run_by=_only_organization(results),
        results=shown,
        total=total,
        more=0 if whole else max(0, within_reach),
        beyond=total - len(shown),
    )


def _only_organization(results: Sequence[Result]) -> str | None:
    names = {
        result.listing.draft.organization and result.listing.draft.organization.name
        for result in results
    }
    return names.pop() if len(names) == 1 else None


def _answered(found: Found) -> frozenset[int]:
    """Positions of the phrases that something on the page answers."""
    return frozenset(
        answer.phrase
        for group in found.groups
        for result in group.results
        for answer in result.match.answers
    )
