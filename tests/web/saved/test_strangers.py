"""A stranger's list: in a cookie of ids, in order, undone, forgotten."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Opportunity
from matcher.db import writing
from matcher.introductions.on_device import to_text
from matcher.web.cookies import SAVED
from tests.web.saved.a_list import SUNG, on_list, saved


def test_a_stranger_saves_from_a_card_and_their_words_stay_on_the_page(
    client: TestClient, ids: list[UUID]
) -> None:
    found = client.post("/together", data=SUNG).text
    [choir, *_] = re.findall(r'name="save" value="([^"]+)"', found)

    page = client.post("/together", data=SUNG | {"save": choir})

    assert page.status_code == 200
    assert SUNG["phrase"] in page.text
    assert saved(client) == [UUID(choir)]
    assert f'name="unsave" value="{choir}"' in page.text


def test_the_cookie_holds_ids_of_listings_and_nothing_else(
    client: TestClient, ids: list[UUID]
) -> None:
    answer = client.post("/together", data=SUNG | {"save": str(ids[0])})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SAVED}={to_text([ids[0]])};")
    assert {"HttpOnly", "Secure", "Path=/"} <= set(cookie.split("; "))


def test_a_listings_own_page_saves_it_and_keeps_the_way_back(
    client: TestClient, ids: list[UUID]
) -> None:
    page = client.post(f"/opportunities/{ids[0]}", data=SUNG | {"save": str(ids[0])})

    # saving, two ways back, easy read, another language
    assert page.text.count(SUNG["phrase"]) == 5
    assert 'name="save" ' not in page.text.replace(f'value="{ids[0]}"', "", 1)
    assert saved(client) == [ids[0]]


def test_scripts_get_only_the_button_back(client: TestClient, ids: list[UUID]) -> None:
    htmx = {"HX-Request": "true", "HX-Target": f"div#save-{ids[0]}"}

    part = client.post(
        "/list/save", data={"save": str(ids[0]), "inside": "/together"}, headers=htmx
    )

    assert part.text.strip().startswith('<div class="card-buttons saving"')
    assert 'formaction="/together#save-' in part.text
    assert saved(client) == [ids[0]]


def test_a_save_button_leads_back_to_our_own_pages_only(
    client: TestClient, ids: list[UUID]
) -> None:
    backs = ["https://evil.example/", "//evil.example", "/together", "/list\n", ""]

    answers = [
        client.post(
            "/list/save",
            data={"save": str(ids[0]), "back": back},
            follow_redirects=False,
        ).headers["location"]
        for back in backs
    ]

    assert answers == ["/list", "/list", f"/together#save-{ids[0]}", "/list", "/list"]


def test_nothing_that_a_stranger_invents_is_kept_by_the_server(
    app: FastAPI, client: TestClient, ids: list[UUID]
) -> None:
    kept = app.state.environments["en"].globals["lasting"].__wrapped__
    scripts = {"HX-Request": "true", "HX-Target": f"div#save-{ids[0]}"}
    asked = {"unsave": str(ids[0])}
    client.post("/list/save", data=asked | {"inside": "/list"}, headers=scripts)
    before = kept.cache_info().currsize

    inside = f"/people/{uuid4()}/abc"
    shown = client.post("/list/save", data=asked | {"inside": inside}, headers=scripts)
    too_long = f"/people/{uuid4()}/{'a' * 200}"
    other = client.post(
        "/list/save", data=asked | {"inside": too_long}, headers=scripts
    )
    none = uuid4()
    scripts["HX-Target"] = f"div#save-{none}"
    unknown = client.post("/list/save", data={"unsave": str(none)}, headers=scripts)

    assert f'formaction="{inside}#save-{ids[0]}"' in shown.text
    assert too_long not in other.text
    assert (unknown.status_code, unknown.text) == (200, "")
    assert kept.cache_info().currsize <= before + 1


def test_somebody_puts_their_list_in_order_takes_away_and_undoes(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:3]), domain="testserver.local", path="/")

    client.post("/list/change", data={"up": str(ids[2])})
    moved = saved(client)
    without = client.post("/list/change", data={"remove": str(ids[2])})
    gone = saved(client)
    was_at = re.findall(r'name="was_at" value="(\d+)"', without.text)[0]
    client.post("/list/change", data={"put_back": str(ids[2]), "was_at": was_at})

    assert moved == [ids[0], ids[2], ids[1]]
    assert gone == [ids[0], ids[1]]
    assert "Put it back" in without.text
    assert saved(client) == moved


def test_a_list_opened_from_results_keeps_the_way_back_through_every_change(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    opened = client.post("/list", data=SUNG | {"see": "1"})
    changed = client.post("/list/change", data=SUNG | {"up": str(ids[1])})

    for page in (opened, changed):
        assert "Back to what we found" in page.text
        assert page.url.query == b""
    assert on_list(changed.text) == [ids[1], ids[0]]


def test_where_somebody_sets_out_from_goes_to_the_list_and_back(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")
    said = SUNG | {"place": "Larkhill", "travel_km": "3"}

    opened = client.post("/list", data=said)
    removed = client.post("/list/change", data=said | {"remove": str(ids[1])})
    undone = said | {"put_back": str(ids[1]), "was_at": "0"}
    back = client.post("/list/change", data=undone)

    for page in (opened, removed, back):
        assert set(re.findall(r'name="place" value="(.*?)"', page.text)) == {"Larkhill"}
    assert on_list(back.text) == [ids[1], ids[0]]


def test_what_ended_leaves_a_strangers_list_quietly(
    client: TestClient, ids: list[UUID], demo_town: sa.Engine
) -> None:
    client.cookies.set(
        SAVED, to_text([uuid4(), *ids[:2]]), domain="testserver.local", path="/"
    )
    with writing(demo_town) as session:
        ended = session.get_one(Opportunity, ids[0])
        ended.visible_to = date(2026, 11, 1)

    page = client.get("/list")

    assert on_list(page.text) == [ids[1]]


def test_nothing_is_saved_that_has_no_page(client: TestClient, ids: list[UUID]) -> None:
    unknown = client.post("/list/save", data={"save": str(uuid4())})
    garbage = client.post("/list/save", data={"save": "x' OR 1=1"})

    assert (unknown.status_code, garbage.status_code) == (404, 404)
    assert saved(client) == []


def test_a_full_list_says_so(client: TestClient, ids: list[UUID],
                             monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("matcher.introductions.on_device.MOST", 2)
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    answer = client.post("/list/save", data={"save": str(ids[2])})

    assert answer.status_code == 422
    assert "This list holds 2 things" in answer.text


def test_the_device_forgets_when_it_is_asked_to(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids), domain="testserver.local", path="/")

    page = client.post("/list/change", data={"clear": "everything"})

    assert saved(client) == []
    assert "Nothing saved yet" in page.text


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(garbage=st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_no_cookie_breaks_a_page(client: TestClient, garbage: str) -> None:
    cookie = {"Cookie": f"{SAVED}={garbage}"}

    pages = [client.get(path, headers=cookie) for path in ("/list", "/list/compare")]

    assert [page.status_code for page in pages] == [200, 200]
