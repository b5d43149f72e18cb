"""Welsh by choice, by the browser's wish, or not at all; and always back again."""

import pytest
from fastapi.testclient import TestClient

from matcher.web.cookies import LANGUAGE


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


def test_a_page_is_in_english_unless_somebody_wants_another(
    client: TestClient,
) -> None:
    page = client.get("/together").text

    assert '<html lang="en">' in page
    assert ">Cymraeg</button>" in page


@pytest.mark.parametrize(
    "wish", ["cy", "cy-GB,cy;q=0.9,en;q=0.8", "fr, en;q=0.5, cy;q=0.7", "CY-gb"]
)
def test_what_the_browser_asks_for_is_heard(client: TestClient, wish: str) -> None:
    page = client.get("/together", headers={"Accept-Language": wish}).text

    assert '<html lang="cy">' in page


@pytest.mark.parametrize("wish", ["", "fr", "en,cy;q=0.9", "*", "cy;q=x,en", ";;,,"])
def test_what_we_do_not_speak_is_english(client: TestClient, wish: str) -> None:
    page = client.get("/together", headers={"Accept-Language": wish}).text

    assert '<html lang="en">' in page


def test_a_choice_stays_on_the_device_and_leads_back(client: TestClient) -> None:
    answer = client.post(
        "/language", data={"code": "cy", "back": "/about"}, follow_redirects=False
    )
    name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
    page = client.get(
        "/about", headers={"Cookie": f"{name}={value}", "Accept-Language": "en"}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/about")
    assert (name, value) == (LANGUAGE, "cy")
    assert '<html lang="cy">' in page.text
    assert ">English</button>" in page.text
    assert "Cookie" in page.headers["vary"]


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/a?b=c", "a", ""]
)
def test_nobody_is_led_elsewhere(client: TestClient, back: str) -> None:
    answer = client.post(
        "/language", data={"code": "cy", "back": back}, follow_redirects=False
    )

    assert answer.headers["location"] == "/together"


def test_whoever_is_asked_to_sign_in_keeps_what_they_wanted(client: TestClient) -> None:
    page = client.get("/sign-in?to=%2Fpeople%2Fnew").text
    back = "/sign-in?to=%2Fpeople%2Fnew"
    answer = client.post(
        "/language", data={"code": "cy", "back": back}, follow_redirects=False
    )

    assert f'name="back" value="{back}"' in page
    assert answer.headers["location"] == back
    for elsewhere in ("https://elsewhere.example", "//elsewhere.example", "/c/x?y"):
        answer = client.post(
            "/language",
            data={"code": "cy", "back": f"/sign-in?to={elsewhere}"},
            follow_redirects=False,
        )
        assert answer.headers["location"] == "/sign-in"


def test_words_on_the_shared_page_come_along(client: TestClient) -> None:
    page = client.post(
        "/language?with_words=yes", data={"code": "cy", "phrase": "steam trains"}
    )

    assert (page.status_code, page.url.path) == (200, "/together")
    assert "steam trains" in page.text
    assert "steam" not in str(page.url)


def test_a_language_we_do_not_have_is_refused(client: TestClient) -> None:
    answer = client.post("/language", data={"code": "xx"})

    assert answer.status_code == 422
    assert "We have no pages in that language" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_cookie_somebody_made_up_is_not_believed(client: TestClient) -> None:
    page = client.get("/together", headers={"Cookie": f"{LANGUAGE}=../../etc"})

    assert '<html lang="en">' in page.text
