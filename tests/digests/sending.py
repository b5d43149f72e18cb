"""What the tests of delivery do again and again: plan, send, look at the states."""

import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from matcher.db import writing
from matcher.digests import delivery, planning
from matcher.digests.leaving import Folder, Line
from matcher.digests.outgoing import Outgoing, nowhere
from matcher.mail.carrying import MailServer
from matcher.models import (
    Letter,
    Subscription,
)
from tests.benchmarks import digest_world as world
from tests.benchmarks.smtp_sink import Faults, Sink

MONDAY = world.MONDAY


def plan(engine: sa.Engine, people: int = 3) -> None:
    world.populate(engine, people)
    with writing(engine) as session:
        planning.plan(session, now=world.SUNDAY, domain=world.DOMAIN)
        planning.plan(session, now=MONDAY, domain=world.DOMAIN)


def send(
    engine: sa.Engine,
    folder: Path,
    *,
    now: datetime = MONDAY,
    points: Callable[[str], None] = nowhere,
    compose: Callable[..., Outgoing | None] = world.compose,
    limit: int | None = None,
) -> delivery.Run:
    way = Folder(folder=folder, points=points)
    return delivery.run(
        engine, way, clock=lambda: now, compose=compose, points=points, limit=limit
    )


def states(engine: sa.Engine) -> dict[str, int]:
    with Session(engine) as session:
        return {s.value: n for s, n in planning.counts(session).items() if n}


def change(session: Session, number: int, **values: object) -> None:
    """Change how somebody wants their letter."""
    row = session.exec(
        select(Subscription).where(Subscription.person_id == world.person_id(number))
    ).one()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


def this_week(engine: sa.Engine) -> tuple[str, str | None]:
    with Session(engine) as session:
        letter = session.exec(select(Letter).where(Letter.week == "2026-W48")).one()
    return letter.state.value, letter.problem


def lines(sink: Sink, number: int, **how: int) -> list[Line]:
    return [
        Line(
            server=MailServer(host="127.0.0.1", port=sink.port),
            context=ssl.create_default_context(),
            **how,  # type: ignore[arg-type]
        )
        for _ in range(number)
    ]


def at(point: str, act: Callable[[], None]) -> Callable[[str], None]:
    """Does something once at a point of a run."""
    done: list[str] = []

    def points(name: str) -> None:
        if name == point and not done:
            done.append(name)
            act()

    return points


def refused_everywhere(
    engine: sa.Engine, tmp_path: Path, now: datetime = MONDAY, workers: int = 1
) -> bool:
    """A run against a server that knows nobody; whether it was paused."""
    with Sink(tmp_path / "sink.log", Faults(at={"RCPT": "550"})) as sink:
        sink.serve_in_thread()
        run = delivery.run(
            engine, *lines(sink, workers), clock=lambda: now, compose=world.compose
        )
        sink.shutdown()
    return run.paused


def together(*verbs: Callable[[], None]) -> None:
    """All of them at once."""
    problems: list[BaseException] = []

    def kept_safe(verb: Callable[[], None]) -> None:
        try:
            verb()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=kept_safe, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert problems == []
