"""A real browser for the tests: Debian's Chromium, looking at a server of this test.

A page that complains (an error in a script, something the security policy refused)
fails the test that opened it; ``complaints`` can be cleared by a test that means it.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.live import LiveServer
from tests.missing import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""A browser in a container, that talks to nobody but our server."""

HEIGHTS = {320: 640, 820: 1180, 1280: 800}
"""A small phone, a tablet and a desk, in CSS pixels."""

PATIENCE_MS = 30_000
"""A guard against what never comes; a machine that does much besides is slow."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, one for a module.

    Not one for the whole run: while Playwright is open, its event loop is the
    thread's, and nothing else may call ``asyncio.run`` there.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


def chromium() -> str:
    """The browser's program; the one without a window of its own is a third lighter."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(
        "Chromium is not here. On Debian: apt-get install chromium-headless-shell"
    )


@pytest.fixture
def complaints() -> list[str]:
    """What pages complained about; must be empty when the test ends."""
    return []


@pytest.fixture
def open_page(
    browser: "Browser", live_server: LiveServer, complaints: list[str]
) -> Iterator[Callable[..., "Page"]]:
    """A function that opens a page: ``open_page("/together", width=320)``.

    Anything else goes to the browser's context (``color_scheme="dark"``,
    ``java_script_enabled=False``). Each page has a context of its own.
    """
    contexts = []

    def opened(path: str = "/", *, width: int = 1280, **context: Any) -> "Page":
        viewport = {"width": width, "height": HEIGHTS[width]}
        new = browser.new_context(
            viewport=viewport, base_url=live_server.url, **context
        )
        contexts.append(new)
        new.set_default_timeout(PATIENCE_MS)
        page = new.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(_complaint(said)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(said: "ConsoleMessage") -> list[str]:
    address = said.location["url"]
    if said.type != "error" or address.endswith("/favicon.ico"):
        return []  # browsers ask for that one on JSON, where no icon can be named
    return [f"{said.text} {address}"]


@pytest.fixture(params=sorted(HEIGHTS))
def width(request: pytest.FixtureRequest) -> int:
    """A phone's, a tablet's and a desk's width in CSS pixels, one after the other."""
    chosen: int = request.param
    return chosen


@pytest.fixture
def page(open_page: Callable[..., "Page"], width: int) -> "Page":
    """The first page of the application, at each of the three widths."""
    return open_page("/", width=width)
