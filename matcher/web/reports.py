"""What partners see of their listings, and leads of everybody's: how fresh they are.

Visits are shown roughly, from ten up, and wishes of five people or more; see
``matcher.reports``.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matcher import reports
from matcher.accounts.managing import FEWEST_SHOWN
from matcher.models import Noticed
from matcher.partners import keeping
from matcher.reports.freshness import MOST_ORGANIZATIONS, STALE_AFTER
from matcher.reports.listings import FEWEST_MET, WEEKS
from matcher.taking import Taken
from matcher.web.deps import CurrentLexicon, Lead, Now, Partner, Reading, Today
from matcher.web.pages import page

router = APIRouter(prefix="/reports")


@router.get("/listings")
def open_listings(
    request: Request,
    visitor: Partner,
    session: Reading,
    lexicon: CurrentLexicon,
    today: Today,
    now: Now,
) -> HTMLResponse:
    """Their listings' numbers of the last weeks, and what is looked for near them."""
    theirs = keeping.theirs(session, visitor)
    keys = [one.id for one in theirs]
    wished: tuple[Taken, ...] = ()
    if visitor.organization_id:
        wished = reports.looked_for(
            session, visitor.organization_id, lexicon=lexicon, now=now
        )
    return page(
        request,
        "reports/listings.html",
        theirs=theirs,
        figures=reports.figures(session, keys, lexicon=lexicon, today=today),
        wished=wished,
        noticed=tuple(Noticed),
        fewest=FEWEST_SHOWN,
        fewest_met=FEWEST_MET,
        weeks=WEEKS,
    )


@router.get("/freshness")
def open_freshness(
    request: Request, visitor: Lead, session: Reading, today: Today
) -> HTMLResponse:
    """How much of what people find somebody checked; nothing of a person."""
    return page(
        request,
        "reports/freshness.html",
        fresh=reports.freshness(session, visitor, today=today),
        stale=reports.going_stale(session, today=today),
        most=MOST_ORGANIZATIONS,
        months=STALE_AFTER,
    )
