"""How the pages look and behave in a real browser, at three widths, light and dark.

Every page is held to what ``sound`` asks of all of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.live import LiveServer
from tests.sound import faults_of, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SUNG = "used to sing in the school choir"
BUTTERFLY = "did the butterfly for the county"
Open = Callable[..., "Page"]


def searched(page: "Page", *said: str) -> "Page":
    """The page after each of these was typed and added, and answered."""
    for count, words in enumerate(said, start=1):
        page.fill("#add", words)
        page.keyboard.press("Enter")
        page.locator(".chip").nth(count - 1).wait_for()
    return page


def one_thing(page: "Page") -> "Page":
    searched(page, SUNG)
    page.locator(".card-link").first.click()
    page.locator(".page-head").wait_for()
    return page


def this_week(page: "Page") -> "Page":
    page.click("text=Just show me what’s on this week")
    page.locator(".day").first.wait_for()
    return page


def with_choices(page: "Page") -> "Page":
    searched(page, "gardening", SUNG, "no pubs")
    page.locator("#choices summary").click()
    page.locator(".toggle", has_text="Step-free").click()
    page.locator(".only").wait_for()
    page.locator(".more-questions summary").click()
    return page


def taken_open(page: "Page") -> "Page":
    """What was meant was said, so that every part of how words were taken stands."""
    searched(page, BUTTERFLY, "zxqv blorf", "no pubs")
    page.locator(".took summary").first.click()
    page.locator("[name=this_too]").first.click()
    page.get_by_text("You said you meant:").wait_for()
    return page


LOOKS: dict[str, Callable[["Page"], "Page"]] = {
    "the first look": lambda page: page,
    "a search": lambda page: searched(page, SUNG),
    "every question and choice open": with_choices,
    "how words were taken": taken_open,
    "nothing that fits": lambda page: searched(page, "zorbing"),
    "the week": this_week,
    "one thing to do": one_thing,
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_sound_at_every_width_in_light_and_dark(
    open_page: Open, live_town: LiveServer, look: str
) -> None:
    page = LOOKS[look](open_page("/together"))

    assert faults_of(page) == []


def test_who_it_is_for_leaves_room_for_what_it_is(
    open_page: Open, live_town: LiveServer
) -> None:
    page = this_week(open_page("/together", width=820))
    page.locator(".meeting .tag").first.evaluate(
        "(tag) => { tag.textContent = 'for people who use '.repeat(5) }"
    )

    beside = page.evaluate(
        "[...document.querySelector('.meeting .what').children]"
        ".map((one) => one.getBoundingClientRect().width)"
    )

    title, _where, tag = beside
    assert title > tag


@pytest.mark.parametrize("path", ["/about", "/nowhere"])
def test_the_other_pages_are_sound_too(
    open_page: Open, live_server: LiveServer, complaints: list[str], path: str
) -> None:
    page = open_page(path, width=320)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    complaints.clear()  # the browser complains of the missing page itself


def test_results_come_as_somebody_types_and_are_announced_after_a_pause(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together")

    page.locator("#add").press_sequentially("singing", delay=30)
    page.locator("article").first.wait_for()

    assert page.input_value("#add") == "singing"
    assert page.evaluate("document.activeElement.id") == "add"
    page.locator("#announcer", has_text="things fit").wait_for(state="attached")


def test_chips_are_moved_and_taken_away_with_the_keyboard_alone(
    open_page: Open, live_town: LiveServer
) -> None:
    page = searched(open_page("/together"), "singing", "painting", "darts")

    page.focus("#up-2")
    page.keyboard.press("Enter")
    page.locator("#up-1:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#down-0:focus").wait_for()
    moved = page.locator(".chip-words").all_inner_texts()
    page.focus("#remove-1")
    page.keyboard.press("Enter")
    page.locator(".chip").nth(2).wait_for(state="detached")

    assert moved == ["darts", "singing", "painting"]
    assert page.locator(".chip-words").all_inner_texts() == ["darts", "painting"]


def test_a_card_leads_back_to_the_results_with_no_word_in_an_address(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    searched(page, "singing")

    page.locator(".card-link").first.click()
    page.locator(".page-head").wait_for()
    page.locator("text=Back to what we found").first.click()
    page.locator(".chip").wait_for()

    assert page.locator(".chip-words").all_inner_texts() == ["singing"]
    assert [address for address in addresses if "sing" in address] == []


def test_everything_can_be_done_without_scripts(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=320, java_script_enabled=False)

    page.fill("#add", "singing")
    page.click(".bar .button")
    page.fill("#add", "darts")
    page.click(".bar .button")
    page.click("#up-1")
    page.click("#choices summary")
    page.check("#free-1")
    page.click("text=Show these")
    assert page.locator("#shown:target").inner_text().startswith("Only: Free")
    page.click("text=More about this >> nth=0")
    page.click("text=Back to what we found >> nth=0")

    assert page.locator(".chip-words").all_inner_texts() == ["darts", "singing"]
    assert page.is_checked("#free-1")
    assert "Only: Free" in page.inner_text(".only")
    assert page.locator("article").count() > 0


def test_a_tap_on_a_card_brings_their_words_along_without_scripts(
    open_page: Open, live_town: LiveServer
) -> None:
    page = open_page("/together", width=320, java_script_enabled=False)
    page.fill("#add", "singing")
    page.click(".bar .button")

    for where in ("article h3", ".meeting .what"):
        page.locator(where).first.click(position={"x": 20, "y": 10}, force=True)
        page.click("text=Back to what we found >> nth=0")
        assert page.locator(".chip-words").all_inner_texts() == ["singing"]
        if where == "article h3":
            page.click("text=This week, day by day")


def test_words_twice_as_big_still_fit_a_small_screen(
    open_page: Open, live_town: LiveServer
) -> None:
    page = searched(open_page("/together", width=320), SUNG)

    page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_how_words_were_taken_fits_a_small_screen_twice_as_big(
    open_page: Open, live_town: LiveServer
) -> None:
    page = searched(open_page("/together", width=320), BUTTERFLY)
    page.locator(".took summary").click()

    page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")

    assert page.locator("[name=this_too]").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_somebody_who_prefers_stillness_sees_nothing_move(
    open_page: Open, live_town: LiveServer
) -> None:
    page = searched(open_page("/together", reduced_motion="reduce"), SUNG)

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) =>"
        " getComputedStyle(one).transitionDuration != '0s').length"
    )

    assert moving == 0


def test_on_paper_only_words_and_facts_are_left(
    open_page: Open, live_town: LiveServer
) -> None:
    page = searched(open_page("/together"), SUNG)

    page.emulate_media(media="print")

    pressed = page.locator("button:visible, input:visible, select:visible")
    assert pressed.count() == 0
    assert page.locator("article").first.is_visible()
    assert page.locator(".chip-words").first.is_visible()
    assert not page.locator(".took").first.is_visible()
