"""Takes letters out of the outbox: claim, write, hand over, look again, the dot.

Plain SMTP can't promise that a letter arrives once: when the other side falls silent
after the final dot nobody knows (RFC 1047). So each letter gets at most one such dot by
itself, and whatever can't be known is said to be uncertain. No transaction is open
while the other side is waited for. Several workers of one run share nothing but the
outbox and when to stop.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import Event
from time import sleep
from typing import TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from matcher.db import reading, writing
from matcher.digests import breaker
from matcher.digests.claiming import (
    Intent,
    MinuteIsFull,
    claim,
    intend,
    is_gone,
    recover,
    settle,
)
from matcher.digests.leaving import Begun, PutOff, Refused, Unanswered, Way
from matcher.digests.outgoing import Compose, Outgoing, Points, nowhere
from matcher.digests.recipients import standing
from matcher.digests.states import Outcome, put_off
from matcher.digests.weeks import Week
from matcher.errors import MatcherError, marked
from matcher.models import Letter, LetterState

log = structlog.get_logger()

Answer = TypeVar("Answer")

Clock = Callable[[], datetime]
"""What time it is, handed in by whoever runs this: a run lasts longer than a moment."""

SETTLED_AFTER_SECONDS = (1, 5, 15, 30, 60)
"""Pauses before what came of a letter is written down again: with the waiting for a
lock about three minutes, a small part of a lease."""

BEGUN_AFTER_SECONDS = (1, 5, 15)
"""The same before a letter is claimed or its last look is taken: shorter, for nothing
is lost but time, and the other side waits. Then the next run does it."""

MOST_REWRITTEN = 3
"""So often a letter is written again because something changed while it left."""

RESTLESS = marked("What is in it changed again and again while it left.")
NOT_WRITTEN = marked("It could not be written.")


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run did: letters by where they ended up, and whether it was stopped."""

    tried: int = 0
    paused: bool = False
    stopped: bool = False
    """Nobody's letters can leave now, or the database was lost: the next run's turn."""
    goes_on_at: datetime | None = None
    """When the next letter may leave, if the last minute was full."""


