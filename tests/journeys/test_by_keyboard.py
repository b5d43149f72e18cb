"""Every journey with a keyboard alone: each stop in order, seen, and left again.

A person without an account finds and saves; a person with a card says how far they
are; a worker signs in and welcomes somebody. No stop is hidden behind anything, and
none keeps the focus.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from catalogue.opportunities import current_listings
from matcher import introductions
from matcher.accounts import cards, passwords
from matcher.db import writing
from matcher.models import Account
from tests.introductions.builders import somebody
from tests.live import LiveServer
from tests.signed_in import an_account

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

PASSWORD = "three quiet green boats"  # noqa: S105 - nobody's

MOST_STOPS = 200
"""A page with more than these would be a trap of its own."""

STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const before = window.lastStop;
  window.lastStop = one;
  const framed = one.matches(".toggle input") ? one.closest(".toggle") : one;
  const style = getComputedStyle(framed, one.matches(".card-link") ? "::after" : null);
  const seen = [...framed.getClientRects()].some((box) =>
    [0.1, 0.5, 0.9].some((part) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height * part];
    const top = document.elementFromPoint(x, y);
    return top && (framed.contains(top) || top.contains(framed));
  }));
  return {
    name: (one.innerText || one.id || one.name).trim().replace(/\\s+/g, " "),
    seen,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    onwards: !before || !before.isConnected
      || !!(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""
"""Where the focus stands: whether it is seen, ringed, and after the stop before."""


FROM_THE_TOP = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  await drawn();
  await drawn();  // what came last stands where it stays
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.lastStop = null;
  scrollTo(0, 0);
  await drawn();
}"""


def stops(page: "Page") -> list[dict[str, Any]]:
    """Every stop of a page from its first to its last."""
    page.evaluate(FROM_THE_TOP)
    page.keyboard.press("Tab")
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        stop = page.evaluate(STOP)
        if stop is None or (found and not stop["onwards"]):
            return found  # the end of the page, or its beginning again
        found.append(stop)
        page.keyboard.press("Tab")
    return [*found, {"name": "a trap", "seen": False, "ringed": False}]


def unseen(found: list[dict[str, Any]]) -> list[str]:
    """The names of stops that nobody could see."""
    return [one["name"] for one in found if not (one["seen"] and one["ringed"])]


def tab_to(page: "Page", name: str) -> None:
    """Press Tab until the control whose name begins so has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop and stop["name"].startswith(name):
            return
    raise AssertionError(f"no stop called {name}")


def test_somebody_without_an_account_finds_and_saves(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=320)

    tab_to(page, "add")
    page.keyboard.type("used to sing in the school choir")
    page.keyboard.press("Enter")
    page.locator(".chip").wait_for()
    expect(page.locator("#add")).to_be_focused()
    found = stops(page)
    page.locator("#add").focus()
    tab_to(page, "☆ Save for later")
    page.keyboard.press("Enter")
    expect(page.locator("button[name=unsave]")).to_be_focused()
    tab_to(page, "See the list")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="My list").wait_for()

    names = [one["name"] for one in found]
    assert unseen(found) == []
    assert names[0] == "Skip to the page"
    assert names.index("add") < names.index("Start again")
    assert unseen(stops(page)) == []


def test_somebody_with_a_card_says_how_far_they_are(
    open_page: Open, live_town: LiveServer, now: datetime
) -> None:
    with writing(live_town.engine) as session:
        sam = somebody(session, now=now)
        ids = [one.id for one in current_listings(session, now.date())][:2]
        introductions.adopt(session, sam, ids, now)
        code = cards.make(session, sam, now=now)
    page = open_page("/card", width=320)

    tab_to(page, "code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator(".on-list").nth(1).wait_for()
    found = stops(page)
    page.evaluate(FROM_THE_TOP)
    tab_to(page, "Where you are with it")
    page.keyboard.press("Enter")
    tab_to(page, "Went")
    page.keyboard.press("Enter")
    expect(page.locator(".progress summary").first).to_contain_text("Went")

    assert unseen(found) == []
    for path in (f"/list/{ids[0]}", f"/list/{ids[0]}/hello", "/list/take-away"):
        page.goto(path)
        assert unseen(stops(page)) == []


def test_a_worker_signs_in_and_welcomes_somebody(
    open_page: Open, live_town: LiveServer
) -> None:
    ana = an_account(live_town.engine)
    with writing(live_town.engine) as session:
        session.get_one(Account, ana.id).password_hash = passwords.hashed(PASSWORD)
    page = open_page("/sign-in", width=1280)

    assert unseen(stops(page)) == []
    tab_to(page, "email")
    page.keyboard.type(ana.email)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="People").wait_for()
    tab_to(page, "Welcome somebody")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What would you like to be called?")).to_be_focused()
    page.keyboard.type("Sam")
    tab_to(page, "Yes, keep a page for me")
    page.keyboard.press("Enter")
    page.locator("#words").wait_for()
    tab_to(page, "words")
    page.keyboard.type("used to sing in the school choir")
    page.keyboard.press("Enter")
    page.locator(".saying").wait_for()

    address = page.url.partition("#")[0]
    for path in ("", "/data", "/hand-over", "/card", "/together/easier"):
        page.goto(address + path)
        assert unseen(stops(page)) == [], path
