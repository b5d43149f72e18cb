"""The list on the rim: saved with and without an account, and where it is kept."""

import re
import shutil
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from catalogue.models import Opportunity
from catalogue.opportunities import current_listings
from matcher import introductions
from matcher.db import writing
from matcher.introductions.on_device import from_text, to_text
from matcher.models import AccessEvent, Account, Mail, Person, Trust
from matcher.web.cookies import SAVED
from tests.introductions.builders import somebody
from tests.signed_in import SignInAs, cookie_of, give_cookie

pytest_plugins = ["tests.signed_in"]

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SUNG = {"phrase": "used to sing in a choir", "kind": "enjoyed_before"}


@pytest.fixture
def database_url(town_file: Path, tmp_path: Path) -> str:
    """The invented town; the verbs are proved on both databases, pages need one."""
    return f"sqlite:///{shutil.copy(town_file, tmp_path / 'matcher.db')}"


@pytest.fixture
def demo_town(engine: sa.Engine) -> sa.Engine:
    """The database, with the town in it."""
    return engine


@pytest.fixture
def ids(demo_town: sa.Engine) -> list[UUID]:
    """Listings that have a page and times, by their title."""
    with Session(demo_town) as session:
        shown = [x for x in current_listings(session, NOW.date()) if x.draft.timetables]
    return [x.id for x in sorted(shown, key=lambda x: x.draft.title)][:6]


@pytest.fixture
def sam(demo_town: sa.Engine, worker: Account) -> Person:
    """A person who chose Ana Reyes."""
    with writing(demo_town) as session:
        person = somebody(session, now=NOW)
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=worker.id, given_at=NOW)
        )
    return person


def saved(client: TestClient) -> list[UUID]:
    """What the visitor's cookie holds."""
    return list(from_text(client.cookies.get(SAVED)))


def on_list(page: str) -> list[UUID]:
    """What a page of the list shows, in its order."""
    return [UUID(found) for found in re.findall(r'id="on-list-([^"]+)"', page)]


def listed(engine: sa.Engine, person: Person) -> list[UUID]:
    """What a person's list holds."""
    with Session(engine) as session:
        rows = introductions.the_list(session, person)
        return [row.opportunity_id for row in rows]


def their_list(person: Person) -> str:
    return f"/people/{person.id}/list"


# --- a stranger's --------------------------------------------------------------------


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

    assert page.text.count(SUNG["phrase"]) == 4  # saving, two ways back, easy read
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
    place = re.findall(r'name="place" value="(\d+)"', without.text)[0]
    client.post("/list/change", data={"put_back": str(ids[2]), "place": place})

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


# --- side by side --------------------------------------------------------------------


def test_up_to_three_things_stand_side_by_side(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:5]), domain="testserver.local", path="/")

    chosen = client.get("/list/compare", params={"id": [str(ids[4]), str(ids[0])]})
    too_many = client.get("/list/compare", params={"id": [str(i) for i in ids[:5]]})
    none = client.get("/list/compare")

    assert compared(chosen.text) == [ids[0], ids[4]]
    assert compared(too_many.text) == compared(none.text) == ids[:3]
    assert "These are the first three" in too_many.text
    assert chosen.text.count(">How to join<") == 2


def compared(page: str) -> list[UUID]:
    return [UUID(x) for x in re.findall(r'<h2><a href="/opportunities/([^"]+)"', page)]


# --- a person's ----------------------------------------------------------------------


def test_a_person_saves_to_their_own_page_and_not_to_the_device(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine
) -> None:
    give_cookie(client, cookie_of(demo_town, NOW, person_id=sam.id, whole_page=False))

    client.post("/together", data=SUNG | {"save": str(ids[0])})
    client.post("/list/save", data={"save": str(ids[1])})

    assert saved(client) == []
    assert listed(demo_town, sam) == [ids[0], ids[1]]
    assert on_list(client.get("/list").text) == [ids[0], ids[1]]


def test_a_worker_they_chose_saves_to_their_page_and_it_is_written_down(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine,
    worker: Account, sign_in_as: SignInAs,
) -> None:  # fmt: skip
    sign_in_as(client, worker)

    client.post(f"{their_list(sam)}/save", data={"save": str(ids[0])})
    client.get(their_list(sam))
    client.get(f"{their_list(sam)}/print")

    assert listed(demo_town, sam) == [ids[0]]
    with Session(demo_town) as session:
        looks = session.exec(select(AccessEvent).order_by(AccessEvent.id)).all()
    assert sorted(look.what.value for look in looks) == sorted(
        ["changed", "looked", "looked", "printed"]
    )
    assert {look.who for look in looks} == {"Ana Reyes, Mill Street"}


def test_a_worker_reads_whose_list_it_is_and_the_person_reads_that_it_is_theirs(
    client: TestClient, sam: Person, demo_town: sa.Engine, now: datetime,
    worker: Account, sign_in_as: SignInAs,
) -> None:  # fmt: skip
    sign_in_as(client, worker)
    workers = heading(client.get(their_list(sam)).text)
    give_cookie(client, cookie_of(demo_town, now, person_id=sam.id, whole_page=False))
    theirs = heading(client.get("/list").text)

    assert (workers, theirs) == ("Sam’s list", "My list")


def heading(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.findall(r"<h1>(.*?)</h1>", page)[0])


def test_a_workers_own_list_is_the_devices_until_somebody_keeps_it(
    client: TestClient, ids: list[UUID], worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)

    client.post("/list/save", data={"save": str(ids[0])})

    assert saved(client) == [ids[0]]


