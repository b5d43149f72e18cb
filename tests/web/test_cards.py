"""Cards on the rim: a press opens them, wrong ones are counted, nothing says much."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from matcher.accounts import cards
from matcher.db import writing
from matcher.models import Account, Person, Trust
from matcher.web.cookies import SIGNED_IN
from tests.introductions.builders import somebody, things_to_do
from tests.signed_in import SignInAs, cookie_of, give_cookie

pytest_plugins = ["tests.signed_in"]

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The verbs are proved on both databases; the pages need one."""
    return sqlite_url


@pytest.fixture
def sam(engine: sa.Engine, worker: Account) -> Person:
    """A person who chose Ana Reyes, and a word."""
    with writing(engine) as session:
        person = somebody(session, now=NOW)
        cards.choose_word(session, person, cards.word_to_keep(person, "blue kettle"))
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=worker.id, given_at=NOW)
        )
    return person


@pytest.fixture
def code(engine: sa.Engine, sam: Person) -> str:
    """The code of a card of theirs."""
    with writing(engine) as session:
        return cards.make(session, sam, now=NOW)


@pytest.fixture
def phone(app: FastAPI) -> Iterator[TestClient]:
    """The person's own phone, beside the worker's screen."""
    with TestClient(app, base_url="https://testserver") as phone:
        yield phone


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return unescape(re.sub("<[^>]*>", "", found[1])).strip() if found else ""


def test_looking_at_a_cards_address_opens_nothing_and_a_press_opens_the_list(
    client: TestClient, code: str
) -> None:
    looked = client.get(f"/c/{code}")
    before = client.cookies.get(SIGNED_IN)
    opened = client.post(f"/c/{code}")

    assert (heading(looked.text), before) == ("This is your card", None)
    assert opened.url.path == "/list"
    assert heading(opened.text) == "My list"
    assert client.cookies.get(SIGNED_IN)


def test_a_code_can_be_typed_as_it_stands_on_the_card(
    client: TestClient, code: str
) -> None:
    opened = client.post("/card", data={"code": cards.in_fours(code).lower()})

    assert opened.url.path == "/list"


def test_a_slip_in_a_code_can_be_put_right_without_typing_all_of_it_again(
    client: TestClient,
) -> None:
    page = client.post("/card", data={"code": "5M9Y 9EQS 00QY VZAB"})

    assert page.status_code == 404
    assert 'value="5M9Y 9EQS 00QY VZAB"' in page.text


def test_the_pages_a_card_opens_say_nothing_in_title_and_head(
    client: TestClient, code: str, engine: sa.Engine, sam: Person
) -> None:
    with writing(engine) as session:
        [choir] = things_to_do(session, "Recovery choir", now=NOW)
    client.post(f"/c/{code}")
    client.post("/list/save", data={"save": str(choir)})

    pages = [
        client.get(path).text
        for path in (f"/c/{code}", "/card", "/list", "/card/word", "/list/take-away",
                     "/list/print", "/list/compare", f"/list/{choir}",
                     f"/list/{choir}/hello")
    ]  # fmt: skip

    heads = [page[: page.index("<main")] for page in pages]
    assert not [head for head in heads if re.search("choir|Sam|Mill Street", head)]
    assert "Recovery choir" in pages[2]


def test_wrong_codes_are_counted_by_where_they_come_from(
    client: TestClient, code: str
) -> None:
    answers = [
        client.post("/card", data={"code": "0000-0000-0000-0000"}) for _ in range(11)
    ]
    right = client.post(f"/c/{code}")

    assert [a.status_code for a in answers] == [404] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert right.status_code == 429


def test_a_card_opens_no_more_than_the_list(
    client: TestClient, code: str, sam: Person
) -> None:
    client.post(f"/c/{code}")

    answers = {
        path: client.get(f"/people/{sam.id}{path}").status_code
        for path in ("", "/card", "/list")
    }
    made = client.post(f"/people/{sam.id}/card/make").status_code
    chosen = client.post(f"/people/{sam.id}/card/word", data={"word": "mine now"})

    assert answers == {"": 403, "/card": 403, "/list": 200}
    assert (made, chosen.status_code) == (403, 403)


