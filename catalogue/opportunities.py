"""The verbs of the catalogue: store what somebody told us, and find it again.

Every function takes an open session first and never commits. What a source says is
stored whole or not at all; saying the same again changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import columns_of, insert_rows
from catalogue.drafts import Openness, OpportunityDraft, Status
from catalogue.drafts_json import digest_of, draft_as_dict
from catalogue.models import (
    CatalogueVersion,
    CostOption,
    Location,
    Opportunity,
    OpportunityTerm,
    Revision,
    Schedule,
    TaxonomyTerm,
)
from catalogue.organizations import organization_rows, store_organizations
from catalogue.rows import (
    ListingRows,
    RowValues,
    draft_of,
    opportunity_id,
    rows_of,
)

BATCH = 500
"""Listings written or read together: far below the engines' limit of parameters,
and small enough that an import's memory does not grow with its file."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An opportunity as it stands in the catalogue: what was said, and since when."""

    id: UUID
    draft: OpportunityDraft
    organization_id: UUID | None
    revision: int
    modified_at: datetime


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What storing did, counted in listings."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both tallies together."""
        return Tally(
            added=self.added + other.added,
            revised=self.revised + other.revised,
            unchanged=self.unchanged + other.unchanged,
        )


# --- storing -------------------------------------------------------------------------


def store(
    session: Session, drafts: Iterable[OpportunityDraft], *, now: datetime
) -> Tally:
    """Add each draft, or revise the listing that its source named before.

    The drafts must not name one source id twice. They are read one batch at a time.
    """
    tally = Tally()
    stream = iter(drafts)
    while batch := list(islice(stream, BATCH)):
        tally += _store_batch(session, batch, now)
    if tally.added or tally.revised:
        announce(session)
    return tally


def _store_batch(
    session: Session, batch: Sequence[OpportunityDraft], now: datetime
) -> Tally:
    told = {opportunity_id(d.source, d.source_id): d for d in batch}
    known = _known(session, list(told))
    changed = {
        key: draft
        for key, draft in told.items()
        if key not in known or known[key][0] != digest_of(draft)
    }
    if changed:
        opennesses = store_organizations(session, changed.values(), now=now)
        _write(session, changed, known, opennesses, now)
    added = sum(key not in known for key in changed)
    return Tally(
        added=added,
        revised=len(changed) - added,
        unchanged=len(told) - len(changed),
    )


def _known(session: Session, keys: Sequence[UUID]) -> dict[UUID, tuple[str, int]]:
    rows = session.execute(
        sa.select(
            col(Opportunity.id), col(Opportunity.digest), col(Opportunity.revision)
        ).where(col(Opportunity.id).in_(keys))
    )
    return {key: (digest, revision) for key, digest, revision in rows}


def _write(
    session: Session,
    changed: Mapping[UUID, OpportunityDraft],
    known: Mapping[UUID, tuple[str, int]],
    opennesses: Mapping[UUID, Openness],
    now: datetime,
) -> None:
    old = [key for key in changed if key in known]
    _remove_parts(session, old)
    listings = [
        _numbered(rows_of(draft), draft, known, opennesses, now)
        for draft in changed.values()
    ]
    rows = [listing.opportunity for listing in listings]
    insert_rows(
        session,
        Opportunity,
        [row | {"created_at": now} for row in rows if row["id"] not in known],
    )
    if old:
        session.execute(
            sa.update(Opportunity), [row for row in rows if row["id"] in known]
        )
    _insert_parts(session, listings)
    insert_rows(session, Revision, [_revision(row, changed, now) for row in rows])


def _numbered(
    rows: ListingRows,
    draft: OpportunityDraft,
    known: Mapping[UUID, tuple[str, int]],
    opennesses: Mapping[UUID, Openness],
    now: datetime,
) -> ListingRows:
    row = rows.opportunity
    openness = row["openness"]
    if openness is Openness.UNSTATED:
        openness = opennesses.get(row["organization_id"], openness)
    _digest, number = known.get(row["id"], ("", 0))
    more = {
        "openness": openness,
        "digest": digest_of(draft),
        "revision": number + 1,
        "modified_at": now,
    }
    return replace(rows, opportunity=row | more)


