"""Workers that can be killed: each a process of its own, forked from this one.

``python -m tests.benchmarks.digest_worker`` reads one JSON command a line and answers
with one. ``{"start": {...}}`` forks a worker and gives its ``pid``; ``{"wait": pid}``
says how it ended (``-9``: killed). A worker plans and sends, and kills itself with
signal 9 at the point named in ``DIGEST_KILL_AT``, as ``intent_mid:3``: there the third
time. Starting Python once spares each of hundreds of runs two seconds; that ``{"do":
{...}}`` does a worker's work here, before any is forked, spares them the half of theirs
that goes into compiling statements.
"""

import json
import os
import signal
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import psycopg  # noqa: F401 - so that no worker has to
import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from matcher.db import open_engine, reading, writing
from matcher.digests import delivery, planning
from matcher.digests.leaving import Line
from matcher.digests.outgoing import Points
from matcher.mail.carrying import MailServer
from matcher.models import Letter, LetterState, Person
from tests import statements
from tests.benchmarks import digest_world

TRUSTED = ssl.create_default_context()
"""Whom a line believes: read once, for it takes longer than a letter."""

KILL_AT = "DIGEST_KILL_AT"
"""The environment's name of the point where a worker dies."""


@dataclass(kw_only=True)
class Mine:
    """The points of a worker: at one of them, the so-manieth time, it dies."""

    point: str
    nth: int
    met: dict[str, int] = field(default_factory=dict)
    _counting: Lock = field(default_factory=Lock)

    def __call__(self, point: str, /) -> None:
        """Die here, if here it is: no handler runs, nothing is flushed."""
        with self._counting:
            self.met[point] = self.met.get(point, 0) + 1
            if (point, self.met[point]) == (self.point, self.nth):
                os.kill(os.getpid(), signal.SIGKILL)


def points_of_environment() -> Points:
    """The points of this process."""
    point, _, nth = os.environ.get(KILL_AT, "").partition(":")
    return Mine(point=point, nth=int(nth or 0))


def clock_of(told: dict[str, Any]) -> Callable[[], datetime]:
    """The time as told: standing still, or running as much faster as it says."""
    start = datetime.fromisoformat(told["now"])
    speed, since = told.get("speed", 0.0), told.get("since", 0.0)
    if not speed:
        return lambda: start
    return lambda: start + timedelta(seconds=(time.time() - since) * speed)


def line_to(told: dict[str, Any], points: Points) -> Line:
    """The way to the sink."""
    return Line(
        server=MailServer(host="127.0.0.1", port=told["port"]),
        context=TRUSTED,
        points=points,
        timeout_seconds=told.get("timeout", 5.0),
        after_the_dot_seconds=told.get("timeout", 5.0),
    )


def work(told: dict[str, Any]) -> None:
    """Plan, then send what is due: what the clock of a machine does."""
    engine = open_engine(told["url"])
    points, clock = points_of_environment(), clock_of(told)
    points("plan_before")
    with writing(engine) as session:
        planning.plan(session, now=clock(), domain=digest_world.DOMAIN, points=points)
    points("plan_after")
    if told.get("naive"):
        send_naively(engine, line_to(told, points))
    else:
        keep_on(engine, told, points, clock)
    engine.dispose()


def keep_on(
    engine: sa.Engine,
    told: dict[str, Any],
    points: Points,
    clock: Callable[[], datetime],
) -> None:
    """Run once, or again and again until the time that was told."""
    while True:
        delivery.run(
            engine,
            *(line_to(told, points) for _ in range(told.get("workers", 1))),
            clock=clock,
            compose=digest_world.compose,
            limit=told.get("limit"),
            points=points,
        )
        if time.time() >= told.get("until", 0.0):
            return
        time.sleep(0.05)


def send_naively(engine: sa.Engine, line: Line) -> None:
    """What the proof must be able to find fault with: no claim, no intent, no fence.

    Send what is not sent, then say so, as the digests of this world mostly do.
    """
    with reading(engine) as session:
        unsent = select(Letter.id).where(Letter.state == LetterState.PLANNED)
        todo = list(session.exec(unsent.order_by(col(Letter.next_try_at))))
    for one in todo:
        with reading(engine) as session:
            letter = session.get_one(Letter, one)
            if letter.state is not LetterState.PLANNED:
                continue
            session.expunge(letter)
            letter.address = session.get_one(Person, letter.recipient_id).email
            outgoing = digest_world.compose(session, letter, now=digest_world.MONDAY)
        assert outgoing is not None
        line.begin(outgoing, one).finish()
        with writing(engine) as session:
            letter = session.get_one(Letter, one)
            letter.state = LetterState.SENT
            session.add(letter)
    line.close()


def start(told: dict[str, Any]) -> int:
    """Fork a worker; its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.environ[KILL_AT] = told.get("kill_at", "")
        work(told)
    except BaseException as error:
        print(f"worker: {error!r}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


def be_quiet() -> None:
    """Log nothing: faults are made on purpose, and hundreds of them."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


def main() -> None:
    """Answer commands until there are no more."""
    statements.compile_once()
    be_quiet()
    for line in sys.stdin:
        told = json.loads(line)
        if "start" in told:
            answer: dict[str, int] = {"pid": start(told["start"])}
        elif "do" in told:
            work(told["do"])
            answer = {"status": 0}
        else:
            _, status = os.waitpid(told["wait"], 0)
            answer = {"status": os.waitstatus_to_exitcode(status)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
