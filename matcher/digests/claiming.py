"""The outbox's own moves: each one short unit, each under the number of its lease.

Whoever claims a letter raises its lease number; every later change names that number
and the state it leaves, so that a process that was slow, or thought dead, changes
nothing any more. The cost of a crash: before the final dot the letter is tried again
when the lease is over; after the intent to send it, nobody can know, and it is
*uncertain*, shown, and sent again by a person alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.schedules import day_of
from matcher.db import COUNTING_LETTERS, one_after_another, reading, writing
from matcher.digests.outgoing import Points, nowhere
from matcher.digests.planning import suppress
from matcher.digests.recipients import standing
from matcher.digests.states import MOST_CRASHES, Outcome
from matcher.digests.weeks import Week
from matcher.errors import marked
from matcher.models import Letter, LetterListing, LetterState, Person
from matcher.models.sentences import Said

LEASE = timedelta(minutes=30)
"""How long a letter is one process's: longer than the longest try with all its
time-outs (``leaving.LONGEST_TRY_SECONDS``); a test compares them."""

A_MINUTE = timedelta(minutes=1)
"""Over which letters are counted, at every moment anew."""

MISSED = marked("Its time was over before it could leave.")
CRASHED = marked("The machine stopped three times in the middle of it.")
UNKNOWN = marked("The machine stopped while it was leaving. It may have arrived.")


class Intent(StrEnum):
    """What the last look before the final dot says."""

    SEND = "send"
    WITHDRAWN = "withdrawn"
    """It is not wanted any more, and its row says so."""
    CHANGED = "changed"
    """It would be another letter now: write it again."""
    LOST = "lost"
    """It is somebody else's by now, or gone."""


