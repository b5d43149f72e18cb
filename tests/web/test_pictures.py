"""A start by pictures: pointed at, not written, and yet words that can be changed."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from catalogue.pictures import pictures
from matcher.db import open_engine
from matcher.demo import make_demo
from matcher.settings import Settings
from matcher.templates import page_environment
from matcher.web import create_app, deps
from matcher.web.shared_form import read_form

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """A visitor of the invented town; one for all, as nothing here is ever kept."""
    folder = tmp_path_factory.mktemp("town")
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_sqlite, folder)}")
    make_demo(engine, NOW)
    app = create_app(Settings(data=folder), engine)
    app.dependency_overrides[deps.now] = lambda: NOW
    with TestClient(app) as client:
        yield client
    engine.dispose()


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def reasons(page: str) -> list[str]:
    found = re.findall(r'<p class="reason">(.*?)</p>', page, re.DOTALL)
    return [plain(one) for one in found]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="picked" value="([^"]+)" checked', page)


def test_the_first_page_leads_there_with_one_press(town: TestClient) -> None:
    assert 'href="/together/pictures"' in town.get("/together").text


def test_every_picture_is_drawn_and_named() -> None:
    environment = page_environment()
    drawings = environment.get_template("pictures/symbols.html").module
    words = environment.get_template("pictures/words.html").module

    drawn = {p.id: str(drawings.picture(p.id)) for p in pictures()}  # type: ignore[attr-defined]
    called = {p.words: str(words.label(p.id)).lower() for p in pictures()}  # type: ignore[attr-defined]

    assert [name for name, svg in drawn.items() if "d=" not in svg] == []
    assert called == {p.words: p.words for p in pictures()}


def test_each_picture_finds_something_that_anyone_can_join(town: TestClient) -> None:
    found = {
        one.words: reasons(town.post("/together", data={"picked": one.words}).text)
        for one in pictures()
    }

    assert [words for words, why in found.items() if not why] == []
    assert {
        why
        for words, all_why in found.items()
        for why in all_why
        if not why.startswith(f"You chose “{words}”:")
    } == set()


def test_pictures_become_words_that_can_be_taken_away(town: TestClient) -> None:
    page = town.post("/together", data={"picked": ["singing", "fishing"]}).text

    chips = [plain(one) for one in re.findall(r'chip-words">(.*?)</span>', page)]
    assert chips == ["singing", "fishing"]
    assert "autofocus" not in page


def test_what_was_typed_and_chosen_travels_there_and_back(town: TestClient) -> None:
    shared = {
        "phrase": ["used to sing", "fishing"],
        "kind": ["enjoyed_before", "enjoy_now"],
        "chosen": "fishing",
        "free": "1",
        "place": "Larkhill",
    }

    page = town.post("/together/pictures", data=shared).text.partition("<footer")[0]

    assert ticked(page) == ["fishing"]
    sent = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert {("phrase", "used to sing"), ("kind", "enjoyed_before")} < set(sent)
    assert {("free", "1"), ("place", "Larkhill")} < set(sent)
    assert ("phrase", "fishing") not in sent


def test_only_words_of_a_picture_are_said_to_be_chosen() -> None:
    shared = read_form(
        [("phrase", "darts"), ("chosen", "darts"), ("picked", "zorbing"),
         ("picked", "singing"), ("chosen", "fishing")]
    )  # fmt: skip

    assert [phrase.words for phrase in shared.phrases] == ["darts", "singing"]
    assert shared.drawn == {"singing": "singing"}


def test_in_welsh_the_pictures_have_welsh_names(town: TestClient) -> None:
    welsh = {"Accept-Language": "cy"}

    page = town.get("/together/pictures", headers=welsh).text
    found = town.post("/together", data={"picked": "singing"}, headers=welsh).text

    assert ">Canu</span>" in page
    assert "“canu”" in plain(found)
