"""Pictures, easy read and being read to, in a real browser. Only the voice is ours:
a browser without a screen has none."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import sqlalchemy as sa

from catalogue.opportunities import current_listings
from matcher import introductions, people
from matcher.access import Visitor
from matcher.db import writing
from matcher.models import Account, IntroductionState
from tests.live import LiveServer
from tests.signed_in import an_account, sign_in_page
from tests.sound import Look, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

LOOKS: tuple[Look, ...] = (
    (320, "light"),
    (320, "dark"),
    (820, "light"),
    (1280, "dark"),
)
"""Each width and each scheme once or more: axe takes its time."""

VOICE = """(local) => {
  const voices = [
    { name: "far", lang: "en-GB", localService: false },
    { name: "near", lang: "en-GB", localService: local },
  ];
  let speaking = null;
  window.said = [];
  const ended = () => { const was = speaking; speaking = null; if (was) was.onend(); };
  const voice = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak: (one) => { speaking = one; window.said.push([one.text, one.voice.name]); },
    cancel: ended,
  });
  window.ended = ended;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
}"""
"""A voice that says nothing aloud, and keeps what it would have said."""


def with_voice(page: "Page", *, local: bool = True) -> "Page":
    page.add_init_script(f"({VOICE})({str(local).lower()})")
    page.reload()
    return page


def found_by_pictures(page: "Page", *pictures: str) -> "Page":
    page.goto("/together/pictures")
    for words in pictures:
        page.get_by_label(words).check()
    page.get_by_role("button", name="Show me things nearby").click()
    page.locator(".card").first.wait_for()
    return page


def test_all_of_it_is_sound_at_every_width_in_light_and_dark(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together/pictures")
    faults = {"pictures": faults_of(page, LOOKS)}
    page.get_by_role("button", name="Easy read").click()
    found_by_pictures(page, "Singing", "A quiet place")
    faults["what was found"] = faults_of(page, LOOKS)
    page.locator("button.save").first.click()
    page.locator("button.save[aria-pressed=true]").wait_for()
    page.locator(".card-link").first.click()
    page.locator(".page-head").wait_for()
    faults["one thing"] = faults_of(page, LOOKS)
    page.goto("/list")
    faults["the list"] = faults_of(page, LOOKS)

    assert page.locator("html.easy").count() == 1
    assert {name: found for name, found in faults.items() if found} == {}


def test_pictures_need_no_scripts_and_no_mouse(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=320, java_script_enabled=False)

    page.get_by_role("link", name="Choose from pictures").press("Enter")
    page.get_by_label("Singing").press("Space")
    page.get_by_role("button", name="Show me things nearby").press("Enter")

    assert page.locator(".card").first.inner_text().count("You chose “singing”") == 1
    assert page.locator("button.aloud:visible").count() == 0
    page.get_by_role("button", name="Easy read").press("Enter")
    assert page.locator("html.easy .card").count() > 0


def test_easy_read_brings_along_what_was_typed(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together")
    page.fill("#add", "darts")
    page.keyboard.press("Enter")
    page.locator(".chip").wait_for()

    page.get_by_role("button", name="Easy read").click()
    page.locator("html.easy .card").first.wait_for()

    assert page.locator(".chip-words").all_inner_texts() == ["darts"]
    assert page.url.endswith("/together")


def test_what_was_cleared_stays_away_and_what_is_typed_comes_along(
    open_page: Open, live_town: LiveServer
) -> None:
    page = found_by_pictures(open_page("/together"), "Singing")

    page.get_by_role("button", name="Start again").click()
    page.locator(".chip").wait_for(state="detached")
    page.get_by_role("button", name="Easy read").click()
    page.locator("html.easy").wait_for()
    next_person = page.locator("input[name=phrase]").count()
    page.fill("#add", "chess")
    page.get_by_role("button", name="The usual pages").click()
    page.locator("html:not(.easy) .card").first.wait_for()

    assert next_person == 0
    assert page.locator(".chip-words").all_inner_texts() == ["chess"]


def test_what_was_found_is_read_to_somebody_who_asks(
    open_page: Open, live_town: LiveServer
) -> None:
    page = found_by_pictures(with_voice(open_page("/together")), "Singing")
    button = page.get_by_role("button", name="Read it to me")
    assert page.evaluate("said") == []

    button.press("Enter")
    first = page.evaluate("said")
    marked = page.locator(".being-read").inner_text()
    for _ in range(12):
        page.evaluate("ended()")
    said = [text for text, _ in page.evaluate("said")]
    page.keyboard.press("Escape")
    after = page.evaluate("ended(); said.length")

    assert first == [[marked, "near"]]
    title = page.locator(".card h3").first.inner_text()
    when = page.locator(".card dd").first.inner_text()
    assert said.index(title) < said.index(f"When: {when}")
    assert any(text.startswith("You chose “singing”") for text in said)
    assert not any("Save for later" in text for text in said)
    assert after == len(said)
    assert page.locator(".being-read").count() == 0


def test_how_far_they_are_is_read_too_by_a_browser_of_some_years(
    open_page: Open, live_town: LiveServer, now: datetime
) -> None:
    ana = an_account(live_town.engine)
    sam = with_something_said_hello_to(live_town.engine, ana, now=now)
    page = with_voice(open_page("/about"))
    page.add_init_script("delete Element.prototype.checkVisibility")
    sign_in_page(page, live_town, now, ana)

    page.goto(f"/people/{sam}/list")
    page.get_by_role("button", name="Read it to me").click()
    for _ in range(12):
        page.evaluate("ended()")
    said = [text for text, _ in page.evaluate("said")]

    assert said.count("Said hello") == 1
    assert said.count("Where you are with it") == 0


def with_something_said_hello_to(
    engine: sa.Engine, by: Account, *, now: datetime
) -> UUID:
    """A person with one thing on their list, that they said hello to."""
    visitor = Visitor(sign_in_id="x", account_id=by.id, name=by.name)
    with writing(engine) as session:
        sam = people.welcome(session, called="Sam", by=visitor, wording="Yes.", now=now)
        listing = next(current_listings(session, now.date()))
        one = introductions.save(session, sam, listing.id, now=now)
        introductions.change_state(session, one, IntroductionState.SAID_HELLO, now=now)
        return sam.id


def test_a_second_press_stops_it(open_page: Open, live_town: LiveServer) -> None:
    page = with_voice(open_page("/together/pictures"))

    page.get_by_role("button", name="Read it to me").click()
    said = [text for text, _ in page.evaluate("said")]
    page.get_by_role("button", name="Stop reading").click()
    page.evaluate("ended()")

    assert said == ["What do you like?"]
    assert len(page.evaluate("said")) == 1
    assert page.get_by_role("button", name="Read it to me").is_visible()


def test_nothing_is_offered_where_words_would_leave_the_device(
    open_page: Open, live_town: LiveServer
) -> None:
    page = with_voice(open_page("/together/pictures"), local=False)

    assert page.locator("button.aloud:visible").count() == 0
