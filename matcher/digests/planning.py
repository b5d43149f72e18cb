"""Rows of letters: one for each recipient and week, planned once and for all.

Planning again changes nothing: the table holds one row for one recipient, week and
occasion, and a second insert does nothing. The week is that of the recipient's local
date, fixed here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from matcher.digests.outgoing import Points, nowhere
from matcher.digests.planning_at_once import plan_kind
from matcher.digests.recipients import Recipient, eligible
from matcher.digests.weeks import (
    TRIED_FOR,
    Week,
    is_first_of_month,
    is_over,
    late_window,
    local_day,
    week_of,
    window_of,
)
from matcher.models import Account, Letter, LetterState, RecipientKind, Suppression
from matcher.models.letters import WEEKLY

AGAIN = "again:"
"""How the occasion of a second try begins: the id of the first letter follows."""

AT_ONCE = 500
"""Rows of one statement; all are of one transaction."""


def plan(
    session: Session,
    week: Week | None = None,
    *,
    now: datetime,
    domain: str,
    points: Points = nowhere,
) -> dict[RecipientKind, int]:
    """A row for everybody who gets a letter in a week; how many are new, by kind.

    ``week``: the one it is where each recipient is, when left out. ``domain`` is that
    of the sender, for the Message-ID. Nobody is planned for a week that is over.
    """
    new = dict.fromkeys(RecipientKind, 0)
    for kind in RecipientKind:
        for some in _planned(session, kind, week, now=now, domain=domain):
            new[kind] += some
            points("plan_mid")
    return new


def _planned(
    session: Session,
    kind: RecipientKind,
    week: Week | None,
    *,
    now: datetime,
    domain: str,
) -> Iterator[int]:
    """Plan everybody of a kind in several statements; how many are new by each."""
    if not _on_sqlite(session):
        yield from plan_kind(session, kind, week, now=now, domain=domain)
        return
    rows = _rows(eligible(session, kind, now=now), week, now, domain)
    for some in _slices(rows):
        yield _inserted(session, some)


def not_yet_planned(
    session: Session, week: Week, *, now: datetime, domain: str
) -> Iterator[Letter]:
    """The letters a plan would make, in no table; some may be there already."""
    for kind in RecipientKind:
        for row in _rows(eligible(session, kind, now=now), week, now, domain):
            yield Letter(**row)


def _rows(
    recipients: Iterable[Recipient], week: Week | None, now: datetime, domain: str
) -> Iterator[dict[str, Any]]:
    for one in recipients:
        theirs = week or week_of(local_day(now, one.zone))
        if gets_one(one, theirs, now=now):
            yield _row(one, theirs, now, domain)


def gets_one(recipient: Recipient, week: Week, *, now: datetime) -> bool:
    """Whether a week has a letter for somebody: it is not over, paused or thinned."""
    if is_over(week, zone=recipient.zone, now=now):
        return False
    day = max(
        week.monday + timedelta(days=recipient.weekday), local_day(now, recipient.zone)
    )
    if recipient.paused_until is not None and day < recipient.paused_until:
        return False
    return not recipient.fewer or is_first_of_month(week, recipient.weekday)


def _row(
    recipient: Recipient, week: Week, now: datetime, domain: str
) -> dict[str, Any]:
    letter_id = uuid4()
    window = window_of(
        week, weekday=recipient.weekday, zone=recipient.zone, letter=letter_id
    )
    window = late_window(window, week, zone=recipient.zone, now=now)
    return _values(
        letter_id,
        recipient_kind=recipient.kind,
        recipient_id=recipient.id,
        person_id=recipient.person_id,
        week=str(week),
        occasion=WEEKLY,
        now=now,
        due_at=window.due_at,
        give_up_at=window.give_up_at,
        domain=domain,
    )


def _values(
    letter_id: UUID,
    *,
    now: datetime,
    due_at: datetime,
    domain: str,
    **others: object,
) -> dict[str, Any]:
    return {
        "id": letter_id,
        "state": LetterState.PLANNED,
        "lease": 0,
        "message_id": f"{letter_id}@{domain}",
        "tries": 0,
        "crashes": 0,
        "planned_at": now,
        "due_at": due_at,
        "next_try_at": due_at,
        "changed_at": now,
        **others,
    }


def _slices(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _inserted(session: Session, rows: list[dict[str, Any]]) -> int:
    """Insert those that are not there yet; how many were not."""
    table = SQLModel.metadata.tables["letter"]
    query = _insert(session)(table).on_conflict_do_nothing().returning(table.c.id)
    return len(session.execute(query, rows).all())


def _insert(session: Session) -> Any:
    """The insert of this engine that can leave alone what is there."""
    return sqlite.insert if _on_sqlite(session) else postgresql.insert


def _on_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


def plan_extra(
    session: Session,
    recipient: Recipient,
    occasion: str,
    *,
    now: datetime,
    domain: str,
) -> bool:
    """A letter beside the weekly one, due at once; False when it is there already.

    ``occasion`` says what it is of: a notice of one change, or one more try of a
    letter whose row is kept as it is.
    """
    row = _values(
        uuid4(),
        recipient_kind=recipient.kind,
        recipient_id=recipient.id,
        person_id=recipient.person_id,
        week=str(week_of(local_day(now, recipient.zone))),
        occasion=occasion,
        now=now,
        due_at=now,
        give_up_at=now + TRIED_FOR,
        domain=domain,
    )
    return _inserted(session, [row]) > 0


def resend(session: Session, letter: Letter, *, now: datetime, domain: str) -> bool:
    """Plan a letter that failed or is uncertain once more; its own row is kept.

    False when somebody pressed before, or for a letter that is neither.
    """
    if letter.state not in {LetterState.FAILED, LetterState.UNCERTAIN}:
        return False
    row = _values(
        uuid4(),
        recipient_kind=letter.recipient_kind,
        recipient_id=letter.recipient_id,
        person_id=letter.person_id,
        week=letter.week,
        occasion=f"{AGAIN}{letter.id}",
        now=now,
        due_at=now,
        give_up_at=now + TRIED_FOR,
        domain=domain,
    )
    return _inserted(session, [row]) > 0


def counts(session: Session, week: Week | None = None) -> dict[LetterState, int]:
    """How many letters are in each state, in the order of their life."""
    query = sa.select(col(Letter.state), sa.func.count()).group_by(col(Letter.state))
    if week is not None:
        query = query.where(col(Letter.week) == str(week))
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in LetterState}


def suppress(
    session: Session,
    address: str,
    *,
    why: str,
    now: datetime,
    person_id: UUID | None = None,
    account_id: UUID | None = None,
) -> None:
    """Let nothing go to an address until somebody has looked; again does nothing.

    ``account_id``: whose it is, if it is an account's; a listing may be kept by an
    address that has none.
    """
    account = session.get(Account, account_id) if account_id else None
    row = {
        "id": uuid4(),
        "address": address.lower(),
        "why": why,
        "since": now,
        "person_id": person_id,
        "account_id": account.id if account else None,
    }
    table = SQLModel.metadata.tables["suppression"]
    session.execute(_insert(session)(table).on_conflict_do_nothing(), [row])


def lift(session: Session, address: str) -> None:
    """Somebody has looked: mail may go to an address again."""
    session.execute(
        sa.delete(Suppression).where(col(Suppression.address) == address.lower())
    )
