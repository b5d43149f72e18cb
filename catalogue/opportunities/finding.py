"""Finding what was stored: few queries for many listings."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import BATCH, KEYS, below
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import digest_of, draft_from_dict
from catalogue.models import Opportunity, Revision
from catalogue.opportunities.current import CURRENT
from catalogue.opportunities.loading import Listing, load

_ID = col(Opportunity.id)

# Written once: a change is read in less time than it takes to write them.
_CURRENT_IDS = sa.select(_ID).where(CURRENT)
_CURRENT_AFTER = (
    _CURRENT_IDS.where(col(Opportunity.id) > sa.bindparam("last"))
    .order_by(_ID)
    .limit(BATCH)
)
_HELD = (
    sa.select(_ID, col(Opportunity.revision))
    .where(_ID.in_(KEYS))
    .order_by(_ID)
    .with_for_update()
)


def listing(session: Session, key: UUID) -> Listing | None:
    """The listing with this id, or None."""
    return next(iter(listings(session, [key])), None)


def listings(session: Session, keys: Sequence[UUID]) -> list[Listing]:
    """The listings with these ids, in this order; unknown ids are left out.

    As many queries however many are asked for, up to ``BATCH`` ids; none for none.
    """
    if not keys:
        return []
    found = {x.id: x for x in load(session, keys)}
    return [found[key] for key in keys if key in found]


def as_told(session: Session, keys: Sequence[UUID]) -> list[OpportunityDraft]:
    """What was last told of each of these, in this order, word for word.

    Not what it became: neither what its organization says elsewhere, nor that somebody
    confirmed or closed it since. So telling it again changes nothing.
    """
    told: dict[UUID, OpportunityDraft] = {}
    sought, newer, many = set(keys), 0, 1
    while sought:
        older = set()
        for key, digest, content in _versions_back(session, sought, newer, many):
            older.add(key)
            if key not in told and digest_of(content) == digest:
                told[key] = draft_from_dict(content)
        sought = older - told.keys()
        newer, many = newer + many, 2 * many
    return [told[key] for key in keys if key in told]


def _versions_back(
    session: Session, keys: Collection[UUID], newer: int, many: int
) -> Sequence[sa.Row[UUID, str, dict[str, Any]]]:
    """So many versions of each listing before its ``newer`` ones, the newest first."""
    number, back = col(Revision.number), col(Opportunity.revision) - newer
    rows = session.execute(
        sa.select(col(Opportunity.id), col(Opportunity.digest), col(Revision.content))
        .join(Revision, col(Revision.opportunity_id) == col(Opportunity.id))
        .where(col(Opportunity.id).in_(keys), number > back - many, number <= back)
        .order_by(number.desc())
    )
    return rows.all()


def current_ids(session: Session, today: date) -> list[UUID]:
    """Every listing that people may see and join today, by its id alone."""
    return list(session.execute(_CURRENT_IDS, {"today": today}).scalars())


def current_listings(
    session: Session, today: date, *, among: Collection[UUID] | None = None
) -> Iterator[Listing]:
    """Every listing that people may see and join today, a batch at a time.

    ``among`` leaves out all others.
    """
    if among is not None:
        keys = sorted(among)
        for start in range(0, len(keys), BATCH):
            yield from load(session, keys[start : start + BATCH], today=today)
        return
    last = UUID(int=0)
    while True:
        given = {"today": today, "last": last}
        page = list(session.execute(_CURRENT_AFTER, given).scalars())
        if not page:
            return
        yield from listings(session, page)
        last = page[-1]


def held_revisions(
    session: Session, keys: Sequence[UUID], today: date
) -> dict[UUID, int]:
    """The revision of each of these that people may see and join today.

    The rows are held until the unit ends, so that none is withdrawn meanwhile.
    """
    query = (
        sa.select(col(Opportunity.id), col(Opportunity.revision))
        .where(CURRENT, col(Opportunity.id).in_(keys))
        .order_by(col(Opportunity.id))
        .with_for_update(read=True)
    )
    return dict(session.execute(query, {"today": today}).all())


def hold(session: Session, keys: Collection[UUID]) -> dict[UUID, int]:
    """The number of each listing's last version, held until the unit ends.

    Of two changes at once the second sees the first. In the order of their ids, so
    that two units never wait for each other.
    """
    return dict(below(session).execute(_HELD, {"keys": list(keys)}).all())


def count(session: Session) -> int:
    """How many listings are stored, seen or not."""
    stored: int = session.execute(
        sa.select(sa.func.count()).select_from(Opportunity)
    ).scalar_one()
    return stored