@dataclass(frozen=True, kw_only=True)
class _Shift:
    """What all workers of one run have in common."""

    engine: sa.Engine
    compose: Compose
    clock: Clock
    points: Points
    week: Week | None
    limit: int | None
    per_minute: int | None
    over: Event = field(default_factory=Event)
    """Nobody begins another letter."""
    paused: Event = field(default_factory=Event)
    full_until: list[datetime] = field(default_factory=list)
    """When the next letter may leave, as each worker found the minute full."""
    _begun: "count[int]" = field(default_factory=count)

    def goes_on(self) -> bool:
        """Whether one more letter may be begun; each time it is asked counts as one."""
        within = self.limit is None or next(self._begun) < self.limit
        return within and not self.over.is_set()


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What one worker works with."""

    engine: sa.Engine
    compose: Compose
    way: Way
    clock: Clock
    points: Points


def run(
    engine: sa.Engine,
    *ways: Way,
    clock: Clock,
    compose: Compose,
    week: Week | None = None,
    limit: int | None = None,
    per_minute: int | None = None,
    points: Points = nowhere,
) -> Run:
    """Send what is due, until nothing is, or ``limit`` letters were tried.

    One worker for each of ``ways``, in threads when there are several. Any number of
    runs may go on at once, on machines of their own too. A run ends early when the
    last minute has seen ``per_minute`` letters, whoever sent them. Closes the ways.
    """
    shift = _Shift(
        engine=engine,
        compose=compose,
        clock=clock,
        points=points,
        week=week,
        limit=limit,
        per_minute=per_minute,
    )
    recover(engine, now=clock(), points=points)
    if len(ways) == 1:
        tried = _worked(shift, ways[0])
    else:
        with ThreadPoolExecutor(max(len(ways), 1), "letters") as pool:
            tried = sum(pool.map(lambda way: _worked(shift, way), ways))
    points("end")
    return Run(
        tried=tried,
        paused=shift.paused.is_set(),
        stopped=shift.over.is_set(),
        goes_on_at=max(shift.full_until, default=None),
    )


def _worked(shift: _Shift, way: Way) -> int:
    """One worker, until the shift is over for them; how many letters they tried."""
    work = _Work(
        engine=shift.engine,
        compose=shift.compose,
        way=way,
        clock=shift.clock,
        points=shift.points,
    )
    tried = 0
    try:
        while shift.goes_on():
            letter = _next(shift, work)
            if letter is None:
                break
            tried += 1
            if _deliver(work, letter).stop:
                shift.over.set()
    except OperationalError as error:
        log.error("letters_left_to_the_next_run", exc_info=error)
        shift.over.set()
    finally:
        way.close()
    return tried


def _next(shift: _Shift, work: _Work) -> Letter | None:
    """The next letter for a worker; None when there is none, or letters rest."""

    def claimed() -> Letter | None:
        if _is_paused(work.engine, work.clock()):
            shift.paused.set()
            return None
        return claim(
            work.engine,
            now=work.clock(),
            week=shift.week,
            per_minute=shift.per_minute,
            points=work.points,
        )

    try:
        return _insisted(claimed, "letter_not_claimed", BEGUN_AFTER_SECONDS)
    except MinuteIsFull as full:
        shift.full_until.append(full.goes_on_at)
        return None


def _insisted(
    act: Callable[[], Answer], problem: str, pauses_seconds: Sequence[int]
) -> Answer:
    """Do it, and again for a while when the database is locked or was lost.

    Raises ``OperationalError`` when it still is. What is done must bear being done
    twice: a lost line does not say whether it was.
    """
    for pause in pauses_seconds:
        try:
            return act()
        except OperationalError:
            log.warning(problem, seconds=pause)
            sleep(pause)
    return act()


def _is_paused(engine: sa.Engine, now: datetime) -> bool:
    with reading(engine) as session:
        return breaker.paused_until(session, now=now) is not None


def _deliver(work: _Work, letter: Letter) -> Outcome:
    """One letter, from the claim to what came of it."""
    outcome = _tried(work, letter)
    log.info("letter_" + outcome.state.value, letter=letter.id, tries=letter.tries)
    if outcome.went_wrong:
        _insisted(lambda: _trip(work), "letters_not_rested", BEGUN_AFTER_SECONDS)
    return outcome


def _trip(work: _Work) -> None:
    with writing(work.engine) as session:
        breaker.trip(session, now=work.clock())


def _tried(work: _Work, letter: Letter) -> Outcome:
    for _ in range(MOST_REWRITTEN):
        written = _written(work, letter)
        if isinstance(written, Outcome):
            return _settled(work, letter, written, LetterState.LEASED)
        outcome = _handed_over(work, letter, written)
        if outcome is not None:
            return outcome
    return _settled(work, letter, _later(work, letter, RESTLESS), LetterState.LEASED)


def _written(work: _Work, letter: Letter) -> Outgoing | Outcome:
    """The letter as it would leave now."""
    now = work.clock()
    try:
        with reading(work.engine) as session:
            stands = standing(session, letter, now=now)
            if stands.address is None:
                return Outcome(state=LetterState.CANCELLED, problem=stands.why_not)
            letter.address = stands.address
            outgoing = work.compose(session, letter, now=now)
            if outgoing is None:
                return Outcome(state=LetterState.EMPTY)
    except MatcherError as problem:
        log.error("letter_refused", letter=letter.id)
        return Outcome(state=LetterState.FAILED, problem=problem.sentence)
    except Exception as error:
        log.error("letter_broke", letter=letter.id, exc_info=error)
        return _later(work, letter, NOT_WRITTEN)
    return outgoing


def _handed_over(work: _Work, letter: Letter, outgoing: Outgoing) -> Outcome | None:
    """Everything but the dot, the last look, the dot. None: write it again."""
    try:
        begun = work.way.begin(outgoing, letter.id)
    except PutOff as delay:
        outcome = _later(work, letter, delay.problem, stop=delay.for_all)
        return _settled(work, letter, outcome, LetterState.LEASED)
    except Refused as refusal:
        return _settled(work, letter, _failed(refusal), LetterState.LEASED)
    try:
        intent = _intended(work, letter, outgoing)
    except OperationalError:
        begun.abandon()
        raise
    if intent is Intent.SEND:
        return _finished(work, letter, begun)
    begun.abandon()
    if intent is Intent.CHANGED:
        return None
    ended = LetterState.CANCELLED if intent is Intent.WITHDRAWN else LetterState.LEASED
    return Outcome(state=ended)


def _intended(work: _Work, letter: Letter, outgoing: Outgoing) -> Intent:
    tries = count()

    def intended() -> Intent:
        return intend(
            work.engine,
            letter,
            outgoing.revisions,
            now=work.clock(),
            again=next(tries) > 0,
            points=work.points,
        )

    return _insisted(intended, "letter_not_intended", BEGUN_AFTER_SECONDS)


def _finished(work: _Work, letter: Letter, begun: Begun) -> Outcome:
    """The dot, and what was answered."""
    try:
        begun.finish()
        outcome = Outcome(state=LetterState.SENT)
    except PutOff as delay:
        outcome = _later(work, letter, delay.problem, stop=delay.for_all)
    except Refused as refusal:
        outcome = _failed(refusal)
    except Unanswered as silence:
        outcome = Outcome(state=LetterState.UNCERTAIN, problem=silence.problem)
    if not _settle(work, letter, outcome, LetterState.SENDING) and is_gone(
        work.engine, letter
    ):
        begun.forget()
    work.points("sent_committed")
    return outcome


def _later(work: _Work, letter: Letter, problem: str, *, stop: bool = False) -> Outcome:
    return put_off(
        problem,
        letter=letter.id,
        tries=letter.tries,
        give_up_at=letter.give_up_at,
        now=work.clock(),
        stop=stop,
    )


def _failed(refusal: Refused) -> Outcome:
    return Outcome(
        state=LetterState.FAILED, problem=refusal.problem, suppress=refusal.address
    )


def _settled(
    work: _Work, letter: Letter, outcome: Outcome, leaving: LetterState
) -> Outcome:
    _settle(work, letter, outcome, leaving)
    return outcome


def _settle(
    work: _Work, letter: Letter, outcome: Outcome, leaving: LetterState
) -> bool:
    """Write it down; False for a letter that is not ours any more.

    Tried again for a while when the database cannot be written to: an answer that was
    read must not be lost to that. Under the lease's number twice does no harm.
    """
    return _insisted(
        lambda: settle(work.engine, letter, outcome, leaving=leaving, now=work.clock()),
        "letter_not_settled",
        SETTLED_AFTER_SECONDS,
    )
