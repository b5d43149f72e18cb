"""A worker and Sam build a page together, with a real browser; then it is Sam's turn.

Welcome, four phrases, what matters most, "not that", what makes it easier, what there
is; the screen handed over and taken back. Nothing of anybody else's is on it meanwhile,
not even by the browser's own way back.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.live import LiveServer
from tests.signed_in import an_account, sign_in_page
from tests.sound import Fault, Look, faults_of, misfits

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SUNG = "used to sing in the school choir"
OCHE = "on the oche every Friday with my brother-in-law"
AT_A_DESK: tuple[Look, ...] = ((1280, "light"), (1280, "dark"))
Open = Callable[..., "Page"]


@pytest.fixture
def at_desk(
    open_page: Open, live_town: LiveServer, now: datetime
) -> Callable[..., "Page"]:
    """Opens a page as Ana, a worker."""
    ana = an_account(live_town.engine)

    def opened(path: str, **context: Any) -> "Page":
        page = open_page("/about", **context)
        sign_in_page(page, live_town, now, ana)
        page.goto(path)
        return page

    return opened


def welcome(page: "Page", called: str) -> str:
    """A page for somebody; its address."""
    page.goto("/people")
    page.get_by_role("link", name="Welcome somebody").click()
    page.get_by_label("What would you like to be called?").fill(called)
    page.get_by_role("button", name="Yes, keep a page for me").click()
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    return page.url


def say(page: "Page", words: str) -> None:
    page.get_by_label("What do you enjoy, or did you use to?").fill(words)
    page.get_by_role("button", name="Add", exact=True).first.click()
    saying(page, words).wait_for()


def saying(page: "Page", words: str) -> Any:
    return page.locator(".saying", has_text=words)


def sayings(page: "Page") -> list[str]:
    return page.locator(".sayings >> nth=0 >> .saying-words mark").all_inner_texts()


def titles(page: "Page") -> list[str]:
    return [title.strip() for title in page.locator(".card-link").all_inner_texts()]


def hand_over(page: "Page") -> None:
    page.get_by_role("button", name="Hand the screen to Sam").click()
    if page.get_by_label("The same four again").count():
        page.get_by_label("Four digits").fill("4071")
        page.get_by_label("The same four again").fill("4071")
        page.get_by_role("button", name="Sam’s turn").click()
    page.locator(".turn").wait_for()


@pytest.mark.parametrize(
    ("wide", "scripts"),
    [(1280, True), (320, False)],
    ids=["at a desk", "on a phone without scripts"],
)
def test_they_build_a_page_and_a_choir_in_the_community_comes_first(
    at_desk: Open, wide: int, *, scripts: bool
):
    page = at_desk("/people", width=wide, java_script_enabled=scripts)
    address = welcome(page, "Sam")

    for words in ("bass", OCHE, SUNG, "steam trains"):
        say(page, words)
    saying(page, SUNG).get_by_role("button", name="Matters most").click()
    expect(page.locator(".saying-words mark").first).to_have_text(SUNG)
    assert sayings(page) == [SUNG, "bass", OCHE, "steam trains"]
    saying(page, "bass").locator("summary").click()
    taken = saying(page, "bass").locator(".taking li").first
    wrong = taken.inner_text().split("not that")[0].strip()
    taken.get_by_role("button").click()
    expect(saying(page, "bass").locator("s")).to_have_text(wrong)

    groups = page.locator(".group h3").all_inner_texts()
    assert groups[0] == "Anyone can join"
    shown = titles(page)
    assert "hoir" in shown[0]
    assert any("Darts" in title for title in shown)
    assert not [word for word in ("sing", "bass", "oche") if word in page.url]
    assert page.url.startswith(address)


def test_what_was_said_on_the_shared_page_becomes_a_page(at_desk: Open):
    page = at_desk("/together", width=820)
    page.fill("#add", SUNG)
    page.keyboard.press("Enter")
    page.locator(".chip", has_text=SUNG).wait_for()
    page.fill("#add", "steam trains")
    page.locator(".card").first.wait_for()

    page.get_by_role("link", name="Keep this as a page").click()
    page.get_by_label("What would you like to be called?").fill("Sam")
    assert "steam trains" in page.locator(".new-page .labels").inner_text()
    page.get_by_role("button", name="Yes, keep a page for me").click()

    page.locator(".saying").first.wait_for()
    assert sayings(page) == [SUNG, "steam trains"]


def test_what_would_help_leads_to_what_they_choose(at_desk: Open):
    page = at_desk("/people", width=1280)
    welcome(page, "Sam")
    say(page, SUNG)
    page.locator(".more-questions summary").click()
    page.get_by_label("What gets in the way of doing what you want?").fill("money")
    page.locator(".more-questions").get_by_role("button", name="Add").click()

    page.get_by_role("link", name="Choose what would make it easier").click()
    page.locator("#easier summary").click()
    page.locator("#easier .toggle", has_text=re.compile("^Free$")).click()
    page.get_by_role("button", name="Keep these").click()

    expect(page.locator("#easier [type=checkbox][value='free=yes']")).to_be_checked()
    costing = page.locator(".card", has_text=re.compile("£[1-9]")).all()
    assert costing, "cards with a price stay, to be asked about"
    for card in costing:
        assert "what it costs" in card.locator(".ask-first").inner_text()


def test_sams_turn_shows_sam_alone_and_four_digits_end_it(
    at_desk: Open, complaints: list[str]
):
    page = at_desk("/people", width=820)
    welcome(page, "Kim")
    page.goto("/people")
    address = welcome(page, "Sam")
    say(page, SUNG)
    say(page, "steam trains")

    hand_over(page)
    shown = page.locator("body").inner_text()
    assert "Sam’s turn" in shown
    assert not re.search("Kim|Ana Reyes|Sign out|Hand the screen", shown)

    saying(page, "steam trains").get_by_role("button", name="Matters most").click()
    page.locator(".avoided summary").click()
    page.get_by_label("Which place?").fill("Mill Street Day Centre")
    page.get_by_role("button", name="Keep it away").click()
    page.locator(".avoided summary").click()
    assert "Mill Street Day Centre" in page.locator(".avoided").inner_text()
    assert sayings(page) == ["steam trains", SUNG]
    assert "Mill Street Singers" not in titles(page)

    page.locator(".turn a").click()
    page.get_by_label("Four digits").fill("1111")
    page.get_by_role("button", name="Take the screen back").click()
    page.get_by_text("Those are not the four digits").wait_for()
    complaints.clear()  # the browser says that the wrong code was refused
    page.get_by_label("Four digits").fill("4071")
    page.get_by_role("button", name="Take the screen back").click()
    page.get_by_role("button", name="Hand the screen to Sam").wait_for()
    assert page.url == address
    assert "Mill Street Day Centre" not in page.locator(".avoided").inner_text()


def test_going_back_while_it_is_sams_turn_shows_nobody_else(
    at_desk: Open, complaints: list[str]
):
    page = at_desk("/people", width=820)
    kim = welcome(page, "Kim")
    say(page, "Kim’s own words")
    page.goto("/people")
    welcome(page, "Sam")
    hand_over(page)

    for _ in range(6):
        page.go_back(wait_until="load")
        shown = page.locator("body").inner_text()
        assert "Kim" not in shown, page.url
        assert "Ana Reyes" not in shown, page.url
    page.goto(kim)
    assert "Kim" not in page.locator("body").inner_text()
    complaints.clear()  # the browser says that these pages were refused


def test_going_back_after_signing_out_shows_nothing(
    at_desk: Open, complaints: list[str]
):
    page = at_desk("/people", width=820)
    welcome(page, "Sam")
    say(page, SUNG)

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    for _ in range(4):
        page.go_back(wait_until="load")
        shown = page.locator("body").inner_text()
        assert not re.search(f"Sam’s|{SUNG}|Ana Reyes", shown), page.url
    complaints.clear()  # the browser says that these pages were refused


def test_two_screens_that_change_the_same_words_lose_neither(at_desk: Open):
    page = at_desk("/people", width=820)
    address = welcome(page, "Sam")
    say(page, "footie")
    other = page.context.new_page()
    other.goto(address)

    for screen, words in ((page, "five-a-side"), (other, "walking football")):
        saying(screen, "footie").locator("summary").click()
        screen.get_by_label("Say it in other words").fill(words)
        saying(screen, "footie").get_by_role("button", name="Keep this").click()
        screen.wait_for_load_state()

    assert "five-a-side" in other.locator("main").inner_text()
    other.get_by_role("button", name="Keep both").click()
    other.locator(".saying").nth(1).wait_for()
    assert sayings(other) == ["five-a-side", "walking football"]


def test_words_taken_away_come_back_with_one_press(at_desk: Open):
    page = at_desk("/people", width=320)
    welcome(page, "Sam")
    for words in (SUNG, "bass"):
        say(page, words)

    saying(page, SUNG).locator("summary").click()
    saying(page, SUNG).get_by_role("button", name="Take it away").click()
    page.get_by_text("Taken away").wait_for()
    assert sayings(page) == ["bass"]
    page.get_by_role("button", name="Put it back").click()

    expect(page.locator(".saying")).to_have_count(2)
    assert sayings(page) == [SUNG, "bass"]


def test_every_page_of_a_person_is_sound_at_every_width(at_desk: Open):
    page = at_desk("/people", width=1280)
    address = welcome(page, "Sam")
    for words in (SUNG, "bass"):
        say(page, words)
    saying(page, "bass").locator("summary").click()
    saying(page, "bass").get_by_role("button", name="not that").first.click()
    page.locator(".more-questions summary").click()
    page.get_by_label("What gets in the way").fill("stairs")
    page.locator(".more-questions").get_by_role("button", name="Add").click()
    meant = page.locator("a", has_text="Add what you meant").first
    paths = [
        "/people", "/people/new", address, f"{address}/hand-over",
        meant.get_attribute("href") or "",
        *(f"{address}/together/{x}" for x in
          ("words", "order", "easier", "from", "found")),
    ]  # fmt: skip

    faults: list[Fault] = []
    for path in paths:
        page.goto(path)
        for summary in page.locator("main summary").all():
            summary.click()
        found = [*misfits(page, (320, 820)), *faults_of(page, AT_A_DESK)]
        faults += [(path, *fault) for fault in found]

    assert faults == []
