"""What every page is held to in a real browser, and how that is asked.

axe-core finds nothing, nothing scrolls sideways, and whatever is pressed is tall enough
for a shaky thumb. A page is loaded once and looked at in each width and scheme: no
script of ours asks how wide a screen is, and in the dark only colours change
(``test_sound.py`` says both), so that a second scheme needs the rules of colour alone.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from tests.browser import HEIGHTS

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

Look = tuple[int, Scheme]
LOOKS: tuple[Look, ...] = tuple(
    (width, scheme) for width in HEIGHTS for scheme in SCHEMES
)
"""Every width in CSS pixels, in light and dark."""

Fault = tuple[object, ...]
"""Where it is and what it is, to be read by whoever mends it."""

OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules of axe that see colours."""

SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, select, summary, .button, .toggle, ' +
    'input:not([type=hidden], .toggle *, .picture *)'
)].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 47.5)
  .map((one) => one.outerHTML.slice(0, 80))"""
"""Whatever is pressed and is lower than 48 CSS pixels."""

SMALL_BESIDE_CHOICES = SMALL_TARGETS.replace(
    ".toggle *", ".toggle *, .choice *"
).replace("summary,", "summary, .choice,")
"""The same where a choice is pressed by its whole line."""

JUDGED = """async (rules) => {
  const only = rules.length ? { runOnly: rules } : {};
  const told = await axe.run({ resultTypes: ["violations"], ...only });
  return told.violations.map(
    (one) => [one.id, one.nodes.map((node) => String(node.target)).join(" ")]);
}"""
"""Only what is wrong comes back: the rest is megabytes."""


def faults_of(
    page: "Page", looks: Iterable[Look] = LOOKS, *, small: str = SMALL_TARGETS
) -> list[Fault]:
    """(width, scheme, fault) of the page as it stands, in each of these looks."""
    faults: list[Fault] = []
    seen: set[int] = set()
    for width, scheme in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if width in seen:
            found = violations(page, OF_COLOUR)
        else:
            fits = misfits(page, (width,), small=small)
            found = [*(what for _, *what in fits), *violations(page)]
        seen.add(width)
        faults += [(width, scheme, *fault) for fault in found]
    return faults


def misfits(
    page: "Page", widths: Iterable[int] = HEIGHTS, *, small: str = SMALL_TARGETS
) -> list[Fault]:
    """(width, fault) where the page is too wide, or something on it too low."""
    faults: list[Fault] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if page.evaluate(SIDEWAYS):
            faults.append((width, "it scrolls sideways"))
        faults += [(width, one) for one in page.evaluate(small)]
    return faults


def violations(page: "Page", rules: Sequence[str] = ()) -> list[Fault]:
    """(rule, what breaks it) by axe: by these rules, or by all that it asks itself."""
    if not page.evaluate("'axe' in window"):
        from axe_playwright_python.base import AXE_SCRIPT

        page.evaluate(AXE_SCRIPT)
    return [tuple(one) for one in page.evaluate(JUDGED, list(rules))]
