"""What stands on people's lists, and what happened to it since they last heard.

For many people at once, in as many statements as for one. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import Listing
from catalogue.schedules import day_of
from matcher.digests import versions
from matcher.digests.changes import (
    Change,
    changes_between,
    standing,
    was_back,
    was_shown,
)
from matcher.digests.composing import Changed
from matcher.digests.told import LastLetter, noticed
from matcher.introductions.going import OVER
from matcher.models import Introduction, IntroductionState, Steer


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing on somebody's list."""

    opportunity_id: UUID
    state: IntroductionState
    steer: Steer | None
    saved_at: datetime


def lists_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Kept]]:
    """Person -> everything on their list, in their order; as ``the_list`` of one."""
    lists: dict[UUID, list[Kept]] = defaultdict(list)
    table = Introduction
    rows = session.execute(
        sa.select(
            col(table.person_id),
            col(table.opportunity_id),
            col(table.state),
            col(table.steer),
            col(table.saved_at),
        )
        .where(col(table.person_id).in_(ids), col(table.removed_at).is_(None))
        .order_by(
            col(table.person_id),
            col(table.position),
            col(table.saved_at),
            col(table.id),
        )
    )
    for person_id, key, state, steer, saved_at in rows:
        one = Kept(opportunity_id=key, state=state, steer=steer, saved_at=saved_at)
        lists[person_id].append(one)
    return lists


def saved_on(session: Session, lists: Iterable[Iterable[Kept]]) -> dict[UUID, Listing]:
    """The listings that stand on any of these lists, each read once."""
    keys = dict.fromkeys(row.opportunity_id for rows in lists for row in rows)
    return {one.id: one for one in opportunities.listings(session, list(keys))}


def changed_on(
    session: Session,
    lists: Mapping[UUID, Sequence[Kept]],
    saved: Mapping[UUID, Listing],
    last: Mapping[UUID, LastLetter],
    *,
    today: date,
    until: datetime | None = None,
) -> dict[UUID, tuple[Changed, ...]]:
    """What happened since they last heard of it, or since it was saved, if later.

    They hear of it by a letter, or by a notice before ``until``: what a notice said is
    off is told again only when it is back.
    """
    heard = list(_heard(session, lists, saved, last, until))
    if not heard:
        return {}
    stood_at = versions.histories(
        session,
        {(listing.id, since) for _, listing, since in heard},
        whole={one.id for _, one, _ in heard if is_off(one, today)},
    )
    told: dict[UUID, tuple[Changed, ...]] = defaultdict(tuple)
    for person_id, listing, since in heard:
        stood = stood_at.get((listing.id, since))
        changes = _changes(listing, stood, since, today) if stood else ()
        if changes:
            told[person_id] += (Changed(listing=listing, changes=changes),)
    return told


def still_on(
    rows: Iterable[Kept], saved: Mapping[UUID, Listing], today: date
) -> tuple[Listing, ...]:
    """What they kept and have not been to; nothing that is closed just now."""
    return tuple(
        saved[row.opportunity_id]
        for row in rows
        if row.state not in OVER
        and row.opportunity_id in saved
        and was_shown(saved[row.opportunity_id].draft, today)
    )


def is_off(listing: Listing, today: date) -> bool:
    """Whether somebody who sets out would stand before a closed door."""
    return standing(listing.draft, today) is not Change.BACK


def _heard(
    session: Session,
    lists: Mapping[UUID, Sequence[Kept]],
    saved: Mapping[UUID, Listing],
    last: Mapping[UUID, LastLetter],
    until: datetime | None,
) -> Iterator[tuple[UUID, Listing, datetime]]:
    """Person, listing, and since when its changes are news to them."""
    notices = noticed(session, list(lists), until=until) if lists else {}
    for person_id, rows in lists.items():
        letter, by_notice = last.get(person_id), notices.get(person_id, {})
        for row in rows:
            listing = saved.get(row.opportunity_id)
            if listing is None or row.state in OVER:
                continue
            heard = (
                letter.planned_at if letter else None,
                by_notice.get(row.opportunity_id),
            )
            yield person_id, listing, max([row.saved_at, *filter(None, heard)])


def _changes(
    listing: Listing,
    versions: Sequence[tuple[date, OpportunityDraft]],
    since: datetime,
    today: date,
) -> tuple[Change, ...]:
    """That something is off which was there after ``since``, whatever it was then; or
    else what differs from how it stood."""
    if is_off(listing, today) and was_back(versions, today):
        return (standing(listing.draft, today),)
    _, before = versions[0]
    return changes_between(before, listing.draft, then=day_of(since), today=today)
