"""How somebody wants their letter: yes twice, a day, a pause, fewer, stop, again.

A person says yes on their own page and once more from the address itself; nothing comes
before. After that all of it works from the letter with no sign-in. Stopping is one act,
harmless when repeated, and is written down as a no; resuming asks nothing again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher import mail
from matcher.errors import BadInput, NotFound, marked
from matcher.mail import strict_address
from matcher.models import Account, ConsentTo, Person, Role, Subscription
from matcher.their_data.consenting import agree, standing

LONGEST_PAUSE = timedelta(days=366)

GONE = marked("That link is not one of ours, or what it was for is gone.")

PAUSES = (2, 4, 8)
"""Weeks that a pause may last."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever gets letters, and how they want them."""

    person: Person | None = None
    account: Account | None = None
    chosen: Subscription | None = None

    @property
    def stopped(self) -> bool:
        """Whether no letter comes until they say so."""
        return self.chosen is not None and self.chosen.stopped_at is not None


def reader_of(session: Session, recipient_id: UUID) -> Reader:
    """Who gets letters under this id. Raises ``NotFound`` when nobody does any more."""
    person = session.get(Person, recipient_id)
    if person is not None:
        chosen = _chosen(session, Subscription.person_id == recipient_id)
        return Reader(person=person, chosen=chosen)
    account = session.get(Account, recipient_id)
    if account is None:
        return _known_by_address(session, recipient_id)
    chosen = _chosen(session, Subscription.account_id == recipient_id)
    return Reader(account=account, chosen=chosen)


def _known_by_address(session: Session, recipient_id: UUID) -> Reader:
    """Somebody who keeps a listing and has no account."""
    chosen = _chosen(session, Subscription.id == recipient_id)
    if chosen is None or chosen.address is None:
        raise NotFound(GONE)
    return Reader(chosen=chosen)


def ask(
    session: Session,
    person: Person,
    *,
    email: str,
    weekday: int,
    shared_inbox: bool,
    wording: str,
    asked_by: str | None = None,
    now: datetime,
) -> Subscription:
    """The first yes: a mail asks for the second one, unless this address said it.

    Raises ``BadInput`` for an address that is not one.
    """
    address = strict_address(email)
    _judge_weekday(weekday)
    agree(
        session, person, ConsentTo.WEEKLY_LETTER, given=True, wording=wording,
        asked_by=asked_by, now=now,
    )  # fmt: skip
    chosen = reader_of(session, person.id).chosen
    proved = chosen is not None and chosen.confirmed_at and person.email == address
    chosen = chosen or Subscription(id=uuid4(), person_id=person.id, asked_at=now)
    person.email = address
    chosen.weekday, chosen.shared_inbox = weekday, shared_inbox
    chosen.stopped_at = None
    if not proved:
        chosen.asked_at, chosen.confirmed_at = now, None
        mail.post(
            session, letter="letters_confirm", recipient=address, person_id=person.id,
            now=now,
        )  # fmt: skip
    session.add_all([person, chosen])
    session.flush()
    return chosen


def say_yes(session: Session, person_id: UUID, *, now: datetime) -> None:
    """The second yes, from the address itself; again does nothing."""
    chosen = reader_of(session, person_id).chosen
    if chosen is None:
        raise NotFound(GONE)
    chosen.confirmed_at = chosen.confirmed_at or now
    session.add(chosen)
    session.flush()


def stop(session: Session, recipient_id: UUID, *, now: datetime) -> None:
    """No letter from now on, also none that is on its way; again does nothing."""
    reader = reader_of(session, recipient_id)
    for chosen in (_row(reader, now), *_same_inbox(session, reader)):
        chosen.stopped_at = chosen.stopped_at or now
        session.add(chosen)
    _write_down(session, reader, given=False, now=now)
    session.flush()


def resume(session: Session, recipient_id: UUID, *, now: datetime) -> None:
    """Letters again, as they were chosen; ends a pause too."""
    reader = reader_of(session, recipient_id)
    chosen = _row(reader, now)
    chosen.paused_until = None
    for one in (chosen, *_same_inbox(session, reader)):
        one.stopped_at = None
        session.add(one)
    _write_down(session, reader, given=True, now=now)
    session.flush()


def pause(
    session: Session, recipient_id: UUID, *, until: date, today: date, now: datetime
) -> None:
    """None before that day. Raises ``BadInput`` for one that is past or far off."""
    if not today < until <= today + LONGEST_PAUSE:
        raise BadInput("Choose a day within the next year.")
    chosen = _row(reader_of(session, recipient_id), now)
    chosen.paused_until = until
    session.add(chosen)
    session.flush()


def choose(
    session: Session,
    recipient_id: UUID,
    *,
    weekday: int,
    fewer: bool,
    shared_inbox: bool,
    now: datetime,
) -> None:
    """Which day, how often, and whether others read the address."""
    _judge_weekday(weekday)
    chosen = _row(reader_of(session, recipient_id), now)
    chosen.weekday, chosen.fewer = weekday, fewer
    chosen.shared_inbox = shared_inbox
    session.add(chosen)
    session.flush()


def _chosen(session: Session, whose: object) -> Subscription | None:
    query = select(Subscription).where(whose)  # type: ignore[arg-type]
    return session.exec(query.with_for_update()).first()


def _row(reader: Reader, now: datetime) -> Subscription:
    """Their row; staff and partners have none until they choose something.

    Raises ``NotFound`` for a person without one: nothing is sent to them anyway.
    """
    if reader.chosen is not None:
        return reader.chosen
    if reader.account is None:
        raise NotFound(GONE)
    return Subscription(
        id=uuid4(), account_id=reader.account.id, asked_at=now, confirmed_at=now
    )


def _same_inbox(session: Session, reader: Reader) -> list[Subscription]:
    """The row of a partner's address without an account, and that of their account:
    a word about one is meant for both."""
    if reader.account is not None and reader.account.role is Role.PARTNER:
        others = col(Subscription.address) == reader.account.email.lower()
    elif reader.chosen is not None and reader.chosen.address is not None:
        theirs = sa.select(col(Account.id)).where(
            sa.func.lower(col(Account.email)) == reader.chosen.address,
            col(Account.role) == Role.PARTNER,
        )
        others = col(Subscription.account_id).in_(theirs)
    else:
        return []
    return list(session.exec(select(Subscription).where(others).with_for_update()))


def _write_down(
    session: Session, reader: Reader, *, given: bool, now: datetime
) -> None:
    """A person's yes and no stand in their consents too, in the words first asked."""
    if reader.person is None:
        return
    last = standing(session, reader.person.id).get(ConsentTo.WEEKLY_LETTER)
    if last is not None and last.given is not given:
        agree(
            session, reader.person, ConsentTo.WEEKLY_LETTER, given=given,
            wording=last.wording, now=now,
        )  # fmt: skip


def _judge_weekday(weekday: int) -> None:
    if not 0 <= weekday <= 6:
        raise BadInput("Choose one of the seven days.")


def be_counted(
    session: Session, person: Person, *, counted: bool, wording: str, now: datetime
) -> None:
    """Whether a worker's note counts them; a no that was never a yes is not kept."""
    last = standing(session, person.id).get(ConsentTo.COPY_TO_WORKER)
    if counted or (last is not None and last.given):
        agree(
            session, person, ConsentTo.COPY_TO_WORKER, given=counted,
            wording=wording, now=now,
        )  # fmt: skip
