"""Claims what is due, sends it, writes down what came of it.

Each mail is claimed by compare-and-set in a short unit of its own, sent outside of any
transaction, and settled in another. The cost of a crash in between: the row stays
*sending*, is found again after half an hour and sent once more, so a plain mail may
arrive twice (under the same Message-ID, which many mail programs show once). None is
lost. The weekly letter has guarantees of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from jinja2 import TemplateNotFound
from sqlmodel import Session, col, select

from matcher.db import reading, writing
from matcher.errors import BadInput
from matcher.mail.carrying import (
    Carrier,
    Never,
    NotNow,
    carrier_for,
    remove_files,
)
from matcher.mail.writing import Desk, desk_of, write
from matcher.models import Link, Mail, MailState
from matcher.settings import Settings

log = structlog.get_logger()

CLAIMED_FOR = timedelta(minutes=30)
"""How long a claim holds: far longer than a run of slow answers takes."""

MOST_AT_ONCE = 20
"""Mails of one run: at twenty seconds of patience each, well inside a claim."""

FIRST_WAIT = timedelta(minutes=1)
"""Before the second try; doubled for each one after."""

LONGEST_WAIT = timedelta(hours=4)

GIVEN_UP_AFTER = timedelta(days=1)
"""A plain mail that is a day late says nothing new."""


FORGOTTEN_ONCE_OUT = frozenset({"my_list"})
"""Letters to an address somebody typed for this once: nothing of them is kept when
they have left, or were given up."""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """How many mails a run sent, put back for later, and gave up."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    state: MailState
    problem: str | None = None
    next_try_at: datetime | None = None
    stop: bool = False
    """No other mail would leave just now."""


def deliver(
    engine: sa.Engine,
    settings: Settings,
    *,
    now: datetime,
    carry: Carrier | None = None,
) -> Delivered:
    """Send what is due; says how many went, wait and failed.

    ``carry`` is how mail leaves; by the settings when left out. Raises ``BadServer``
    or ``BadSender`` for settings that can't work; nothing is claimed then.
    """
    desk, carry = desk_of(settings), carry or carrier_for(settings)
    count = dict.fromkeys(MailState, 0)
    for _ in range(MOST_AT_ONCE):
        mail = claim(engine, now=now)
        if mail is None:
            break
        outcome = _tried(engine, desk, carry, mail, now=now)
        count[outcome.state] += 1
        if not _settle(engine, mail, outcome, now=now):
            remove_files(settings, [mail.id])
        log.info("mail_" + outcome.state.value, mail=mail.id, tries=mail.tries)
        if outcome.stop:
            break
    return Delivered(
        sent=count[MailState.SENT],
        waiting=count[MailState.WAITING],
        failed=count[MailState.FAILED],
    )


def check(settings: Settings) -> None:
    """Raises ``BadServer`` or ``BadSender`` for settings that could send nothing."""
    desk_of(settings)
    carrier_for(settings)


def claim(engine: sa.Engine, *, now: datetime) -> Mail | None:
    """The mail that is due longest, claimed for this process; None when none is.

    A row that somebody else claims at this moment is passed over on PostgreSQL; on
    SQLite there is one writer at a time.
    """
    due = (
        select(Mail)
        .where(
            col(Mail.state).in_([MailState.WAITING, MailState.SENDING]),
            col(Mail.next_try_at) <= now,
        )
        .order_by(col(Mail.next_try_at), col(Mail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing(engine) as session:
        mail = session.exec(due).one_or_none()
        if mail is None:
            return None
        taken = session.exec(
            sa.update(Mail)
            .where(col(Mail.id) == mail.id, col(Mail.tries) == mail.tries)
            .values(
                state=MailState.SENDING,
                tries=mail.tries + 1,
                next_try_at=now + CLAIMED_FOR,
            )
            .execution_options(synchronize_session=False)
        )
        session.refresh(mail)
        session.expunge(mail)
    return mail if taken.rowcount else None


def _tried(
    engine: sa.Engine, desk: Desk, carry: Carrier, mail: Mail, *, now: datetime
) -> _Outcome:
    """What comes of one try, outside of any transaction."""
    with reading(engine) as session:
        stands = link_stands(session, mail.link_id, now=now)
    if not stands:
        return _given_up("Its link no longer works, so it was not sent.")
    try:
        carry(write(desk, mail, now=now), mail.id)
    except TemplateNotFound:
        return _given_up("There is no such letter any more, so it was not sent.")
    except BadInput:
        return _given_up("The address can't be used.")
    except Never as refusal:
        return _given_up(refusal.problem)
    except NotNow as delay:
        return _put_back(mail, delay.problem, now=now, stop=delay.for_all)
    except Exception as error:
        log.error("mail_broke", mail=mail.id, exc_info=error)
        return _put_back(mail, "It could not be written.", now=now)
    return _Outcome(state=MailState.SENT)


def link_stands(session: Session, link_id: UUID | None, *, now: datetime) -> bool:
    """Whether a mail's link would still open something; a mail without one stands."""
    if link_id is None:
        return True
    link = session.get(Link, link_id)
    return link is not None and link.used_at is None and link.expires_at > now


def _given_up(problem: str) -> _Outcome:
    return _Outcome(state=MailState.FAILED, problem=problem)


def _put_back(
    mail: Mail, problem: str, *, now: datetime, stop: bool = False
) -> _Outcome:
    """Wait and try again, unless the mail would be too old by then."""
    next_try_at = now + wait_before(mail.tries + 1, mail.id)
    if next_try_at > mail.created_at + GIVEN_UP_AFTER:
        return _Outcome(state=MailState.FAILED, problem=problem, stop=stop)
    return _Outcome(
        state=MailState.WAITING, problem=problem, next_try_at=next_try_at, stop=stop
    )


def wait_before(tries: int, mail_id: UUID) -> timedelta:
    """How long to wait before try number ``tries`` (2, 3 ...).

    Doubled each time up to ``LONGEST_WAIT``, and from three quarters to five quarters
    of that by the mail's id, so that many put back together don't come back together.
    """
    doubled = min(FIRST_WAIT * (1 << min(tries - 2, 20)), LONGEST_WAIT)
    return doubled * (0.75 + 0.5 * (mail_id.int % 1024) / 1024)


def _settle(engine: sa.Engine, mail: Mail, outcome: _Outcome, *, now: datetime) -> bool:
    """Write down what came of it; False when the mail was forgotten meanwhile."""
    sent = outcome.state is MailState.SENT
    is_over = outcome.state in {MailState.SENT, MailState.FAILED}
    with writing(engine) as session:
        if is_over and mail.letter in FORGOTTEN_ONCE_OUT:
            ours = col(Mail.id) == mail.id, col(Mail.tries) == mail.tries
            gone = session.exec(sa.delete(Mail).where(*ours)).rowcount
            return gone > 0 or session.get(Mail, mail.id) is not None
        session.exec(
            sa.update(Mail)
            .where(col(Mail.id) == mail.id, col(Mail.tries) == mail.tries)
            .values(
                state=outcome.state,
                problem=outcome.problem,
                next_try_at=outcome.next_try_at or mail.next_try_at,
                sent_at=now if sent else None,
            )
            .execution_options(synchronize_session=False)
        )
        return session.get(Mail, mail.id) is not None
