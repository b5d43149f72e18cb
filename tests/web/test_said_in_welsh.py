"""No sentence of ours is the same in Welsh: whatever is equal is somebody else's words.

Each look of each template is said in both languages, with the same hostile words; then
each page there is, in a world where it is known what somebody typed.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import Environment

from matcher.bundled import bundled
from matcher.templates import easy_environment, page_environment, text_environment
from tests.web.doors import knock
from tests.web.everybody import World
from tests.web.test_every_page import PAGES
from tests.web.test_every_route import routes
from tests.web.test_who_may_see import read_table

LANGUAGES = ("en", "cy")

PAGES_IN, TEXTS_IN = (
    [make(language=code) for code in LANGUAGES]
    for make in (page_environment, text_environment)
)

SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder", "label"})
"""Attributes that are shown or read out; what scripts say stands in ``data-`` ones."""

NO_WORDS = frozenset({"script", "style", "code"})
"""What is in these is for machines, or to be typed as it stands."""

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})

FEWEST = 2
"""Words of a text that is looked at: "Cost" and "Partner" are Welsh too."""

WORD = re.compile(r"[^\W\d_]{2,}")

NAMES = re.compile(r"https?://\S+|\S*@\S+|[0-9a-f]{8}-[0-9a-f-]{27}|\S+\.csv|list-text")
"""Addresses, ids and files are called the same in every language."""

TYPED = re.compile(
    r"<script>alert\('canary'\)</script>\"(?:><im(?:g src=x(?: onerror=canary>"
    r" & \{\{ 7\*7 \}\})?)?)?|\w+ Reyes|Riverside (?:Choir|Voices)|Bench [Cc]hoir"
    r"|javascript:alert\((?:1|'canary')\)|Mill Street|Northgate|It moved"
    r"|used to sing in a choir|canary[\w-]*"
)
"""What somebody typed, in these looks and in the world of these tests."""

NO_SENTENCES = (TYPED, NAMES)


class Texts(HTMLParser):
    """What a page says and what is read out, but for what is marked as another's."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, told in attrs:
            if told and (name in SPOKEN or name.startswith("data-")):
                self.handle_data(told)
        if tag not in VOID:
            is_marked = tag != "html" and "lang" in dict(attrs)
            self.open.append((tag, is_marked or tag in NO_WORDS))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_quiet for _, is_quiet in self.open):
            self.said.add(" ".join(data.split()))


def same(english: set[str], welsh: set[str]) -> set[str]:
    """What both say with the same words, unless somebody typed or named it."""
    return {said for said in english & welsh if words_of_ours(said) >= FEWEST}


def words_of_ours(said: str) -> int:
    for pattern in NO_SENTENCES:
        said = pattern.sub("", said)
    return len(WORD.findall(said))


def looks(environments: list[Environment]) -> Iterator[tuple[str, set[str]]]:
    """Every look of every page, and what it says the same in both languages."""
    for look, (name, values) in PAGES.items():
        pages = (one.get_template(name).render(values) for one in environments)
        yield look, same(*(Texts(page).said for page in pages))


@pytest.mark.parametrize(
    "environments",
    [PAGES_IN, [easy_environment(one) for one in PAGES_IN]],
    ids=["usual", "easy"],
)
def test_no_look_of_a_page_leaves_a_sentence_in_english(
    environments: list[Environment],
) -> None:
    left = {look: same for look, same in looks(environments) if same}

    assert left == {}, "say it through gettext, or mark whose words it is with lang"


def test_no_text_of_a_letter_leaves_a_sentence_in_english() -> None:
    left = {
        path: said
        for path, values in letters()
        for texts in ([one.get_template(path).render(values) for one in TEXTS_IN],)
        if (said := same(*(set(text.splitlines()) for text in texts)))
    }

    assert left == {}


def letters() -> Iterator[tuple[str, dict[str, object]]]:
    """The subject and the text beside each page of a letter, and its values."""
    for name, values in PAGES.values():
        for part in ("subject.txt", "body.txt"):
            path = PurePosixPath(name).with_name(part)
            if (bundled("templates") / path).is_file():
                yield str(path), values


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases."""
    return sqlite_url


def test_no_page_that_is_opened_leaves_a_sentence_in_english(
    app: FastAPI, client: TestClient, world: World
) -> None:
    table, left, opened = read_table(), {}, 0

    for route in sorted(set(routes(app)) & table.keys()):
        if route[0] != "GET":
            continue
        who = first_let_in(table[route])
        answers = [
            knock(client, world, who, route, **{"Accept-Language": code})
            for code in LANGUAGES
        ]
        if "html" not in answers[0].headers.get("Content-Type", ""):
            continue
        opened += answers[0].status_code == 200
        if said := same(*(Texts(answer.text).said for answer in answers)):
            left[route[1]] = said

    assert opened > 60
    assert left == {}


def first_let_in(outcomes: Mapping[str, str]) -> str:
    """Whoever is let in and has most to see there; or a stranger, at a dead end."""
    order = ("partner", "lead", "admin", "whole", "turn", "worker")
    return next((who for who in order if outcomes[who] == "ok"), "stranger")
