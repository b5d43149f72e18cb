"""Whose a row of a file is, and which listing it means.

A partner's file speaks of their own listings alone: the ids in it are theirs, so that
two organizations may both have a number 7. A worker's speaks of the organization it was
sent for, or of whom each row names; never over somebody who keeps a listing here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import organizations
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Status
from catalogue.imports import DEFAULT_SOURCE
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities import as_told
from catalogue.rows import opportunity_id, organization_id
from matcher.errors import NotFound, marked
from matcher.models import Upload
from matcher.partners.joining import HERE

LONGEST_ID = 200
"""Characters of an id that the import takes."""

NOT_THEIRS = marked("it is the listing of somebody else")
KEPT = marked("its organisation keeps this listing here itself")
MERGED = marked("it was made one with another listing")
PAUSED = marked("a lead has taken it out of sight: ask them first")
"""Also no file opens what a lead closed to everybody; one that says nothing new of it
is not refused, so that what they download goes in again unchanged."""

ENDED = marked("it has ended for good: give it another number or code to add it as new")


@dataclass(frozen=True, kw_only=True)
class Whose:
    """For whom a file speaks. Without an organization each row says who runs it."""

    of_partner: bool
    key: UUID | None = None
    organization: OrganizationDraft | None = None
    source: str = DEFAULT_SOURCE


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A row's draft as the listing it means."""

    draft: OpportunityDraft
    key: UUID
    refusal: str | None = None
    base_revision: int = 0
    digest: str = ""
    """What its source said last, hashed; empty for a new one."""


@dataclass(frozen=True, kw_only=True)
class _There:
    """A listing that is stored already."""

    revision: int
    digest: str
    run_by: UUID | None
    kept_by: UUID | None
    is_merged: bool
    status: Status


def whose(session: Session, upload: Upload) -> Whose:
    """For whom an upload speaks; ``NotFound`` for an organization that is gone."""
    if upload.of_partner and upload.organization_id is None:
        raise NotFound("That organisation is not here any more.")
    if upload.organization_id:
        rows = organizations.organization_rows(session, [upload.organization_id])
        row = rows[upload.organization_id]
        return Whose(
            of_partner=upload.of_partner,
            key=upload.organization_id,
            organization=organizations.as_draft(row),
            source=row["source"],
        )
    if upload.run_by:
        return Whose(
            of_partner=False,
            key=organization_id(HERE, upload.run_by),
            organization=OrganizationDraft(name=upload.run_by),
            source=HERE,
        )
    return Whose(of_partner=False)


def owned(
    session: Session, who: Whose, drafts: Sequence[OpportunityDraft]
) -> list[Owned]:
    """Each draft as the listing it means, or refused; a few queries for all."""
    wanted = {id(draft): _candidates(who, draft) for draft in drafts}
    keys = {key for candidates in wanted.values() for key, _ in candidates}
    there = _stored(session, keys)
    found = [_owned(who, draft, wanted[id(draft)], there) for draft in drafts]
    told = dict(
        zip(
            known := [one.key for one in found if one.base_revision],
            as_told(session, known),
            strict=True,
        )
    )
    return [_as_told(who, one, told.get(one.key)) for one in found]


def not_theirs(session: Session, who: Whose, keys: Collection[UUID]) -> set[UUID]:
    """Those of these listings that are there, and that the file may not change now."""
    return {
        key
        for key, one in _stored(session, keys).items()
        if not _is_theirs(who, one) or _why_not(who, one)
    }


def own_id(who: Whose, source_id: str) -> str:
    """An id of a file as it is kept: apart from the ids of everybody else."""
    mark = f"sheet:{who.key.hex[:12]}:" if who.key else ""
    if len(mark + source_id) <= LONGEST_ID:
        return mark + source_id
    return mark + sha256(source_id.encode()).hexdigest()


def _candidates(who: Whose, draft: OpportunityDraft) -> list[tuple[UUID, str]]:
    """(key, source) of the listings a row may mean, the likeliest first."""
    named = (opportunity_id(draft.source, draft.source_id), draft.source)
    if who.organization is None:
        return [named]
    ours = (opportunity_id(who.source, draft.source_id), who.source)
    new = (opportunity_id(who.source, own_id(who, draft.source_id)), who.source)
    return [named, ours, new]


def _stored(session: Session, keys: Collection[UUID]) -> dict[UUID, _There]:
    rows = session.execute(
        sa.select(
            col(Opportunity.id),
            col(Opportunity.revision),
            col(Opportunity.digest),
            col(Opportunity.organization_id),
            col(KeptBy.organization_id),
            col(Opportunity.merged_into),
            col(Opportunity.status),
        )
        .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(col(Opportunity.id).in_(keys))
    )
    return {
        key: _There(
            revision=revision,
            digest=digest,
            run_by=run_by,
            kept_by=kept_by,
            is_merged=merged is not None,
            status=status,
        )
        for key, revision, digest, run_by, kept_by, merged, status in rows
    }


def _owned(
    who: Whose,
    draft: OpportunityDraft,
    candidates: Sequence[tuple[UUID, str]],
    there: Mapping[UUID, _There],
) -> Owned:
    for key, _ in candidates:
        if key in there and _is_theirs(who, there[key]):
            one = there[key]
            return Owned(
                draft=draft,
                key=key,
                refusal=_why_not(who, one),
                base_revision=one.revision,
                digest=one.digest,
            )
    named, new = candidates[0][0], candidates[-1][0]
    is_named = draft.source != DEFAULT_SOURCE or new == named
    if new in there or (is_named and named in there):
        return Owned(draft=draft, key=named, refusal=NOT_THEIRS)
    return Owned(draft=_as_new(who, draft), key=new)


def _is_theirs(who: Whose, one: _There) -> bool:
    if who.organization is None:
        return True
    return who.key == (one.kept_by or one.run_by)


def _why_not(who: Whose, one: _There) -> str | None:
    if one.is_merged:
        return MERGED
    if one.kept_by and not who.of_partner:
        return KEPT
    if one.status is Status.INACTIVE:
        return PAUSED
    return ENDED if one.status is Status.DEFUNCT else None


def _as_new(who: Whose, draft: OpportunityDraft) -> OpportunityDraft:
    """A listing that was not there: run by whom the file speaks for."""
    if who.organization is None:
        return draft
    return replace(
        draft,
        source=who.source,
        source_id=own_id(who, draft.source_id),
        organization=who.organization,
    )


def _as_told(who: Whose, one: Owned, told: OpportunityDraft | None) -> Owned:
    """A change to a listing: what it is called by, and who runs it, stays."""
    if told is None:
        return one
    draft = replace(one.draft, source=told.source, source_id=told.source_id)
    if who.organization is not None:
        draft = replace(draft, organization=told.organization)
    return replace(one, draft=draft)
