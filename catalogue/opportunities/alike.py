"""Listings that may be the one somebody is telling: looked up by keys, then compared.

Only what shares a title, a postcode, or an organization's name or number is compared,
each by an index, so that it takes as long among a hundred thousand as among a hundred.
A slip in the title of something without a place or an organization is not found.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import BATCH, insert_new
from catalogue.drafts import OpportunityDraft, Status
from catalogue.duplicates import Likeness, likely, number_key
from catalogue.models import Location, Opportunity, Organization, ToldApart
from catalogue.opportunities.finding import listings
from catalogue.places import normal_postcode
from catalogue.rows import name_key, opportunity_id, title_key

MOST_COMPARED = 400
"""Listings taken by each key: more share a key only where it says little (a chain's
name, a sports centre's postcode), and then the other keys find the same."""


def likely_duplicates(
    session: Session, draft: OpportunityDraft
) -> tuple[Likeness, ...]:
    """Which stored listings may be the same thing as this draft, the likeliest first.

    What was withdrawn, merged into another, or told apart from it is not among them.
    """
    apart = told_apart(session, opportunity_id(draft.source, draft.source_id))
    keys = sorted(_candidates(session, draft) - apart)
    others = (
        (one.id, one.draft)
        for start in range(0, len(keys), BATCH)
        for one in listings(session, keys[start : start + BATCH])
    )
    return likely(draft, others)


def tell_apart(session: Session, one: UUID, other: UUID, *, now: datetime) -> None:
    """Somebody says that these are two things; saying it again changes nothing."""
    first, second = sorted((one, other))
    row = {"one_id": first, "other_id": second, "said_at": now}
    insert_new(session, ToldApart, [row])


def told_apart(session: Session, key: UUID) -> set[UUID]:
    """The listings that somebody told apart from this one."""
    one, other = col(ToldApart.one_id), col(ToldApart.other_id)
    rows = session.execute(
        sa.select(one, other).where(sa.or_(one == key, other == key))
    )
    return {its for pair in rows for its in pair} - {key}


def untold(session: Session, key: UUID) -> None:
    """Forget what was told apart from something that never became a listing."""
    one, other = col(ToldApart.one_id), col(ToldApart.other_id)
    session.execute(sa.delete(ToldApart).where(sa.or_(one == key, other == key)))


def _candidates(session: Session, draft: OpportunityDraft) -> set[UUID]:
    by_key = (
        _by_title(draft),
        _by_postcode(draft),
        *_by_organization(session, draft),
    )
    found: set[UUID] = set()
    for wanted in by_key:
        if wanted is not None:
            found |= set(session.execute(wanted.limit(MOST_COMPARED)).scalars())
    return found


def _listed() -> sa.Select[UUID]:
    return (
        sa.select(col(Opportunity.id))
        .where(
            col(Opportunity.status) != Status.DEFUNCT,
            col(Opportunity.merged_into).is_(None),
        )
        .order_by(col(Opportunity.modified_at).desc())
    )


def _by_title(draft: OpportunityDraft) -> sa.Select[UUID]:
    return _listed().where(col(Opportunity.title_key) == title_key(draft.title))


def _by_postcode(draft: OpportunityDraft) -> sa.Select[UUID] | None:
    codes = {normal_postcode(x.postal_code or "") for x in draft.venues} - {None}
    if not codes:
        return None
    there = sa.select(col(Location.opportunity_id)).where(
        col(Location.postcode_key).in_(codes)
    )
    return _listed().where(col(Opportunity.id).in_(there))


def _by_organization(
    session: Session, draft: OpportunityDraft
) -> list[sa.Select[UUID]]:
    runs = draft.organization
    if runs is None:
        return []
    same = [col(Organization.name_key) == name_key(runs.name)]
    if runs.charity_number:
        same.append(col(Organization.charity_number).in_(_spelt(runs.charity_number)))
    if runs.company_number:
        same.append(col(Organization.company_number).in_(_spelt(runs.company_number)))
    # one question for each, so that each uses its own index
    ids = {
        key
        for wanted in same
        for key in session.execute(
            sa.select(col(Organization.id)).where(wanted).limit(MOST_COMPARED)
        ).scalars()
    }
    return [_listed().where(col(Opportunity.organization_id).in_(ids))] if ids else []


def _spelt(number: str) -> set[str]:
    """The ways in which one number may be stored."""
    plain = number.replace(" ", "").upper()
    key = number_key(number)
    return {number, plain, key, key.zfill(8)}