@pytest.mark.parametrize("who", ["stranger", "another person", "another worker"])
def test_nobody_else_sees_or_changes_a_persons_list(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine,
    lead: Account, sign_in_as: SignInAs, who: str,
) -> None:  # fmt: skip
    if who == "another person":
        with writing(demo_town) as session:
            ash = somebody(session, now=NOW, called="Ash")
        give_cookie(client, cookie_of(demo_town, NOW, person_id=ash.id))
    elif who == "another worker":
        sign_in_as(client, lead)
    expected = 401 if who == "stranger" else 404

    looked = [
        client.get(their_list(sam) + path).status_code
        for path in ("", "/compare", "/print", "/text", "/dates.ics", "/take-away",
                     f"/{ids[0]}", f"/{ids[0]}/hello")
    ]  # fmt: skip
    changed = [
        client.post(their_list(sam) + path, data=data).status_code
        for path, data in (
            ("/save", {"save": str(ids[0])}),
            ("/change", {"remove": str(ids[0])}),
            ("/mail", {"address": "spy@example.org"}),
            (f"/{ids[0]}/state", {"state": "went"}),
            (f"/{ids[0]}/steer", {"way": "not_that_one"}),
        )
    ]

    assert looked == [expected] * len(looked)
    assert changed == [expected] * len(changed)
    assert listed(demo_town, sam) == []


def test_what_a_person_took_away_comes_back_with_what_they_said(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine
) -> None:
    give_cookie(client, cookie_of(demo_town, NOW, person_id=sam.id))
    for one in ids[:3]:
        client.post("/list/save", data={"save": str(one)})
    client.post(f"/list/{ids[1]}/state", data={"state": "went"})

    gone = client.post("/list/change", data={"remove": str(ids[1])})
    back = client.post("/list/change", data={"put_back": str(ids[1])})

    assert on_list(gone.text) == [ids[0], ids[2]]
    assert on_list(back.text) == ids[:3]
    with Session(demo_town) as session:
        row = introductions.on_the_list(session, sam, ids[1])
        assert row.state.value == "went"


# --- to take away --------------------------------------------------------------------


def test_the_list_as_text_says_everything_and_names_nobody(
    client: TestClient, ids: list[UUID], sam: Person, demo_town: sa.Engine
) -> None:
    give_cookie(client, cookie_of(demo_town, NOW, person_id=sam.id))
    client.post("/list/save", data={"save": str(ids[0])})

    text = client.get("/list/text")

    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"https://testserver/opportunities/{ids[0]}" in text.text
    for word in ("When: ", "Where: ", "Cost: ", "How to join: ", "Get in touch: "):
        assert word in text.text
    assert "Sam" not in text.text
    assert "&" not in text.text.replace(" & ", "")


def test_a_sheet_for_paper_has_a_code_for_each_thing_and_no_style_inside(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:3]), domain="testserver.local", path="/")

    sheets = {
        paper: client.get("/list/print", params={"paper": paper}).text
        for paper in ("a4", "a5", "pocket")
    }

    assert {paper: page.count('class="qr"') for paper, page in sheets.items()} == {
        "a4": 3, "a5": 3, "pocket": 3,
    }  # fmt: skip
    assert not any(" style=" in page for page in sheets.values())
    assert client.get("/list/print", params={"paper": "a0"}).status_code == 422


def test_dates_go_into_a_calendar_that_others_may_see(
    client: TestClient, ids: list[UUID]
) -> None:
    client.cookies.set(SAVED, to_text(ids[:3]), domain="testserver.local", path="/")

    named = client.get("/list/dates.ics").text
    out = client.get("/list/dates.ics", params={"title": "out"}).text
    one = client.get("/list/dates.ics", params={"only": str(ids[0])}).text

    assert out.count("BEGIN:VEVENT") == named.count("BEGIN:VEVENT") >= 3
    assert set(re.findall(r"SUMMARY:.*", out)) == {"SUMMARY:Out\r"}
    assert not re.search("URL|LOCATION|DESCRIPTION|matcher|opportunit", out)
    assert named.count("URL:") == named.count("BEGIN:VEVENT")
    assert one.count("BEGIN:VEVENT") < named.count("BEGIN:VEVENT")


def test_a_stranger_mails_the_list_to_themself_under_a_neutral_subject(
    client: TestClient, ids: list[UUID], demo_town: sa.Engine
) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    answer = client.post("/list/mail", data={"address": " sam@example.org "})

    assert "It is on its way" in unescape(answer.text)
    with Session(demo_town) as session:
        [mail] = session.exec(select(Mail)).all()
    assert (mail.letter, mail.recipient, mail.person_id) == (
        "my_list", "sam@example.org", None,
    )  # fmt: skip
    assert len(mail.values["listings"]) == 2


def test_what_is_no_address_and_an_empty_list_send_nothing(
    client: TestClient, ids: list[UUID], demo_town: sa.Engine
) -> None:
    empty = client.post("/list/mail", data={"address": "sam@example.org"})
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")
    bad = client.post("/list/mail", data={"address": "a@b.example\r\nBcc: c@d.example"})

    assert (empty.status_code, bad.status_code) == (422, 422)
    with Session(demo_town) as session:
        assert session.exec(select(Mail)).all() == []


def test_nobody_is_mailed_again_and_again(client: TestClient, ids: list[UUID]) -> None:
    client.cookies.set(SAVED, to_text(ids[:2]), domain="testserver.local", path="/")

    answers = [
        client.post("/list/mail", data={"address": "sam@example.org"}).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]
