"""Calls the verbs of ``jobs`` by the clock, beside the web server.

Reads the time for them, as ``web.deps`` does for pages and the command line for its own
verbs. One verb never runs beside itself; one that was missed runs once, not many times.
A verb that breaks is written down and called again at its next time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from apscheduler.executors.pool import (  # type: ignore[import-untyped]
    ThreadPoolExecutor,
)
from apscheduler.schedulers.background import (  # type: ignore[import-untyped]
    BackgroundScheduler,
)

from matcher import jobs
from matcher.mail import check
from matcher.settings import Settings

log = structlog.get_logger()

Verb = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A verb, how often it is called, and how soon after the start."""

    verb: Verb
    every: timedelta
    first_after: timedelta


TURNS = (
    Turn(
        verb=jobs.deliver_mail,
        every=timedelta(seconds=10),
        first_after=timedelta(seconds=2),
    ),
    Turn(
        verb=jobs.work_on_uploads,
        every=timedelta(seconds=2),
        first_after=timedelta(seconds=3),
    ),
    Turn(
        verb=jobs.write_counts,
        every=timedelta(minutes=1),
        first_after=timedelta(minutes=1),
    ),
    Turn(
        verb=jobs.plan_letters,
        every=timedelta(minutes=10),
        first_after=timedelta(seconds=30),
    ),
    Turn(
        verb=jobs.send_letters,
        every=timedelta(seconds=20),
        first_after=timedelta(seconds=45),
    ),
    Turn(
        verb=jobs.end_what_is_over,
        every=timedelta(hours=24),
        first_after=timedelta(minutes=5),
    ),
    Turn(
        verb=jobs.retain, every=timedelta(hours=24), first_after=timedelta(minutes=15)
    ),
    Turn(
        verb=jobs.count_what_is_looked_for,
        every=timedelta(hours=24),
        first_after=timedelta(minutes=25),
    ),
    Turn(
        verb=jobs.leave_no_trace,
        every=timedelta(hours=1),
        first_after=timedelta(minutes=10),
    ),
)
"""A machine that is started every morning still comes to all of them."""

AT_THE_END: tuple[Verb, ...] = (jobs.write_counts,)
"""Called once more when the machine stops: what they hold in memory would be lost."""


@contextmanager
def running(
    engine: sa.Engine, settings: Settings, turns: tuple[Turn, ...] = TURNS
) -> Iterator[BackgroundScheduler]:
    """Call the verbs until the block ends, then wait for the one under way.

    Raises ``BadServer`` or ``BadSender`` at once for mail that could never leave.
    """
    check(settings)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    start = _now()
    for turn in turns:
        scheduler.add_job(
            _call,
            "interval",
            args=(turn.verb, engine, settings),
            seconds=turn.every.total_seconds(),
            next_run_time=start + turn.first_after,
        )
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=True)
        for verb in AT_THE_END:
            _call(verb, engine, settings)


def _call(verb: Verb, engine: sa.Engine, settings: Settings) -> None:
    """One verb at this moment; what breaks it goes to the log and no further."""
    try:
        verb(engine, settings, now=_now())
    except Exception as error:
        log.error("job_broke", verb=_name(verb), exc_info=error)


def _name(verb: Any) -> str:
    return str(getattr(verb, "__name__", "unnamed"))


def _now() -> datetime:
    return datetime.now(UTC)
