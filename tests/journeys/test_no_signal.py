"""On the bus the signal goes: the list can still be read, and nothing else was kept."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

from matcher import introductions
from matcher.db import writing
from matcher.introductions.on_device import to_text
from matcher.web.cookies import SAVED, SIGNED_IN
from tests.introductions.builders import somebody, things_to_do
from tests.live import LiveServer
from tests.signed_in import an_account, cookie_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

KEPT = "async () => (await (await caches.open('list')).keys()).map((one) => one.url)"
"""The addresses of all that the browser keeps for when the signal goes."""

NOTE = "There is no signal just now."


def give(page: "Page", server: LiveServer, name: str, value: str) -> None:
    """Put one of our cookies on the device."""
    url = server.url.replace("http:", "https:")
    page.context.add_cookies(
        [{"name": name, "value": value, "url": url, "secure": True, "httpOnly": True}]
    )


def kept_pages(page: "Page") -> list[str]:
    return [one for one in page.evaluate(KEPT) if "/static/" not in one]


def wait_until_kept(page: "Page") -> None:
    """Until the page is kept; ``wait_for_function`` takes any promise for a yes."""
    page.evaluate("""async () => {
        for (let n = 0; n < 200; n += 1) {
            if (await caches.match('/list', { cacheName: 'list' })) return;
            await new Promise((goOn) => setTimeout(goOn, 50));
        }
    }""")


def test_a_list_on_the_device_is_readable_without_a_signal(
    open_page: Open, live_server: LiveServer, now: datetime, complaints: list[str]
) -> None:
    with writing(live_server.engine) as session:
        ids = things_to_do(session, "Choir", "Chess", now=now)
    page = open_page("/about", width=320)
    give(page, live_server, SAVED, to_text(ids))
    page.goto("/list")
    titles = page.locator(".on-list h2").all_inner_texts()
    wait_until_kept(page)
    assert not page.get_by_text(NOTE).is_visible()

    page.context.set_offline(offline=True)
    page.reload()

    expect(page.get_by_text(NOTE)).to_be_visible()
    assert page.locator(".on-list h2").all_inner_texts() == titles
    assert titles == ["Choir", "Chess"]
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    page.locator("button[name=remove]").first.click()
    expect(page.locator("#no-signal")).to_be_focused()
    page.get_by_role("link", name="Chess", exact=True).click()
    assert page.locator(".on-list h2").all_inner_texts() == titles
    with pytest.raises(Error):
        page.goto("/about")
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in complaints)
    complaints.clear()


def test_a_press_goes_on_when_the_signal_is_back_before_we_knew(
    open_page: Open, live_server: LiveServer, now: datetime
) -> None:
    with writing(live_server.engine) as session:
        ids = things_to_do(session, "Choir", "Chess", now=now)
    page = open_page("/about", width=320)
    give(page, live_server, SAVED, to_text(ids))
    page.goto("/list")
    page.evaluate("document.getElementById('no-signal').hidden = false")

    page.locator("button[name=remove]").first.click()

    expect(page.get_by_text("“Choir” is off your list.")).to_be_visible()
    assert page.locator(".on-list h2").all_inner_texts() == ["Chess"]


def test_that_no_answer_came_is_said_once_and_gone_with_the_next_answer(
    open_page: Open, complaints: list[str]
) -> None:
    page = open_page("/together")
    lost = page.locator(".lost")
    page.fill("#add", "sing in a choir")

    page.context.set_offline(offline=True)
    for _ in range(2):
        page.click("button[name=go] >> nth=0")
        expect(lost).to_have_count(1)
    page.context.set_offline(offline=False)
    roles = page.locator("#trouble [role=alert]").count()
    page.click("button[name=go] >> nth=0")
    page.locator(".chip").wait_for()
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('htmx:error', {detail: {ctx: {"
        "sourceElement: document.getElementById('together'), text: 'an answer'}}}))"
    )

    assert roles == 0
    assert lost.count() == 0
    complaints.clear()


def test_a_persons_list_is_gone_when_they_close_and_leave(
    open_page: Open, live_server: LiveServer, now: datetime
) -> None:
    with writing(live_server.engine) as session:
        ids = things_to_do(session, "Choir", now=now)
        sam = somebody(session, now=now)
        introductions.adopt(session, sam, ids, now)
    page = open_page("/about", width=320)
    value = cookie_of(live_server.engine, now, person_id=sam.id)
    give(page, live_server, SIGNED_IN, value)
    page.goto("/list")
    wait_until_kept(page)

    page.get_by_role("button", name="Close and leave").click()
    page.wait_for_url("**/together")

    assert page.evaluate("caches.keys()") == []


def test_nothing_of_a_person_is_kept_on_a_workers_screen(
    open_page: Open, live_server: LiveServer, now: datetime
) -> None:
    worker = an_account(live_server.engine)
    page = open_page("/about")
    value = cookie_of(live_server.engine, now, account_id=worker.id)
    give(page, live_server, SIGNED_IN, value)

    page.goto("/list")

    assert page.locator("#no-signal").count() == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert kept_pages(page) == []
