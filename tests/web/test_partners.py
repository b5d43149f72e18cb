"""The pages of organizations: join, tell a listing, keep it true, look it over."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue import opportunities, organizations
from catalogue.drafts import OrganizationDraft, Status
from catalogue.models import Organization
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.db import reading, writing
from matcher.digests import running
from matcher.keys import LETTER, token_for
from matcher.models import Account, Link, ListingDraft, Mail, Remark, Role
from matcher.partners import remarks
from matcher.settings import Settings
from matcher.web.tries import Tries
from tests.partners.asking import asked as asked_in_a_letter
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account

JOINING = {
    "organization": "Mill Lane Arts", "name": "Jo Field",
    "email": "jo@milllane.example", "charity_number": "1234567",
}  # fmt: skip
ANSWERS: dict[str, dict[str, object]] = {
    "what": {"title": "Tuesday watercolours", "description": "We paint and chat."},
    "activities": {"others": "ink"},
    "when": {
        "way": "weekly", "day": ["TU"], "starts": "7pm", "ends": "9pm", "press": "add",
    },
    "where": {"at": ["place"], "venue": "Mill Lane Hall", "postcode": "QX1 1AA"},
    "cost": {"how": "costs", "words": "£3"},
    "welcome": {"openness": "mainstream"},
    "access": {"steps": "step-free"},
    "first-visit": {"who_meets_you": "Jo, by the door", "just_turn_up": "yes"},
    "hello": {"phone": "0161 496 0000"},
}  # fmt: skip


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def arts(engine: sa.Engine, now: datetime) -> UUID:
    """Mill Lane Arts."""
    with writing(engine) as session:
        return organizations.welcome(session, "here", ARTS, now=now)


@pytest.fixture
def jo(engine: sa.Engine, arts: UUID) -> Account:
    """Jo of Mill Lane Arts."""
    return an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )


@pytest.fixture
def choir(engine: sa.Engine, arts: UUID, now: datetime) -> UUID:
    """Their choir, as people see it."""
    with writing(engine) as session:
        return keeping.publish(session, CHOIR, kept_by=arts, now=now)


@pytest.fixture
def as_jo(client: TestClient, jo: Account, sign_in_as: SignInAs) -> TestClient:
    sign_in_as(client, jo)
    return client


def post(client: TestClient, path: str, **fields: object) -> tuple[int, str]:
    answer = client.post(path, data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def seen_on(client: TestClient, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert found
    return found[1]


def told(client: TestClient) -> str:
    """Answers every question as somebody would; the address of the check page."""
    _, address = post(client, "/listings/new")
    for step, fields in ANSWERS.items():
        assert address.endswith(f"/{step}"), address
        seen = seen_on(client, address)
        status, onward = post(client, address, **{"press": "next", **fields}, seen=seen)
        assert status == 303
        if step == "when":
            page = client.get(onward).text
            assert "Tuesdays, 7pm to 9pm" in page
            assert page.count("Tue 24 Nov, Tue 1 Dec, Tue 8 Dec, Tue 15 Dec") == 1
            seen = seen_on(client, onward)
            _, onward = post(client, onward, press="next", way="weekly", seen=seen)
        address = onward
    return address


def trust(engine: sa.Engine, arts: UUID, now: datetime) -> None:
    with writing(engine) as session:
        organizations.trust(session, arts, now=now)


def publish(client: TestClient, check: str) -> tuple[int, str]:
    seen = seen_on(client, check)
    return post(client, check.replace("/check", "/publish"), seen=seen)


# --- many ----------------------------------------------------------------------------


def statements(engine: sa.Engine, client: TestClient, address: str) -> tuple[str, int]:
    """A page, and how many statements it took."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        return client.get(address).text, len(said)
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)


