"""What a cookie is worth: how long, and what ends it."""

from datetime import datetime, timedelta

from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.models import Account
from matcher.web.cookies import SIGNED_IN
from tests.accounts.staff import GOOD, OTHER
from tests.web.sign_in.at_the_door import at, is_in, opens, post, typed


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
