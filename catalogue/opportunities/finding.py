"""Finding what was stored: columns, not objects, and few queries for many listings."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Reading
from catalogue.bulk import BATCH, columns_of
from catalogue.drafts import OpportunityDraft, Status
from catalogue.drafts_json import digest_of, draft_from_dict
from catalogue.models import (
    ActivityReading,
    CostOption,
    Location,
    Opportunity,
    OpportunityTerm,
    Revision,
    Schedule,
    TaxonomyTerm,
)
from catalogue.organizations import organization_rows
from catalogue.rows import draft_of


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An opportunity as it stands in the catalogue: what was said, and since when."""

    id: UUID
    draft: OpportunityDraft
    readings: tuple[Reading, ...]
    """The activities its words were read as, surest first."""
    organization_id: UUID | None
    revision: int
    modified_at: datetime


def listing(session: Session, key: UUID) -> Listing | None:
    """The listing with this id, or None."""
    return next(iter(listings(session, [key])), None)


def listings(session: Session, keys: Sequence[UUID]) -> list[Listing]:
    """The listings with these ids, in this order; unknown ids are left out.

    Seven queries however many are asked for, up to ``BATCH`` ids; none for none.
    """
    if not keys:
        return []
    found = {x.id: x for x in _read(session, col(Opportunity.id).in_(keys))}
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
    found = session.execute(sa.select(col(Opportunity.id)).where(_current(today)))
    return list(found.scalars())


def current_listings(
    session: Session, today: date, *, among: Collection[UUID] | None = None
) -> Iterator[Listing]:
    """Every listing that people may see and join today, a batch at a time.

    ``among`` leaves out all others.
    """
    if among is not None:
        keys = sorted(among)
        for start in range(0, len(keys), BATCH):
            some = col(Opportunity.id).in_(keys[start : start + BATCH])
            yield from _read(session, sa.and_(_current(today), some))
        return
    last = UUID(int=0)
    while True:
        page = list(
            session.execute(
                sa.select(col(Opportunity.id))
                .where(_current(today), col(Opportunity.id) > last)
                .order_by(col(Opportunity.id))
                .limit(BATCH)
            ).scalars()
        )
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
        .where(_current(today), col(Opportunity.id).in_(keys))
        .order_by(col(Opportunity.id))
        .with_for_update(read=True)
    )
    return dict(session.execute(query).all())


def hold(session: Session, keys: Collection[UUID]) -> dict[UUID, int]:
    """The number of each listing's last version, held until the unit ends.

    Of two changes at once the second sees the first. In the order of their ids, so
    that two units never wait for each other.
    """
    query = (
        sa.select(col(Opportunity.id), col(Opportunity.revision))
        .where(col(Opportunity.id).in_(keys))
        .order_by(col(Opportunity.id))
        .with_for_update()
    )
    return dict(session.execute(query).all())


def count(session: Session) -> int:
    """How many listings are stored, seen or not."""
    stored: int = session.execute(
        sa.select(sa.func.count()).select_from(Opportunity)
    ).scalar_one()
    return stored


def _current(today: date) -> sa.ColumnElement[bool]:
    starts, ends = col(Opportunity.visible_from), col(Opportunity.visible_to)
    rested = sa.and_(
        col(Opportunity.status) == Status.TEMPORARILY_CLOSED,
        col(Opportunity.rests_until) < today,
    )
    return sa.and_(
        col(Opportunity.merged_into).is_(None),
        sa.or_(col(Opportunity.status) == Status.ACTIVE, rested),
        sa.or_(starts.is_(None), starts <= today),
        sa.or_(ends.is_(None), ends >= today),
    )


def _read(session: Session, wanted: sa.ColumnElement[bool]) -> list[Listing]:
    found = session.execute(columns_of(Opportunity).where(wanted)).mappings()
    rows = [dict(row) for row in found]
    keys = [row["id"] for row in rows]
    run_by = {row["organization_id"] for row in rows} - {None}
    organizations = organization_rows(session, run_by)
    locations = _parts_of(session, Location, keys)
    schedules = _parts_of(session, Schedule, keys)
    cost_options = _parts_of(session, CostOption, keys)
    activities = _activities(session, keys)
    readings = _readings(session, keys)
    return [
        Listing(
            id=row["id"],
            draft=draft_of(
                row,
                organization=organizations.get(row["organization_id"]),
                activities=activities[row["id"]],
                locations=locations[row["id"]],
                schedules=schedules[row["id"]],
                cost_options=cost_options[row["id"]],
            ),
            readings=tuple(readings[row["id"]]),
            organization_id=row["organization_id"],
            revision=row["revision"],
            modified_at=row["modified_at"],
        )
        for row in rows
    ]


def _parts_of(
    session: Session, table: Any, keys: Sequence[UUID]
) -> dict[UUID, list[Mapping[str, Any]]]:
    rows = session.execute(
        columns_of(table)
        .where(table.opportunity_id.in_(keys))
        .order_by(table.opportunity_id, table.position)
    ).mappings()
    parts: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        parts[row["opportunity_id"]].append(dict(row))
    return parts


def _activities(session: Session, keys: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = session.execute(
        sa.select(col(OpportunityTerm.opportunity_id), col(TaxonomyTerm.name))
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(OpportunityTerm.term_id))
        .where(col(OpportunityTerm.opportunity_id).in_(keys))
        .order_by(col(OpportunityTerm.opportunity_id), col(OpportunityTerm.position))
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for key, name in rows:
        names[key].append(name)
    return names


def _readings(session: Session, keys: Sequence[UUID]) -> dict[UUID, list[Reading]]:
    weight, activity = col(ActivityReading.weight), col(ActivityReading.activity)
    rows = session.execute(
        columns_of(ActivityReading)
        .where(col(ActivityReading.opportunity_id).in_(keys))
        .order_by(weight.desc(), activity)
    ).mappings()
    read: dict[UUID, list[Reading]] = defaultdict(list)
    for row in rows:
        read[row["opportunity_id"]].append(
            Reading(
                activity=row["activity"],
                weight=row["weight"],
                where=row["field"],
                found=row["found"],
                found_start=row["found_start"],
            )
        )
    return read