def test_a_home_of_many_is_read_a_hundred_at_a_time_in_as_few_queries_as_of_two(
    as_jo: TestClient, engine: sa.Engine, now: datetime
) -> None:
    walks = [replace(CHOIR, source_id=str(n), title=f"Walk {n:03}") for n in range(250)]
    counted, shown = [], []
    for several in (walks[:2], walks):
        with writing(engine) as session:
            opportunities.store(session, several, now=now)
            for one in several[:100]:
                key = opportunity_id(one.source, one.source_id)
                remarks.tell_changed(session, key, f"{one.title} moved", now=now)
        page, count = statements(engine, as_jo, "/listings")
        counted.append(count)
    while onward := re.search(r'href="([^"#]+)#here-heading">The next ones', page):
        shown.append(len(re.findall(r">(Walk \d+)</a>", page)))
        page = as_jo.get(onward[1]).text
    last = re.findall(r">(Walk \d+)</a>", page)
    back = re.search(r'href="([^"#]+)#here-heading">The ones before', page)

    assert counted[0] == counted[1]
    assert (shown, last) == ([100, 100], [one.title for one in walks[200:]])
    assert back
    assert "Walk 100<" in as_jo.get(back[1]).text


def test_what_is_still_right_is_what_stands_on_the_page(
    as_jo: TestClient, engine: sa.Engine, now: datetime, today: date
) -> None:
    walks = [replace(CHOIR, source_id=str(n), title=f"Walk {n:03}") for n in range(102)]
    with writing(engine) as session:
        opportunities.store(session, walks, now=now)
    keys = [opportunity_id(one.source, one.source_id) for one in walks]
    page = as_jo.get(f"/listings?at={keys[101]}").text
    button = re.search(r'action="(/listings/still-true\?at=[^"]+)"', page)
    assert button

    pressed = post(as_jo, button[1])

    with reading(engine) as session:
        found = opportunities.listings(session, keys)
    right = [one.draft.title for one in found if one.draft.assured_on == today]
    assert pressed == (303, f"/listings?at={keys[100]}")
    assert right == ["Walk 100", "Walk 101"]


# --- joining -------------------------------------------------------------------------


def test_an_organization_asks_and_a_lead_agrees(
    client: TestClient, engine: sa.Engine, lead: Account, sign_in_as: SignInAs
) -> None:
    asked = post(client, "/join", **JOINING)
    again = post(client, "/join", **JOINING)
    sign_in_as(client, lead)
    page = client.get("/looking-over").text
    request = re.search(r"/looking-over/joining/([0-9a-f-]+)/agree", page)
    assert request

    agreed = post(client, f"/looking-over/joining/{request[1]}/agree")

    assert asked == again == (303, "/join/asked")
    assert ("Jo Field, jo@milllane.example" in page, agreed[0]) == (True, 303)
    with Session(engine) as session:
        link = session.exec(select(Link)).one()
        organization = session.exec(select(Organization)).one()
    assert link.organization_id == organization.id
    assert organization.charity_number == "1234567"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client: TestClient) -> None:
    answer = client.post("/join", data={**JOINING, "charity_number": ""})

    assert answer.status_code == 422
    assert "Jo Field" in answer.text


def test_asking_to_join_is_limited(client: TestClient) -> None:
    statuses = [post(client, "/join", **JOINING)[0] for _ in range(11)]

    assert statuses == [303] * 10 + [429]


def test_a_lead_declines_with_a_message(
    client: TestClient, engine: sa.Engine, lead: Account, sign_in_as: SignInAs
) -> None:
    post(client, "/join", **JOINING)
    sign_in_as(client, lead)
    page = client.get("/looking-over").text
    [address] = re.findall(r"/looking-over/joining/[0-9a-f-]+/decline", page)

    silent = post(client, address, note=" ")
    said = post(client, address, note="Please ring us first.")

    assert (silent[0], said[0]) == (422, 303)
    with Session(engine) as session:
        assert session.exec(select(Mail)).one().letter == "joining"


# --- telling -------------------------------------------------------------------------


def test_a_weekly_class_is_told_looked_at_and_found(
    as_jo: TestClient,
    engine: sa.Engine,
    worker: Account,
    sign_in_as: SignInAs,
) -> None:
    check = told(as_jo)
    page = as_jo.get(check).text
    published = publish(as_jo, check)
    home = as_jo.get("/listings").text
    sign_in_as(as_jo, worker)
    waiting = as_jo.get("/looking-over").text
    [draft] = re.findall(r"/looking-over/drafts/[0-9a-f-]+", waiting)
    seen = seen_on(as_jo, draft)
    agreed = post(as_jo, f"{draft}/agree", seen=seen)
    search = {"phrase": "painting", "kind": "enjoy_now", "go": "1"}
    found = as_jo.post("/together", data=search).text

    assert "The card as people will see it" in page
    assert "Jo, by the door" in page
    assert (published, "Waiting" in home) == ((303, "/listings#begun"), True)
    assert (agreed[0], "Tuesday watercolours" in found) == (303, True)


