"""Rows become listings, a few at a time; what stood there before is kept.

Each step is whole: the listings, what they were, and the rows that are done with. So a
process that dies leaves no listing half-told, and whoever goes on begins at the next.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_from_dict
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities import keeping, restoring
from catalogue.rows import days_written, name_key, organization_id, term_id
from matcher.models import RowOutcome, Upload, UploadBefore, UploadRow
from matcher.partners.uploads.owning import Whose, not_theirs, whose

SLICE = 50
"""Rows of one step: under a second, so that nobody else waits to save something."""

OF_TODAY = ("status", "closed_note", "rests_until", "off_on")
"""What a press says of a listing; a file speaks of it only when it changed it."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one step works with."""

    upload: Upload
    who: Whose
    now: datetime
    today: date


def put_in_some(
    session: Session, upload: Upload, *, now: datetime, today: date, lexicon: Lexicon
) -> bool:
    """Put the next rows in; whether there were any."""
    rows = _next(session, upload)
    if not rows:
        return False
    step = Step(upload=upload, who=whose(session, upload), now=now, today=today)
    fit = _as_judged(session, step, rows)
    if fit:
        _put_in(session, step, fit, lexicon)
    upload.left = [
        *upload.left,
        *(r.title for r in rows if r.opportunity_id not in fit),
    ]
    upload.added += sum(rows_new(fit.values()))
    upload.revised += len(fit) - sum(rows_new(fit.values()))
    upload.done += len(rows)
    lines = [row.line for row in rows]
    session.execute(
        sa.delete(UploadRow).where(
            col(UploadRow.upload_id) == upload.id, col(UploadRow.line).in_(lines)
        )
    )
    return True


def rows_new(rows: Collection[UploadRow]) -> list[bool]:
    """Of each row, whether it is of a new listing."""
    return [row.base_revision == 0 for row in rows]


def _next(session: Session, upload: Upload) -> Sequence[UploadRow]:
    query = (
        select(UploadRow)
        .where(
            UploadRow.upload_id == upload.id,
            col(UploadRow.outcome).in_([RowOutcome.ADDED, RowOutcome.REVISED]),
        )
        .order_by(col(UploadRow.line))
        .limit(SLICE)
    )
    return session.exec(query).all()


def _as_judged(
    session: Session, step: Step, rows: Sequence[UploadRow]
) -> dict[UUID, UploadRow]:
    """The rows whose listing nobody changed, or took, since they were judged."""
    keys = [row.opportunity_id for row in rows if row.opportunity_id]
    there = session.execute(
        sa.select(col(Opportunity.id), col(Opportunity.revision))
        .where(col(Opportunity.id).in_(keys))
        .order_by(col(Opportunity.id))
        .with_for_update()
    )
    revisions = dict(there.all())
    closed = not_theirs(session, step.who, keys)
    return {
        row.opportunity_id: row
        for row in rows
        if row.opportunity_id
        and row.opportunity_id not in closed
        and revisions.get(row.opportunity_id, 0) == row.base_revision
    }


def _put_in(
    session: Session, step: Step, rows: Mapping[UUID, UploadRow], lexicon: Lexicon
) -> None:
    drafts = {key: draft_from_dict(row.content or {}) for key, row in rows.items()}
    old = [key for key, row in rows.items() if row.base_revision]
    before = restoring.as_they_stand(session, old)
    told = dict(zip(old, opportunities.as_told(session, old), strict=True))
    stood = {one.id: one.draft for one in opportunities.listings(session, old)}
    run_by = _organizations(drafts.values())
    organizations = restoring.organizations_as_they_stand(session, run_by)
    _note_terms(session, step.upload, drafts.values())
    opportunities.store(
        session,
        drafts.values(),
        now=step.now,
        lexicon=lexicon,
        by_its_keeper=True,
    )
    if step.who.of_partner and step.who.key:
        keeping.keep(session, drafts, organization_id=step.who.key, now=step.now)
    _say_of_today(session, step, drafts, told, stood)
    after = standing(session, drafts)
    for key, draft in drafts.items():
        session.add(
            UploadBefore(
                upload_id=step.upload.id,
                key=key,
                is_listing=True,
                title=draft.title,
                before=before.get(key),
                after=after[key],
            )
        )
    _note_organizations(session, step.upload, run_by, organizations)
    session.flush()


def standing(session: Session, keys: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """What shows that somebody changed a listing: all that a person can do to it."""
    rows = session.execute(
        sa.select(
            col(Opportunity.id),
            col(Opportunity.revision),
            col(Opportunity.status),
            col(Opportunity.closed_note),
            col(Opportunity.rests_until),
            col(Opportunity.off_on),
            col(Opportunity.assured_on),
            col(Opportunity.merged_into),
            col(KeptBy.organization_id).label("kept_by"),
        )
        .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(col(Opportunity.id).in_(keys))
    )
    return {
        row.id: {
            "revision": row.revision,
            "status": row.status.value,
            "said": [
                None if one is None else str(one)
                for one in (
                    row.closed_note,
                    row.rests_until,
                    row.assured_on,
                    *row.off_on,
                )
            ],
            "merged_into": None if row.merged_into is None else str(row.merged_into),
            "kept_by": None if row.kept_by is None else str(row.kept_by),
        }
        for row in rows
    }


def _say_of_today(
    session: Session,
    step: Step,
    drafts: Mapping[UUID, OpportunityDraft],
    told: Mapping[UUID, OpportunityDraft],
    stood: Mapping[UUID, OpportunityDraft],
) -> None:
    """What presses said stays, unless the file changed it; who runs it has checked it.

    Beside what was told: telling the same again changes nothing.
    """
    rows = []
    for key, draft in drafts.items():
        was, stands = told.get(key, draft), stood.get(key, draft)
        row: dict[str, Any] = {
            name: getattr(stands if _same(draft, was, name) else draft, name)
            for name in OF_TODAY
        }
        row["off_on"] = days_written(row["off_on"])
        checked = stands.assured_on
        if key in told and not _same(draft, was, "assured_on"):
            checked = draft.assured_on
        elif step.who.of_partner and (key in told or checked is None):
            checked = step.today
        rows.append({"id": key, "assured_on": checked, **row})
    session.execute(sa.update(Opportunity), rows)


def _same(one: OpportunityDraft, other: OpportunityDraft, name: str) -> bool:
    return bool(getattr(one, name) == getattr(other, name))


# --- what comes along ----------------------------------------------------------------


def _organizations(drafts: Collection[OpportunityDraft]) -> set[UUID]:
    return {
        organization_id(draft.source, draft.organization.name)
        for draft in drafts
        if draft.organization
    }


def _note_organizations(
    session: Session,
    upload: Upload,
    keys: Collection[UUID],
    before: Mapping[UUID, dict[str, Any]],
) -> None:
    """Keep what an organization's row was, when these listings said more of it."""
    for key, after in restoring.organizations_as_they_stand(session, keys).items():
        was = before.get(key)
        if was == after:
            continue
        noted = session.get(UploadBefore, (upload.id, key))
        if noted is not None:
            noted.after = after
            continue
        session.add(
            UploadBefore(
                upload_id=upload.id,
                key=key,
                is_listing=False,
                title=after["name"],
                before=was,
                after=after,
            )
        )


def _note_terms(
    session: Session, upload: Upload, drafts: Collection[OpportunityDraft]
) -> None:
    named = {term_id(name) for x in drafts for name in x.activities if name_key(name)}
    new = named - restoring.terms_stored(session, named)
    upload.new_terms = [*upload.new_terms, *sorted(map(str, new))]
