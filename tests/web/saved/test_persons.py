"""Up to three side by side, and a person's list: theirs, and whoever they chose."""

import re
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher import introductions
from matcher.db import writing
from matcher.introductions.on_device import to_text
from matcher.models import AccessEvent, Account, Person
from matcher.web.cookies import SAVED
from tests.introductions.builders import somebody
from tests.signed_in import SignInAs, cookie_of, give_cookie
from tests.web.saved.a_list import NOW, SUNG, listed, on_list, saved, their_list


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
    went = client.post(f"/list/{ids[1]}/state", data={"state": "went"})

    gone = client.post("/list/change", data={"remove": str(ids[1])})
    back = client.post("/list/change", data={"put_back": str(ids[1])})

    assert "You went. How was it?" in went.text
    assert on_list(gone.text) == [ids[0], ids[2]]
    assert on_list(back.text) == ids[:3]
    with Session(demo_town) as session:
        row = introductions.on_the_list(session, sam, ids[1])
        assert row.state.value == "went"