def test_what_is_wrong_is_said_beside_what_was_typed(as_jo: TestClient) -> None:
    _, address = post(as_jo, "/listings/new")
    seen = seen_on(as_jo, address)

    answer = as_jo.post(address, data={"description": "Nice words", "seen": seen})

    assert answer.status_code == 422
    assert "Give it a name" in answer.text
    assert "Nice words" in answer.text


def test_a_field_that_no_question_has_is_refused(as_jo: TestClient) -> None:
    _, address = post(as_jo, "/listings/new")

    assert post(as_jo, address, title="A", organization_id="x", seen="1")[0] == 422


def test_an_older_form_gets_both_texts(as_jo: TestClient, engine: sa.Engine) -> None:
    _, address = post(as_jo, "/listings/new")
    seen = seen_on(as_jo, address)
    post(as_jo, address, title="The first words", seen=seen)

    both = as_jo.post(address, data={"title": "The other words", "seen": seen})
    fields = dict(re.findall(r'name="(title|seen)" value="([^"]*)"', both.text))
    kept = post(as_jo, address, **fields)

    assert both.status_code == 409
    assert "The first words" in both.text
    assert "The other words" in both.text
    assert kept[0] == 303
    with Session(engine) as session:
        row = session.exec(select(ListingDraft)).one()
        assert row.content["title"] == "The other words"


def test_of_two_changes_the_second_sees_both_and_chooses(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, choir: UUID, now: datetime
) -> None:
    trust(engine, arts, now)
    checks = []
    for title in ("Choir A", "Choir B"):
        _, check = post(as_jo, f"/listings/{choir}/change")
        what = check.replace("check", "what")
        post(as_jo, what, title=title, seen=seen_on(as_jo, what))
        checks.append(check)

    first = publish(as_jo, checks[0])
    second = as_jo.post(
        checks[1].replace("/check", "/publish"),
        data={"seen": seen_on(as_jo, checks[1])},
    )
    fields = dict(re.findall(r'name="(over|seen)" value="([^"]*)"', second.text))
    kept = post(as_jo, checks[1].replace("/check", "/publish"), **fields)
    versions = as_jo.get(f"/listings/{choir}/versions").text

    assert (first[0], second.status_code, kept[0]) == (303, 409, 303)
    assert "Choir A" in second.text
    assert "Choir B" in second.text
    assert re.findall(r"Choir [AB]|Tuesday choir", versions)[:1] == ["Choir B"]
    assert "Choir A" in versions


def test_sent_back_it_says_why_where_one_goes_on(
    as_jo: TestClient, worker: Account, jo: Account, sign_in_as: SignInAs
) -> None:
    publish(as_jo, told(as_jo))
    sign_in_as(as_jo, worker)
    [draft] = re.findall(
        r"/looking-over/drafts/[0-9a-f-]+", as_jo.get("/looking-over").text
    )

    silent = post(as_jo, f"{draft}/send-back", note="")
    post(as_jo, f"{draft}/send-back", note="Which door is it?")
    sign_in_as(as_jo, jo)

    assert silent[0] == 422
    assert "Which door is it?" in as_jo.get("/listings").text


def test_dropping_keeps_nothing(as_jo: TestClient, engine: sa.Engine) -> None:
    _, address = post(as_jo, "/listings/new")

    dropped = post(as_jo, address.replace("/what", "/drop"))

    assert dropped == (303, "/listings#begun")
    assert as_jo.get(address).status_code == 404


# --- keeping -------------------------------------------------------------------------


