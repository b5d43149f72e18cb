"""Opening what a service does to its neighbours: ideas once, and a way to say it.

What is offered, and how it is said, is ``catalogue.outward``'s. "Not for us" is an
answer like any other: nothing is asked again, and nobody else hears of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import Openness
from catalogue.drafts_json import draft_as_dict
from catalogue.opportunities import Listing, outwards
from catalogue.outward import said_openly
from matcher.access import Visitor, may_keep
from matcher.errors import NotFound
from matcher.partners import drafting


def opened_by(session: Session, visitor: Visitor, key: UUID) -> Listing:
    """A listing that this visitor keeps and a service runs; else ``NotFound``."""
    listing = opportunities.listing(session, key)
    if (
        listing is None
        or listing.draft.openness is Openness.MAINSTREAM
        or not may_keep(session, visitor, key)
    ):
        raise NotFound("That listing is not yours to open, or open to anyone already.")
    return listing


def offer(session: Session, visitor: Visitor, key: UUID, *, now: datetime) -> bool:
    """Whether ideas should be shown now, for the first and only time."""
    if not may_keep(session, visitor, key):
        return False
    return bool(outwards.nudge(session, key, now=now))


def not_for_us(session: Session, visitor: Visitor, key: UUID, *, now: datetime) -> None:
    """They would rather not; no ideas are offered any more."""
    opened_by(session, visitor, key)
    outwards.nudge(session, key, now=now)


def open_outwards(
    session: Session,
    visitor: Visitor,
    key: UUID,
    answers: Mapping[str, str],
    *,
    now: datetime,
    lexicon: Lexicon,
) -> bool:
    """Say what is open, to whom and when; False when somebody looks at it first.

    Raises ``NotSaidYet`` while one of the three is missing.
    """
    listing = opened_by(session, visitor, key)
    outwards.nudge(session, key, now=now, lexicon=lexicon)
    if not drafting.must_wait(session, visitor.organization_id):
        outwards.open_outwards(session, key, **answers, now=now, lexicon=lexicon)
        return True
    _hand_in(session, visitor, listing, said_openly(**answers), now=now)
    return False


def _hand_in(
    session: Session, visitor: Visitor, listing: Listing, note: str, *, now: datetime
) -> None:
    """A change that waits for a look; people see the listing as it was until then."""
    row = drafting.begin_change(session, visitor, listing.id, now=now)
    opened = replace(listing.draft, openness=Openness.OUTWARD_FACING, outward_note=note)
    row.content = draft_as_dict(opened)
    row.submitted_at = now
    session.flush()