class MinuteIsFull(Exception):
    """The last minute has seen as many letters as it may; ``goes_on_at``: when the
    next one may leave."""

    def __init__(self, goes_on_at: datetime) -> None:
        super().__init__("The minute is full.")
        self.goes_on_at = goes_on_at


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was found lying about: how many letters."""

    put_back: int = 0
    failed: int = 0
    uncertain: int = 0
    missed: int = 0


def recover(engine: sa.Engine, *, now: datetime, points: Points = nowhere) -> Recovered:
    """Take in hand what dead processes left, and give up what is too late.

    Twice at once does each letter once.
    """
    over = col(Letter.leased_until) <= now
    leased, sending = _is(LetterState.LEASED), _is(LetterState.SENDING)
    again = col(Letter.crashes) + 1 < MOST_CRASHES
    with writing(engine) as session:
        put_back = _moved(
            session,
            (leased, over, again),
            state=LetterState.PLANNED,
            crashes=col(Letter.crashes) + 1,
            next_try_at=now,
            changed_at=now,
        )
        points("recover_mid")
        failed = _moved(
            session,
            (leased, over, ~again),
            state=LetterState.FAILED,
            crashes=col(Letter.crashes) + 1,
            problem=CRASHED,
            changed_at=now,
        )
        uncertain = _moved(
            session,
            (sending, over),
            state=LetterState.UNCERTAIN,
            problem=UNKNOWN,
            changed_at=now,
        )
        missed = _moved(
            session,
            (_is(LetterState.PLANNED), col(Letter.give_up_at) <= now),
            state=LetterState.FAILED,
            problem=sa.func.coalesce(col(Letter.problem), sa.literal(MISSED, Said)),
            changed_at=now,
        )
    return Recovered(
        put_back=put_back, failed=failed, uncertain=uncertain, missed=missed
    )


def _is(state: LetterState) -> sa.ColumnElement[bool]:
    return col(Letter.state) == state


def _moved(
    session: Session, which: Sequence[sa.ColumnElement[bool]], **values: object
) -> int:
    """Change the rows of which nobody else has hold; how many."""
    theirs = sa.select(col(Letter.id)).where(*which).with_for_update(skip_locked=True)
    done = session.execute(
        sa.update(Letter)
        .where(col(Letter.id).in_(theirs))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def claim(
    engine: sa.Engine,
    *,
    now: datetime,
    week: Week | None = None,
    per_minute: int | None = None,
    points: Points = nowhere,
) -> Letter | None:
    """The letter that is due longest, ours for a lease; None when none is due.

    Raises ``MinuteIsFull`` when one is due and the last minute has seen ``per_minute``
    of them. A row that somebody else claims at this moment is passed over on
    PostgreSQL; on SQLite there is one writer at a time.
    """
    due = select(Letter).where(
        _is(LetterState.PLANNED),
        col(Letter.next_try_at) <= now,
        col(Letter.give_up_at) > now,
    )
    if week is not None:
        due = due.where(Letter.week == str(week))
    due = due.order_by(col(Letter.next_try_at), col(Letter.id)).limit(1)
    with writing(engine) as session:
        in_time = [] if per_minute is None else _of_a_minute(session, now)
        letter = session.exec(due.with_for_update(skip_locked=True)).one_or_none()
        if letter is None:
            return None
        if per_minute is not None and len(in_time) >= per_minute:
            raise MinuteIsFull(in_time[-per_minute] + A_MINUTE)
        letter.state = LetterState.LEASED
        letter.lease += 1
        letter.leased_until = now + LEASE
        letter.tries += 1
        letter.changed_at = now
        session.add(letter)
        session.flush()
        points("claim_mid")
        session.expunge(letter)
    points("claim_after")
    return letter


def _of_a_minute(session: Session, now: datetime) -> list[datetime]:
    """When letters went to a server within the last minute, or still do; in order.

    Asked one after another until the unit ends: counted in the outbox, so that every
    machine and every process heeds it. A letter counts from when something last became
    of it, so that slow ones make it fewer and never more.
    """
    one_after_another(session, COUNTING_LETTERS)
    tried = (
        sa.select(col(Letter.changed_at))
        .where(
            col(Letter.changed_at) > now - A_MINUTE,
            col(Letter.tries) > 0,
            col(Letter.state).not_in([LetterState.EMPTY, LetterState.CANCELLED]),
        )
        .order_by(col(Letter.changed_at))
    )
    return list(session.execute(tried).scalars())


def intend(
    engine: sa.Engine,
    letter: Letter,
    revisions: Mapping[UUID, int],
    *,
    now: datetime,
    again: bool = False,
    points: Points = nowhere,
) -> Intent:
    """The last look before the final dot, and the intent to send it, in one unit.

    Consent, subscription, address and every listing are looked at again and held; who
    withdraws any of them did so before this, and is heard, or waits until it is over.
    The person's row is held before the letter's, as forgetting does. ``again``: it was
    tried before and nobody knows whether it was written; no dot was sent meanwhile.
    """
    may_stand = {LetterState.LEASED} | ({LetterState.SENDING} if again else set())
    with writing(engine) as session:
        stands = standing(session, letter, now=now)
        row = session.exec(
            select(Letter).where(_ours(letter, *may_stand)).with_for_update()
        ).one_or_none()
        if row is None or row.leased_until is None or row.leased_until <= now:
            return Intent.LOST
        if row.state is LetterState.SENDING:
            return Intent.SEND
        if stands.address is None:
            row.state, row.problem = LetterState.CANCELLED, stands.why_not
            row.changed_at = now
            session.add(row)
            return Intent.WITHDRAWN
        if (
            stands.address != letter.address
            or listings_now(session, list(revisions), now) != revisions
        ):
            return Intent.CHANGED
        _remember(session, row, revisions)
        row.address = letter.address
        row.state, row.leased_until = LetterState.SENDING, now + LEASE
        row.changed_at = now
        session.add(row)
        session.flush()
        points("intent_mid")
    points("intent_after")
    return Intent.SEND


def listings_now(
    session: Session, ids: Sequence[UUID], now: datetime
) -> dict[UUID, int]:
    """The revision of each of these that is there to be gone to, in their order."""
    today = day_of(now)
    found = opportunities.held_revisions(session, ids, today)
    return {one: found[one] for one in ids if one in found}


def _remember(session: Session, row: Letter, revisions: Mapping[UUID, int]) -> None:
    """What is in the letter, in place of what an earlier try would have held."""
    session.execute(
        sa.delete(LetterListing).where(col(LetterListing.letter_id) == row.id)
    )
    session.add_all(
        LetterListing(
            letter_id=row.id, opportunity_id=one, position=place, revision=revision
        )
        for place, (one, revision) in enumerate(revisions.items())
    )


def settle(
    engine: sa.Engine,
    letter: Letter,
    outcome: Outcome,
    *,
    leaving: LetterState,
    now: datetime,
) -> bool:
    """Write down what came of a try; False when the letter is not ours any more.

    An answer that comes after the letter was thought uncertain still makes it sent.
    """
    states = {leaving}
    if outcome.state is LetterState.SENT:
        states.add(LetterState.UNCERTAIN)
    with writing(engine) as session:
        is_there = not outcome.suppress or _held(session, letter)
        done = session.execute(
            sa.update(Letter)
            .where(_ours(letter, *states))
            .values(
                state=outcome.state,
                problem=outcome.problem,
                address=letter.address,
                next_try_at=outcome.next_try_at or letter.next_try_at,
                sent_at=now if outcome.state is LetterState.SENT else None,
                changed_at=now,
            )
            .execution_options(synchronize_session=False)
        )
        is_ours = int(done.rowcount) > 0  # type: ignore[attr-defined]
        if is_ours and is_there and outcome.suppress and letter.address:
            _suppress(session, letter, letter.address, outcome.problem or "", now)
        return is_ours


def is_gone(engine: sa.Engine, letter: Letter) -> bool:
    """Whether the letter's row was forgotten with its person."""
    with reading(engine) as session:
        return session.get(Letter, letter.id) is None


def _held(session: Session, letter: Letter) -> bool:
    """Hold the person's row before the letter's; False when they were forgotten."""
    if letter.person_id is None:
        return True
    person = select(Person.id).where(Person.id == letter.person_id)
    return session.exec(person.with_for_update(read=True)).first() is not None


def _ours(letter: Letter, *states: LetterState) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Letter.id) == letter.id,
        col(Letter.lease) == letter.lease,
        col(Letter.state).in_(states),
    )


def _suppress(
    session: Session, letter: Letter, address: str, why: str, now: datetime
) -> None:
    is_account = letter.person_id is None
    suppress(
        session,
        address,
        why=why,
        now=now,
        person_id=letter.person_id,
        account_id=letter.recipient_id if is_account else None,
    )