def test_each_press_of_the_home_does_its_one_thing(
    as_jo: TestClient, engine: sa.Engine, choir: UUID, today: date
) -> None:
    at = f"/listings/{choir}"

    def said() -> tuple[Status, date | None, date | None]:
        with reading(engine) as session:
            listing = opportunities.listing(session, choir)
            assert listing
            draft = listing.draft
        return draft.status, draft.assured_on, draft.rests_until

    steps = []
    for press, fields in (
        ("still-true", {}),
        ("not-this-week", {}),
        ("open", {}),
        ("close", {"note": "The roof", "until": "2026-12-24"}),
    ):
        assert post(as_jo, f"{at}/{press}", **fields)[0] == 303
        steps.append(said())
    page = as_jo.get(f"/opportunities/{choir}").text
    post(as_jo, f"{at}/over")

    sunday, eve = date(2026, 11, 29), date(2026, 12, 24)
    assert steps == [
        (Status.ACTIVE, today, None),
        (Status.ACTIVE, today, sunday),
        (Status.ACTIVE, today, None),
        (Status.TEMPORARILY_CLOSED, today, eve),
    ]
    assert "The roof" in page
    assert as_jo.get(f"/opportunities/{choir}").status_code == 404


def test_a_listing_that_does_not_meet_this_week_says_so(
    as_jo: TestClient, choir: UUID
) -> None:
    post(as_jo, f"/listings/{choir}/not-this-week")

    assert "Not this week." in as_jo.get(f"/opportunities/{choir}").text


def test_bringing_a_version_back_is_one_press(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, choir: UUID, now: datetime
) -> None:
    trust(engine, arts, now)
    _, check = post(as_jo, f"/listings/{choir}/change")
    what = check.replace("check", "what")
    post(as_jo, what, title="A slip", seen=seen_on(as_jo, what))
    publish(as_jo, check)

    status, address = post(as_jo, f"/listings/{choir}/versions/1")

    assert (status, address) == (303, f"/listings/{choir}/versions")
    assert "Tuesday choir" in as_jo.get(f"/opportunities/{choir}").text


def test_another_organizations_listing_opens_for_nobody_else(
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    sign_in_as: SignInAs,
    now: datetime,
) -> None:
    with writing(engine) as session:
        other = organizations.welcome(
            session, "here", OrganizationDraft(name="Elm Road Dancers"), now=now
        )
    kit = an_account(
        engine, role=Role.PARTNER, name="Kit Moss", team=None, organization_id=other
    )
    sign_in_as(client, kit)

    presses = ("change", "still-true", "not-this-week", "open", "close", "over")
    statuses = {post(client, f"/listings/{choir}/{press}")[0] for press in presses}

    assert statuses == {404}
    assert client.get(f"/listings/{choir}/versions").status_code == 404


# --- the mail's press, and what visitors tell ----------------------------------------


@pytest.fixture
def token(
    app: FastAPI, engine: sa.Engine, jo: Account, choir: UUID, now: datetime
) -> str:
    """The link of a letter that asks about the choir."""
    with writing(engine) as session:
        letter = asked_in_a_letter(session, jo.id, choir, now=now)
        return token_for(app.state.key, LETTER, letter.id)


def test_opening_the_mails_link_confirms_nothing_and_a_press_does(
    client: TestClient, engine: sa.Engine, token: str, choir: UUID, today: date
) -> None:
    def checked() -> date | None:
        with reading(engine) as session:
            listing = opportunities.listing(session, choir)
            return listing.draft.assured_on if listing else None

    opened = [client.get(f"/still-true/{token}") for _ in range(3)]
    before = checked()
    pressed = post(client, f"/still-true/{token}", press="right", listing=str(choir))
    after = checked()

    assert {answer.status_code for answer in opened} == {200}
    assert (before, after, pressed[0]) == (date(2026, 6, 1), today, 303)
    assert "You said it is right" in client.get(f"/still-true/{token}").text


def test_what_was_written_stays_where_it_does_not_do(
    client: TestClient, token: str, choir: UUID
) -> None:
    at, changed = f"/still-true/{token}", {"press": "changed", "listing": str(choir)}

    empty = post(client, at, **changed)[0]
    page = client.post(at, data={**changed, "words": " "}).text
    told = post(client, at, **changed, words="It is in the big hall now")[0]

    assert (empty, told) == (422, 303)
    assert re.search(r"<details open>.*?Write a few words", page, re.DOTALL)
    assert "What you told us is put right soon." in client.get(at).text


