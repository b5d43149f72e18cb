"""A letter as a mail program shows it: 320 and 640 px, 200 %, light and dark."""

from typing import TYPE_CHECKING

import pytest

from matcher.digests.changes import Change
from matcher.digests.composing import (
    Changed,
    ForPartner,
    ForWorker,
    letter_for_partner,
    letter_for_person,
    letter_for_worker,
    notice_of_change,
)
from matcher.digests.printing import Composed
from tests.digests.letters import TODAY, WAYS, a_listing, a_press, a_result, for_person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PRESS = a_press()
TITLES = (
    "Open pottery at the Mill",
    "Walking football for everybody, whatever the weather",
    "Wenbrook choir",
    "Averyveryverylongnameofsomethingthatdoesnotbreakanywhere evening",
    "Repair café",
)
PERSON = for_person(
    new=tuple(a_result(n, title) for n, title in enumerate(TITLES, 1)),
    changed=(
        Changed(listing=a_listing(20, "Badminton"), changes=(Change.NEW_TIME,)),
        Changed(listing=a_listing(21, "Tea dance"), changes=(Change.CANCELLED,)),
    ),
    still=(a_listing(30, "Allotment mornings"),),
)
LETTERS: dict[str, Composed | None] = {
    "person": letter_for_person(PERSON, PRESS),
    "worker": letter_for_worker(ForWorker(ways=WAYS, people=3, unchecked=1), PRESS),
    "partner": letter_for_partner(
        ForPartner(ways=WAYS, today=TODAY, due=(a_listing(1, TITLES[3]),)), PRESS
    ),
    "cancelled": notice_of_change(PERSON, PRESS),
}


def shown(browser: "Browser", letter: str, width: int, scheme: str) -> "Page":
    """The letter in a window without scripts that may fetch nothing."""
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=True,
    )
    page.route("**/*", lambda route: route.abort())
    composed = LETTERS[letter]
    assert composed is not None
    page.set_content(composed.html)
    return page


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 640])
def test_a_letter_is_sound_on_any_screen(
    browser: "Browser", letter: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = shown(browser, letter, width, scheme)

    found = Axe().run(page).response["violations"]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.close()

    assert [(one["id"], len(one["nodes"])) for one in found] == []
    assert overflow <= 0


def test_a_letter_grows_with_the_readers_type(browser: "Browser") -> None:
    page = shown(browser, "person", 320, "light")
    size = "parseFloat(getComputedStyle(document.querySelector('.fact')).fontSize)"

    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = page.evaluate(size)
    page.close()

    assert after == pytest.approx(2 * before, rel=0.01)


def test_a_letter_asks_nobody_for_anything(browser: "Browser") -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))

    for composed in LETTERS.values():
        assert composed is not None
        page.set_content(composed.html, wait_until="networkidle")
    page.close()

    assert asked == []
