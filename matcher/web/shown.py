"""Which listings have a page today. What is on a list or a card is held to the same."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from sqlmodel import Session
from starlette.exceptions import HTTPException

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, Status
from catalogue.opportunities import Listing
from matcher.errors import NotFound, marked

SHOWN = frozenset({Status.ACTIVE, Status.TEMPORARILY_CLOSED})

GONE = marked(
    "We know of nothing at this address. It may have ended or been taken down."
)


def shown_listing(session: Session, listing_id: UUID, today: date) -> Listing:
    """The listing with this id; raises ``NotFound`` when it has no page today.

    The address of one that was merged into another leads to that one for good.
    """
    listing = opportunities.listing(session, listing_id)
    if listing is None or not is_shown(listing.draft, today):
        stands = opportunities.stands_for(session, listing_id)
        if stands not in (None, listing_id):
            where = {"Location": f"/opportunities/{stands}"}
            raise HTTPException(HTTPStatus.PERMANENT_REDIRECT, headers=where)
        raise NotFound(GONE)
    return listing


def is_shown(draft: OpportunityDraft, today: date) -> bool:
    """Whether its page is there today; one that is closed for now still is."""
    begun = draft.visible_from is None or draft.visible_from <= today
    over = draft.visible_to is not None and draft.visible_to < today
    return begun and not over and draft.status in SHOWN
