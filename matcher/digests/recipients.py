"""Who gets a letter, and where: consent, subscription, pause, address, suppression.

One rule in two shapes: ``eligible`` asks it of everybody when a week is planned, and
``standing`` of one recipient again before their letter leaves. A test holds the two to
each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matcher.digests.weeks import local_day
from matcher.errors import marked
from matcher.models import (
    LONDON_ZONE,
    Account,
    Consent,
    ConsentTo,
    Letter,
    Person,
    RecipientKind,
    Role,
    Subscription,
    Suppression,
)
from matcher.their_data.consenting import said_yes

Row = TypeVar("Row")

ROLES = {
    RecipientKind.WORKER: (Role.WORKER, Role.LEAD),
    RecipientKind.PARTNER: (Role.PARTNER,),
}
"""Whose letter each kind of account gets; an administrator gets none."""

NO_LONGER_WANTED = marked("It was no longer wanted.")
PAUSED = marked("Letters were paused.")
NO_ADDRESS = marked("There was no address to send it to.")
SUPPRESSED = marked("The address took no mail before.")


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who gets a letter in weeks that have a day for it."""

    kind: RecipientKind
    id: UUID
    weekday: int = 0
    zone: str = LONDON_ZONE
    fewer: bool = False
    paused_until: date | None = None

    @property
    def person_id(self) -> UUID | None:
        """Whom forgetting would take the letter with."""
        return self.id if self.kind is RecipientKind.PERSON else None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a letter may go just now: to this address, or why not."""

    address: str | None = None
    why_not: str | None = None


def eligible(
    session: Session,
    kind: RecipientKind,
    *,
    now: datetime,  # noqa: ARG001 - a pause is the week's to judge
) -> Iterator[Recipient]:
    """Everybody of a kind who wants a letter and can be written to, by id.

    A pause is given back with them: whether it covers a week, planning says.
    """
    for chosen, _ in _chosen(kind):
        for found, subscription in session.execute(chosen):
            yield _recipient(kind, found, subscription)


def wanting(kind: RecipientKind) -> sa.Subquery:
    """The same as ``eligible``, as rows of the database: who, and how they chose.

    Columns ``id, weekday, zone, fewer, paused_until``; a ``Recipient``'s, as filled in
    for those who never chose.
    """
    rows: list[Any] = [
        chosen.with_only_columns(
            col(who).label("id"),
            sa.func.coalesce(col(Subscription.weekday), 0).label("weekday"),
            sa.func.coalesce(col(Subscription.timezone), LONDON_ZONE).label("zone"),
            sa.func.coalesce(col(Subscription.fewer), sa.false()).label("fewer"),
            col(Subscription.paused_until).label("paused_until"),
            maintain_column_froms=True,
        ).order_by(None)
        for chosen, who in _chosen(kind)
    ]
    return sa.union_all(*rows).subquery("wanting")


def _chosen(
    kind: RecipientKind,
) -> tuple[tuple[sa.Select[UUID, Subscription], UUID], ...]:
    """Who of a kind wants one, with how they chose; and which column says who."""
    if kind is RecipientKind.PERSON:
        return ((_people(), Person.id),)
    accounts = (_accounts(kind), Account.id)
    if kind is RecipientKind.PARTNER:
        return (accounts, (_addresses(), Subscription.id))
    return (accounts,)


def _recipient(
    kind: RecipientKind, key: UUID, subscription: Subscription | None
) -> Recipient:
    if subscription is None:
        return Recipient(kind=kind, id=key)
    return Recipient(
        kind=kind,
        id=key,
        weekday=subscription.weekday,
        zone=subscription.timezone,
        fewer=subscription.fewer,
        paused_until=subscription.paused_until,
    )


def _people() -> sa.Select[UUID, Subscription]:
    last_word = (
        sa.select(col(Consent.given))
        .where(
            col(Consent.person_id) == Person.id,
            col(Consent.purpose) == ConsentTo.WEEKLY_LETTER,
        )
        .order_by(col(Consent.at).desc(), col(Consent.id))
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        sa.select(col(Person.id), Subscription)
        .join(Subscription, col(Subscription.person_id) == Person.id)
        .where(
            last_word.is_(sa.true()),
            col(Subscription.confirmed_at).is_not(None),
            col(Subscription.stopped_at).is_(None),
            col(Person.email).is_not(None),
            _not_suppressed(col(Person.email)),
        )
        .order_by(col(Person.id))
    )


def _accounts(kind: RecipientKind) -> sa.Select[UUID, Subscription]:
    return (
        sa.select(col(Account.id), Subscription)
        .outerjoin(Subscription, col(Subscription.account_id) == Account.id)
        .where(
            col(Account.role).in_(ROLES[kind]),
            col(Account.disabled_at).is_(None),
            col(Subscription.stopped_at).is_(None),
            _not_suppressed(col(Account.email)),
        )
        .order_by(col(Account.id))
    )


def _addresses() -> sa.Select[UUID, Subscription]:
    """Those who keep a listing and have no account; who has one is written to there."""
    return (
        sa.select(col(Subscription.id), Subscription)
        .where(
            col(Subscription.address).is_not(None),
            col(Subscription.stopped_at).is_(None),
            ~_has_account(col(Subscription.address)),
            _not_suppressed(col(Subscription.address)),
        )
        .order_by(col(Subscription.id))
    )


def _has_account(address: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        sa.func.lower(col(Account.email)) == sa.func.lower(address),
        col(Account.role).in_(ROLES[RecipientKind.PARTNER]),
        col(Account.disabled_at).is_(None),
    )


def _not_suppressed(address: Any) -> sa.ColumnElement[bool]:
    folded = sa.func.lower(address)
    return ~sa.exists().where(col(Suppression.address) == folded)


def standing(session: Session, letter: Letter, *, now: datetime) -> Standing:
    """Whether and where this letter may go now, looked at afresh.

    The rows it rests on are held until the unit ends: whoever stops the letter either
    did so before, and is heard, or waits until this unit is over.
    """
    if letter.recipient_kind is RecipientKind.PERSON:
        return _of_person(session, letter.recipient_id, now)
    return _of_account(session, letter.recipient_kind, letter.recipient_id, now)


def _of_person(session: Session, person_id: UUID, now: datetime) -> Standing:
    person = _held(session, select(Person).where(Person.id == person_id))
    chosen = _held(
        session, select(Subscription).where(Subscription.person_id == person_id)
    )
    wanted = (
        person is not None
        and chosen is not None
        and chosen.confirmed_at is not None
        and said_yes(session, person_id, ConsentTo.WEEKLY_LETTER)
    )
    address = person.email if person else None
    return _judged(session, chosen, address, now, wanted=wanted)


def _of_account(
    session: Session, kind: RecipientKind, account_id: UUID, now: datetime
) -> Standing:
    account = _held(session, select(Account).where(Account.id == account_id))
    if account is None and kind is RecipientKind.PARTNER:
        return _of_address(session, account_id, now)
    chosen = _held(
        session, select(Subscription).where(Subscription.account_id == account_id)
    )
    wanted = (
        account is not None
        and account.disabled_at is None
        and account.role in ROLES[kind]
    )
    address = account.email if account else None
    return _judged(session, chosen, address, now, wanted=wanted)


def _of_address(session: Session, chosen_id: UUID, now: datetime) -> Standing:
    """Of somebody without an account: by the row that holds their address."""
    chosen = _held(session, select(Subscription).where(Subscription.id == chosen_id))
    address = chosen.address if chosen else None
    joined = (
        address is not None
        and session.execute(sa.select(_has_account(sa.literal(address)))).scalar_one()
    )
    return _judged(session, chosen, address, now, wanted=bool(address) and not joined)


def _judged(
    session: Session,
    chosen: Subscription | None,
    address: str | None,
    now: datetime,
    *,
    wanted: bool,
) -> Standing:
    if not wanted or (chosen is not None and chosen.stopped_at is not None):
        return Standing(why_not=NO_LONGER_WANTED)
    if chosen is not None and _is_paused(chosen, now):
        return Standing(why_not=PAUSED)
    if not address:
        return Standing(why_not=NO_ADDRESS)
    if is_suppressed(session, address):
        return Standing(why_not=SUPPRESSED)
    return Standing(address=address)


def _is_paused(chosen: Subscription, now: datetime) -> bool:
    until = chosen.paused_until
    return until is not None and local_day(now, chosen.timezone) < until


def _held(session: Session, query: SelectOfScalar[Row]) -> Row | None:
    """The row as it stands now, held until the unit ends."""
    fresh = query.with_for_update(read=True).execution_options(populate_existing=True)
    return session.exec(fresh).first()


def is_suppressed(session: Session, address: str) -> bool:
    """Whether nothing goes to an address until somebody has looked."""
    folded = select(Suppression.id).where(Suppression.address == address.lower())
    return session.exec(folded).first() is not None
