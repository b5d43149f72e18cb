"""The verbs of opening a listing outwards: ideas once, and a change that says how.

``catalogue.outward`` holds the ideas. A nudge is claimed before it is shown: whoever
comes second is shown none, and a crash in between costs one listing its ideas.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon
from catalogue.drafts import Openness
from catalogue.models import Opportunity
from catalogue.opportunities.finding import listing
from catalogue.opportunities.keeping import publish
from catalogue.outward import Idea, ideas_for, may_be_nudged, said_openly


def nudge(
    session: Session, key: UUID, *, now: datetime, lexicon: Lexicon | None = None
) -> tuple[Idea, ...]:
    """Three ideas for a listing inside a service, the first time; else none."""
    found = listing(session, key)
    if found is None or not may_be_nudged(found.draft):
        return ()
    if not _claimed(session, key, now):
        return ()
    return ideas_for(found.draft, lexicon)


def _claimed(session: Session, key: UUID, now: datetime) -> bool:
    claim = (
        sa.update(Opportunity)
        .where(col(Opportunity.id) == key, col(Opportunity.nudged_at).is_(None))
        .values(nudged_at=now)
        .returning(col(Opportunity.id))
        .execution_options(synchronize_session=False)
    )
    return session.execute(claim).first() is not None


def open_outwards(
    session: Session,
    key: UUID,
    *,
    what_is_open: str,
    to_whom: str,
    when: str,
    now: datetime,
    lexicon: Lexicon | None = None,
) -> str:
    """It is outward facing from now on, and its card says how; what the card says.

    Raises ``NotSaidYet`` without all three, ``LookupError`` for a listing that is not
    there. Earlier versions stay, so that one press rolls it back.
    """
    note = said_openly(what_is_open=what_is_open, to_whom=to_whom, when=when)
    found = listing(session, key)
    if found is None:
        raise LookupError(key)
    draft = replace(found.draft, openness=Openness.OUTWARD_FACING, outward_note=note)
    publish(session, draft, now=now, lexicon=lexicon)
    return note
