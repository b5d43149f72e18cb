"""Easy read: the same facts, said one at a time, on the device that asked for it."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi.testclient import TestClient

from matcher.templates import one_a_line
from matcher.web.cookies import EASY

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
CHOSEN = {"Cookie": f"{EASY}=yes"}
SAID = {"phrase": ["used to sing", "gardening", "a quiet place"], "place": "Larkhill",
        "step_free": "1", "more": "mainstream"}  # fmt: skip

INLINE = r"</?(?:a|b|mark|strong)\b[^>]*>"
LEFT_OUT = r'<(svg|button|summary|form)\b.*?</\1>|<span class="unseen">[^,<]*</span>'
SEAMS = r"[;:,.·] | and |\n|\.$|\.\.\.$|…"


def cards(page: str) -> dict[str, str]:
    """The markup of each card, by its id."""
    found = re.findall(
        r'<article class="card[^>]*id="([^"]+)">(.*?)</article>', page, re.DOTALL
    )
    return dict(found)


def facts(card: str) -> set[str]:
    """Whatever a card says, in small pieces, without what is pressed."""
    told = re.sub(LEFT_OUT, "", re.sub(INLINE, "", card), flags=re.DOTALL)
    said = [unescape(one) for one in re.split(r"<[^>]+>", told)]
    return {
        one for text in said for piece in re.split(SEAMS, text) if (one := bare(piece))
    }


def bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w£’' ]", " ", text).lower().split())


def test_every_fact_of_a_card_is_on_its_easy_form(town: TestClient) -> None:
    usual = cards(town.post("/together", data=SAID).text)
    easy = cards(town.post("/together", data=SAID, headers=CHOSEN).text)

    missing = {
        title: left
        for title, card in usual.items()
        for said in (bare(unescape(re.sub(r"<[^>]+>", " ", easy[title]))),)
        if (left := {one for one in facts(card) if one not in said})
    }

    assert len(usual) > 20
    assert easy.keys() == usual.keys()
    assert missing == {}


def test_each_fact_has_a_drawing_and_its_name(town: TestClient) -> None:
    page = town.post("/together", data=SAID, headers=CHOSEN).text

    for card in cards(page).values():
        named = re.findall(r"<dt><svg.*?</svg><span>(.*?)</span></dt>", card, re.DOTALL)
        assert named[:4] == ["Who", "When", "Where", "Cost"]
    assert "Nobody has told us yet" in page


def test_a_listing_says_all_it_said_before(town: TestClient) -> None:
    page = town.post("/together", data=SAID).text
    at = re.findall(r'class="card-link" href="([^"]+)"', page)[0]

    usual, easy = town.get(at).text, town.get(at, headers=CHOSEN).text

    said = bare(unescape(re.sub(r"<[^>]+>", " ", easy)))
    main = usual.partition('tabindex="-1">')[2].partition("</main>")[0]
    assert {one for one in facts(main) if one not in said} == set()
    assert 'class="easy"' in easy
    assert 'class="easy"' not in usual


def test_the_choice_stays_on_the_device_and_leads_back(town: TestClient) -> None:
    answer = town.post(
        "/easy-read", data={"easy": "yes", "back": "/list"}, follow_redirects=False
    )
    undone = town.post("/easy-read", data={"easy": "no"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/list")
    assert answer.headers["set-cookie"].startswith(f"{EASY}=yes; HttpOnly; Max-Age=")
    assert f'{EASY}="";' in undone.headers["set-cookie"]
    assert undone.headers["location"] == "/together"


def test_what_was_found_is_asked_for_again_with_the_same_words(
    town: TestClient,
) -> None:
    page = town.post("/together", data={"phrase": "singing", "kind": "goal"}).text
    form = page.partition('action="/easy-read"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))

    answer = town.post("/easy-read", data=sent, follow_redirects=False)
    again = town.post("/easy-read", data=sent, headers=CHOSEN).text

    assert sent == {"back": "/together", "phrase": "singing", "kind": "goal",
                    "easy": "yes"}  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (307, "/together")
    assert cards(again).keys() == cards(page).keys()


def test_a_press_alone_is_no_words_to_bring_along(town: TestClient) -> None:
    sent = {"back": "/together", "go": "1", "easy": "yes"}

    answer = town.post("/easy-read", data=sent, follow_redirects=False)

    assert answer.status_code == 303


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//a.example", "x", ""])
def test_nobody_is_led_elsewhere(town: TestClient, back: str) -> None:
    answer = town.post(
        "/easy-read", data={"easy": "yes", "back": back}, follow_redirects=False
    )

    assert answer.headers["location"] == "/together"


def test_what_is_no_choice_is_refused(town: TestClient) -> None:
    answer = town.post("/easy-read", data={"easy": "maybe"})

    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_pages_of_the_work_stay_as_they_are(town: TestClient) -> None:
    page = town.get("/sign-in", headers=CHOSEN).text

    assert 'class="easy"' not in page
    assert 'action="/easy-read"' not in page


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Come in. Sit down! Tea?", ["Come in.", "Sit down!", "Tea?"]),
        ("Ask Mr. T. Jones at St. Mary's.", ["Ask Mr. T. Jones at St. Mary's."]),
        ("Nobody minds if you don't. Tea at four.", ["Nobody minds if you don't.",
                                                     "Tea at four."]),
        ("From 7.30 pm. e.g. singing", ["From 7.30 pm. e.g. singing"]),
        ("Bring e.g. Wool to Mrs. Jones at 10. B is free.", ["Bring e.g. Wool to Mrs."
                                                   " Jones at 10. B is free."]),
    ],
)  # fmt: skip
def test_each_sentence_has_a_line_of_its_own(text: str, lines: list[str]) -> None:
    assert one_a_line(text).split("\n") == lines
