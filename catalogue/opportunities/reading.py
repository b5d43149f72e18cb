"""Reading listings into activities: when they change, and when the lexicon does.

What was read is kept with the listing, so that nobody waits for it; the listing's own
words are never touched.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon, Reading, Written
from catalogue.bulk import BATCH, delete_parts, insert_rows, update_rows
from catalogue.drafts import OpportunityDraft
from catalogue.models import ActivityReading, Opportunity
from catalogue.opportunities.finding import listings
from catalogue.opportunities.versions import announce
from catalogue.rows import RowValues


def read_draft(draft: OpportunityDraft, lexicon: Lexicon) -> tuple[Reading, ...]:
    """The activities that a draft's own words speak of, but for what it is not."""
    (readings,) = read_drafts([draft], lexicon)
    return readings


def read_drafts(
    drafts: Sequence[OpportunityDraft], lexicon: Lexicon
) -> list[tuple[Reading, ...]]:
    """The same for several drafts, which are read together."""
    return [
        tuple(one for one in readings if one.activity not in set(draft.not_activities))
        for draft, readings in zip(
            drafts, lexicon.read_listings([_written(x) for x in drafts]), strict=True
        )
    ]


def _written(draft: OpportunityDraft) -> Written:
    return Written(
        title=draft.title,
        activities=draft.activities,
        organization=draft.organization.name if draft.organization else "",
        description=draft.description,
    )


def keep_readings(
    session: Session, drafts: Iterable[tuple[UUID, OpportunityDraft]], lexicon: Lexicon
) -> None:
    """Read these drafts, in place of whatever was read from their listings before."""
    told = list(drafts)
    keys = [key for key, _ in told]
    delete_parts(session, [ActivityReading], keys)
    read = read_drafts([draft for _, draft in told], lexicon)
    rows = [
        row
        for key, readings in zip(keys, read, strict=True)
        for row in _rows(key, readings)
    ]
    insert_rows(session, ActivityReading, rows)


def read_again(session: Session, lexicon: Lexicon) -> int:
    """Read every listing that was last read with another lexicon; how many that was."""
    stale = iter(_read_with_another(session, lexicon))
    done = 0
    while keys := list(islice(stale, BATCH)):
        told = ((x.id, x.draft) for x in listings(session, keys))
        keep_readings(session, told, lexicon)
        read_with = [{"id": key, "read_with": lexicon.edition} for key in keys]
        update_rows(session, Opportunity, read_with)
        done += len(keys)
    if done:
        announce(session)
    return done


def _read_with_another(session: Session, lexicon: Lexicon) -> Sequence[UUID]:
    return (
        session.execute(
            sa.select(col(Opportunity.id)).where(
                col(Opportunity.read_with) != lexicon.edition
            )
        )
        .scalars()
        .all()
    )


def _rows(key: UUID, readings: Sequence[Reading]) -> list[RowValues]:
    return [
        {
            "opportunity_id": key,
            "activity": reading.activity,
            "weight": reading.weight,
            "field": reading.where,
            "found": reading.found,
            "found_start": reading.found_start,
        }
        for reading in readings
    ]
