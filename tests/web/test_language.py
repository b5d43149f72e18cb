"""Welsh by choice, by the browser's wish, or not at all; and always back again."""

import re

import pytest
from fastapi.testclient import TestClient

from matcher.web.cookies import LANGUAGE


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


def switch_of(page: str) -> dict[str, str]:
    """What the switch at the foot of a page sends."""
    _, _, begun = page.partition('action="/language"')
    form = begun.partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


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
        "/language",
        data={"code": "cy", "back": "/together", "phrase": "steam trains"},
    )

    assert (page.status_code, page.url.path) == (200, "/together")
    assert "steam trains" in page.text
    assert "steam" not in str(page.url)


@pytest.mark.parametrize("path", ["/together", "/together/pictures"])
def test_what_was_found_is_asked_for_again_with_the_same_words(
    town: TestClient, path: str
) -> None:
    said = {"phrase": "used to sing", "kind": "enjoyed_before", "place": "Larkhill"}
    sent = switch_of(town.post(path, data=said).text)

    led = town.post("/language", data=sent, follow_redirects=False)
    in_welsh = {"Accept-Language": "cy"}  # the cookie goes over HTTPS alone
    again = town.post("/language", data=sent, headers=in_welsh)
    back = switch_of(again.text)

    assert sent == said | {"back": path, "code": "cy"}
    assert (led.status_code, led.headers["location"]) == (307, path)
    assert led.headers["set-cookie"].startswith(f"{LANGUAGE}=cy;")
    assert (again.status_code, str(again.url).partition("?")[2]) == (200, "")
    assert '<html lang="cy">' in again.text
    assert back == sent | {"code": "en"}


def test_a_page_of_one_thing_leads_back_to_itself(town: TestClient) -> None:
    found = town.post("/together", data={"phrase": "singing"}).text
    [at, *_] = re.findall(r'class="card-link" href="/opportunities/([^"]+)"', found)

    page = town.get(f"/list/{at}/hello").text

    assert switch_of(page)["back"] == f"/list/{at}/hello"


def test_what_was_cleared_does_not_come_along(town: TestClient) -> None:
    cleared = {"phrase": "used to sing", "clear": "everything"}

    sent = switch_of(town.post("/together", data=cleared).text)

    assert sent == {"back": "/together", "code": "cy"}


@pytest.mark.parametrize(
    ("press", "comes_along"),
    [
        (("remove", "0"), ["chess"]),
        (("up", "1"), ["chess", "darts"]),
        (("clear", "choices"), ["darts", "chess"]),
    ],
)
def test_what_a_press_left_comes_along_and_nothing_else(
    town: TestClient, press: tuple[str, str], comes_along: list[str]
) -> None:
    name, value = press
    said = {"phrase": ["darts", "chess"], "free": "1", name: value}

    page = town.post("/together", data=said).text
    [form] = re.findall(r'<form class="language" .*?</form>', page, re.DOTALL)

    assert re.findall(r'name="phrase" value="([^"]+)"', form) == comes_along
    assert ('name="free"' in form) is (name != "clear")


def test_what_was_meant_comes_along_with_its_phrase(town: TestClient) -> None:
    said = {"phrase": ["chess", "darts"], "not_that": "1 darts"}

    page = town.post("/together", data=said).text
    [form] = re.findall(r'<form class="language" .*?</form>', page, re.DOTALL)

    assert re.findall(r'name="taken" value="([^"]*)"', form) == ["", "-darts"]


def test_the_answer_to_a_form_that_changes_something_is_not_asked_for_again(
    client: TestClient,
) -> None:
    page = client.post("/join", data={"organization": "Bench"}).text

    assert "Bench" in page
    assert 'action="/language"' not in page


def test_a_language_we_do_not_have_is_refused(client: TestClient) -> None:
    answer = client.post("/language", data={"code": "xx"})

    assert answer.status_code == 422
    assert "We have no pages in that language" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_cookie_somebody_made_up_is_not_believed(client: TestClient) -> None:
    page = client.get("/together", headers={"Cookie": f"{LANGUAGE}=../../etc"})

    assert '<html lang="en">' in page.text
