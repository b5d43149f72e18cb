"""Every page, with everything on it written by somebody who means harm."""

import re
from html.parser import HTMLParser
from typing import Self, get_args

import pytest
from jinja2 import nodes

from catalogue.pictures import pictures
from catalogue.places.finding import ProblemKind
from matcher.bundled import bundled
from matcher.templates import easy_environment, page_environment
from tests.web.evil import EVIL, result
from tests.web.letter_pages import letter_pages
from tests.web.list_pages import list_pages, save_here
from tests.web.partner_pages import partner_pages
from tests.web.people_pages import people_pages
from tests.web.sign_in_pages import SIGN_IN_PAGES
from tests.web.their_data_pages import their_data_pages
from tests.web.together_pages import CLUES, FOUND, NOTHING, TOGETHER, TOGETHER_PAGES
from tests.web.upload_pages import report_pages, upload_pages

FOLDER = bundled("templates")
NAMES = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html")}

ENVIRONMENT = page_environment(demo=True)
EASY = easy_environment(ENVIRONMENT)

SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|sms:|/|#)")


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, links and inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []

    @classmethod
    def of(cls, page: str) -> Self:
        """The elements of a page."""
        elements = cls()
        elements.feed(page)
        return elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[n] for n in ("href", "src", "action") if n in given]
        self.inline += [n for n in given if n == "style" or n.startswith("on")]
        is_data = given.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(tag)


PAGES = {
    **TOGETHER_PAGES,
    **list_pages(EVIL, result().listing),
    **their_data_pages(EVIL),
    **upload_pages(EVIL, result().listing.draft),
    **report_pages(EVIL, result().listing),
    **partner_pages(EVIL, result().listing),
    **letter_pages(EVIL),
    **people_pages(
        EVIL,
        found=FOUND,
        nothing=NOTHING,
        listing=result().listing,
        can_save=save_here(result().listing),
        departure=TOGETHER["departure"],
        clues=CLUES,
    ),
    "an error": (
        "errors/error.html",
        {
            "status": 404,
            "heading": EVIL,
            "sentence": EVIL,
            "way_on": EVIL,
            "number": EVIL,
            "sign_in_at": EVIL,
        },
    ),
    "sign in first": (
        "errors/error.html",
        {
            "status": 401,
            "heading": EVIL,
            "sentence": EVIL,
            "way_on": EVIL,
            "number": "",
            "sign_in_at": "/sign-in?to=%2Fpeople",
        },
    ),
    "about": ("about/about.html", {}),
    "accessibility": ("about/accessibility.html", {"write_to": EVIL}),
    "a look round": (
        "about/look_round.html",
        {
            "email": {"Joe": EVIL, "Dilys": EVIL, "Maureen": EVIL},
            "password": EVIL,
            "word": EVIL,
            "card": "2345",
        },
    ),
    "pictures": (
        "pictures/page.html",
        {
            "pictures": pictures(),
            "picked": {"singing"},
            "carried": [("phrase", EVIL), (EVIL, EVIL)],
            "problem": "too_many",
            "form_here": "pictures",
            "easy_back": "/together/pictures",
            "easy_sent": [(EVIL, EVIL)],
        },
    ),
    **SIGN_IN_PAGES,
    "the letter about an unused page": (
        "email/unused_page/body.html",
        {"erased_on": "2026-12-24", "link": None, "base_url": "https://here.example"},
    ),
    **{
        f"the letter with {letter}": (
            f"email/{letter}/body.html",
            {
                "invited_by": EVIL,
                "link": "https://here.example/links/x",
                "base_url": "https://here.example",
            },
        )
        for letter in ("invitation", "sign_in", "new_password")
    },
}


@pytest.mark.parametrize("look", PAGES)
def test_what_others_wrote_stays_text_and_no_page_has_a_style_of_its_own(
    look: str,
) -> None:
    name, values = PAGES[look]

    page = Elements.of(ENVIRONMENT.get_template(name).render(values))

    assert "img" not in page.tags
    assert held_against(name, page) == []
    assert [link for link in page.links if not SAFE_LINK.match(link)] == []


def held_against(name: str, page: Elements) -> list[str]:
    """Styles and handlers of its own; a letter brings its look along, in its head."""
    brought = name.startswith("email/") and page.inline == ["style"]
    return [] if brought else page.inline


def test_the_easy_form_of_a_page_is_as_safe() -> None:
    faults = {
        look: faults
        for look, (name, values) in PAGES.items()
        for page in (Elements.of(EASY.get_template(name).render(values)),)
        if (
            faults := held_against(name, page)
            + [one for one in page.links if not SAFE_LINK.match(one)]
        )
        or "img" in page.tags
    }

    assert faults == {}


@pytest.mark.parametrize("look", PAGES)
def test_no_page_names_one_thing_twice(look: str) -> None:
    name, values = PAGES[look]
    values = values | {"groups": ()}  # their cards are all the same listing

    page = Elements.of(ENVIRONMENT.get_template(name).render(values))

    assert sorted(page.ids) == sorted(set(page.ids))


def test_every_template_is_seen_by_these_tests() -> None:
    used: set[str] = set()
    new = {name for name, _values in PAGES.values()}
    while new:
        used |= new
        new = {named for name in new for named in named_in(name)} - used

    assert NAMES - used == set(), "add its page to PAGES"


def named_in(template: str) -> set[str]:
    """The templates that one includes, imports, extends or makes a lasting part of."""
    parsed = ENVIRONMENT.parse((FOLDER / template).read_text())
    tags = parsed.find_all((nodes.Include, nodes.Import, nodes.Extends))
    called = {
        call.args[0].value
        for call in parsed.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "lasting"
    }
    return {tag.template.value for tag in tags} | called


def test_an_invented_town_says_so_on_the_page() -> None:
    page = ENVIRONMENT.get_template("about/about.html").render()

    assert "Wenbrook is an invented town." in page


def test_every_place_problem_has_its_sentence() -> None:
    said = {clue.kind for clue in CLUES}

    assert set(get_args(ProblemKind)) - said == {"empty", "unknown_sector"}
