"""How the demo's main pages do in Lighthouse, and what each weighs, in Chromium.

Lighthouse is no part of this checkout. ``npm install lighthouse`` in any folder, and
say where: ``LIGHTHOUSE=FOLDER/node_modules/.bin/lighthouse``; without that it is looked
for on the path. Where it is missing only the weight of the first page is said. Scores
are of a phone on a slow line, as Lighthouse makes them: a busy machine lowers the one
for performance, and no other. A slow one is told how slow it is (``slowdown_for``).
"""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.models import Opportunity
from matcher.db import open_engine, upgrade
from matcher.demo import make_demo
from matcher.settings import Settings
from matcher.web import create_app
from matcher.web.serving import address_of, listening
from tests.benchmarks.figures import Figure
from tests.live import running

BENCH = "lighthouse"

PAGES = ("/together", "/list", "/card", "/sign-in", "/join", "/about")
"""What is open to everybody; one listing comes with them."""

SCORES = ("performance", "accessibility", "best-practices")

GOAL = 0.98
"""Of each score; the best is 1."""

FIRST_VIEW_KB = 90
"""Most that a first view may weigh, with its letters and scripts."""

NO_SHIFT = 0.01
"""Where our letters come after the browser's own, a line moves by a hair."""

FLAGS = "--headless=new --no-sandbox --disable-gpu"

MISSING = (
    "Lighthouse is not here, so only a weight is said. npm install lighthouse in any"
    " folder, then LIGHTHOUSE=FOLDER/node_modules/.bin/lighthouse; on Debian also"
    " apt-get install chromium."
)

PATIENCE_SECONDS = 600

FULL_SLOWDOWN, FULL_INDEX = 4.0, 1500.0
"""Lighthouse makes a processor four times slower to be that of a phone. That holds for
one to which its own benchmark gives 1,500 or more; of a slower one less is taken away
(its document on throttling, "Calibrating the CPU slowdown")."""

TRIES = 3
"""The tool loses the beginning of a page now and then, and asks to be run again."""


def run(*, quick: bool) -> Iterator[Figure | str]:
    """The weight of the first page, then each page's scores; ``quick``: no scores."""
    with TemporaryDirectory() as folder, _world(Path(folder), quick=quick) as world:
        url, listings = world
        yield _weight_of_the_page(url)
        if quick:
            return
        tool = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if not tool or not chromium:
            yield MISSING
            return
        lighthouse = Lighthouse(tool, chromium, Path(folder) / "told.json")
        index = lighthouse.told(url)["environment"]["benchmarkIndex"]
        slowdown = slowdown_for(index)
        yield _figure("this processor, by Lighthouse's benchmark", index, "")
        yield _figure("made slower for a phone's", slowdown, "times")
        for path in (*PAGES, *listings):
            _get(url, path)
            yield from _figures(path, lighthouse.told(url + path, slowdown=slowdown))


def slowdown_for(index: float) -> float:
    """How many times slower a processor of this benchmark index is made, at least 1."""
    return max(1.0, round(FULL_SLOWDOWN * min(1.0, index / FULL_INDEX), 1))


@contextmanager
def _world(folder: Path, *, quick: bool) -> Iterator[tuple[str, list[str]]]:
    """A server of this bench's own: its address, and one listing of the town."""
    engine = open_engine(f"sqlite:///{folder / 'bench.db'}")
    upgrade(engine)
    if not quick:
        make_demo(engine, datetime.now(UTC))
    with listening("127.0.0.1", 0) as listener:
        url = address_of(listener)
        app = create_app(Settings(data=folder, base_url=url), engine)
        with running(app, listener):
            yield url, _a_listing(engine)
    engine.dispose()


def _a_listing(engine: sa.Engine) -> list[str]:
    """The path of the first listing's page, where there is any."""
    with Session(engine) as session:
        found = session.exec(
            select(Opportunity.id).order_by(col(Opportunity.id)).limit(1)
        )
        return [f"/opportunities/{one}" for one in found]


def _weight_of_the_page(url: str) -> Figure:
    """The words of the first page as they travel, without what a browser keeps."""
    weight = len(gzip.compress(_get(url, "/together"))) / 1000
    return _figure("/together, its words alone", weight, "kB", at_most=30)


def _get(url: str, path: str) -> bytes:
    """A page as its first visitor gets it, for whom its template is compiled."""
    connection = HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


@dataclass(frozen=True)
class Lighthouse:
    """The tool as its reader named it."""

    tool: str
    chromium: str
    file: Path
    """Where it writes what it says."""

    def told(self, address: str, *, slowdown: float = FULL_SLOWDOWN) -> dict[str, Any]:
        """What it says of a page."""
        for left in reversed(range(TRIES)):
            ran = subprocess.run(  # noqa: S603 - the tool that its reader named
                [self.tool, address, "--quiet", f"--chrome-path={self.chromium}",
                 f"--chrome-flags={FLAGS}", f"--only-categories={','.join(SCORES)}",
                 f"--throttling.cpuSlowdownMultiplier={slowdown}",
                 "--output=json", f"--output-path={self.file}"],
                check=not left, timeout=PATIENCE_SECONDS,
            )  # fmt: skip
            if not ran.returncode:
                break
        told: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return told


def _figures(path: str, told: Mapping[str, Any]) -> Iterator[Figure]:
    for name in SCORES:
        score = told["categories"][name]["score"]
        yield _figure(f"{path}, {name}", score, "of 1", at_least=GOAL)
    audits = told["audits"]
    weight = audits["total-byte-weight"]["numericValue"] / 1000
    yield _figure(f"{path}, first view", weight, "kB", at_most=FIRST_VIEW_KB)
    shift = audits["cumulative-layout-shift"]["numericValue"]
    yield _figure(f"{path}, layout shift", shift, "of 1", at_most=NO_SHIFT)


def _figure(
    figure: str,
    value: float,
    unit: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Figure:
    return Figure(
        bench=BENCH,
        figure=figure,
        value=value,
        unit=unit,
        better="lower" if at_least is None else "higher",
        at_most=at_most,
        at_least=at_least,
    )
