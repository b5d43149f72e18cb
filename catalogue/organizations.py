"""The verbs about who runs things to do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import KEYS, below, columns_of, insert_new, update_rows
from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft
from catalogue.models import Opportunity, Organization
from catalogue.rows import RowValues, name_key, organization_row

NOTHING_SAID = (None, "", Openness.UNSTATED)
"""What a source writes where it has nothing to say."""


_WHOLE = columns_of(Organization).where(col(Organization.id).in_(KEYS))
_HELD = _WHOLE.order_by(col(Organization.id)).with_for_update(key_share=True)


@dataclass(frozen=True, kw_only=True)
class RunBy:
    """The organizations that run some listings, as they are stored."""

    openness: Mapping[UUID, Openness]
    """What each one's opportunities usually are."""
    revised: Collection[UUID]
    """Those of which something else is known since just now."""


def store_organizations(
    session: Session, drafts: Iterable[OpportunityDraft], *, now: datetime
) -> RunBy:
    """Store who runs these.

    A later mention fills in what an earlier one left out and never blanks it.
    """
    told = _told(drafts)
    stored = organization_rows(session, told)
    if new := sorted(told.keys() - stored):
        blank = _blank() | {"modified_at": now}
        insert_new(session, Organization, [blank | told[key] for key in new])
        # Another unit may have been first, and have said something else of one.
        stored |= organization_rows(session, new)
    if fuller := _fuller(stored, told):
        # Once more, and held: another unit may have said something of them meanwhile.
        stored |= _rows(session, _HELD, [row["id"] for row in fuller])
        fuller = _fuller(stored, told)
    update_rows(session, Organization, [row | {"modified_at": now} for row in fuller])
    unstated = {"openness": Openness.UNSTATED}
    return RunBy(
        openness={
            key: (unstated | stored.get(key, {}) | row)["openness"]
            for key, row in told.items()
        },
        revised=[row["id"] for row in fuller],
    )


def organization_rows(session: Session, keys: Iterable[UUID]) -> dict[UUID, RowValues]:
    """The stored rows of these organizations, by id."""
    return _rows(session, _WHOLE, keys)


def _rows(
    session: Session, query: sa.Select[Any], keys: Iterable[UUID]
) -> dict[UUID, RowValues]:
    rows = below(session).execute(query, {"keys": list(keys)})
    return {row["id"]: dict(row) for row in rows.mappings()}


def _fuller(
    stored: Mapping[UUID, RowValues], told: Mapping[UUID, RowValues]
) -> list[RowValues]:
    """Those of which more is told than is stored, with both."""
    return [
        stored[key] | row
        for key, row in told.items()
        if key in stored and stored[key] | row != stored[key]
    ]


def welcome(
    session: Session, source: str, draft: OrganizationDraft, *, now: datetime
) -> UUID:
    """An organization that keeps listings here itself from now on; its id.

    One that the catalogue knows by this name, whoever told us, is taken as the same.
    """
    known = called(session, draft.name)
    if known:
        return known
    row = organization_row(source, draft)
    insert_new(session, Organization, [_blank() | row | {"modified_at": now}])
    key: UUID = row["id"]
    return key


def called(session: Session, name: str) -> UUID | None:
    """The organization of this name, however it is written; of several the newest."""
    rows = session.execute(
        sa.select(col(Organization.id))
        .where(col(Organization.name_key) == name_key(name))
        .order_by(col(Organization.modified_at).desc(), col(Organization.id))
    )
    return rows.scalars().first()


def listings_called_theirs(session: Session, name: str) -> list[UUID]:
    """Listings that came from elsewhere under this organization's name."""
    rows = session.execute(
        sa.select(col(Opportunity.id))
        .join(Organization, col(Organization.id) == col(Opportunity.organization_id))
        .where(col(Organization.name_key) == name_key(name))
        .order_by(col(Opportunity.id))
    )
    return list(rows.scalars())


def count_called_theirs(session: Session, names: Iterable[str]) -> dict[str, int]:
    """How many that would be, by each of these names as it is compared."""
    key = col(Organization.name_key)
    rows = session.execute(
        sa.select(key, sa.func.count())
        .join(Opportunity, col(Opportunity.organization_id) == col(Organization.id))
        .where(key.in_({name_key(name) for name in names}))
        .group_by(key)
    )
    return dict(rows.all())


def trust(session: Session, key: UUID, *, now: datetime | None) -> None:
    """What it tells us is shown at once from ``now`` on; None: looked at first."""
    session.execute(
        sa.update(Organization)
        .where(col(Organization.id) == key)
        .values(trusted_at=now)
        .execution_options(synchronize_session=False)
    )


def as_draft(row: RowValues) -> OrganizationDraft:
    """What is stored of an organization, as its listings tell it."""
    return OrganizationDraft(**{f.name: row[f.name] for f in fields(OrganizationDraft)})


def _told(drafts: Iterable[OpportunityDraft]) -> dict[UUID, RowValues]:
    told: dict[UUID, RowValues] = {}
    for draft in drafts:
        if draft.organization:
            row = organization_row(draft.source, draft.organization)
            said = {k: v for k, v in row.items() if v not in NOTHING_SAID}
            told[row["id"]] = told.get(row["id"], {}) | said
    return told


def _blank() -> RowValues:
    columns = Organization.__table__.columns  # type: ignore[attr-defined]
    return {column.name: None for column in columns} | {"openness": Openness.UNSTATED}
