"""The kill matrix: a real process is killed at a named point, another one carries on.

Each run has a database, a sink and a log of its own. What is left of it are two files
that ``digest_recount`` counts; nothing is counted here.
"""

import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from matcher.db import open_engine, upgrade
from tests.benchmarks import digest_recount, digest_world, smtp_sink
from tests.benchmarks.digest_recount import POINTS_INSIDE, POINTS_OUTSIDE
from tests.benchmarks.smtp_sink import Faults
from tests.postgres import made, text_of

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = 9
"""Who get a letter in each run: enough for a first, second, middle, last but one and
last."""

KILLS = 5
"""At each point."""

_numbers = count(1)


class Nursery:
    """The process that workers are forked from."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.digest_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, told: dict[str, Any]) -> int:
        """A worker's process id."""
        return int(self._ask({"start": told})["pid"])

    def wait(self, pid: int) -> int:
        """How a worker ended: 0, or minus the signal that killed it."""
        return int(self._ask({"wait": pid})["status"])

    def run(self, told: dict[str, Any]) -> int:
        """Start one and wait for it."""
        return self.wait(self.start(told))

    def do_it_once(self, field: "Field") -> None:
        """Do there what its workers will do, so that it is compiled when they begin."""
        now = digest_world.MONDAY.isoformat()
        with (
            tempfile.TemporaryDirectory(prefix="matcher-run-") as folder,
            field.database(Path(folder)) as url,
            sink(Path(folder) / "sink.log") as port,
        ):
            self._ask({"do": {"url": url, "port": port, "now": now}})

    def close(self) -> None:
        """End it, when all of its workers have."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._pipe().close()

    def _ask(self, command: dict[str, Any]) -> dict[str, int]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._pipe().readline())
        return answer

    def _pipe(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery while the block lasts."""
    one = Nursery()
    try:
        yield one
    finally:
        one.close()


@contextmanager
def sink(log: Path, faults: Faults | None = None) -> Iterator[int]:
    """A sink in a process of its own; its port."""
    script = str(Path(smtp_sink.__file__))
    given = [faults.as_json()] if faults else []
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-I", "-S", script, str(log), *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate("", timeout=30)


@dataclass(frozen=True, kw_only=True)
class Field:
    """Where runs take place: an engine, and a database with people to be copied."""

    engine: str
    template: sa.URL
    people: int

    @contextmanager
    def database(self, folder: Path) -> Iterator[str]:
        """A copy of the database, for one run."""
        if self.engine == "sqlite":
            file = shutil.copy(str(self.template.database), folder / "run.db")
            yield f"sqlite:///{file}"
            return
        name = f"matcher_proof_{os.getpid()}_{next(_numbers)}"
        server, source = self.template, self.template.database
        with made(server, name, f'TEMPLATE "{source}"') as url:
            yield text_of(url)


@contextmanager
def sqlite_field(people: int = PEOPLE) -> Iterator[Field]:
    """A field on SQLite."""
    with tempfile.TemporaryDirectory(prefix="matcher-proof-") as folder:
        url = sa.make_url(f"sqlite:///{folder}/template.db")
        _prepare(text_of(url), people)
        yield Field(engine="sqlite", template=url, people=people)


@contextmanager
def postgresql_field(server: sa.URL, people: int = PEOPLE) -> Iterator[Field]:
    """A field on PostgreSQL."""
    name = f"matcher_proof_{os.getpid()}_{next(_numbers)}"
    with made(server, name) as url:
        _prepare(text_of(url), people)
        yield Field(engine="postgresql", template=url, people=people)


