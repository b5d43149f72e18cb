"""Notes at a field: shown when it is shown again, taken or left by one press."""

import re
from datetime import datetime
from html import unescape
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import organizations
from matcher.db import writing
from matcher.models import Role
from tests.partners.builders import ARTS
from tests.signed_in import SignInAs, an_account

TEXT = "We paint. All service users and clients are welcome."
WHAT = {"title": "Art class", "description": TEXT}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def as_jo(
    client: TestClient, engine: sa.Engine, now: datetime, sign_in_as: SignInAs
) -> TestClient:
    with writing(engine) as session:
        arts: UUID = organizations.welcome(session, "here", ARTS, now=now)
    jo = an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    sign_in_as(client, jo)
    return client


@pytest.fixture
def what(as_jo: TestClient) -> str:
    """The address of the question, answered once with words of the sector."""
    address = as_jo.post("/listings/new", follow_redirects=False).headers["location"]
    sent(as_jo, address, **WHAT)
    return str(address)


def sent(client: TestClient, address: str, **fields: str) -> str:
    """Where a press leads, with the version that stands there."""
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert seen
    answer = client.post(
        address, data={**fields, "seen": seen[1]}, follow_redirects=False
    )
    assert answer.status_code == 303
    return str(answer.headers["location"])


def buttons(page: str, way: str) -> list[str]:
    return re.findall(rf'name="press" value="({way}:[^"]+)"', page)


def described(page: str) -> str:
    found = re.search(r'<textarea id="description"[^>]*>([^<]*)</textarea>', page)
    assert found
    return unescape(found[1])


def test_a_press_says_it_in_the_other_way_and_stays_at_the_field(
    as_jo: TestClient, what: str
) -> None:
    [first, *_] = buttons(as_jo.get(what).text, "say")

    onward = sent(as_jo, what, **WHAT, press=first)

    assert onward == f"{what}#notes-description"
    assert described(as_jo.get(what).text) == TEXT.replace(
        "service users", "people who come here"
    )


def test_why_is_said_in_welsh_of_words_that_stay_english(
    as_jo: TestClient, what: str
) -> None:
    page = unescape(as_jo.get(what, headers={"Accept-Language": "cy"}).text)

    assert '<span class="found" lang="en">“clients”</span>' in page
    assert "Mae “client” yn swnio fel contract" in page
    assert '<span lang="en">people</span></button>' in page


def test_what_is_left_is_left(as_jo: TestClient, what: str) -> None:
    before = buttons(as_jo.get(what).text, "leave")
    sent(as_jo, what, **WHAT, press=before[0])

    after = buttons(as_jo.get(what).text, "leave")

    assert before == ["leave:description:service-user", "leave:description:client"]
    assert after == ["leave:description:client"]
    assert described(as_jo.get(what).text) == TEXT


def test_nothing_is_in_the_way_and_the_last_page_says_where(
    as_jo: TestClient, what: str
) -> None:
    onward = sent(as_jo, what, **WHAT, press="next")
    check = as_jo.get(what.replace("/what", "/check")).text

    assert onward.endswith("/activities")
    assert f'href="{what}#notes-description"' in check
    assert "Another way to say “service users” and “clients”" in check


def test_a_page_may_ask_in_place_and_nothing_is_kept(
    as_jo: TestClient, what: str
) -> None:
    typed = {"title": "Art", "description": "For the vulnerable.", "seen": "9"}
    part = as_jo.post(what, data={**typed, "press": "look:description"})

    assert (part.status_code, "“the vulnerable”" in part.text) == (200, True)
    assert "<html" not in part.text
    assert described(as_jo.get(what).text) == TEXT


def test_left_words_are_left_even_when_something_else_is_missing(
    as_jo: TestClient, what: str
) -> None:
    seen = re.search(r'name="seen" value="(\d+)"', as_jo.get(what).text)
    assert seen
    fields = {**WHAT, "title": "", "press": "leave:description:client"}

    answer = as_jo.post(what, data={**fields, "seen": seen[1]})

    assert (answer.status_code, "Give it a name" in answer.text) == (422, True)
    assert buttons(answer.text, "leave") == ["leave:description:service-user"]
