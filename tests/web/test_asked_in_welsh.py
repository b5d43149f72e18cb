"""Somebody who speaks Welsh is understood, and reads in Welsh how."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

WELSH = {"Accept-Language": "cy"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is found is proved on both databases elsewhere; a page needs one."""
    return sqlite_url


def asked(client: TestClient, *phrases: str, **more: str) -> str:
    """The page in Welsh for somebody who says these things."""
    data = {"phrase": [*phrases], "kind": ["enjoy_now"] * len(phrases), **more}
    return unescape(client.post("/together", data=data, headers=WELSH).text)


def titles(page: str) -> list[str]:
    return re.findall(r"<h3[^>]*>\s*<a [^>]*>([^<]*)</a>", page)


def example(page: str) -> str:
    """The words that the box itself is introduced by."""
    hint = re.search(r'id="add-hint">([^<]*)<', page)
    assert hint
    return hint[1].partition("“")[2].partition("”")[0]


def test_the_example_beside_the_box_finds_a_choir(
    client: TestClient, demo_town: None
) -> None:
    words = example(unescape(client.get("/together", headers=WELSH).text))

    page = asked(client, words)

    assert "Choir" in titles(page)[0]
    assert f"<mark>{words.split()[2]}</mark>" in page


def test_how_words_were_taken_is_said_in_welsh(
    client: TestClient, demo_town: None
) -> None:
    page = asked(client, "dw i'n licio gwau a darts")

    took = re.search(r'<summary id="took-0".*?</summary>', page, re.DOTALL)
    assert took
    assert "<strong>dartiau, gwau</strong>" in took[0]


def test_english_words_are_taken_in_welsh_on_a_page_in_welsh(
    client: TestClient, demo_town: None
) -> None:
    page = asked(client, "butterfly for the county, years ago")

    assert 'name="this_too" value="0 swimming"' in page
    assert ": nofio</span></button>" in page


def test_a_no_in_welsh_leaves_out_what_it_says(
    client: TestClient, demo_town: None
) -> None:
    with_choirs, without = asked(client, "canu"), asked(client, "canu", "dim corau")

    assert any("Choir" in one for one in titles(with_choirs))
    assert not any("Choir" in one for one in titles(without))
    assert "“<mark>corau</mark>”" in without


def test_an_english_page_says_english_names_of_what_was_said_in_welsh(
    client: TestClient, demo_town: None
) -> None:
    data = {"phrase": "dw i'n licio gwau a darts", "kind": "enjoy_now"}

    page = client.post("/together", data=data).text

    assert "<strong>darts, knitting</strong>" in page
