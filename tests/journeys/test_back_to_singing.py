"""A worker and somebody who used to sing sit down together, with a real browser.

The one journey that everything else exists for, on a phone and a desk, with scripts
and without. Nothing of what they say may stand in an address.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.live import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SUNG = "used to sing in the school choir"
DAY_CENTRE = "Mill Street Singers"
COMMUNITY = re.compile("Wenbrook Community Choir")
Open = Callable[..., "Page"]


def titles(page: "Page") -> list[str]:
    return [title.strip() for title in page.locator(".card h3").all_inner_texts()]


def add(page: "Page", words: str) -> None:
    page.fill("#add", words)
    page.click("button[name=go] >> nth=0")
    page.locator(".chip", has_text=words).wait_for()


def tags_in_order(page: "Page") -> list[str]:
    return page.locator(".group h2").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("wide", [320, 1280])
def test_a_choir_in_the_community_comes_before_the_day_centres(
    open_page: Open, live_town: LiveServer, wide: int, *, scripts: bool
):
    page = open_page("/", width=wide, java_script_enabled=scripts)

    add(page, SUNG)

    groups = tags_in_order(page)
    assert groups[0] == "Anyone can join"
    assert "For people who use" in groups[-1]
    shown = titles(page)
    choirs = [title for title in shown if COMMUNITY.search(title)]
    assert choirs
    assert shown.index(choirs[0]) < shown.index(DAY_CENTRE)
    assert "sing" not in page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_they_read_why_look_closer_and_come_back_to_what_was_found(
    open_page: Open, live_town: LiveServer, *, scripts: bool
):
    page = open_page("/", width=320, java_script_enabled=scripts)
    add(page, SUNG)
    before = titles(page)
    card = page.locator(".card", has_text=COMMUNITY)

    assert "You said" in card.inner_text()
    if scripts:
        card.locator(".card-link").click()
    else:
        card.get_by_role("button", name=re.compile("More")).click()

    page.get_by_role("heading", name=COMMUNITY).wait_for()
    assert page.get_by_role("heading", name="Your first visit").is_visible()
    assert "sing" not in page.url
    page.get_by_role("button", name=re.compile("Back to what we found")).first.click()
    page.locator(".chip", has_text=SUNG).wait_for()
    assert titles(page) == before


def test_what_fits_appears_while_they_are_typing(
    open_page: Open, live_town: LiveServer
):
    page = open_page("/", width=1280)

    page.locator("#add").press_sequentially("steam trains", delay=20)

    page.locator(".card").first.wait_for()
    assert any("rail" in title.lower() or "train" in title.lower()
               for title in titles(page))  # fmt: skip


def test_a_no_said_once_counts_for_every_phrase(open_page: Open, live_town: LiveServer):
    page = open_page("/", width=820)
    add(page, "folk music")
    with_pubs = titles(page)

    add(page, "meet people but no pubs")

    without = page.locator(".card").all_inner_texts()
    assert with_pubs
    assert not any(re.search(r"\bpub\b", text) for text in without)
    assert "because you said so" in page.locator("#results").inner_text()


def test_what_matters_most_can_be_moved_up_and_taken_away(
    open_page: Open, live_town: LiveServer
):
    page = open_page("/", width=820)
    add(page, SUNG)
    add(page, "gardening")

    page.locator(".chip", has_text="gardening").get_by_role(
        "button", name=re.compile("up", re.IGNORECASE)
    ).click()
    expect(page.locator(".chip").first).to_contain_text("gardening")
    page.locator(".chip", has_text=SUNG).get_by_role(
        "button", name=re.compile("remove|take", re.IGNORECASE)
    ).click()
    expect(page.locator(".chip")).to_have_count(1)

    assert not any(COMMUNITY.search(title) for title in titles(page))


def test_a_place_and_a_condition_say_what_is_near_and_what_to_ask_first(
    open_page: Open, live_town: LiveServer
):
    page = open_page("/", width=1280)
    add(page, SUNG)

    page.fill("#place", "QX1 1AA")
    page.locator("#place").press("Tab")
    page.locator(".card", has_text="walk").first.wait_for()
    page.locator("#choices summary").click()
    page.locator(".toggle:has([name=free])").click()
    page.locator(".only").wait_for()

    costs = page.locator(".card", has_text="£4")
    assert costs.count() == 0
    page.locator("button[value=choices]").click()
    page.locator(".only").wait_for(state="detached")
    assert page.locator(".card", has_text="£4").count() > 0


def test_a_postcode_nobody_knows_is_said_beside_its_field_and_the_search_goes_on(
    open_page: Open, live_town: LiveServer
):
    page = open_page("/", width=1280)
    add(page, SUNG)

    page.fill("#place", "ZZ99 9ZZ")
    page.locator("#place").press("Tab")
    page.locator("#place-said").get_by_text("ZZ99").wait_for()

    assert titles(page)


def test_how_many_things_fit_is_said_once_and_not_with_every_save(
    open_page: Open, live_town: LiveServer
):
    page = open_page("/", width=820)
    page.evaluate("""() => {
        window.said = [];
        const announcer = document.getElementById("announcer");
        new MutationObserver(() => window.said.push(announcer.textContent))
            .observe(announcer, { childList: true });
    }""")
    add(page, SUNG)
    page.locator("#announcer", has_text="things fit").wait_for(state="attached")

    page.locator(".save").first.click()
    page.locator(".save[aria-pressed=true]").wait_for()
    page.wait_for_timeout(1500)  # longer than the pause before something is said

    assert len(page.evaluate("window.said")) == 1


def test_nothing_moves_while_we_look(open_page: Open, live_town: LiveServer):
    page = open_page("/", width=820)
    button = page.locator("button[name=go]").first

    at_rest = button.bounding_box()
    page.locator("#together").evaluate("form => form.classList.add('htmx-request')")

    assert button.inner_text() == "Looking …"
    assert button.bounding_box() == at_rest
