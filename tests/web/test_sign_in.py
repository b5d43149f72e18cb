"""Coming in and going out: passwords, links, second steps, and what a cookie opens."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.accounts import links, passwords, second_step
from matcher.db import writing
from matcher.keys import link_token, secret_key
from matcher.models import Account, Link, LinkPurpose, Mail, Role, SignIn
from matcher.settings import Settings
from matcher.web import deps
from matcher.web.cookies import SIGNED_IN
from tests.accounts.staff import GOOD, OTHER
from tests.signed_in import SignInAs, an_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def worker(engine: sa.Engine) -> Account:
    """Ana Reyes, who has a password."""
    return with_password(engine, an_account(engine))


def with_password(engine: sa.Engine, account: Account) -> Account:
    with writing(engine) as session:
        kept = session.get_one(Account, account.id)
        kept.password_hash = passwords.hashed(GOOD)
    return kept


def typed(account: Account, password: str = GOOD) -> dict[str, str]:
    return {"email": account.email, "password": password}


def is_in(client: TestClient) -> bool:
    return client.get("/account").status_code == 200


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


# --- by password ---------------------------------------------------------------------


def test_somebody_with_a_password_comes_in_and_goes_out(
    client: TestClient, worker: Account
) -> None:
    came_in = post(client, "/sign-in", **typed(worker))
    inside = is_in(client)
    went_out = post(client, "/sign-out")

    assert came_in == (303, "/sign-in")
    assert inside
    assert went_out == (303, "/together")
    assert not is_in(client)


def test_an_address_is_the_same_however_it_is_written(
    client: TestClient, worker: Account
) -> None:
    post(client, "/sign-in", email=f" {worker.email.upper()} ", password=GOOD)

    assert is_in(client)


def test_the_cookie_is_this_hosts_alone_and_out_of_reach_of_scripts(
    client: TestClient, worker: Account
) -> None:
    answer = client.post("/sign-in", data=typed(worker), follow_redirects=False)

    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-signed-in=")
    assert len(name.split("=")[1]) == 22
    assert sorted(attributes) == [
        "HttpOnly", "Max-Age=43200", "Path=/", "SameSite=lax", "Secure",
    ]  # fmt: skip


def test_signing_out_asks_the_browser_to_forget_our_pages(
    client: TestClient, worker: Account
) -> None:
    post(client, "/sign-in", **typed(worker))

    answer = client.post("/sign-out", follow_redirects=False)

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_nobody_learns_from_an_answer_which_addresses_are_known(
    client: TestClient, engine: sa.Engine, worker: Account
) -> None:
    without = an_account(engine, name="No Password")
    disabled = with_password(engine, an_account(engine, name="Gone Away"))
    with writing(engine) as session:
        session.get_one(Account, disabled.id).disabled_at = worker.created_at
    tried = [
        worker.email, without.email, disabled.email, "nobody@example.org", "nonsense",
    ]  # fmt: skip

    for path in ("/sign-in", "/sign-in/link", "/sign-in/new-password"):
        answers = {answer_to(client, path, email) for email in tried[:4]}
        assert len(answers) == 1, path
    with_right_one = answer_to(client, "/sign-in", disabled.email, GOOD)

    assert with_right_one == answer_to(client, "/sign-in", "nonsense", GOOD)


def answer_to(
    client: TestClient, path: str, email: str, password: str = OTHER
) -> tuple[object, ...]:
    fields = {"email": email} | ({"password": password} if path == "/sign-in" else {})
    answer = client.post(path, data=fields, follow_redirects=False)
    headers = dict(answer.headers)
    headers.pop("content-length", None)
    return answer.status_code, answer.text.replace(email, "X"), str(headers)


def test_the_eleventh_try_at_one_account_has_to_wait(
    client: TestClient, worker: Account
) -> None:
    tries = [client.post("/sign-in", data=typed(worker, "wrong")) for _ in range(11)]
    right = client.post("/sign-in", data=typed(worker))

    assert [t.status_code for t in tries] == [422] * 10 + [429]
    assert 0 < int(tries[-1].headers["retry-after"]) <= 300
    assert right.status_code == 429


def test_the_eleventh_address_tried_from_one_place_has_to_wait(
    client: TestClient,
) -> None:
    tries = [
        client.post("/sign-in", data={"email": f"a{n}@example.org", "password": "x"})
        for n in range(11)
    ]

    assert [t.status_code for t in tries] == [422] * 10 + [429]


def test_right_passwords_are_never_too_many(
    client: TestClient, worker: Account
) -> None:
    answers = {
        client.post("/sign-in", data=typed(worker)).status_code for _ in range(15)
    }

    assert 429 not in answers


def test_the_eleventh_mail_asked_for_has_to_wait(
    client: TestClient, engine: sa.Engine, worker: Account
) -> None:
    tries = [post(client, "/sign-in/link", email=worker.email)[0] for _ in range(11)]

    assert tries == [303] * 10 + [429]
    with Session(engine) as session:
        assert len(session.exec(select(Mail)).all()) == 10


def test_a_field_that_nobody_asked_for_is_refused(
    client: TestClient, worker: Account
) -> None:
    answer = client.post("/sign-in", data=typed(worker) | {"role": "administrator"})

    assert answer.status_code == 422
    assert not is_in(client)


# --- what a cookie is worth ----------------------------------------------------------


def at(app: FastAPI, moment: datetime) -> None:
    """Set the clock of the application."""
    app.dependency_overrides[deps.now] = lambda: moment


def test_half_an_hour_alone_ends_a_sign_in(
    app: FastAPI, client: TestClient, worker: Account, now: datetime
) -> None:
    post(client, "/sign-in", **typed(worker))

    seen = []
    for minutes in (29, 58, 89):
        at(app, now + timedelta(minutes=minutes))
        seen.append(is_in(client))

    assert seen == [True, True, False]


def test_twelve_hours_end_a_sign_in_however_much_it_is_used(
    app: FastAPI, client: TestClient, worker: Account, now: datetime
) -> None:
    post(client, "/sign-in", **typed(worker))

    seen = []
    for quarters in range(1, 50):
        at(app, now + timedelta(minutes=15 * quarters))
        seen.append(is_in(client))

    assert seen == [True] * 48 + [False]


def test_a_cookie_from_before_signing_out_opens_nothing(
    client: TestClient, worker: Account
) -> None:
    post(client, "/sign-in", **typed(worker))
    cookie = client.cookies[SIGNED_IN]

    post(client, "/sign-out")

    assert not opens(client, cookie)


def opens(client: TestClient, cookie: str) -> bool:
    client.cookies.clear()
    answer = client.get("/account", headers={"Cookie": f"{SIGNED_IN}={cookie}"})
    return answer.status_code == 200


def test_signing_in_again_gives_a_new_cookie_and_ends_the_old_one(
    client: TestClient, worker: Account
) -> None:
    post(client, "/sign-in", **typed(worker))
    old = client.cookies[SIGNED_IN]

    post(client, "/sign-in", **typed(worker))
    new = client.cookies[SIGNED_IN]

    assert (opens(client, old), opens(client, new)) == (False, True)


def test_a_new_password_ends_every_other_sign_in(
    app: FastAPI, client: TestClient, worker: Account
) -> None:
    other = TestClient(app, base_url="https://testserver")
    for one in (client, other):
        post(one, "/sign-in", **typed(worker))
    old = client.cookies[SIGNED_IN]

    changed = post(client, "/account/password", current=GOOD, password=OTHER)

    assert changed == (303, "/account")
    assert (is_in(client), is_in(other)) == (True, False)
    assert not opens(other, old)


def test_the_password_of_now_is_asked_for_and_the_new_one_is_judged(
    client: TestClient, worker: Account
) -> None:
    post(client, "/sign-in", **typed(worker))

    wrong = client.post("/account/password", data={"current": "x", "password": OTHER})
    short = client.post("/account/password", data={"current": GOOD, "password": "x"})

    assert "Your password of now is not right" in wrong.text
    assert "at least 10 characters" in short.text
    assert (wrong.status_code, short.status_code) == (422, 422)


def test_signing_out_everywhere_does(
    app: FastAPI, client: TestClient, worker: Account
) -> None:
    other = TestClient(app, base_url="https://testserver")
    for one in (client, other):
        post(one, "/sign-in", **typed(worker))

    post(client, "/account/sign-out-everywhere")

    assert (is_in(client), is_in(other)) == (False, False)


def test_a_new_name_is_what_people_see(client: TestClient, worker: Account) -> None:
    post(client, "/sign-in", **typed(worker))

    post(client, "/account/name", name="  Ana\x07 R. ")
    empty = client.post("/account/name", data={"name": " "})

    assert "Ana R." in client.get("/account").text
    assert "Say what people should call you" in empty.text


# --- links ---------------------------------------------------------------------------


@pytest.fixture
def link_to(engine: sa.Engine, settings: Settings, now: datetime) -> Callable[..., str]:
    """Makes a link of a purpose, for an account or to be invited: its path."""

    def made(
        purpose: LinkPurpose,
        account: Account | None = None,
        email: str = "",
        **bound: object,
    ) -> str:
        with writing(engine) as session:
            link = links.make(
                session,
                purpose=purpose,
                email=account.email if account else email,
                now=now,
                lives=links.SIGN_IN_LIVES,
                account_id=account.id if account else None,
                **bound,
            )
        return f"/links/{link_token(secret_key(settings), link.id)}"

    return made


def test_a_link_by_mail_signs_in_once(
    client: TestClient, engine: sa.Engine, settings: Settings, worker: Account
) -> None:
    asked = post(client, "/sign-in/link", email=worker.email, password="")
    with Session(engine) as session:
        mail = session.exec(select(Mail)).one()
    path = f"/links/{link_token(secret_key(settings), mail.link_id or uuid4())}"

    looked = client.get(path)
    before = is_in(client)
    used = post(client, path)
    after = is_in(client)
    again = client.post(path)

    assert asked == (303, "/sign-in/mailed")
    assert (mail.letter, mail.recipient) == ("sign_in", worker.email)
    assert ("Hello Ana Reyes" in looked.text, before) == (True, False)
    assert (used, after) == ((303, "/sign-in"), True)
    assert (again.status_code, links.DEAD in again.text) == (404, True)


def test_a_link_to_a_new_password_changes_it_and_ends_other_sign_ins(
    app: FastAPI, client: TestClient, worker: Account, link_to: Callable[..., str]
) -> None:
    other = TestClient(app, base_url="https://testserver")
    post(other, "/sign-in", **typed(worker))
    path = link_to(LinkPurpose.NEW_PASSWORD, worker)

    refused = client.post(path, data={"password": "password123"})
    taken = post(client, path, password=OTHER)

    assert "too easy to guess" in refused.text
    assert (taken, is_in(client), is_in(other)) == ((303, "/sign-in"), True, False)
    assert post(other, "/sign-in", **typed(worker, GOOD))[0] == 422
    assert post(other, "/sign-in", **typed(worker, OTHER))[0] == 303


def test_an_invitation_makes_an_account_of_its_role_and_address(
    client: TestClient, engine: sa.Engine, worker: Account, link_to: Callable[..., str]
) -> None:
    path = link_to(
        LinkPurpose.INVITATION, email="sam@example.org",
        role=Role.WORKER, team_id=worker.team_id,
    )  # fmt: skip

    looked = client.get(path).text
    refused = client.post(path, data={"name": "Sam", "password": "short"})
    accepted = post(client, path, name="Sam", password=GOOD, email="other@example.org")

    with Session(engine) as session:
        made = session.exec(select(Account).where(Account.name == "Sam")).one()
    assert "a worker, with the address sam@example.org" in " ".join(looked.split())
    assert 'value="Sam"' in refused.text
    assert (accepted, is_in(client)) == ((303, "/sign-in"), True)
    assert (made.email, made.role, made.team_id) == (
        "sam@example.org", Role.WORKER, worker.team_id,
    )  # fmt: skip


def test_who_was_invited_can_do_without_a_password(
    client: TestClient, worker: Account, link_to: Callable[..., str]
) -> None:
    path = link_to(
        LinkPurpose.INVITATION, email="sam@example.org",
        role=Role.WORKER, team_id=worker.team_id,
    )  # fmt: skip

    post(client, path, name="Sam")

    assert "we mail you a link each time" in client.get("/account").text
    assert post(client, "/account/password", password=OTHER) == (303, "/account")


def test_the_first_lead_of_a_machine_names_their_service_and_team(
    client: TestClient, engine: sa.Engine, link_to: Callable[..., str]
) -> None:
    path = link_to(LinkPurpose.INVITATION, role=Role.LEAD)
    form = {"name": "Lea", "email": "lea@example.org", "service": "Mill Street"}

    incomplete = client.post(path, data=form)
    accepted = post(client, path, **form, team="Outreach")
    led_to = client.get("/sign-in", follow_redirects=False).headers["location"]

    assert "Name your service and your team" in incomplete.text
    assert (accepted, led_to) == ((303, "/sign-in"), "/second-step")
    with Session(engine) as session:
        assert session.exec(select(Account)).one().email == "lea@example.org"


# --- the second step -----------------------------------------------------------------


@pytest.fixture
def lead(engine: sa.Engine) -> Account:
    """Lea Marsh, a lead who has a password and no second step yet."""
    return with_password(engine, an_account(engine, role=Role.LEAD, name="Lea Marsh"))


def code_of(
    engine: sa.Engine, settings: Settings, account: Account, moment: datetime
) -> str:
    with Session(engine) as session:
        kept = session.get_one(Account, account.id)
        secret = second_step.secret_of(secret_key(settings), kept)
    return pyotp.TOTP(str(secret)).at(moment)


def test_a_lead_sets_a_second_step_up_before_anything_opens(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(lead))
    before = client.cookies[SIGNED_IN]
    closed = [client.get(path).status_code for path in ("/account", "/team")]
    shown = client.get("/second-step").text
    wrong = client.post("/second-step", data={"code": "000000"})

    right = post(client, "/second-step", code=code_of(engine, settings, lead, now))

    assert closed == [401, 401]
    assert "<svg" in shown
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown)
    assert (wrong.status_code, right) == (422, (303, "/sign-in"))
    assert client.get("/team").status_code == 200
    assert not opens(client, before)


def test_the_secret_is_never_shown_again(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(lead))
    post(client, "/second-step", code=code_of(engine, settings, lead, now))

    shown = client.get("/second-step").text

    assert "<svg" not in shown
    assert "Type these letters" not in shown


def test_the_second_step_is_asked_for_by_mail_link_too(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    lead: Account,
    now: datetime,
    link_to: Callable[..., str],
) -> None:
    post(client, "/sign-in", **typed(lead))
    post(client, "/second-step", code=code_of(engine, settings, lead, now))
    post(client, "/sign-out")

    post(client, link_to(LinkPurpose.SIGN_IN, lead))
    closed = is_in(client)
    used = client.post(
        "/second-step", data={"code": code_of(engine, settings, lead, now)}
    )
    at(app, now + timedelta(seconds=30))
    later = now + timedelta(seconds=30)
    new = post(client, "/second-step", code=code_of(engine, settings, lead, later))

    assert not closed
    assert used.status_code == 422, "a code works once"
    assert (new, is_in(client)) == ((303, "/sign-in"), True)


def test_the_eleventh_code_has_to_wait(client: TestClient, lead: Account) -> None:
    post(client, "/sign-in", **typed(lead))

    tries = [
        client.post("/second-step", data={"code": f"{n:06}"}).status_code
        for n in range(11)
    ]

    assert tries == [422] * 10 + [429]


def test_a_worker_may_take_a_second_step_and_leave_it_again(
    client: TestClient,
    engine: sa.Engine,
    settings: Settings,
    worker: Account,
    now: datetime,
) -> None:
    post(client, "/sign-in", **typed(worker))

    led_to = post(client, "/account/second-step")
    post(client, "/second-step", code=code_of(engine, settings, worker, now))
    on = "It is on" in client.get("/account").text
    dropped = post(client, "/account/second-step/drop")

    assert (led_to, on) == ((303, "/second-step"), True)
    assert dropped == (303, "/account")
    assert "It is off" in client.get("/account").text


def test_a_lead_can_not_do_without_it(
    client: TestClient, lead: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, lead)

    assert post(client, "/account/second-step/drop")[0] == 403


def test_a_stranger_is_asked_to_sign_in_before_any_second_step(
    client: TestClient,
) -> None:
    answers = [client.get("/second-step"), client.post("/second-step")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert 'href="/sign-in"' in answers[0].text


def test_looking_at_the_pages_of_signing_in_writes_nothing(
    client: TestClient, engine: sa.Engine
) -> None:
    for path in ("/sign-in", "/sign-in/mailed", "/sign-in/new-password"):
        assert client.get(path).status_code == 200

    with Session(engine) as session:
        assert session.exec(select(Link)).all() == []
        assert session.exec(select(SignIn)).all() == []


def test_a_machine_without_a_provider_has_no_way_to_one(client: TestClient) -> None:
    page = client.get("/sign-in").text

    assert "/sign-in/single" not in page
    assert client.get("/sign-in/single").status_code == 404
    assert client.get("/sign-in/single/back?code=x&state=y").status_code == 404
