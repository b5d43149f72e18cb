"""What the clock and the command line call: plan, send, look ahead, forget what is old.

Puts the parts together with this machine's settings, and commits. Two machines may
call any of it at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from catalogue.schedules import day_of
from matcher.db import reading, writing
from matcher.digests import delivery, planning
from matcher.digests.ahead import AT_ONCE, Ahead, due_people
from matcher.digests.bounces import Taken, take
from matcher.digests.delivery import Clock, Run
from matcher.digests.held import tell_leads
from matcher.digests.leaving import way_for
from matcher.digests.notices import plan_notices
from matcher.digests.recipients import standing
from matcher.digests.states import ENDS
from matcher.digests.weeks import Week
from matcher.digests.writers import Writer, writer_for
from matcher.errors import MatcherError
from matcher.mail.carrying import remove_files
from matcher.mail.writing import desk_of
from matcher.models import Letter, LetterState, RecipientKind
from matcher.settings import Settings

log = structlog.get_logger()

KEPT = timedelta(days=365)
"""How long what became of a letter can be read; what was in it is new again then."""


def plan(
    engine: sa.Engine, settings: Settings, week: Week | None = None, *, now: datetime
) -> dict[RecipientKind, int]:
    """Plan a week for everybody, and notices of what is off; how many are new."""
    writer = writer_for(settings)
    domain = writer.desk.sender.domain
    with writing(engine) as session:
        new = planning.plan(session, week, now=now, domain=domain)
    with writing(engine) as session:
        notices = plan_notices(session, now=now, domain=domain)
        tell_leads(session, writer, now=now)
    log.info("letters_planned", notices=notices, **{k.value: n for k, n in new.items()})
    return new


def send(
    engine: sa.Engine,
    settings: Settings,
    week: Week | None = None,
    *,
    clock: Clock,
    limit: int | None = None,
) -> Run:
    """Send what is due. Raises ``BadServer`` or ``BadSender`` before it claims any.

    What letters are made from is read for some hundred people together, and then they
    are sent.
    """
    alone, tried = writer_for(settings), 0
    ahead = Ahead(lexicon=alone.lexicon)
    writer = replace(alone, ahead=ahead)
    while True:
        most = AT_ONCE if limit is None else min(AT_ONCE, limit - tried)
        _look(engine, ahead, week, most, now=clock())
        done = delivery.run(
            engine,
            *(way_for(settings) for _ in range(settings.letter_workers)),
            clock=clock,
            compose=writer,
            week=week,
            limit=most,
            per_minute=settings.letters_per_minute,
        )
        tried += done.tried
        ended = done.paused or done.stopped or done.tried < most
        if ended or tried == limit:
            return replace(done, tried=tried)


def _look(
    engine: sa.Engine, ahead: Ahead, week: Week | None, most: int, *, now: datetime
) -> None:
    """Read ahead for those who are next; without it each letter would for itself."""
    try:
        with reading(engine) as session:
            ids = due_people(session, now=now, most=most, week=week)
            if len(ids) > 1:
                ahead.look(session, ids, today=day_of(now))
    except Exception as error:
        log.error("looking_ahead_broke", exc_info=error)


def preview(
    engine: sa.Engine, settings: Settings, week: Week, *, now: datetime
) -> dict[LetterState, int]:
    """What would become of a week's letters if all left now. Changes nothing.

    Those that are still to be planned are counted as if they were.
    """
    writer, counted = writer_for(settings), dict.fromkeys(LetterState, 0)
    domain = writer.desk.sender.domain
    with reading(engine) as session:
        for letter in _of_the_week(session, week, now=now, domain=domain):
            counted[_would_be(session, writer, letter, now=now)] += 1
    return counted


def _of_the_week(
    session: Session, week: Week, *, now: datetime, domain: str
) -> Iterator[Letter]:
    there = session.exec(select(Letter).where(Letter.week == str(week))).all()
    session.expunge_all()
    yield from there
    have = {(one.recipient_kind, one.recipient_id) for one in there}
    for letter in planning.not_yet_planned(session, week, now=now, domain=domain):
        if (letter.recipient_kind, letter.recipient_id) not in have:
            yield letter


def _would_be(
    session: Session, writer: Writer, letter: Letter, *, now: datetime
) -> LetterState:
    """Where a letter would end up; one that is past planning stays where it is."""
    if letter.state is not LetterState.PLANNED:
        return letter.state
    letter.address = standing(session, letter, now=now).address
    if letter.address is None:
        return LetterState.CANCELLED
    try:
        outgoing = writer(session, letter, now=now)
    except MatcherError:
        return LetterState.FAILED
    return LetterState.PLANNED if outgoing else LetterState.EMPTY


def take_bounces(
    engine: sa.Engine, settings: Settings, messages: Iterable[bytes], *, now: datetime
) -> Taken:
    """Read mail that came back; what is dead gets nothing until somebody has looked."""
    key = desk_of(settings).key
    with writing(engine) as session:
        return take(session, messages, key=key, now=now)


def drop_old(engine: sa.Engine, settings: Settings, *, now: datetime) -> int:
    """Delete letters that came to their end a year ago, and their files; how many."""
    with writing(engine) as session:
        old = list(
            session.exec(
                select(Letter.id).where(
                    col(Letter.state).in_(ENDS), col(Letter.changed_at) < now - KEPT
                )
            )
        )
        session.exec(sa.delete(Letter).where(col(Letter.id).in_(old)))
    remove_files(settings, old)
    return len(old)
