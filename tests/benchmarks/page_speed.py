"""``page-speed``: what one page of results costs the server, and what of it is ranking.

The whole application over a made catalogue (10,000 listings and 100,000, or
``--listings N``), one visitor, one page after another, asked without a network: from
the request to the last byte of the page. Half of the pages are asked from a town, as
people ask, half from anywhere, which is the most there is to rank. Wall time is what a
visitor waits for on an idle machine; CPU time is the same on a busy one. Ranking,
words, reasons and rendering are given apart, because the rest is the page's own. No two
pages are of one person, so many of the cards are made for the first time. What is done
behind the last byte, when their page is theirs already, is given apart too.
"""

import asyncio
import gc
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from starlette.types import ASGIApp

from catalogue.activities import load_lexicon
from matcher import logs
from matcher.matching import finding
from matcher.ranking import Asked, ranked
from matcher.settings import Settings
from matcher.web import create_app, together
from matcher.web.sweeping import settle_memory
from tests.asked import asked_of
from tests.benchmarks.figures import Figure
from tests.benchmarks.made_catalogue import make_counties
from tests.benchmarks.made_database import open_in_memory
from tests.benchmarks.made_names import Town
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.overload import request_of
from tests.benchmarks.timing import p50, p99

NAME = "page-speed"
SEED = 8_112_026
MOST_MS = 20.0
"""The design's goal for a page of results: p99 at one visitor."""

PROFILES = 1_000
"""More than are asked: some are of towns that have namesakes."""

MOST_STATEMENTS = 2
"""Of one page: the catalogue's number, for the place they come from and for what they
look for there."""

PARTS = {
    "ranking": (finding, "rank"),
    "counting further choices": (ranked, "count_choices"),
    "reading words": (finding, "understood"),
    "bringing the catalogue up to date": (finding, "snapshot_of"),
    "cards from memory, and reasons": (finding, "_results"),
    "rendering": (together, "page"),
}
"""What is timed apart: a name, and the function that does it."""

NOT_THE_PAGE = ("ranking", "counting further choices", "reading words")
"""What a page of results would cost in any form: the rest is the page's own."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    listings: int
    pages: int
    warm_up: int


WHOLE = (
    Size(listings=10_000, pages=200, warm_up=20),
    Size(listings=100_000, pages=200, warm_up=20),
)
QUICK = (Size(listings=60, pages=3, warm_up=1),)
"""Enough to see that it runs."""


@dataclass(kw_only=True)
class Spent:
    """What pages took, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    parts: dict[str, list[float]] = field(default_factory=dict)
    """CPU of each part of each page."""
    behind: list[float] = field(default_factory=list)
    """CPU after the last byte."""
    statements: list[float] = field(default_factory=list)


def run(*, quick: bool, listings: int | None = None) -> Iterator[Figure | str]:
    """Every figure of this bench."""
    sizes = QUICK if quick else WHOLE
    if listings:
        sizes = (replace(sizes[0], listings=listings),)
    logs.configure("ERROR", StringIO())
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="matcher-page-") as folder:
            yield from measured(Path(folder), size)


def measured(folder: Path, size: Size) -> Iterator[Figure | str]:
    """The figures over a database in ``folder``, which is empty yet."""
    now = datetime.now(UTC)
    url = f"sqlite:///{folder}/matcher.db"
    engine = open_in_memory(url, size.listings, seed=SEED, now=now)
    app = create_app(Settings(data=folder, log_level="ERROR"), engine)
    towns = [town for county in make_counties(size.listings, SEED) for town in county]
    for whence, near in (("near", towns), ("anywhere", [])):
        asked = list(islice(_asked_from(near), size.pages + size.warm_up))
        load_lexicon().forget_phrases()  # others asked the same
        with _settled():
            spent = asyncio.run(_asked(app, engine, list(map(request_of, asked)), size))
        yield from _figures(spent, f"{size.listings:,} {whence}")
    engine.dispose()


def _asked_from(towns: Sequence[Town]) -> Iterator[Asked]:
    """Profiles of somebody in these towns, or of nowhere; a town's namesake would have
    the page ask which is meant, and rank from anywhere."""
    times = Counter(town.name.casefold() for town in towns)
    for one in make_profiles(PROFILES, near=towns, seed=SEED):
        if one.place is None or max(times[name] for name in one.place.names) == 1:
            yield one


@contextmanager
def _settled() -> Iterator[None]:
    """Memory as ``serve`` leaves it: no page looks code and catalogue through again."""
    usual = gc.get_threshold()
    settle_memory()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


async def _asked(
    app: ASGIApp, engine: sa.Engine, requests: Sequence[bytes], size: Size
) -> Spent:
    for request in requests[: size.warm_up]:
        await _page(app, request)
    spent = Spent()
    with _timed_parts(spent), asked_of(engine) as asked:
        for request in requests[size.warm_up :]:
            asked.clear()
            for taken in spent.parts.values():
                taken.append(0.0)
            began = perf_counter(), process_time()
            ended = await _page(app, request)
            spent.wall.append(1000 * (ended[0] - began[0]))
            spent.cpu.append(1000 * (ended[1] - began[1]))
            spent.behind.append(1000 * (process_time() - ended[1]))
            spent.statements.append(len(asked))
    return spent


async def _page(app: ASGIApp, request: bytes) -> tuple[float, float]:
    """One page, from what a browser sent; when its last byte left, by both clocks."""
    head, _, body = request.partition(b"\r\n\r\n")
    _, *fields = head.split(b"\r\n")
    statuses: list[int] = []
    ended = 0.0, 0.0

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal ended
        ended = perf_counter(), process_time()
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/together", "raw_path": b"/together", "query_string": b"",
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        "headers": [
            (name.lower(), value)
            for name, _, value in (one.partition(b": ") for one in fields)
        ],
    }  # fmt: skip
    await app(scope, receive, send)
    assert statuses == [200], statuses
    return ended


@contextmanager
def _timed_parts(spent: Spent) -> Iterator[None]:
    with ExitStack() as stack:
        for name, (module, function) in PARTS.items():
            spent.parts[name] = []
            timed = _timed(getattr(module, function), spent.parts[name])
            stack.enter_context(patch.object(module, function, timed))
        yield


def _timed(act: Callable[..., Any], taken: list[float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        began = process_time()
        try:
            return act(*given, **named)
        finally:
            taken[-1] += 1000 * (process_time() - began)

    return timed


def _figures(spent: Spent, where: str) -> Iterator[Figure]:
    apart = (spent.parts[name] for name in NOT_THE_PAGE)
    without = [
        whole - sum(parts) for whole, *parts in zip(spent.cpu, *apart, strict=True)
    ]
    for what, taken, goal in (
        ("wall", spent.wall, MOST_MS),
        ("CPU", spent.cpu, MOST_MS),
        ("CPU without ranking and words", without, MOST_MS),
        *((f"CPU of {name}", taken, None) for name, taken in spent.parts.items()),
        ("CPU behind the last byte", spent.behind, None),
    ):
        for name, quantile in (("p50", p50), ("p99", p99)):
            yield Figure(
                bench=NAME,
                figure=f"{where}: {what}, {name}",
                value=quantile(taken),
                unit="ms",
                at_most=goal if name == "p99" else None,
            )
    yield Figure(
        bench=NAME,
        figure=f"{where}: statements of one page, most",
        value=max(spent.statements),
        unit="statements",
        at_most=MOST_STATEMENTS,
    )
