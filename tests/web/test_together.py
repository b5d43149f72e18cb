"""The shared page: what a worker and a person are shown for what they say."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.ranking.further import NAMES, WITHIN_KM
from matcher.web import deps

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SUNG = "used to sing in the school choir"
HTMX = {"HX-Request": "true", "HX-Target": "section#results"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is found is proved on both databases elsewhere; the page needs one."""
    return sqlite_url


def texts(page: str, pattern: str) -> list[str]:
    """What stands inside each element that ``pattern`` begins, without its markup."""
    found = re.findall(rf"<(\w+)[^>]*{pattern}[^>]*>(.*?)</\1>", page, re.DOTALL)
    return [plain(inside) for _tag, inside in found]


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def groups(page: str) -> list[str]:
    return re.findall(r'id="group-(\w+)"', page)


def test_the_first_page_is_the_shared_one(client: TestClient) -> None:
    answer = client.get("/", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/together")


def test_it_opens_with_one_box_and_a_promise(town: TestClient) -> None:
    page = town.get("/together").text

    assert "What do you enjoy, or did you use to?" in page
    assert "Nothing you type here is kept." in page
    assert "<article" not in page


def test_a_choir_in_the_community_comes_before_the_day_centre(town: TestClient) -> None:
    page = town.post("/together", data={"add": SUNG}).text

    assert groups(page) == ["mainstream", "outward_facing", "in_service"]
    titles = texts(page, 'class="card-link"')
    assert [one for one in titles[:3] if not re.search("hoir|Voices", one)] == []
    assert "Mill Street Singers" in titles[3:]


def test_every_card_says_who_why_when_where_and_how_much(town: TestClient) -> None:
    page = town.post("/together", data={"add": SUNG}).text
    cards = texts(page, 'class="card card-')

    assert len(cards) > 5
    for card in cards:
        assert re.match(r"Anyone|Run by|Ask who|For people", card)
        assert "You said “" in card
        assert all(word in card for word in ("When", "Where", "Cost"))
        assert re.search(r"Checked|checked", card)


def test_a_reason_quotes_the_persons_own_words(town: TestClient) -> None:
    page = town.post("/together", data={"add": SUNG}).text

    quoted = set(re.findall(r"<mark>(.*?)</mark>", page))

    assert quoted
    assert all(words in SUNG for words in quoted)
    assert all("sing" in words or "choir" in words for words in quoted)


def test_what_was_said_travels_in_the_form_and_in_no_address(town: TestClient) -> None:
    page = town.post("/together", data={"add": SUNG}).text

    assert f'<input type="hidden" name="phrase" value="{SUNG}">' in page
    addresses = re.findall(r'(?:href|action|formaction|hx-post)="([^"]*)"', page)
    assert [a for a in addresses if "sing" in a or ("?" in a and "v=" not in a)] == []


def test_a_search_is_answered_at_once_and_never_kept(town: TestClient) -> None:
    answer = town.post("/together", data={"add": SUNG})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_as_somebody_types_only_the_results_are_sent(town: TestClient) -> None:
    answer = town.post("/together", data={"add": "sing"}, headers=HTMX)

    assert answer.text.lstrip().startswith('<div id="place-said"')
    assert "<html" not in answer.text
    assert 'name="phrase"' not in answer.text
    assert "HX-Request" in answer.headers["vary"]


def test_a_press_with_scripts_swaps_the_form_alone(town: TestClient) -> None:
    headers = HTMX | {"HX-Target": "form#together"}

    page = town.post("/together", data={"add": "sing"}, headers=headers).text

    assert page.lstrip().startswith("<form id=")
    assert 'name="phrase" value="sing"' in page


def test_each_group_begins_with_three_and_shows_more_at_a_press(
    town: TestClient,
) -> None:
    few = town.post("/together", data={"add": SUNG}).text
    many = town.post("/together", data={"add": SUNG, "more": "mainstream"}).text

    assert few.count('class="card card-mainstream"') == 3
    assert many.count('class="card card-mainstream"') > 3
    assert many.count('class="card card-in_service"') <= 3


def test_the_place_somebody_put_first_comes_first_until_it_is_undone(
    town: TestClient,
) -> None:
    said = {"add": SUNG, "put_first": "Mill Street Day Centre"}

    page = town.post("/together", data=said).text
    undone = town.post("/together", data={"add": SUNG, "put_first": ""}).text

    assert groups(page)[0] == "first"
    assert "Mill Street Day Centre comes first, because you asked." in page
    assert "first" not in groups(undone)


def test_nothing_that_fits_is_said_plainly(town: TestClient) -> None:
    page = town.post("/together", data={"add": "zorbing"}).text

    assert "Nothing here fits that yet" in page
    assert "<article" not in page


def test_a_phrase_that_nothing_open_to_all_answers_is_named(town: TestClient) -> None:
    said = {"phrase": ["singing", "zorbing"], "kind": ["enjoy_now", "enjoy_now"]}

    page = plain(town.post("/together", data=said).text)

    assert "Nothing that anyone can join fits zorbing yet." in page


def test_only_a_no_asks_what_instead(town: TestClient) -> None:
    page = town.post("/together", data={"add": "no pubs"}).text

    assert "What instead?" in page
    assert "<article" not in page


def test_firm_conditions_are_named_and_cleared_together(town: TestClient) -> None:
    said = {"add": "gardening", "free": "1", "day": "TU", "part": "morning"}

    page = town.post("/together", data=said).text
    cleared = town.post("/together", data=said | {"clear": "choices"}).text

    assert texts(page, 'class="only"') == ["Only: Free · Tuesdays · Mornings Clear all"]
    assert texts(cleared, 'class="only"') == []


def test_what_nobody_has_said_is_to_be_asked_first(town: TestClient) -> None:
    page = town.post("/together", data={"add": "gardening", "step_free": "1"}).text

    assert "Ask first: step-free access" in texts(page, 'class="ask-first"')


def test_choices_say_how_many_would_remain(town: TestClient) -> None:
    page = town.post("/together", data={"add": "gardening"}).text

    counted = texts(page, 'class="toggle"')

    assert len(counted) == len(NAMES) - len(WITHIN_KM), "one for each of the choices"
    assert re.fullmatch(r"Free \d+(\+\d+)?, \d+ results?( and \d+ to ask)?", counted[0])


def test_the_week_is_a_day_list_without_a_word_said(town: TestClient) -> None:
    page = town.post("/together", data={"view": "week"}).text

    days = texts(page, 'id="day-')

    assert days[:2] == ["Today, Tuesday 24 November", "Wednesday 25 November"]
    assert len(days) == 7
    assert page.count('class="meeting ') > 20


def test_a_week_begins_with_a_way_to_each_of_its_days(town: TestClient) -> None:
    page = town.post("/together", data={"view": "week"}).text

    ways = re.findall(r'class="jump" href="#(day-[^"]+)"', page)

    assert len(ways) == 7
    assert ways == re.findall(r'<h3 id="(day-[^"]+)"', page)


@pytest.mark.parametrize(
    ("view", "leads_back"),
    [({"add": "singing"}, True), ({}, False)],
    ids=["something was said", "nothing was said"],
)
def test_a_week_leads_back_to_what_was_found_where_anything_was(
    town: TestClient, view: dict[str, str], *, leads_back: bool
) -> None:
    page = town.post("/together", data={"view": "week"} | view).text

    assert ("Back to what we found" in page) == leads_back


def test_looking_for_nothing_says_what_to_do_instead(town: TestClient) -> None:
    page = town.post("/together", data={"add": " ", "go": "1"}).text

    told = texts(page, 'class="problem"')

    assert told == ["Write one thing in the box first. Any words will do."]
    assert "Just show me what’s on this week" in page


def test_in_the_evening_today_is_what_is_still_on(
    town: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = NOW.replace(hour=19)
    app: Any = town.app
    monkeypatch.setitem(app.dependency_overrides, deps.now, lambda: evening)

    page = town.post("/together", data={"view": "week"}).text

    today, _, _ = page.partition("Wednesday 25 November")
    all_day_long, *later = texts(today, 'class="time"')
    assert "Larkhill community fridge" in today
    assert all_day_long == "8am to 9pm"
    assert {one.split(" to ")[0] for one in later} == {"7pm", "7:30pm", "8pm"}


def test_the_week_keeps_to_what_was_said(town: TestClient) -> None:
    page = town.post("/together", data={"view": "week", "add": "singing"}).text

    assert "Wenbrook Community Choir" in page
    assert "The Bike Kitchen" not in page


def test_a_known_place_gives_distances(town: TestClient) -> None:
    said = {"add": "singing", "place": "near the library"}

    page = town.post("/together", data=said).text

    assert "Measured from Wenbrook Library." in page
    assert re.search(r"minutes’ walk|km away", page)


def test_an_unknown_postcode_is_said_and_the_search_is_done_without(
    town: TestClient,
) -> None:
    page = town.post("/together", data={"add": "singing", "place": "ZZ9 9ZZ"}).text

    assert "We don’t know the postcode ZZ9 9ZZ" in page
    assert groups(page)[0] == "mainstream"


def test_an_empty_catalogue_says_what_to_do(client: TestClient) -> None:
    page = client.post("/together", data={"add": "singing"}).text

    assert "There is nothing in the catalogue yet" in page
    assert "python3 run.py demo" in page


def test_twenty_things_are_as_many_as_fit(town: TestClient) -> None:
    said = {"phrase": [f"thing {i}" for i in range(20)], "add": "one more"}

    page = town.post("/together", data=said).text

    assert "That is 20 things" in page
    assert 'value="one more"' in page


def test_a_story_too_long_is_handed_back(town: TestClient) -> None:
    page = town.post("/together", data={"add": "a" * 501}).text

    beside_the_box, where_the_page_lands = page.split('id="results"')
    assert "That is too long to read in one go." in beside_the_box
    assert "That is too long to read in one go." in where_the_page_lands


def test_a_file_is_not_ours_to_read(town: TestClient) -> None:
    answer = town.post("/together", files={"add": ("words.txt", b"singing")})

    assert answer.status_code == 400


def test_words_stay_as_they_were_said_whatever_they_look_like(town: TestClient) -> None:
    page = town.post("/together", data={"add": "<b>singing</b> & 'darts'"}).text

    assert 'value="&lt;b&gt;singing&lt;/b&gt; &amp; &#39;darts&#39;"' in page
    assert "<b>singing</b> &" not in page