def test_all_of_it_is_right_by_one_press(
    client: TestClient, token: str, engine: sa.Engine
) -> None:
    post(client, f"/still-true/{token}", press="right")

    assert "That is all." in client.get(f"/still-true/{token}").text


def test_a_token_nobody_made_opens_nothing(client: TestClient, token: str) -> None:
    for wrong in ("x", token[:-2] + "zz", "a" * 60):
        assert client.get(f"/still-true/{wrong}").status_code == 404
        assert post(client, f"/still-true/{wrong}", press="right")[0] == 404


def test_a_visitor_tells_and_only_a_lead_reads_what_felt_unsafe(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    jo: Account,
    worker: Account,
    lead: Account,
    sign_in_as: SignInAs,
) -> None:
    at = f"/opportunities/{choir}/tell"
    post(client, at, kind="changed", words="It is on Mondays now")
    post(client, at, kind="unsafe", words="Somebody shouted at me")

    read = {}
    for who, path in (
        (jo, "/listings"),
        (worker, "/looking-over"),
        (lead, "/looking-over"),
    ):
        sign_in_as(client, who)
        page = client.get(path).text
        read[who.name] = ("It is on Mondays now" in page, "Somebody shouted" in page)

    assert read == {
        "Jo Field": (True, False),
        "Ana Reyes": (True, False),
        "Lea Marsh": (True, True),
    }


def test_a_lead_pauses_and_opens_a_listing(
    client: TestClient,
    engine: sa.Engine,
    choir: UUID,
    lead: Account,
    sign_in_as: SignInAs,
) -> None:
    post(client, f"/opportunities/{choir}/tell", kind="unsafe", words="No")
    sign_in_as(client, lead)

    post(client, f"/looking-over/listings/{choir}/pause")
    paused = client.get(f"/opportunities/{choir}").status_code
    page = client.get("/looking-over").text
    post(client, f"/looking-over/listings/{choir}/open")
    with Session(engine) as session:
        remark = session.exec(select(Remark)).one()
    settled = post(client, f"/listings/remarks/{remark.id}/settled")

    assert (paused, "Let people find it again" in page) == (404, True)
    assert client.get(f"/opportunities/{choir}").status_code == 200
    assert settled == (303, "/looking-over#told")
    assert "No</p>" not in client.get("/looking-over").text


def test_telling_is_limited_and_takes_words(
    app: FastAPI, client: TestClient, choir: UUID
) -> None:
    at = f"/opportunities/{choir}/tell"

    empty = post(client, at, kind="changed", words=" ")[0]
    app.state.tries = Tries()
    statuses = [post(client, at, kind="unsafe", words="x")[0] for _ in range(11)]

    assert (empty, statuses) == (422, [303] * 10 + [429])


def test_a_worker_tells_a_choirs_evening_and_the_choir_says_yes(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    worker: Account,
    sign_in_as: SignInAs,
    now: datetime,
) -> None:
    sign_in_as(client, worker)
    _, address = post(client, "/listings/new")
    fields = {"organization": "Bench Choir", "confirm_email": "bench@choir.example"}
    for step, given in {"run-by": fields, **ANSWERS}.items():
        address = re.sub("[a-z-]+$", step, address)
        post(
            client, address, **{**given, "press": "next"}, seen=seen_on(client, address)
        )
    published = publish(client, re.sub("[a-z-]+$", "check", address))

    client.cookies.clear()
    running.plan(engine, settings, now=now)
    running.send(engine, settings, clock=lambda: now + timedelta(hours=1))
    [file] = (settings.data / "outbox").glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = letter.get_body(("plain",))
    assert body
    found = re.search(r"/letter/([\w-]+)#listing", body.get_content())
    assert found
    page = client.get(f"/letter/{found[1]}").text
    post(client, f"/still-true/{found[1]}", press="right")
    listing = published[1].partition("#listing-")[2]

    assert (published[0], letter["To"]) == (303, "bench@choir.example")
    assert "wrote down what you told them" in body.get_content()
    assert "Tuesday watercolours" in page
    assert "Checked 24 November 2026" in client.get(f"/opportunities/{listing}").text


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()
