"""Storing what a source said: whole or not at all; the same again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon, load_lexicon
from catalogue.bulk import (
    BATCH,
    KEYS,
    below,
    delete_parts,
    insert_new,
    insert_rows,
    update_rows,
)
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.drafts_json import digest_of, draft_as_dict
from catalogue.models import (
    CostOption,
    KeptBy,
    Location,
    Opportunity,
    OpportunityTerm,
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


class _Before(NamedTuple):
    """What is stored of a listing."""

    digest: str
    revision: int
    merged_into: UUID | None
    keeper: UUID | None
    """The organization that keeps it itself."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a source says of one listing now, and what it said before."""

    draft: OpportunityDraft
    content: dict[str, Any]
    digest: str
    before: _Before | None

    def changes_it(self, *, by_its_keeper: bool) -> bool:
        """Whether it says something new, of what whoever says it may change."""
        if self.before is None:
            return True
        if self.before.merged_into or (self.before.keeper and not by_its_keeper):
            return False
        return self.before.digest != self.digest

    @property
    def revision(self) -> int:
        return 1 + (self.before.revision if self.before else 0)


_PARTS = (
    (Location, "locations"),
    (Schedule, "schedules"),
    (CostOption, "cost_options"),
    (OpportunityTerm, "opportunity_terms"),
)
"""What belongs to a listing, and where ``ListingRows`` has it."""

_BEFORE = (
    sa.select(
        col(Opportunity.id),
        col(Opportunity.digest),
        col(Opportunity.revision),
        col(Opportunity.merged_into),
        col(KeptBy.organization_id),
    )
    .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
    .where(col(Opportunity.id).in_(KEYS))
)
_HELD = (
    sa.select(col(Opportunity.id))
    .where(col(Opportunity.id).in_(KEYS))
    .order_by(col(Opportunity.id))
    .with_for_update(key_share=True)
)
"""Held against other words, not against who saves it meanwhile."""

_RUN_BY = (
    sa.select(col(Opportunity.id))
    .where(col(Opportunity.organization_id).in_(KEYS))
    .limit(MOST_NAMED + 1)
)
_TERMS = sa.select(col(TaxonomyTerm.id)).where(col(TaxonomyTerm.id).in_(KEYS))


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
    touched: set[UUID] = set()
    while batch := list(islice(stream, BATCH)):
        told = _told(session, batch)
        changed = _changed(told, by_its_keeper=by_its_keeper)
        if old := [key for key, one in changed.items() if one.before]:
            changed |= _held(session, changed, old)
            changed = _changed(changed, by_its_keeper=by_its_keeper)
        if changed:
            touched |= _store_changed(session, changed, now, lexicon)
        added = sum(one.before is None for one in changed.values())
        tally += Tally(
            added=added,
            revised=len(changed) - added,
            unchanged=len(told) - len(changed),
        )
    if touched:
        announce(session, touched)
    return tally


def _changed(told: Mapping[UUID, _Told], *, by_its_keeper: bool) -> dict[UUID, _Told]:
    return {
        key: one
        for key, one in told.items()
        if one.changes_it(by_its_keeper=by_its_keeper)
    }


def _held(
    session: Session, told: Mapping[UUID, _Told], keys: Sequence[UUID]
) -> dict[UUID, _Told]:
    """These once more, and held: another unit may have said something of them since."""
    below(session).execute(_HELD, {"keys": keys})
    before = _before(session, keys)
    return {key: replace(told[key], before=before.get(key)) for key in keys}


def _store_changed(
    session: Session, changed: Mapping[UUID, _Told], now: datetime, lexicon: Lexicon
) -> Set[UUID]:
    """The listings that are others now: these, and all of an organization that these
    said more of."""
    drafts = [one.draft for one in changed.values()]
    run_by = store_organizations(session, drafts, now=now)
    _write(session, changed, run_by.openness, now, lexicon.edition)
    keep_readings(session, zip(changed, drafts, strict=True), lexicon)
    if not run_by.revised:
        return changed.keys()
    theirs = below(session).execute(_RUN_BY, {"keys": list(run_by.revised)})
    return changed.keys() | set(theirs.scalars())


def _told(session: Session, batch: Sequence[OpportunityDraft]) -> dict[UUID, _Told]:
    drafts = {opportunity_id(d.source, d.source_id): d for d in batch}
    known = _before(session, drafts)
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


def _before(session: Session, keys: Iterable[UUID]) -> dict[UUID, _Before]:
    rows = below(session).execute(_BEFORE, {"keys": list(keys)})
    return {row.id: _Before._make(row[1:]) for row in rows}


def _write(
    session: Session,
    changed: Mapping[UUID, _Told],
    usual: Mapping[UUID, Openness],
    now: datetime,
    read_with: str,
) -> None:
    old = {key for key, one in changed.items() if one.before}
    delete_parts(session, (table for table, _ in _PARTS), old)
    listings = [_rows(one, usual, now, read_with) for one in changed.values()]
    rows = [listing.opportunity for listing in listings]
    added = [row | {"created_at": now} for row in rows if row["id"] not in old]
    insert_rows(session, Opportunity, added)
    update_rows(session, Opportunity, (row for row in rows if row["id"] in old))
    _insert_parts(session, listings)
    revisions = [_revision(key, one, now) for key, one in changed.items()]
    insert_rows(session, Revision, revisions)


def _rows(
    told: _Told, usual: Mapping[UUID, Openness], now: datetime, read_with: str
) -> ListingRows:
    """The rows of what was told; who does not say is as open as its organization."""
    rows = rows_of(told.draft)
    openness = told.draft.openness
    if openness is Openness.UNSTATED:
        openness = usual.get(rows.opportunity["organization_id"], openness)
    return rows.with_opportunity(
        openness=openness,
        digest=told.digest,
        read_with=read_with,
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


def _insert_parts(session: Session, listings: Sequence[ListingRows]) -> None:
    terms = {row["id"]: row for listing in listings for row in listing.terms}
    stored = below(session).execute(_TERMS, {"keys": list(terms)}).scalars()
    new = terms.keys() - set(stored)
    insert_new(session, TaxonomyTerm, [terms[key] for key in sorted(new)])
    for table, name in _PARTS:
        insert_rows(session, table, [r for x in listings for r in getattr(x, name)])
