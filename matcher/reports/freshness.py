"""How fresh is what people are shown: what somebody checked, and what nobody did.

Checked is only what somebody who knows said is true (``assured_on``). That a listing
was changed, or came in with a file, is no check; that we know of no check does not
say that there was none. Two statements, however much there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlmodel import Session, col

from catalogue.models import KeptBy, Opportunity, Organization
from catalogue.opportunities.current import CURRENT
from matcher.access import Visitor, may_hear_of_safety, may_look_over
from matcher.models import (
    Account,
    ListingDraft,
    Remark,
    RemarkKind,
    Role,
    Upload,
    UploadState,
)

MONTHS = (3, 6, 12)
"""What was checked in the last so many months is counted."""

STALE_AFTER = 6
"""Months without a check after which a listing goes stale: by then whoever keeps it was
asked once and did not answer."""

MOST_ORGANIZATIONS = 20
"""Those with the most to check: a morning's telephoning."""

_assured = col(Opportunity.assured_on)
_today = sa.bindparam("today", type_=sa.Date())
_keeper = sa.func.coalesce(
    col(KeptBy.organization_id), col(Opportunity.organization_id)
)


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """Counts of what people can find today, and of what waits."""

    total: int
    checked: Mapping[int, int]
    """Months -> how many were checked in the last so many."""
    longer_ago: int
    """Checked, but before all of these."""
    not_known: int
    """We know of no check; there may have been one."""
    told_wrong: int
    """Listings of which somebody told that they have changed, and nobody settled it."""
    told_unsafe: int
    """The same of where somebody did not feel safe or welcome; 0 for whoever may not
    hear of it."""
    drafts: int
    """Told or changed by who runs it, and not shown until somebody has looked."""
    files: int
    """The same of spreadsheets."""


@dataclass(frozen=True, kw_only=True)
class GoingStale:
    """An organization with listings that nobody checked for ``STALE_AFTER`` months."""

    id: UUID
    name: str
    total: int
    """Its listings that people can find."""
    old: int
    """Checked, but longer ago."""
    not_known: int
    people: int
    """Who of it can sign in and is asked; 0: nobody is, but perhaps by mail."""
    listing_id: UUID
    """The one to begin with: of no known check, else checked longest ago."""
    title: str
    checked_on: date | None


def freshness(session: Session, visitor: Visitor, *, today: date) -> Freshness:
    """What this lead or administrator may know of; in one statement."""
    counts = {
        "total": sa.func.count(),
        **{f"m{n}": _count(_since(today, n)) for n in MONTHS},
        "longer_ago": _count(_assured < months_before(today, max(MONTHS))),
        "not_known": _count(_is_not_known()),
        **_waiting(visitor),
    }
    query = sa.select(*(count.label(name) for name, count in counts.items()))
    row = session.execute(
        query.select_from(Opportunity).where(CURRENT), {"today": today}
    ).one()
    found = {name: int(number) for name, number in row._mapping.items()}
    checked = {n: found.pop(f"m{n}") for n in MONTHS}
    return Freshness(checked=checked, **found)


def going_stale(session: Session, *, today: date) -> list[GoingStale]:
    """The organizations with the most listings to check, the most first.

    What no organization is named of is in the counts alone. In one statement.
    """
    old = _assured < months_before(today, STALE_AFTER)
    stale = sa.or_(old, _is_not_known())
    theirs = (
        sa.select(
            _keeper.label("keeper"),
            sa.func.count().label("total"),
            _count(old).label("old"),
            _count(_is_not_known()).label("not_known"),
        )
        .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(CURRENT, _keeper.is_not(None))
        .group_by(_keeper)
        .having(_count(stale) > 0)
        .order_by(_count(stale).desc(), _keeper)
        .limit(MOST_ORGANIZATIONS)
        .subquery()
    )
    first = _first_to_check(theirs.c.keeper, stale)
    rows = session.execute(
        sa.select(
            col(Organization.id),
            col(Organization.name),
            theirs.c.total,
            theirs.c.old,
            theirs.c.not_known,
            _people_of(theirs.c.keeper).label("people"),
            col(Opportunity.id).label("listing_id"),
            col(Opportunity.title),
            _known_check().label("checked_on"),
        )
        .select_from(theirs)
        .join(Organization, col(Organization.id) == theirs.c.keeper)
        .join(Opportunity, col(Opportunity.id) == first)
        .order_by(
            (theirs.c.old + theirs.c.not_known).desc(),
            col(Organization.name),
            col(Organization.id),
        ),
        {"today": today},
    )
    return [GoingStale(**row) for row in rows.mappings()]


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last of that month. Pure."""
    return day - relativedelta(months=months)


# --- parts ---------------------------------------------------------------------------


def _since(today: date, months: int) -> sa.ColumnElement[bool]:
    return _assured.between(months_before(today, months), today)


def _is_not_known() -> sa.ColumnElement[bool]:
    """No day is told, or one that has yet to come: nobody checked on that."""
    return sa.or_(_assured.is_(None), _assured > _today)


def _known_check() -> sa.ColumnElement[date | None]:
    told = sa.case((_is_not_known(), sa.null()), else_=_assured)
    return sa.type_coerce(told, sa.Date())


def _count(those: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((those, 1), else_=0)), 0)


def _waiting(visitor: Visitor) -> dict[str, sa.ColumnElement[int]]:
    """What waits and this visitor may look into; each leads to the page of it."""
    none = sa.literal(0)
    looks, hears = may_look_over(visitor), may_hear_of_safety(visitor)
    return {
        "told_wrong": _told(RemarkKind.CHANGED) if looks else none,
        "told_unsafe": _told(RemarkKind.UNSAFE) if hears else none,
        "drafts": _drafts() if looks else none,
        "files": _files() if looks else none,
    }


def _told(kind: RemarkKind) -> sa.ScalarSelect[int]:
    listings = sa.func.count(sa.distinct(col(Remark.opportunity_id)))
    return (
        sa.select(listings)
        .where(col(Remark.kind) == kind, col(Remark.settled_at).is_(None))
        .scalar_subquery()
    )


def _drafts() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(ListingDraft)
        .where(
            col(ListingDraft.submitted_at).is_not(None),
            col(ListingDraft.decided_at).is_(None),
        )
        .scalar_subquery()
    )


def _files() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(Upload)
        .where(col(Upload.state) == UploadState.WAITING)
        .scalar_subquery()
    )


def _people_of(keeper: sa.ColumnElement[UUID]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(Account)
        .where(
            col(Account.organization_id) == keeper,
            col(Account.role) == Role.PARTNER,
            col(Account.disabled_at).is_(None),
        )
        .scalar_subquery()
    )


def _first_to_check(
    keeper: sa.ColumnElement[UUID], stale: sa.ColumnElement[bool]
) -> sa.ScalarSelect[UUID]:
    """Of an organization's, what no check is known of, else what is checked longest
    ago; of equals by title."""
    return (
        sa.select(col(Opportunity.id))
        .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(CURRENT, stale, _keeper == keeper)
        .order_by(
            sa.case((_is_not_known(), 0), else_=1),
            _assured,
            col(Opportunity.title_key),
            col(Opportunity.id),
        )
        .limit(1)
        .scalar_subquery()
    )
