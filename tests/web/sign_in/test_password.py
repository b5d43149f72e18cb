"""Signing in by password, and how many tries there are."""

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.db import writing
from matcher.models import Account, Mail
from tests.accounts.staff import GOOD, OTHER
from tests.signed_in import an_account
from tests.web.sign_in.at_the_door import is_in, post, typed, with_password


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
