"""The verbs of whoever keeps a listing: publish, confirm, rest, close, withdraw.

What an organization keeps itself is never overwritten by another source. Publishing
keeps every version, and so do closing, pausing, opening again and withdrawing, for they
are news; confirming, resting for a week and a day off say something about some days
and make none.
What its source said last stays known (``finding.as_told``), so that the same again from
there opens nothing. Who may do any of this is not known here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon
from catalogue.bulk import insert_rows, update_rows
from catalogue.drafts import OpportunityDraft, Status
from catalogue.drafts_json import draft_as_dict, draft_from_dict
from catalogue.models import KeptBy, Opportunity, Revision
from catalogue.opportunities.finding import hold, listing
from catalogue.opportunities.storing import store
from catalogue.opportunities.versions import announce
from catalogue.rows import days_written, opportunity_id


@dataclass(frozen=True, kw_only=True)
class Version:
    """What a listing said at one time."""

    number: int
    at: datetime
    draft: OpportunityDraft


def publish(
    session: Session,
    draft: OpportunityDraft,
    *,
    kept_by: UUID | None = None,
    now: datetime,
    lexicon: Lexicon | None = None,
) -> UUID:
    """Show what a draft says from now on; the listing's id.

    A listing that is there already stays as open or closed, and as freshly checked,
    as it is: a draft may have been begun before that was said.
    """
    key = opportunity_id(draft.source, draft.source_id)
    hold(session, [key])
    before = listing(session, key)
    if before is not None:
        draft = replace(draft, **_said_of_today(before.draft))
    store(session, [draft], now=now, lexicon=lexicon, by_its_keeper=True)
    if kept_by is not None:
        keep(session, [key], organization_id=kept_by, now=now)
    return key


TODAYS = ("status", "closed_note", "rests_until", "off_on", "assured_on")
"""What is said of a listing by a press, and never by changing its words."""


def _said_of_today(draft: OpportunityDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in TODAYS}


def same_words(one: OpportunityDraft, other: OpportunityDraft) -> bool:
    """Whether two versions differ at most in what is open, and how fresh it is."""
    return replace(one, **_said_of_today(other)) == other


def keep(
    session: Session, keys: Iterable[UUID], *, organization_id: UUID, now: datetime
) -> int:
    """These listings are kept by this organization, unless one keeps them already."""
    wanted = set(keys)
    kept = col(KeptBy.opportunity_id)
    wanted -= set(session.execute(sa.select(kept).where(kept.in_(wanted))).scalars())
    insert_rows(
        session,
        KeptBy,
        [
            {"opportunity_id": key, "organization_id": organization_id, "since": now}
            for key in sorted(wanted)
        ],
    )
    if wanted:
        announce(session, wanted)
    return len(wanted)


def kept_listings(session: Session, organization_id: UUID) -> list[UUID]:
    """The listings an organization keeps and has not withdrawn, by title."""
    rows = session.execute(
        sa.select(col(KeptBy.opportunity_id))
        .join(Opportunity, col(Opportunity.id) == col(KeptBy.opportunity_id))
        .where(
            col(KeptBy.organization_id) == organization_id,
            col(Opportunity.status) != Status.DEFUNCT,
        )
        .order_by(sa.func.lower(col(Opportunity.title)), col(Opportunity.id))
    )
    return list(rows.scalars())


def keepers_of(session: Session, keys: Collection[UUID]) -> dict[UUID, UUID]:
    """The organizations that keep these listings themselves, by listing."""
    kept = col(KeptBy.opportunity_id)
    rows = session.execute(
        sa.select(kept, col(KeptBy.organization_id)).where(kept.in_(keys))
    )
    return dict(rows.all())


def keeper_of(session: Session, key: UUID) -> UUID | None:
    """The organization that keeps a listing itself, if one does."""
    found: UUID | None = session.execute(
        sa.select(col(KeptBy.organization_id)).where(col(KeptBy.opportunity_id) == key)
    ).scalar()
    return found


def confirm(session: Session, keys: Collection[UUID], *, today: date) -> None:
    """Somebody who knows says that these are still true."""
    _say(session, keys, assured_on=today)


def rest(session: Session, key: UUID, *, until: date) -> None:
    """It does not meet up to that day, and stays to be found."""
    _say(session, [key], rests_until=until)


def say_off(session: Session, key: UUID, days: Iterable[date]) -> None:
    """It does not meet on these days and on no others; any other word of it stays."""
    _say(session, [key], off_on=days_written(days))


def close(
    session: Session,
    key: UUID,
    *,
    note: str | None = None,
    until: date | None = None,
    now: datetime,
) -> None:
    """It is closed for now; after ``until`` it opens again by itself."""
    closed = Status.TEMPORARILY_CLOSED
    _stand(session, key, now, status=closed, closed_note=note, rests_until=until)


def open_again(session: Session, key: UUID, *, now: datetime) -> None:
    """It meets as its times say."""
    active = Status.ACTIVE
    _stand(session, key, now, status=active, closed_note=None, rests_until=None)


def pause(session: Session, key: UUID, *, now: datetime) -> None:
    """Nobody finds it until it is opened again: something has to be looked into."""
    _stand(session, key, now, status=Status.INACTIVE)


def withdraw(session: Session, key: UUID, *, now: datetime) -> None:
    """It is over; its versions stay."""
    _stand(session, key, now, status=Status.DEFUNCT)


def _stand(session: Session, key: UUID, now: datetime, **columns: Any) -> None:
    """Say whether it is open from now on: one more version, if it is another one.

    The digest stays: what its source says once more is still nothing new.
    """
    number = hold(session, [key]).get(key)
    if number is None:
        return
    [last] = versions(session, key, numbers=[number])
    after = replace(last.draft, **columns)
    if after != last.draft:
        number += 1
        version = {
            "id": uuid5(key, f"revision\0{number}"),
            "opportunity_id": key,
            "number": number,
            "at": now,
            "content": draft_as_dict(after),
        }
        insert_rows(session, Revision, [version])
        columns |= {"revision": number, "modified_at": now}
    _say(session, [key], **columns)


def _say(session: Session, keys: Collection[UUID], **columns: Any) -> None:
    update_rows(session, Opportunity, ({"id": key, **columns} for key in sorted(keys)))
    announce(session, keys)


def versions(
    session: Session, key: UUID, *, numbers: Collection[int] | None = None
) -> list[Version]:
    """Everything a listing ever said, or these versions of it; the newest first."""
    query = sa.select(col(Revision.number), col(Revision.at), col(Revision.content))
    if numbers is not None:
        query = query.where(col(Revision.number).in_(numbers))
    rows = session.execute(
        query.where(col(Revision.opportunity_id) == key).order_by(
            col(Revision.number).desc()
        )
    )
    return [
        Version(number=number, at=at, draft=draft_from_dict(content))
        for number, at, content in rows
    ]


def roll_back(
    session: Session,
    key: UUID,
    number: int,
    *,
    now: datetime,
    lexicon: Lexicon | None = None,
) -> None:
    """Say again what version ``number`` said, as a new version.

    Raises ``LookupError`` for a version there never was.
    """
    content = session.execute(
        sa.select(col(Revision.content)).where(
            col(Revision.opportunity_id) == key, col(Revision.number) == number
        )
    ).scalar()
    if content is None:
        raise LookupError(number)
    publish(session, draft_from_dict(content), now=now, lexicon=lexicon)
