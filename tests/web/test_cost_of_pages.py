"""What a page of results asks of the machine, counted; and that nothing kept is stale.

No clock is read: a page is held to its statements, to the calls that rendering makes
and to the pieces it makes anew.
"""

import cProfile
import gc
import pstats
import re
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalogue import opportunities
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.db import writing
from matcher.web import deps, together
from tests.asked import asked_of

CHOIR = opportunity_id("wenbrook-demo", "wenbrook:choir-community")
ASKED = {"phrase": "sing in a choir", "kind": "enjoyed_before"}

MOST_STATEMENTS = 1
"""The catalogue's number; all else is in memory."""

MOST_CALLS = 6_000
"""Of Python while a page of a dozen cards is rendered: 3,600 today. It was 38,000 when
each card was made anew for each visitor, 7,400 when each sentence was asked for."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked is the same on both databases: one is enough."""
    return sqlite_url


def search(client: TestClient, language: str = "en", **asked: str) -> str:
    headers = {"Accept-Language": language}
    return client.post("/together", data=ASKED | asked, headers=headers).text


def choir_on(page: str) -> str:
    """The card of the choir, without what it stands in."""
    found = re.search(
        rf'<article [^>]*id="card-{CHOIR}">.*?</article>', page, re.DOTALL
    )
    assert found, "the choir is not on the page"
    return found[0]


@pytest.mark.parametrize("easy", ["", "__Host-easy=yes"])
def test_what_somebody_asked_is_let_go_with_their_page(
    client: TestClient,
    demo_town: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    easy: str,
) -> None:
    shown, page = [], together.page
    monkeypatch.setattr(
        together,
        "page",
        lambda *args, **values: (
            shown.append(weakref.ref(values["found"])) or page(*args, **values)
        ),
    )

    request.addfinalizer(gc.enable)
    gc.disable()  # nobody comes to look for rings
    client.post("/together", data=ASKED, headers={"Cookie": easy})
    held = [one() for one in shown]

    assert held == [None]


def test_a_page_asks_the_database_for_no_card_and_makes_none_twice(
    app: FastAPI,
    client: TestClient,
    demo_town: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = search(client)
    kept: Any = app.state.environments["en"].globals["lasting"].__wrapped__
    made, profile = kept.cache_info().misses, cProfile.Profile()
    page = together.page
    monkeypatch.setattr(
        together, "page", lambda *a, **k: profile.runcall(page, *a, **k)
    )

    with asked_of(demo_town) as told:
        again = search(client)

    assert again == first
    assert len(told) <= MOST_STATEMENTS, told
    assert kept.cache_info().misses == made
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    assert calls <= MOST_CALLS


def test_a_change_of_a_listing_is_on_the_next_page(
    client: TestClient, demo_town: sa.Engine, now: datetime
) -> None:
    before = choir_on(search(client))

    with writing(demo_town) as session:
        keeping.confirm(session, [CHOIR], today=now.date())
    confirmed = choir_on(search(client))
    with writing(demo_town) as session:
        told = opportunities.as_told(session, [CHOIR])[0]
        changed = replace(told, title="Evening choir", cost_text="Two <b>pounds</b>")
        opportunities.store(session, [replace(changed, prices=())], now=now)
    revised = choir_on(search(client))
    with writing(demo_town) as session:
        keeping.withdraw(session, CHOIR, now=now)

    assert "Checked today" not in before
    assert "Checked today" in confirmed
    assert "Evening choir" in revised.replace("<b>", "").replace("</b>", "")
    assert "Two &lt;b&gt;pounds&lt;/b&gt;" in revised
    assert str(CHOIR) not in search(client)


def test_a_new_day_and_another_language_have_cards_of_their_own(
    app: FastAPI, client: TestClient, demo_town: sa.Engine, now: datetime
) -> None:
    with writing(demo_town) as session:
        keeping.confirm(session, [CHOIR], today=now.date())

    english, welsh, again = (search(client, code) for code in ("en", "cy", "en"))
    app.dependency_overrides[deps.now] = lambda: now + timedelta(days=1)
    tomorrow = choir_on(search(client))

    assert again == english
    assert "Checked" not in choir_on(welsh)
    assert "Checked yesterday" in tomorrow


def test_nothing_of_a_visitor_is_kept_for_the_next(
    app: FastAPI, client: TestClient, demo_town: sa.Engine
) -> None:
    environment = app.state.environments["en"]
    lasting: Callable[..., Any] = environment.globals["lasting"]
    given: list[str] = []

    def noting(*values: Any) -> Any:
        pieces = lasting(*values)
        given.append(repr((values, pieces)))
        return pieces

    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name).globals["lasting"] = noting
    before = search(client)
    typed = {"add": "canary birds", "place": "canary wharf", "put_first": "canary"}
    client.post("/together", data=ASKED | typed | {"save": str(CHOIR)})
    saved = choir_on(search(client))
    client.cookies.clear()

    assert given
    assert not [one for one in given if "canary" in one]
    assert 'name="unsave"' in saved
    assert search(client) == before
