"""``overload``: what a crowd gets, and what is left of the machine afterwards.

A real ``serve`` process on this machine over a made catalogue (10,000 listings, or
``--listings N``). Visitors search in their own words, each on a connection of their
own, and read for a second between two pages: one, twenty, two hundred, and four who
read nothing, which is what the server can do at most. While the two hundred are there
somebody watches ``/health``; afterwards one visitor asks until all is as before.

Client and server share the machine, so wall time is also the client's, which steps back
(``nice``) wherever both want a processor; what a page cost the server alone is given in
CPU milliseconds.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from matcher.cli.asked import INDEX
from matcher.matching import kept
from matcher.ranking import Asked
from tests.benchmarks.crowd import Answer, Line, visits
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_database import open_with_copy
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.timing import p50, p95, p99

NAME = "overload"
SEED = 8_112_026
MOST_TWENTY_MS = 150.0
LEAST_OF_PEAK = 0.7
NORMAL_SECONDS = 5.0
"""Goals of the design: p95 of twenty at once, what two hundred still get of the most
pages a second there were, and how soon it is as before."""

HEALTH_SECONDS = 1.0
"""What whoever watches a server waits for, at most."""

POLITE = 10
"""Steps of priority that the crowd is below the server: two hundred browsers would not
run on its machine."""

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    listings: int
    seconds: float
    """Of each crowd."""
    reading_seconds: float
    questions: int


WHOLE = Size(listings=10_000, seconds=15, reading_seconds=1.0, questions=200)
QUICK = Size(listings=60, seconds=0.5, reading_seconds=0.1, questions=3)
"""Enough to see that it runs."""


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Everything that one crowd got."""

    name: str
    answers: Sequence[Answer]
    seconds: float
    cpu_seconds: float
    """What the server spent on them."""

    @property
    def good(self) -> list[float]:
        """Milliseconds of each page that came."""
        return [one.milliseconds for one in self.answers if one.status == 200]

    @property
    def goodput(self) -> float:
        """Pages a second."""
        return len(self.good) / self.seconds

    @property
    def wrong(self) -> int:
        """Answers that are neither a page nor "come again at"."""
        return sum(
            not (one.status == 200 or (one.status == 503 and one.retry_after))
            for one in self.answers
        )


@dataclass(frozen=True, kw_only=True)
class Server:
    """The process under load."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """What it has spent so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def run(
    *, quick: bool, listings: int | None = None, out: Path | None = None
) -> Iterator[Figure | str]:
    """Every figure of this bench, and a line for each crowd.

    What was made stays in ``out``, for the next time.
    """
    size = QUICK if quick else WHOLE
    size = replace(size, listings=listings or size.listings)
    if out:
        yield from measured(out / f"{NAME}-{size.listings}", size)
        return
    with tempfile.TemporaryDirectory(prefix="matcher-overload-") as folder:
        yield from measured(Path(folder), size)


def measured(folder: Path, size: Size) -> Iterator[Figure | str]:
    """The figures over the database in ``folder``, which is made if absent."""
    now = datetime.now(UTC)
    url = f"sqlite:///{folder}/matcher.db"
    index = folder / INDEX
    open_with_copy(url, size.listings, folder=index, seed=SEED, now=now).dispose()
    copy = kept.file_in(index, url).stat()
    questions = make_profiles(size.questions, seed=SEED)
    with serving(folder) as server, stepping_back():
        as_made = kept.file_in(index, url).stat().st_mtime_ns == copy.st_mtime_ns
        assert as_made, "the server read a catalogue of its own"
        line = Line(port=server.port, pages=[request_of(one) for one in questions])
        _crowd(server, line, size, "warming up", 2, reading_seconds=0)
        crowds = [
            _crowd(server, line, size, "1 visitor", 1),
            _crowd(server, line, size, "20 visitors", 20),
            _crowd(server, line, size, "4 who do not read", 4, reading_seconds=0),
        ]
        with ThreadPoolExecutor(1) as watching:
            health = watching.submit(_watch, server.port, size.seconds)
            crowds.append(_crowd(server, line, size, "200 visitors", 200))
            normal = _seconds_until_normal(line, crowds[0])
            seen = health.result()
    yield from map(_told, crowds)
    yield from _figures(crowds, normal, seen)


