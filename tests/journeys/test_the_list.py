"""Two people save, compare, print and hand over a card; one of them goes, and again.

With a real browser, with scripts and without: from the shared page to a phone that
knows nobody's account.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from catalogue.opportunities import current_listings
from matcher import introductions
from matcher.db import writing
from matcher.introductions.on_device import MOST, to_text
from matcher.models import Person, Trust
from matcher.web.cookies import SAVED
from tests.introductions.builders import somebody, things_to_do
from tests.live import LiveServer
from tests.signed_in import an_account, cookie_of, sign_in_page
from tests.sound import Fault, Look, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SUNG = "used to sing in the school choir"
LONG = "a very long name indeed " * 12
Open = Callable[..., "Page"]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])

FAULTS = """() => [...document.querySelectorAll('.pocket, .printed, .paper-card')]
  .filter((one) => one.scrollHeight > one.clientHeight + 1
    || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText.slice(0, 60))"""
"""Whatever on the sheet is cut off or spills over."""


def search(page: "Page") -> None:
    page.fill("#add", SUNG)
    page.click("button[name=go] >> nth=0")
    page.locator(".chip").first.wait_for()


def titles(page: "Page") -> list[str]:
    return [one.strip() for one in page.locator(".on-list h2").all_inner_texts()]


def give_list(page: "Page", server: LiveServer, ids: list[UUID]) -> None:
    """Put these on the device's list."""
    page.context.add_cookies(
        [
            {
                "name": SAVED,
                "value": to_text(ids),
                "url": server.url.replace("http:", "https:"),
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )


@SCRIPTS
def test_from_the_shared_page_to_went_and_again(
    open_page: Open, live_town: LiveServer, *, scripts: bool
) -> None:
    page = open_page("/together", width=1280, java_script_enabled=scripts)
    search(page)

    for count in (1, 2):
        page.locator("button[name=save]").first.click()
        expect(page.locator("button[name=unsave]")).to_have_count(count)
    expect(page.locator(".chip")).to_contain_text(SUNG)
    if scripts:
        page.get_by_role("link", name="See the list").first.click()
    else:
        page.get_by_role("button", name="See the list").first.click()
    page.get_by_role("heading", name="My list").wait_for()
    saved = titles(page)
    page.get_by_role("button", name=re.compile("Move .* up")).nth(1).click()
    expect(page.locator(".on-list h2").first).to_have_text(saved[1])
    assert page.get_by_role("button", name="Back to what we found").is_visible()

    page.get_by_role("button", name="Side by side").click()
    page.locator(".compared").nth(1).wait_for()
    assert "sing" not in page.url
    assert on_one_line(page, ".compared")
    page.goto("/list/print")
    expect(page.locator(".printed")).to_have_count(2)

    code = a_card_is_made(live_town, page)
    phone = open_page("/card", width=320, java_script_enabled=scripts)
    phone.fill("#code", code.lower().replace("-", " "))
    phone.get_by_role("button", name="Open my list").click()
    phone.locator(".on-list").nth(1).wait_for()
    assert titles(phone) == [saved[1], saved[0]]
    assert phone.title() == "My list"
    for state in ("Went", "Going again"):
        first = phone.locator(".on-list").first
        first.locator(".progress summary").click()
        first.get_by_role("button", name=state).click()
        pressed = phone.locator(".on-list").first.locator("[aria-pressed=true]")
        expect(pressed).to_have_text(state)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320

    with Session(live_town.engine) as session:
        sam = session.get_one(Person, SAM)
        rows = introductions.the_list(session, sam)
    assert [row.state.value for row in rows] == ["again", "interested"]


SAM = UUID("00000000-0000-4000-8000-000000005a11")


def a_card_is_made(server: LiveServer, shared: "Page") -> str:
    """A worker brings the list onto the person's page and makes them a card: a code."""
    worker = an_account(server.engine)
    with writing(server.engine) as session:
        session.add(Person(id=SAM, called="Sam", created_at=NOW, active_at=NOW))
        session.flush()
        session.add(
            Trust(id=uuid4(), person_id=SAM, account_id=worker.id, given_at=NOW)
        )
    sign_in_page(shared, server, NOW, worker)
    shared.goto(f"/people/{SAM}/list")
    shared.get_by_role("button", name="Bring it onto this list").click()
    shared.locator(".on-list").nth(1).wait_for()
    shared.goto(f"/people/{SAM}/card")
    shared.get_by_role("button", name="Make a card").click()
    return shared.locator("#card-code").inner_text()


def on_one_line(page: "Page", selector: str) -> bool:
    """Whether all of these begin at the same height."""
    tops = page.locator(selector).evaluate_all(
        "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    return len(set(tops)) == 1


def test_what_is_compared_stacks_on_a_phone(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=320)
    give_list(page, live_town, some_listings(live_town)[:3])

    page.goto("/list/compare")

    assert not on_one_line(page, ".compared")
    assert page.locator(".compared").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def some_listings(server: LiveServer) -> list[UUID]:
    with Session(server.engine) as session:
        return [one.id for one in current_listings(session, date(2026, 11, 24))]


def test_undo_puts_back_what_was_taken_away(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=820)
    give_list(page, live_town, some_listings(live_town)[:3])
    page.goto("/list")
    before = titles(page)

    page.locator(".on-list").nth(1).locator("button[name=remove]").click()
    expect(page.locator(".on-list")).to_have_count(2)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".on-list")).to_have_count(3)

    assert titles(page) == before


# --- paper ---------------------------------------------------------------------------

SHEETS = {
    "a4": (b"594.95996 841.91998", {1: 1, 3: 1, 10: 4}),
    "a5": (b"420 594.95996", {1: 1, 3: 2, 10: 6}),
    "pocket": (b"841.91998 594.95996", {1: 1, 8: 1, 9: 2, MOST: 5}),
}
"""Its size in points, and how many sheets so many things take."""


@pytest.mark.parametrize("paper", SHEETS)
def test_a_list_prints_on_its_paper_and_nothing_is_cut(
    open_page: Open, live_town: LiveServer, paper: str
) -> None:
    page = open_page("/together")
    ids = some_listings(live_town)
    size, most = SHEETS[paper]

    for count, sheets in most.items():
        give_list(page, live_town, ids[:count])
        page.goto(f"/list/print?paper={paper}")
        pdf = page.pdf(prefer_css_page_size=True)

        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= sheets
        assert set(re.findall(rb"/MediaBox *\[0 0 ([^]]*)\]", pdf)) == {size}
    page.emulate_media(media="print")
    assert page.evaluate(FAULTS) == []
    assert page.locator("button:visible, nav:visible, footer:visible").count() == 0


def test_even_the_longest_words_fit_a_pocket_card(
    open_page: Open, live_town: LiveServer
) -> None:
    from catalogue.drafts import FirstVisit, Venue

    with writing(live_town.engine) as session:
        ids = things_to_do(
            session,
            LONG,
            "W" * 200,
            now=NOW,
            schedule_text=LONG,
            cost_text=LONG,
            how_to_join=LONG,
            contact_name=LONG,
            email="a" * 60 + "@" + "b" * 60 + ".example",
            venues=(Venue(name=LONG, accessibility=(LONG,)),),
            first_visit=FirstVisit(who_meets_you=LONG),
        )
    page = open_page("/together")
    give_list(page, live_town, ids)

    page.goto("/list/print?paper=pocket")
    page.emulate_media(media="print")

    assert page.evaluate(FAULTS) == []
    assert (
        len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    )


def test_a_code_on_paper_is_black_on_white_also_in_the_dark(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", color_scheme="dark")
    give_list(page, live_town, some_listings(live_town)[:1])

    page.goto("/list/print")

    colour = page.locator(".qr").first.evaluate(
        "one => getComputedStyle(one).background"
    )
    assert "rgb(255, 255, 255)" in colour


# --- how it looks --------------------------------------------------------------------

SMALL_ON_A_LIST = """() => [...document.querySelectorAll(
    'button, select, .button, .toggle, textarea, input:not([type=hidden], .toggle *)'
)].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 47.5)
  .map((one) => one.outerHTML.slice(0, 80))"""
"""As everywhere, and fields for words; what opens a part of a list is smaller."""

LOOKS: tuple[Look, ...] = ((320, "light"), (1280, "light"))


def test_every_page_of_a_list_is_sound(open_page: Open, live_town: LiveServer) -> None:
    page = open_page("/together", width=320)
    ids = some_listings(live_town)[:3]
    with writing(live_town.engine) as session:
        sam = somebody(session, now=NOW)
        introductions.adopt(session, sam, ids, NOW)
    value = cookie_of(live_town.engine, NOW, person_id=sam.id)
    page.context.add_cookies(
        [{"name": "__Host-signed-in", "value": value, "secure": True,
          "url": live_town.url.replace("http:", "https:"), "httpOnly": True}]
    )  # fmt: skip
    paths = ("/list", "/list/compare", "/list/take-away", "/list/print", "/card",
             "/list/print?paper=pocket", f"/list/{ids[0]}", f"/list/{ids[0]}/hello",
             f"/people/{sam.id}/card", "/c/0123456789ABCDEF")  # fmt: skip

    faults: list[Fault] = []
    for path in paths:
        page.goto(path)
        found = faults_of(page, LOOKS, small=SMALL_ON_A_LIST)
        faults += [(path, *fault) for fault in found]

    assert faults == []


def test_copying_takes_the_text_as_it_stands(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", permissions=["clipboard-read", "clipboard-write"])
    ids = some_listings(live_town)[:1]
    give_list(page, live_town, ids)
    page.goto(f"/list/{ids[0]}/hello")

    page.fill("#message", "Hi Jo,\nsee you & yours?")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Hi Jo,\nsee you & yours?"
    for link in page.locator("[data-carries=message]").all():
        assert link.get_attribute("href").endswith(  # type: ignore[union-attr]
            "body=Hi%20Jo%2C%0D%0Asee%20you%20%26%20yours%3F"
        )
