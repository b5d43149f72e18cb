"""What visitors tell of a listing: that it has changed, or that it felt unsafe.

Nothing says who told it. The first goes to whoever keeps the listing, at once, and to
those who look over listings here; the second to leads alone.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.models import KeptBy
from catalogue.opportunities import keeping
from matcher.access import Visitor, may_hear_of_safety, may_keep, may_look_over
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import Account, Remark, RemarkKind, Role

LONGEST = 1_000
"""Characters of what is told."""

MOST_WAITING = 20
"""Of one kind about one listing: more would say the same."""


def tell(
    session: Session, listing_id: UUID, kind: RemarkKind, words: str, *, now: datetime
) -> None:
    """Keep what was told. Who keeps the listing hears at once that it has changed.

    Raises ``NotFound`` for no listing and ``BadInput`` for no words.
    """
    if kind is RemarkKind.CHANGED:
        tell_changed(session, listing_id, words, now=now)
        for email in _keepers(session, listing_id):
            post(
                session,
                letter="has_changed",
                recipient=email,
                values={"listing_id": str(listing_id)},
                now=now,
            )
        return
    _add(session, listing_id, kind, words, now=now)


def tell_changed(
    session: Session, listing_id: UUID, words: str, *, now: datetime
) -> None:
    """The same from those who run it: nobody has to be told."""
    _add(session, listing_id, RemarkKind.CHANGED, words, now=now)


def _add(
    session: Session, listing_id: UUID, kind: RemarkKind, words: str, *, now: datetime
) -> None:
    if opportunities.listing(session, listing_id) is None:
        raise NotFound("We know of nothing at this address.")
    words = words.strip()[:LONGEST]
    if not words:
        raise BadInput("Write a few words, so that somebody can put it right.")
    waiting = session.exec(
        select(Remark).where(
            Remark.opportunity_id == listing_id,
            Remark.kind == kind,
            col(Remark.settled_at).is_(None),
        )
    ).all()
    if len(waiting) < MOST_WAITING:
        session.add(
            Remark(
                id=uuid4(),
                opportunity_id=listing_id,
                kind=kind,
                words=words,
                told_at=now,
            )
        )


def _keepers(session: Session, listing_id: UUID) -> list[str]:
    query = (
        select(Account.email)
        .join(KeptBy, col(KeptBy.organization_id) == col(Account.organization_id))
        .where(
            KeptBy.opportunity_id == listing_id,
            Account.role == Role.PARTNER,
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.email))
    )
    return list(session.exec(query))


def waiting(session: Session, visitor: Visitor) -> list[Remark]:
    """What nobody has settled and this visitor may read, the unsafe and old first."""
    if not may_look_over(visitor):
        return []
    query = select(Remark).where(col(Remark.settled_at).is_(None))
    if not may_hear_of_safety(visitor):
        query = query.where(Remark.kind == RemarkKind.CHANGED)
    ordered = query.order_by(col(Remark.kind).desc(), col(Remark.told_at))
    return list(session.exec(ordered))


def about(session: Session, listing_id: UUID) -> list[Remark]:
    """That a listing has changed, for whoever keeps it; never what felt unsafe."""
    return about_all(session, [listing_id])[listing_id]


def about_all(
    session: Session, listing_ids: Collection[UUID]
) -> dict[UUID, list[Remark]]:
    """The same of each of these, the oldest first, in one query."""
    query = (
        select(Remark)
        .where(
            col(Remark.opportunity_id).in_(listing_ids),
            Remark.kind == RemarkKind.CHANGED,
            col(Remark.settled_at).is_(None),
        )
        .order_by(col(Remark.told_at))
    )
    found: dict[UUID, list[Remark]] = {key: [] for key in listing_ids}
    for remark in session.exec(query):
        found[remark.opportunity_id].append(remark)
    return found


def settle(
    session: Session, visitor: Visitor, remark_id: UUID, *, now: datetime
) -> UUID:
    """It was put right, or was right; the listing. Raises ``NotFound`` for others'."""
    remark = session.get(Remark, remark_id)
    if remark is None or not _may_settle(session, visitor, remark):
        raise NotFound("That is not here, or not any more.")
    remark.settled_at = now
    return remark.opportunity_id


def _may_settle(session: Session, visitor: Visitor, remark: Remark) -> bool:
    if remark.kind is RemarkKind.UNSAFE:
        return may_hear_of_safety(visitor)
    return may_look_over(visitor) or may_keep(session, visitor, remark.opportunity_id)


def pause(
    session: Session, visitor: Visitor, listing_id: UUID, *, now: datetime
) -> None:
    """A lead takes a listing out of sight until it is looked into."""
    _must_be_a_lead(visitor)
    keeping.pause(session, listing_id, now=now)


def open_again(
    session: Session, visitor: Visitor, listing_id: UUID, *, now: datetime
) -> None:
    """A lead lets it be found again."""
    _must_be_a_lead(visitor)
    keeping.open_again(session, listing_id, now=now)


def _must_be_a_lead(visitor: Visitor) -> None:
    if not may_hear_of_safety(visitor):
        raise NotAllowed("This is for leads.")
