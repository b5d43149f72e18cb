"""Is it here already? For what is being told, and for what is here twice.

That's us: the draft becomes a change to the listing that is here. A different one:
nobody is asked again. They are one: what people saved comes along.
"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from matcher.access import Visitor, draft_for
from matcher.errors import BadInput
from matcher.partners import alike, merging
from matcher.partners.conversation import whole_number
from matcher.partners.drafting import content_of, waits
from matcher.partners.folding import gaps, new_facts
from matcher.web.deps import CurrentLexicon, Keeper, Now, Reading, Today, Writing
from matcher.web.pages import page
from matcher.web.people.given import Given, read_given
from matcher.web.together import Posted

router = APIRouter(prefix="/listings")

CHOOSING = {"fact": 40, "seen": 40}
"""What the pages send that lay one listing's facts over another's."""


def _go(at: str) -> RedirectResponse:
    return RedirectResponse(at, status_code=303)


# --- while it is being told ----------------------------------------------------------


@router.get("/drafts/{draft_id}/alike")
def open_alike(
    request: Request, draft_id: UUID, visitor: Keeper, session: Reading, today: Today
) -> HTMLResponse:
    """What may be here already, before it is made again."""
    row = draft_for(session, visitor, draft_id)
    draft = content_of(row)
    return page(
        request,
        "partners/alike.html",
        title=draft.title,
        found=alike.twins(session, visitor, draft, stored=row.opportunity_id),
        at=f"/listings/drafts/{row.id}/alike",
        merge_at=f"/listings/{row.opportunity_id}/merge",
        onward=f"/listings/drafts/{row.id}/{row.step}",
        is_draft=True,
        today=today,
    )


@router.post("/drafts/{draft_id}/alike/{other_id}/different")
def different(
    draft_id: UUID, other_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """Ours is a different one; it is not asked again."""
    row = draft_for(session, visitor, draft_id)
    draft = content_of(row)
    alike.tell_apart(session, visitor, draft, other_id, now=now)
    more = alike.twins(session, visitor, draft, stored=row.opportunity_id)
    return _go(f"/listings/drafts/{row.id}/{'alike' if more else row.step}")


@router.get("/drafts/{draft_id}/alike/{other_id}")
def open_take(
    request: Request, draft_id: UUID, other_id: UUID, visitor: Keeper, session: Reading
) -> HTMLResponse:
    """That's us: what was told beside what stands there."""
    return _take_page(request, session, visitor, draft_id, other_id)


def _take_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    other_id: UUID,
    *,
    problem: str = "",
) -> HTMLResponse:
    row = draft_for(session, visitor, draft_id)
    listing = alike.to_take(session, visitor, row, other_id).listing
    ours = content_of(row)
    facts = new_facts(listing.draft, ours)
    return page(
        request,
        "partners/same.html",
        status=422 if problem else 200,
        row=row,
        listing=listing,
        ours=ours,
        facts=facts,
        ticked={one.name for one in facts},
        waits=waits(session, row.organization_id, other_id),
        problem=problem,
    )


@router.post("/drafts/{draft_id}/alike/{other_id}", response_model=None)
def take(
    request: Request,
    draft_id: UUID,
    other_id: UUID,
    fields: Posted,
    visitor: Keeper,
    session: Writing,
    now: Now,
) -> Response:
    """The draft becomes a change to it, to look at once more and publish."""
    given = read_given(fields, CHOOSING)
    row = draft_for(session, visitor, draft_id)
    try:
        alike.take(
            session, visitor, row, other_id, facts=given.all("fact"),
            seen=whole_number(given.one("seen")), now=now,
        )  # fmt: skip
    except BadInput as problem:
        session.rollback()
        return _take_page(
            request, session, visitor, draft_id, other_id, problem=problem.sentence
        )
    return _go(f"/listings/drafts/{draft_id}/{row.step}")


# --- what is here twice --------------------------------------------------------------


@router.get("/{listing_id}/alike")
def open_twins(
    request: Request, listing_id: UUID, visitor: Keeper, session: Reading, today: Today
) -> HTMLResponse:
    """Whether a listing is here twice."""
    listing = merging.stored(session, visitor, listing_id)
    return page(
        request,
        "partners/alike.html",
        title=listing.draft.title,
        found=alike.twins(session, visitor, listing.draft, stored=listing_id),
        at=f"/listings/{listing_id}/alike",
        merge_at=f"/listings/{listing_id}/merge",
        onward=f"/opportunities/{listing_id}",
        is_draft=False,
        today=today,
    )


@router.post("/{listing_id}/alike/{other_id}/different")
def told_apart(
    listing_id: UUID, other_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """They are two things; nobody is asked again."""
    listing = merging.stored(session, visitor, listing_id)
    alike.tell_apart(session, visitor, listing.draft, other_id, now=now)
    return _go(f"/listings/{listing_id}/alike")


@router.get("/{listing_id}/merge/{other_id}")
def open_merge(
    request: Request,
    listing_id: UUID,
    other_id: UUID,
    visitor: Keeper,
    session: Reading,
) -> HTMLResponse:
    """The two side by side, before they become one."""
    return _merge_page(request, session, visitor, listing_id, other_id)


def _merge_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    stays: UUID,
    goes: UUID,
    *,
    problem: str = "",
) -> HTMLResponse:
    one, other = merging.both(session, visitor, stays, goes)
    may_fold = merging.may_fold(session, visitor, stays)
    return page(
        request,
        "partners/merge.html",
        status=422 if problem else 200,
        stays=one,
        goes=other,
        facts=new_facts(one.draft, other.draft) if may_fold else [],
        ticked=gaps(one.draft, other.draft),
        seen=merging.seen_of(one, other),
        problem=problem,
    )


@router.post("/{listing_id}/merge/{other_id}", response_model=None)
def merge(
    request: Request,
    listing_id: UUID,
    other_id: UUID,
    fields: Posted,
    visitor: Keeper,
    session: Writing,
    lexicon: CurrentLexicon,
    now: Now,
) -> Response:
    """They are one from now on."""
    given = read_given(fields, CHOOSING)
    try:
        stays = merging.merge(
            session, visitor, listing_id, other_id, now=now, lexicon=lexicon,
            **_chosen(given),
        )  # fmt: skip
    except BadInput as problem:
        session.rollback()
        return _merge_page(
            request, session, visitor, listing_id, other_id, problem=problem.sentence
        )
    return _go(f"/opportunities/{stays}")


def _chosen(given: Given) -> dict[str, Any]:
    return {"facts": given.all("fact"), "seen": given.one("seen")}
