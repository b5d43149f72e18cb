"""The guided look of the demo can be followed by pressing what stands on it."""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from matcher.demo.people import make_people
from matcher.settings import Settings
from matcher.web import create_app, deps


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what its hidden fields hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given["action"], {}))
        if tag == "input" and given.get("type") == "hidden":
            self.found[-1][1][given["name"]] = given["value"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A demo is one SQLite file."""
    return sqlite_url


@pytest.fixture
def demo(
    settings: Settings, demo_town: sa.Engine, now: datetime
) -> Iterator[TestClient]:
    """The town as ``demo`` opens it, with its people."""
    app = create_app(settings.model_copy(update={"demo": True}), demo_town)
    app.dependency_overrides[deps.now] = lambda: now
    app.state.amas_card = make_people(demo_town, now)
    with TestClient(app, base_url="https://testserver") as client:
        yield client


def pressed(demo: TestClient, words: str) -> str:
    """What is shown after the button with these words."""
    page = demo.get("/look-round").text
    form = next(part for part in page.split("<form ") if words in part)
    forms = Forms()
    forms.feed(f"<form {form}")
    action, fields = forms.found[0]
    answer = demo.post(action, data=fields, headers={"Origin": "https://testserver"})
    assert answer.status_code == 200
    return answer.text


def test_nobody_need_sign_in_to_find_a_choir(demo: TestClient) -> None:
    assert "Wenbrook Community Choir" in pressed(demo, "Look for singing")


@pytest.mark.parametrize(
    ("words", "sees"),
    [
        ("Sign in as Joe", "Ama"),
        ("Sign in as Dilys", "Wenbrook Community Choir"),
        ("Sign in as Maureen", "second step"),
    ],
)
def test_each_visitor_comes_to_what_is_theirs(
    demo: TestClient, words: str, sees: str
) -> None:
    assert sees in pressed(demo, words)


def test_who_is_signed_in_stays_so_on_it(demo: TestClient) -> None:
    pressed(demo, "Sign in as Joe")

    assert "Sign out" in demo.get("/look-round").text


def test_amas_card_opens_her_list(demo: TestClient) -> None:
    [card] = re.findall(r'href="(/c/[^"]+)"', demo.get("/look-round").text)

    opened = demo.post(card, headers={"Origin": "https://testserver"})

    assert "Wenbrook Community Choir" in opened.text


def test_only_a_demo_has_it(client: TestClient) -> None:
    assert client.get("/look-round").status_code == 404
