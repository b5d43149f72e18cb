"""Somebody who swam is taken for a catcher of moths, and puts it right at a press.

On a phone, by touch, with a real browser; nothing of it is kept or in an address.
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

BUTTERFLY = "butterfly for the county, years ago"
PHONE = {"width": 390, "height": 844}
Open = Callable[..., "Page"]


def titles(page: "Page") -> list[str]:
    return [title.strip() for title in page.locator(".card h3").all_inner_texts()]


def came_back_to_it(page: "Page") -> bool:
    """By focus; without scripts by the address, for the next press of Tab."""
    back: bool = page.evaluate(
        "document.activeElement.id == 'took-0' || location.hash == '#took-0'"
    )
    return back


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_they_meant_comes_first_until_they_undo_it(
    open_page: Open, live_town: LiveServer, *, scripts: bool
):
    page = open_page("/together", width=320, java_script_enabled=scripts)
    page.set_viewport_size(PHONE)
    page.fill("#add", BUTTERFLY)
    page.click(".bar .button")
    summary = page.locator("#took-0")
    expect(summary).to_contain_text("We took this as:")
    before = titles(page)

    summary.click()
    page.get_by_role("button", name=re.compile("this too.*swimming")).click()
    expect(summary).to_contain_text("swimming")
    assert came_back_to_it(page)
    meant = titles(page)
    page.get_by_role("button", name=re.compile("take away.*swimming")).click()
    expect(summary).not_to_contain_text("swimming")

    assert came_back_to_it(page)
    assert ("swim" in before[0].lower(), "swim" in meant[0].lower()) == (False, True)
    assert titles(page) == before
    assert "swim" not in page.url
