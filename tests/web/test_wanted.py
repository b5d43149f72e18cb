"""Who is asked to sign in is led back to the page they wanted, and nowhere else."""

import re

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from matcher.accounts import passwords
from matcher.db import writing
from matcher.models import Account, Role
from matcher.settings import Settings
from matcher.web.wanted import our_page
from tests.accounts.staff import GOOD, OTHER
from tests.signed_in import an_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A demo's, which tells the codes of its second step."""
    return settings.model_copy(update={"demo": True})


def somebody(engine: sa.Engine, role: Role) -> Account:
    account = an_account(engine, role=role)
    with writing(engine) as session:
        kept = session.get_one(Account, account.id)
        kept.password_hash = passwords.hashed(GOOD)
    return kept


def filled(page: str, **typed: str) -> dict[str, str]:
    """The hidden fields of a page's own form, and what somebody types."""
    own = page.partition("<main")[2].partition("</main>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', own)
    return dict(hidden) | typed


def test_a_worker_comes_to_the_page_they_asked_for(
    client: TestClient, engine: sa.Engine
) -> None:
    ana = somebody(engine, Role.WORKER)

    asked = client.get("/people/new")
    [way] = re.findall(r'href="(/sign-in[^"]*)"', asked.text.partition("<main")[2])
    form = client.get(way).text
    there = client.post("/sign-in", data=filled(form, email=ana.email, password=GOOD))

    assert asked.status_code == 401
    assert (there.status_code, there.url.path) == (200, "/people/new")


def test_a_lead_comes_there_by_way_of_the_second_step(
    client: TestClient, engine: sa.Engine
) -> None:
    lea = somebody(engine, Role.LEAD)

    form = client.get("/sign-in?to=/team/invite").text
    step = client.post("/sign-in", data=filled(form, email=lea.email, password=GOOD))
    [code] = re.findall(r"the code is <strong>(\d{6})</strong>", step.text)
    there = client.post("/second-step", data=filled(step.text, code=code))

    assert step.url.path == "/second-step"
    assert (there.status_code, there.url.path) == (200, "/team/invite")


def test_a_wrong_password_does_not_lose_the_way(
    client: TestClient, engine: sa.Engine
) -> None:
    ana = somebody(engine, Role.WORKER)
    form = client.get("/sign-in?to=/people/new").text

    again = client.post("/sign-in", data=filled(form, email=ana.email, password=OTHER))
    there = client.post(
        "/sign-in", data=filled(again.text, email=ana.email, password=GOOD)
    )

    assert there.url.path == "/people/new"


def test_the_demo_shows_a_code_that_works_each_time(
    client: TestClient, engine: sa.Engine
) -> None:
    """A code works once: the page shows the next one to who comes back at once."""
    lea = somebody(engine, Role.LEAD)

    came = []
    for _ in range(2):
        step = client.post("/sign-in", data={"email": lea.email, "password": GOOD})
        [code] = re.findall(r"the code is <strong>(\d{6})</strong>", step.text)
        came.append(client.post("/second-step", data={"code": code}).url.path)
        client.post("/sign-out")

    assert came == ["/team", "/team"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/people",
        "/\\elsewhere.example",
        "/people//elsewhere.example",
        "/people?called=Sam",
        "/people#x",
        "/people/../static",
        "javascript:alert(1)",
        "/sign-in",
        "/sign-in/link",
        "/sign-out",
        "/second-step",
        "/links/abc",
        "/c/0123456789abcdef",
        "/people/" + "a" * 200,
        "/people\n",
        "people",
        "",
    ],
)
def test_nobody_is_led_anywhere_else(
    client: TestClient, engine: sa.Engine, elsewhere: str
) -> None:
    ana = somebody(engine, Role.WORKER)
    typed = {"email": ana.email, "password": GOOD, "to": elsewhere}

    there = client.post("/sign-in", data=typed)

    assert our_page(elsewhere) == ""
    assert (there.url.host, there.url.path) == ("testserver", "/people")


def test_a_real_machine_never_shows_a_code(
    client: TestClient, engine: sa.Engine, settings: Settings
) -> None:
    lea = somebody(engine, Role.LEAD)
    client.app.state.settings = settings.model_copy(update={"demo": False})  # type: ignore[attr-defined]

    step = client.post("/sign-in", data={"email": lea.email, "password": GOOD})

    assert step.url.path == "/second-step"
    assert not re.search(r"In the demo|>\d{6}<", step.text)