def _revision(
    row: RowValues, changed: Mapping[UUID, OpportunityDraft], now: datetime
) -> RowValues:
    number = row["revision"]
    return {
        "id": uuid5(row["id"], f"revision\0{number}"),
        "opportunity_id": row["id"],
        "number": number,
        "at": now,
        "content": draft_as_dict(changed[row["id"]]),
    }


def _remove_parts(session: Session, keys: Sequence[UUID]) -> None:
    for table in (Location, Schedule, CostOption, OpportunityTerm):
        if keys:
            session.execute(sa.delete(table).where(col(table.opportunity_id).in_(keys)))


def _insert_parts(session: Session, listings: Sequence[ListingRows]) -> None:
    terms = {row["id"]: row for listing in listings for row in listing.terms}
    stored = session.execute(
        sa.select(col(TaxonomyTerm.id)).where(col(TaxonomyTerm.id).in_(terms))
    ).scalars()
    new = terms.keys() - set(stored)
    insert_rows(session, TaxonomyTerm, [terms[key] for key in terms if key in new])
    for table, name in (
        (Location, "locations"),
        (Schedule, "schedules"),
        (CostOption, "cost_options"),
        (OpportunityTerm, "opportunity_terms"),
    ):
        insert_rows(session, table, [r for x in listings for r in getattr(x, name)])


def announce(session: Session, *, after: int = 0) -> None:
    """Tell whoever keeps an index that the catalogue is another one.

    ``after``: a number the new one must exceed, when the whole database was replaced.
    """
    number = max(version(session), after) + 1
    session.execute(sa.update(CatalogueVersion).values(number=number))


def version(session: Session) -> int:
    """A number that grows with every change: an index made at it is up to date."""
    return session.execute(sa.select(col(CatalogueVersion.number))).scalar_one()


# --- finding -------------------------------------------------------------------------


def listing(session: Session, key: UUID) -> Listing | None:
    """The listing with this id, or None."""
    return next(iter(listings(session, [key])), None)


def listings(session: Session, keys: Sequence[UUID]) -> list[Listing]:
    """The listings with these ids, in this order; unknown ids are left out.

    Six queries however many are asked for, up to ``BATCH`` ids.
    """
    found = {x.id: x for x in _read(session, col(Opportunity.id).in_(keys))}
    return [found[key] for key in keys if key in found]


def current_listings(session: Session, today: date) -> Iterator[Listing]:
    """Every listing that people may see and join today, a batch at a time."""
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


def count(session: Session) -> int:
    """How many listings are stored, seen or not."""
    return session.execute(
        sa.select(sa.func.count()).select_from(Opportunity)
    ).scalar_one()


def _current(today: date) -> sa.ColumnElement[bool]:
    starts, ends = col(Opportunity.visible_from), col(Opportunity.visible_to)
    return sa.and_(
        col(Opportunity.status) == Status.ACTIVE,
        sa.or_(starts.is_(None), starts <= today),
        sa.or_(ends.is_(None), ends >= today),
    )


def _read(session: Session, wanted: sa.ColumnElement[bool]) -> list[Listing]:
    rows = session.execute(columns_of(Opportunity).where(wanted)).mappings().all()
    keys = [row["id"] for row in rows]
    run_by = {row["organization_id"] for row in rows} - {None}
    organizations = organization_rows(session, run_by)
    locations = _parts_of(session, Location, keys)
    schedules = _parts_of(session, Schedule, keys)
    cost_options = _parts_of(session, CostOption, keys)
    activities = _activities(session, keys)
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
        parts[row["opportunity_id"]].append(row)
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