def _prepare(url: str, people: int) -> None:
    engine = open_engine(url)
    upgrade(engine)
    digest_world.populate(engine, people)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def matrix(people: int = PEOPLE) -> list[tuple[str, int]]:
    """Every point, and at which of its passings the process dies: five of each."""
    letters = (1, 2, (people + 1) // 2, people - 1, people)
    outside = [(point, 1) for point in POINTS_OUTSIDE for _ in range(KILLS)]
    inside = [(point, letter) for point in POINTS_INSIDE for letter in letters]
    return outside + inside


TOGETHER = 3
"""Workers of one process, in the runs that have several."""


def matrix_together(people: int = PEOPLE) -> list[tuple[str, int]]:
    """Every point once; of those inside a letter, about in the middle of the run.

    So many lines are opened as there are workers, so that is the last of those.
    """
    at = dict.fromkeys(POINTS_INSIDE, (people + 1) // 2) | {"smtp_connected": TOGETHER}
    return [*((point, 1) for point in POINTS_OUTSIDE), *at.items()]


def kill(
    field: Field,
    workers: Nursery,
    point: str,
    nth: int,
    out: Path,
    name: str,
    *,
    threads: int = 1,
) -> None:
    """One run: killed at a point, carried on by others, and its two files kept.

    ``threads``: how many workers the process has, each with a line of its own; with
    several it dies while the others are anywhere.
    """
    with tempfile.TemporaryDirectory(prefix="matcher-run-") as folder:
        log = Path(folder) / "sink.log"
        with field.database(Path(folder)) as url, sink(log) as port:
            where = {"url": url, "port": port, "workers": threads}
            status = _killed(workers, where, point, nth)
            _carried_on(workers, where)
            told = _told(field, "kill" if threads == 1 else "together", url) | {
                "point": point, "nth": nth, "status": status, "workers": threads,
            }  # fmt: skip
        digest_recount.keep(out / field.engine, name, told, log)


def _killed(workers: Nursery, where: dict[str, Any], point: str, nth: int) -> int:
    """How the process ended that was to die at a point."""
    told = where | {"now": digest_world.MONDAY.isoformat()}
    if point == "smtp_connected" and nth > 1:
        return _killed_on_a_new_line(workers, told, nth)
    if point == "recover_mid":
        workers.run(told | {"kill_at": "claim_after:3"})
        told["now"] = later(1).isoformat()
    return workers.run(told | {"kill_at": f"{point}:{nth}"})


def _killed_on_a_new_line(workers: Nursery, told: dict[str, Any], nth: int) -> int:
    """A line serves many letters: for the n-th there is a new one only when the
    process before it was stopped after so many."""
    workers.run(told | {"limit": nth - 1})
    return workers.run(told | {"kill_at": "smtp_connected:1"})


def _carried_on(workers: Nursery, where: dict[str, Any]) -> None:
    """Another takes over when the lease is over."""
    status = workers.run(where | {"now": later(1).isoformat()})
    if status:
        raise RuntimeError(f"the worker that carried on ended with {status}")


def later(hours: float) -> datetime:
    """So long after the letters were due."""
    return digest_world.MONDAY + digest_world.hours(hours)


def _told(field: Field, kind: str, url: str) -> dict[str, Any]:
    engine = open_engine(url)
    told = {
        "engine": field.engine,
        "kind": kind,
        "point": "",
        "eligible": [str(one) for one in digest_world.wanted(engine)],
        "rows": digest_world.letters(engine),
    }
    engine.dispose()
    return told


# --- the control, and chaos ----------------------------------------------------------


def control(field: Field, workers: Nursery, out: Path) -> None:
    """The same, of senders without leases: four at once, one killed after a dot."""
    with tempfile.TemporaryDirectory(prefix="matcher-run-") as folder:
        log = Path(folder) / "sink.log"
        with field.database(Path(folder)) as url, sink(log) as port:
            told = {
                "url": url, "port": port, "naive": True,
                "now": digest_world.MONDAY.isoformat(),
            }  # fmt: skip
            workers.run(told | {"kill_at": "dot_sent:2"})
            for pid in [workers.start(told) for _ in range(4)]:
                workers.wait(pid)
            kept = _told(field, "control", url)
        digest_recount.keep(out / field.engine, "control", kept, log)


GIVEN_UP_HOURS = 55.0
"""After the Monday of this world a letter is tried about so long."""

MISBEHAVES = Faults(
    recipient_451=0.15,
    data_451=0.10,
    lost_reply=0.10,
    slow=0.05,
    slow_seconds=0.5,
    seed=6,
)
"""A bad day of a mail server."""


@dataclass(frozen=True, kw_only=True)
class Storm:
    """How wild chaos is."""

    workers: int = 4
    kills: int = 40
    seconds: float = 30.0
    calm_seconds: float = 15.0
    """How long they go on afterwards without being killed."""
    speed: float = 1200.0
    """Seconds of the letters' time in one of ours: half an hour's lease is 1.5."""
    faults: Faults = dataclasses.field(default_factory=lambda: MISBEHAVES)


def chaos(field: Field, workers: Nursery, out: Path, storm: Storm) -> None:
    """Many workers, killed at random and replaced, against a sink that misbehaves."""
    with tempfile.TemporaryDirectory(prefix="matcher-run-") as folder:
        log = Path(folder) / "sink.log"
        with (
            field.database(Path(folder)) as url,
            sink(log, storm.faults) as port,
        ):
            since = time.time()
            told = {
                "url": url, "port": port, "now": digest_world.MONDAY.isoformat(),
                "since": since, "speed": storm.speed,
                "until": since + storm.seconds + storm.calm_seconds,
            }  # fmt: skip
            killed = _raged(workers, told, storm)
            _calmed(workers, url, port, storm)
            kept = _told(field, "chaos", url) | {"kills": killed}
        digest_recount.keep(out / field.engine, "chaos", kept, log)


def _calmed(workers: Nursery, url: str, port: int, storm: Storm) -> None:
    """Carry on, against the same server, until every letter came to its end.

    Each round is a pause of the breaker later, so that all are tried again in time.
    """
    engine = open_engine(url)
    hours = (storm.seconds + storm.calm_seconds) * storm.speed / 3600 + 1
    while hours < GIVEN_UP_HOURS and _are_on_their_way(engine):
        workers.run({"url": url, "port": port, "now": later(hours).isoformat()})
        hours += 0.6
    engine.dispose()
    workers.run({"url": url, "port": port, "now": later(80).isoformat()})


def _are_on_their_way(engine: sa.Engine) -> bool:
    return any(
        one["state"] not in digest_recount.ENDS for one in digest_world.letters(engine)
    )


def _raged(workers: Nursery, told: dict[str, Any], storm: Storm) -> int:
    """Kill one of the workers again and again, and put another in its place."""
    chance = random.Random(storm.faults.seed)  # noqa: S311 - no secret
    pause = storm.seconds / storm.kills
    alive = [workers.start(told) for _ in range(storm.workers)]
    killed = 0
    while killed < storm.kills:
        time.sleep(chance.uniform(0.3, 1.3) * pause)
        killed += _killed_by_hand(workers, alive.pop(chance.randrange(len(alive))))
        alive.append(workers.start(told))
    for one in alive:
        workers.wait(one)
    return killed


def _killed_by_hand(workers: Nursery, pid: int) -> bool:
    """Whether signal 9 from outside is what ended it."""
    os.kill(pid, 9)
    return workers.wait(pid) == -9
