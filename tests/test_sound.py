"""That a page looked at in one document is looked at as in many (``sound``)."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import matcher.web
from tests.sound import OF_COLOUR, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATIC = Path(matcher.web.__file__).parent / "static"
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{((?:[^{}]|\{[^{}]*\})*)\}")
NAMES = re.compile(r"[{;]\s*([\w-]+)\s*:")
COLOURS = {"background", "background-color", "color", "color-scheme", "fill", "stroke"}


def test_in_the_dark_only_colours_change() -> None:
    sheets = [file.read_text("utf-8") for file in sorted(STATIC.glob("*.css"))]

    inside = [block for sheet in sheets for block in DARK.findall(sheet)]
    changed = {name for block in inside for name in NAMES.findall(block)}

    asked = sum(sheet.count("prefers-color-scheme") for sheet in sheets)
    assert len(inside) == asked > 0
    assert {name for name in changed if name[:2] != "--"} - COLOURS == set()


def test_no_script_of_ours_asks_how_wide_a_screen_is() -> None:
    ours = [file for file in STATIC.glob("*.js") if not file.name.startswith("htmx")]

    asking = [
        file.name
        for file in ours
        if re.search(r"innerWidth|clientWidth|width:|resize", file.read_text("utf-8"))
    ]

    assert (asking, len(ours) > 2) == ([], True)


BAD = """<!doctype html><html lang=en style="color-scheme: light dark">
<style>@media (width < 400px) { p { --narrow: #777 } }</style>
<title>Bad</title><main><h1>Bad</h1>
<p style="color: light-dark(#000, var(--narrow, #fff));
background: light-dark(#fff, #555)">Words</p>
<img src="data:,"><p style="width: 400px">Wide</p><button>Low</button></main>"""

COLOUR_RULES = """() => axe.getRules(["cat.color"])
  .filter((one) => !one.tags.includes("wcag2aaa")).map((one) => one.ruleId)"""


@pytest.mark.browser
def test_every_kind_of_fault_is_found_and_told_with_its_look(
    browser: "Browser",
) -> None:
    page = browser.new_page()
    page.set_content(BAD)

    found = faults_of(page, ((320, "light"), (820, "light"), (320, "dark")))
    of_colour = page.evaluate(COLOUR_RULES)
    page.close()

    assert sorted(of_colour) == sorted(OF_COLOUR)
    assert found == [
        (320, "light", "it scrolls sideways"),
        (320, "light", "<button>Low</button>"),
        (320, "light", "image-alt", "img"),
        (820, "light", "<button>Low</button>"),
        (820, "light", "image-alt", "img"),
        (320, "dark", "color-contrast", "p:nth-child(2)"),
    ]