def test_their_word_opens_the_whole_page_under_a_new_cookie(
    client: TestClient, code: str, sam: Person
) -> None:
    client.post(f"/c/{code}")
    by_card = client.cookies.get(SIGNED_IN)

    wrong = client.post("/card/word", data={"word": "red kettle"})
    right = client.post("/card/word", data={"word": "Blue kettle"})

    assert wrong.status_code == 422
    assert "That is not it" in wrong.text
    assert right.url.path == f"/people/{sam.id}"
    assert client.cookies.get(SIGNED_IN) != by_card


def test_twenty_wrong_words_lock_it_and_the_person_is_told(
    client: TestClient, code: str, sam: Person, engine: sa.Engine
) -> None:
    client.post(f"/c/{code}")
    with writing(engine) as session:
        session.get_one(Person, sam.id).wrong_words = 18

    answers = [client.post("/card/word", data={"word": "guess"}) for _ in range(2)]
    right = client.post("/card/word", data={"word": "blue kettle"})

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Your word is resting" in answers[-1].text
    assert (right.status_code, right.headers["Retry-After"]) == (429, "3600")
    assert "somebody tried 20 wrong words" in client.get("/list").text
    give_cookie(client, cookie_of(engine, NOW, person_id=sam.id))
    assert "somebody tried 20 wrong words" in client.get(
        f"/people/{sam.id}/card"
    ).text  # fmt: skip


def test_a_worker_makes_a_card_with_them_and_switches_it_off(
    client: TestClient, phone: TestClient, sam: Person, worker: Account,
    sign_in_as: SignInAs, engine: sa.Engine,
) -> None:  # fmt: skip
    sign_in_as(client, worker)
    made = client.post(f"/people/{sam.id}/card/make").text
    [shown] = re.findall(r'id="card-code">([0-9A-Z-]{19})<', made)
    phone.post("/card", data={"code": shown})
    before = phone.get("/list").text
    again = client.get(f"/people/{sam.id}/card").text

    [off] = re.findall(r'action="(/people/[^"]*/off)"', again)
    client.post(off)
    after = phone.get("/list").text

    assert made.count('class="qr"') == 1
    assert "Sam" not in made
    assert shown not in again
    assert ("Close and leave" in before, "Close and leave" in after) == (True, False)
    assert phone.post("/card", data={"code": shown}).status_code == 404


def test_a_word_that_will_not_do_is_said_beside_the_field(
    client: TestClient, sam: Person, engine: sa.Engine
) -> None:
    give_cookie(client, cookie_of(engine, NOW, person_id=sam.id))
    before = word_hash(engine, sam)

    answer = client.post(f"/people/{sam.id}/card/word", data={"word": "cat"})

    assert answer.status_code == 422
    assert "at least 6 letters" in answer.text
    assert word_hash(engine, sam) == before


def test_choosing_a_word_leaves_the_person_signed_in_on_their_own_browser(
    client: TestClient, sam: Person, engine: sa.Engine
) -> None:
    give_cookie(client, cookie_of(engine, NOW, person_id=sam.id))

    answer = client.post(f"/people/{sam.id}/card/word", data={"word": "red kettle"})

    assert answer.url.path == f"/people/{sam.id}/card"
    assert answer.status_code == 200


def test_a_worker_cannot_choose_the_word_that_opens_what_is_private(
    client: TestClient, sam: Person, worker: Account, sign_in_as: SignInAs,
    engine: sa.Engine,
) -> None:  # fmt: skip
    sign_in_as(client, worker)
    before = word_hash(engine, sam)

    answer = client.post(f"/people/{sam.id}/card/word", data={"word": "red kettle"})

    assert answer.status_code == 403
    assert word_hash(engine, sam) == before
    assert 'name="word"' not in client.get(f"/people/{sam.id}/card").text


def word_hash(engine: sa.Engine, person: Person) -> str | None:
    with Session(engine) as session:
        return session.get_one(Person, person.id).word_hash


@pytest.mark.parametrize(
    "path", ["make", "word", "told", "00000000-0000-0000-0000-000000000000/off"]
)
def test_nobody_they_did_not_choose_touches_their_cards(
    client: TestClient, sam: Person, lead: Account, sign_in_as: SignInAs, path: str
) -> None:
    sign_in_as(client, lead)

    answer = client.post(f"/people/{sam.id}/card/{path}", data={"word": "red kettle"})

    assert answer.status_code in {404, 422}
    assert client.get(f"/people/{sam.id}/card").status_code == 404