@contextmanager
def stepping_back() -> Iterator[None]:
    """This process yields to the server; no longer than the block, where it may."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, usual + POLITE)
    try:
        yield
    finally:
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, usual)


def _crowd(
    server: Server,
    line: Line,
    size: Size,
    name: str,
    visitors: int,
    *,
    reading_seconds: float | None = None,
) -> Crowd:
    spent, began = server.cpu_seconds(), perf_counter()
    answers = visits(
        line,
        visitors=visitors,
        seconds=size.seconds,
        reading_seconds=(
            size.reading_seconds if reading_seconds is None else reading_seconds
        ),
    )
    return Crowd(
        name=name,
        answers=answers,
        seconds=perf_counter() - began,
        cpu_seconds=server.cpu_seconds() - spent,
    )


def _watch(port: int, seconds: float) -> list[Answer]:
    line = Line(port=port, pages=[b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n"])
    return visits(line, visitors=1, seconds=seconds, reading_seconds=0.25)


def _seconds_until_normal(line: Line, before: Crowd) -> float:
    """How long until one visitor is answered as before the crowd came."""
    usual = 2 * p95(before.good) if before.good else 0.0
    began = perf_counter()
    while perf_counter() - began < 4 * NORMAL_SECONDS:
        [*answers] = visits(line, visitors=1, seconds=0.01, reading_seconds=0)
        if all(x.status == 200 and x.milliseconds <= usual for x in answers):
            break
    return perf_counter() - began


def _told(crowd: Crowd) -> str:
    statuses = Counter(one.status for one in crowd.answers)
    said = ", ".join(
        f"{count} x {status or 'none'}" for status, count in statuses.items()
    )
    load = os.getloadavg()[0]
    return f"{crowd.name}: {said}; load of this machine {load:.1f}"


def _figures(
    crowds: Sequence[Crowd], normal: float, seen: Sequence[Answer]
) -> Iterator[Figure]:
    for crowd in crowds:
        yield from _times(crowd)
    peak = max(crowds[:-1], key=lambda one: one.goodput)
    yield Figure(
        bench=NAME,
        figure=f"{crowds[-1].name}, pages a second",
        value=crowds[-1].goodput,
        unit="pages/s",
        better="higher",
        peer=f"the most there were ({peak.name})",
        peer_value=peak.goodput,
        times_better=LEAST_OF_PEAK,
    )
    slowest = max((one.milliseconds for one in seen), default=0.0)
    bad = sum(one.status != 200 for one in seen)
    for figure, value, unit, goal in (
        ("20 visitors, not answered with a page",
         sum(one.status != 200 for one in crowds[1].answers), "answers", 0.0),
        ("200 visitors, neither a page nor 503 with Retry-After",
         crowds[-1].wrong, "answers", 0.0),
        ("/health during 200 visitors, not 200", bad, "answers", 0.0),
        ("/health during 200 visitors, slowest", slowest, "ms", 1000 * HEALTH_SECONDS),
        ("normal again after 200 visitors", normal, "s", NORMAL_SECONDS),
    ):  # fmt: skip
        yield Figure(bench=NAME, figure=figure, value=value, unit=unit, at_most=goal)


def _times(crowd: Crowd) -> Iterator[Figure]:
    if not crowd.good:
        return
    of_twenty = {"p95": MOST_TWENTY_MS} if crowd.name.startswith("20 ") else {}
    for name, quantile in (("p50", p50), ("p95", p95), ("p99", p99)):
        yield Figure(
            bench=NAME,
            figure=f"{crowd.name}, {name}",
            value=quantile(crowd.good),
            unit="ms",
            at_most=of_twenty.get(name),
        )
    yield Figure(
        bench=NAME,
        figure=f"{crowd.name}, CPU of the server for each page",
        value=1000 * crowd.cpu_seconds / len(crowd.good),
        unit="ms",
    )


def request_of(asked: Asked) -> bytes:
    """The shared form, sent with all that is asked, as a browser sends it."""
    said = [
        pair
        for one in asked.phrases
        for pair in (("phrase", one.words), ("kind", one.kind))
    ]
    firm = asked.conditions
    said += [("day", day) for day in sorted(firm.days)]
    if firm.max_cost_pence is not None:
        said.append(("max_cost", f"{firm.max_cost_pence / 100:.2f}"))
    if place := asked.place:
        said += [("place", name) for name in place.names]
        said.append(("travel_km", f"{place.travel_km or 0:g}"))
    body = urlencode(said).encode()
    head = (
        "POST /together HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\n"
        "Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """``serve`` over the database of a folder, ended with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "matcher", "serve"]
    with subprocess.Popen(  # noqa: S603 - ourselves
        [*command, "--port", str(port), "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            ready = next((x for x in process.stdout if x.startswith("Ready")), "")
            assert ready, "the server did not start"
            yield Server(pid=process.pid, port=port)
        finally:
            process.terminate()
