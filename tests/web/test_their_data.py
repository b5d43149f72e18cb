"""What is kept about a person: read, taken along, shared, taken back, erased."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher import logs
from matcher.db import writing
from matcher.models import (
    AccessEvent,
    Account,
    Consent,
    ConsentTo,
    Look,
    Person,
    SignIn,
    Trust,
)
from matcher.templates import page_environment
from matcher.their_data.columns import COLUMNS
from matcher.their_data.retention import UNUSED_AFTER
from tests.signed_in import SignInAs, an_account, cookie_of, give_cookie
from tests.their_data.planted import an_opportunity, canaries, plant


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def sam(engine: sa.Engine, worker: Account, now) -> UUID:
    """Somebody who chose the worker, with a canary in every text column."""
    with writing(engine) as session:
        person_id = plant(session, "sam", an_opportunity(session))
        session.exec(sa.delete(Trust))
        session.add(
            Trust(id=person_id, person_id=person_id, account_id=worker.id, given_at=now)
        )
    return person_id


@pytest.fixture
def as_sam(client: TestClient, engine: sa.Engine, sam: UUID, now) -> TestClient:
    """Sam, who came by their card and said their word."""
    give_cookie(client, cookie_of(engine, now, person_id=sam))
    return client


def at(person_id: UUID, rest: str = "") -> str:
    return f"/people/{person_id}/data{rest}"


# --- reading -------------------------------------------------------------------------


def test_the_person_reads_everything_that_is_kept(as_sam, sam):
    page = as_sam.get(at(sam))

    shown = {"phrase-words", "avoided-place-words", "introduction-message"}
    assert page.status_code == 200
    assert {one for one in shown if f"canary-sam-{one}" not in page.text} == set()
    assert "Evening choir" in page.text
    assert "Ana Reyes" in page.text
    for part in (
        f'href="/people/{sam}">Change these words',
        'href="/list">Change this',
    ):
        assert part in page.text


def test_every_canary_that_may_leave_is_in_the_file_and_on_the_page(as_sam, sam):
    file = as_sam.get(at(sam, "/export.json"))
    page = as_sam.get(at(sam, "/all"))

    may_leave = {
        word
        for (table, column), word in canaries("sam").items()
        if COLUMNS[table][column].exported
    }
    assert file.headers["content-disposition"].startswith("attachment")
    assert {word for word in may_leave if word not in file.text} == set()
    assert {word for word in may_leave if word not in page.text} == set()


def test_the_file_says_why_each_column_is_kept(as_sam, sam):
    file = json.loads(as_sam.get(at(sam, "/export.json")).text)

    assert file["tables"]["phrase"]["columns"]["words"] == {
        "purpose": "find",
        "kept": "page",
    }
    assert set(file["tables"]) == set(COLUMNS)


def test_a_worker_reads_all_but_what_is_private(
    client, sam, worker, sign_in_as: SignInAs
):
    sign_in_as(client, worker)

    pages = [client.get(at(sam, rest)).text for rest in ("", "/all", "/export.json")]

    assert all("canary-sam-phrase-words" in page for page in pages)
    assert all("canary-sam-avoided" not in page for page in pages)


def test_every_look_and_every_copy_of_a_worker_is_written_down(
    client, engine, sam, worker, sign_in_as: SignInAs
):
    sign_in_as(client, worker)
    for rest in ("", "/all", "/export.json"):
        client.get(at(sam, rest))

    with Session(engine) as session:
        events = session.exec(
            select(AccessEvent.what).where(AccessEvent.account_id == worker.id)
        ).all()
    assert sorted(events) == [Look.EXPORTED, Look.EXPORTED, Look.LOOKED]


def test_looks_within_a_minute_are_one_line_and_counted_as_one(
    as_sam, engine, sam, now
):
    with writing(engine) as session:
        for minutes in range(10, 16):
            for _ in range(2):
                when = now - timedelta(minutes=minutes)
                event = {"person_id": sam, "who": "Ola Reed", "what": Look.LOOKED}
                session.add(AccessEvent(id=uuid4(), at=when, **event))

    page = as_sam.get(at(sam)).text

    assert page.count("<strong>Ola Reed</strong>") == 6
    assert "2 more before that" in page


def test_somebody_who_was_not_chosen_finds_no_such_page(
    client, engine, sam, sign_in_as: SignInAs
):
    sign_in_as(client, an_account(engine, name="Ben Cole"))

    answers = [client.get(at(sam, rest)) for rest in ("", "/all", "/export.json")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("canary" in answer.text for answer in answers)


def test_the_card_alone_opens_none_of_it(client, engine, sam, now):
    cookie = cookie_of(engine, now, person_id=sam, whole_page=False)
    give_cookie(client, cookie)

    answers = [
        client.get(at(sam, rest)) for rest in ("", "/all", "/export.json", "/erase")
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert client.post(at(sam, "/erase")).status_code == 403


# --- deciding ------------------------------------------------------------------------

CHANGES: list[tuple[str, dict[str, str]]] = [
    ("/consents", {"purpose": "weekly_letter", "given": "yes"}),
    ("/shares", {"account_id": str(UUID(int=1))}),
    ("/cover", {"team_id": str(UUID(int=1))}),
    ("/shares/00000000-0000-0000-0000-000000000001/end", {}),
    ("/erase", {}),
]


@pytest.mark.parametrize(("rest", "fields"), CHANGES)
def test_a_worker_decides_nothing_here(
    client, engine, sam, worker, sign_in_as: SignInAs, rest, fields
):
    sign_in_as(client, worker)
    with Session(engine) as session:
        before = len(session.exec(select(Consent)).all())

    answer = client.post(at(sam, rest), data=fields)

    with Session(engine) as session:
        assert answer.status_code == 403
        assert session.get(Person, sam) is not None
        assert len(session.exec(select(Consent)).all()) == before


@pytest.mark.parametrize(("rest", "fields"), CHANGES)
def test_nobody_decides_for_a_neighbour(as_sam, engine, sam, rest, fields):
    with writing(engine) as session:
        lee = plant(session, "lee", an_opportunity(session))

    answer = as_sam.post(at(lee, rest), data=fields)

    assert answer.status_code == 404


@pytest.mark.parametrize("extra", ["role", "id", "verified"])
@pytest.mark.parametrize(("rest", "fields"), CHANGES[:3])
def test_a_field_nobody_asked_for_is_refused(as_sam, sam, rest, fields, extra):
    answer = as_sam.post(at(sam, rest), data=fields | {extra: "1"})

    assert answer.status_code == 422


def test_a_yes_is_kept_with_the_words_that_stood_on_the_screen(as_sam, engine, sam):
    page = as_sam.get(at(sam)).text

    answer = as_sam.post(
        at(sam, "/consents"), data={"purpose": "weekly_letter", "given": "yes"}
    )

    with Session(engine) as session:
        letter = Consent.purpose == ConsentTo.WEEKLY_LETTER
        [consent] = session.exec(select(Consent).where(letter)).all()
    assert answer.status_code == 200
    assert consent.given
    assert consent.wording in page
    assert "Take back" in answer.text


def test_taking_a_yes_back_keeps_both_lines(as_sam, engine, sam):
    for given in ("yes", "no"):
        as_sam.post(
            at(sam, "/consents"), data={"purpose": "copy_to_worker", "given": given}
        )

    with Session(engine) as session:
        copy = Consent.purpose == ConsentTo.COPY_TO_WORKER
        said = session.exec(select(Consent).where(copy).order_by(Consent.at)).all()
    assert [one.given for one in said] == [True, False]


def test_taking_back_the_page_itself_leads_to_erasing_it(as_sam, sam):
    answer = as_sam.post(
        at(sam, "/consents"),
        data={"purpose": "keep_profile", "given": "no"},
        follow_redirects=False,
    )

    assert answer.headers["location"] == at(sam, "/erase")


def test_a_worker_switched_off_sees_nothing_from_that_moment(
    as_sam, client, engine, sam, worker, sign_in_as: SignInAs
):
    as_sam.post(at(sam, f"/shares/{sam}/end"))

    sign_in_as(client, worker)

    assert client.get(at(sam)).status_code == 404
    assert client.get(f"/people/{sam}").status_code == 404


def test_a_worker_of_another_service_is_let_in_to_the_end_of_the_day(
    as_sam, engine, sam
):
    cat = an_account(engine, name="Cat Moss", team="Homes", service="New Start")

    page = as_sam.post(
        at(sam, "/shares"), data={"account_id": str(cat.id), "until": "2026-12-24"}
    )

    with Session(engine) as session:
        [trust] = session.exec(select(Trust).where(Trust.account_id == cat.id)).all()
    assert trust.until is not None
    assert trust.until.isoformat() == "2026-12-25T00:00:00+00:00"
    assert "until 24 December 2026" in page.text


@pytest.mark.parametrize("until", ["", "2026-11-23", "2030-01-01", "soon"])
def test_a_visit_without_a_good_day_is_refused(as_sam, engine, sam, until):
    cat = an_account(engine, name="Cat Moss", team="Homes", service="New Start")

    answer = as_sam.post(
        at(sam, "/shares"), data={"account_id": str(cat.id), "until": until}
    )

    assert answer.status_code == 422


# --- erasing -------------------------------------------------------------------------


def test_the_page_says_what_goes_before_anything_does(as_sam, engine, sam):
    page = as_sam.get(at(sam, "/erase")).text

    assert "1 thing in your own words" in page
    assert "1 saved thing, with what you noted beside it" in page
    with Session(engine) as session:
        assert session.get(Person, sam) is not None


def test_one_press_erases_everything_and_says_what_went(as_sam, engine, sam, settings):
    answer = as_sam.post(at(sam, "/erase"))

    file = Path(engine.url.database)
    raw = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    counted = [int(n) for n in re.findall(r"<td>(\d+)</td>", answer.text)]
    assert answer.status_code == 200
    assert "It is erased" in answer.text
    assert "Copies of everything are made" in answer.text
    assert len(counted) == len(COLUMNS)
    assert sum(counted) == len(COLUMNS) + 1  # two sign-ins: planted, and Sam's own
    assert b"canary-sam-" not in raw
    assert "within the hour" not in answer.text


def test_after_erasing_nobody_is_signed_in(as_sam, engine, sam):
    answer = as_sam.post(at(sam, "/erase"))
    again = as_sam.get(at(sam))

    with Session(engine) as session:
        assert session.exec(select(SignIn)).all() == []
    assert '__Host-signed-in=""' in answer.headers["set-cookie"]
    assert again.status_code == 401
    assert "/sign-in" in answer.text, "the page is a stranger's"


def test_a_screen_in_their_hands_erases_and_opens_no_workers_page(
    client, engine, sam, worker, now, sign_in_as: SignInAs
):
    value = sign_in_as(client, worker)
    with writing(engine) as session:
        [sign_in] = session.exec(select(SignIn).where(SignIn.account_id == worker.id))
        sign_in.handed_to = sam
    erased = client.post(at(sam, "/erase"))
    give_cookie(client, value)

    assert erased.status_code == 200
    assert client.get("/people").status_code == 401


def test_the_neighbours_page_is_as_it_was(as_sam, client, engine, sam, now):
    with writing(engine) as session:
        lee = plant(session, "lee", an_opportunity(session))
    as_sam.post(at(sam, "/erase"))
    give_cookie(client, cookie_of(engine, now, person_id=lee))

    page = client.get(at(lee, "/all")).text

    assert [w for w in canaries("lee").values() if w not in page] == [
        word
        for (table, column), word in canaries("lee").items()
        if not COLUMNS[table][column].exported
    ]


# --- unused for a year, and the log --------------------------------------------------


def test_a_worker_reads_which_page_will_be_erased_unless_it_is_opened(
    client, engine, sam, worker, now, sign_in_as: SignInAs
):
    with writing(engine) as session:
        person = session.get_one(Person, sam)
        person.active_at, person.told_at = now - UNUSED_AFTER, now
    sign_in_as(client, worker)

    told = client.get("/people").text
    client.get(f"/people/{sam}")
    after = client.get("/people").text

    assert "It will be erased on 24 December 2026" in told
    assert "It will be erased" not in after


def test_no_word_of_theirs_gets_into_the_log(as_sam, sam):
    logs.configure("DEBUG", stream := io.StringIO())
    for rest in ("", "/all", "/export.json", "/erase", "?canary-sam=1"):
        as_sam.get(at(sam, rest))
    as_sam.post(
        at(sam, "/consents"), data={"purpose": "canary-sam", "given": "canary-sam"}
    )
    as_sam.post(at(sam, "/shares"), data={"account_id": "canary-sam"})
    as_sam.post(at(sam, "/erase"))

    assert stream.getvalue().count('"request"') == 8
    assert "canary" not in stream.getvalue()


# --- words ---------------------------------------------------------------------------


def test_every_table_and_every_column_has_its_name_on_screen():
    words: Any = page_environment().get_template("their_data/words.html").module

    named = {
        (table, column): str(words.column(table, column))
        for table, columns in COLUMNS.items()
        for column in columns
        if columns[column].exported
    }

    assert {key for key, name in named.items() if not name} == set()
    assert all(str(words.table(name)) for name in COLUMNS)
    assert all(str(words.counted(name, 2)) for name in COLUMNS)


def test_the_page_says_how_long_copies_are_kept_or_that_nobody_told_us(
    as_sam, app, sam, settings
):
    unsaid = as_sam.get(at(sam)).text
    app.state.settings = settings.model_copy(update={"backups_kept_days": 30})

    said = as_sam.get(at(sam)).text

    assert "not been told how long" in unsaid
    assert "gone from those after 30 days" in said
