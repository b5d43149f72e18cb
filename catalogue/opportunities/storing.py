"""Storing what a source said: whole or not at all; the same again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon, load_lexicon
from catalogue.bulk import BATCH, insert_rows
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.drafts_json import digest_of, draft_as_dict
from catalogue.models import (
    CostOption,
    KeptBy,
    Location,
    Opportunity,
    OpportunityTerm,
    Organization,
    Revision,
    Schedule,
    TaxonomyTerm,
)
from catalogue.opportunities.reading import keep_readings
from catalogue.opportunities.versions import MOST_NAMED, announce
from catalogue.organizations import store_organizations
from catalogue.rows import ListingRows, RowValues, opportunity_id, rows_of


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


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a source says of one listing now, and what it said before."""

    draft: OpportunityDraft
    content: dict[str, Any]
    digest: str
    before: tuple[str, int] | None
    """The digest and the number of the revision that is stored, if any."""

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_changed(self) -> bool:
        return self.before is None or self.before[0] != self.digest

    @property
    def revision(self) -> int:
        return 1 + (self.before[1] if self.before else 0)


def store(
    session: Session,
    drafts: Iterable[OpportunityDraft],
    *,
    now: datetime,
    lexicon: Lexicon | None = None,
    by_its_keeper: bool = False,
) -> Tally:
    """Add each draft, or revise the listing that its source named before.

    The drafts must not name one source id twice. They are read one batch at a time,
    and into activities by ``lexicon`` (ours, when none is given). A listing that its
    organization keeps itself is changed ``by_its_keeper`` alone, and one that was
    merged into another by nobody: else it counts as unchanged.
    """
    tally = Tally()
    stream = iter(drafts)
    lexicon = lexicon or load_lexicon()
    written: set[UUID] = set()
    while batch := list(islice(stream, BATCH)):
        kept = merged_away(session, batch)
        if not by_its_keeper:
            kept |= kept_by_somebody(session, batch)
        keys, of_batch = _store_batch(session, batch, now, lexicon, kept)
        written |= keys
        tally += of_batch
    if written:
        announce(session, written | _told_of_otherwise(session, written, now))
    return tally


def _store_batch(
    session: Session,
    batch: Sequence[OpportunityDraft],
    now: datetime,
    lexicon: Lexicon,
    kept: Set[UUID],
) -> tuple[Set[UUID], Tally]:
    told = _told(session, batch)
    changed = {
        key: one for key, one in told.items() if one.is_changed and key not in kept
    }
    if changed:
        drafts = [one.draft for one in changed.values()]
        _write(session, changed, store_organizations(session, drafts, now=now), now)
        keep_readings(session, zip(changed, drafts, strict=True), lexicon)
    added = sum(one.is_new for one in changed.values())
    return changed.keys(), Tally(
        added=added,
        revised=len(changed) - added,
        unchanged=len(told) - len(changed),
    )


def _told_of_otherwise(
    session: Session, written: Set[UUID], now: datetime
) -> set[UUID]:
    """All listings of the organizations that these said more of, just now."""
    if len(written) > MOST_NAMED:
        return set()  # all listings are read again anyway
    owner = col(Opportunity.organization_id)
    owners = sa.select(owner).where(col(Opportunity.id).in_(written))
    rows = session.execute(
        sa.select(col(Opportunity.id))
        .join(Organization, col(Organization.id) == owner)
        .where(col(Organization.modified_at) == now, owner.in_(owners))
        .limit(MOST_NAMED + 1)
    )
    return set(rows.scalars())


def kept_by_somebody(session: Session, batch: Sequence[OpportunityDraft]) -> set[UUID]:
    """Those of the listings whose organization keeps them itself."""
    keys = [opportunity_id(draft.source, draft.source_id) for draft in batch]
    kept = col(KeptBy.opportunity_id)
    return set(session.execute(sa.select(kept).where(kept.in_(keys))).scalars())


def merged_away(session: Session, batch: Sequence[OpportunityDraft]) -> set[UUID]:
    """Those of the listings that another one stands for."""
    keys = [opportunity_id(draft.source, draft.source_id) for draft in batch]
    rows = session.execute(
        sa.select(col(Opportunity.id)).where(
            col(Opportunity.id).in_(keys), col(Opportunity.merged_into).is_not(None)
        )
    )
    return set(rows.scalars())


def _told(session: Session, batch: Sequence[OpportunityDraft]) -> dict[UUID, _Told]:
    drafts = {opportunity_id(d.source, d.source_id): d for d in batch}
    key = col(Opportunity.id)
    rows = session.execute(
        sa.select(key, col(Opportunity.digest), col(Opportunity.revision)).where(
            key.in_(drafts)
        )
    )
    known = {key: (digest, revision) for key, digest, revision in rows}
    contents = {key: draft_as_dict(draft) for key, draft in drafts.items()}
    return {
        key: _Told(
            draft=draft,
            content=contents[key],
            digest=digest_of(contents[key]),
            before=known.get(key),
        )
        for key, draft in drafts.items()
    }


def _write(
    session: Session,
    changed: Mapping[UUID, _Told],
    usual: Mapping[UUID, Openness],
    now: datetime,
) -> None:
    new = {key for key, one in changed.items() if one.is_new}
    old = changed.keys() - new
    _remove_parts(session, list(old))
    listings = [_rows(one, usual, now) for one in changed.values()]
    rows = [listing.opportunity for listing in listings]
    added = [row | {"created_at": now} for row in rows if row["id"] in new]
    insert_rows(session, Opportunity, added)
    if old:
        revised = [row for row in rows if row["id"] in old]
        session.execute(sa.update(Opportunity), revised)
    _insert_parts(session, listings)
    revisions = [_revision(key, one, now) for key, one in changed.items()]
    insert_rows(session, Revision, revisions)


def _rows(told: _Told, usual: Mapping[UUID, Openness], now: datetime) -> ListingRows:
    """The rows of what was told; who does not say is as open as its organization."""
    rows = rows_of(told.draft)
    openness = told.draft.openness
    if openness is Openness.UNSTATED:
        openness = usual.get(rows.opportunity["organization_id"], openness)
    return rows.with_opportunity(
        openness=openness,
        digest=told.digest,
        revision=told.revision,
        modified_at=now,
    )


def _revision(key: UUID, told: _Told, now: datetime) -> RowValues:
    return {
        "id": uuid5(key, f"revision\0{told.revision}"),
        "opportunity_id": key,
        "number": told.revision,
        "at": now,
        "content": told.content,
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
