"""Coming in by the provider of one's place of work: a real one, on loopback."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from sqlmodel import Session, select

from matcher.accounts import links, single_sign_on
from matcher.accounts.single_sign_on import ProviderProblem
from matcher.db import writing
from matcher.models import Account, Link, LinkPurpose, Role
from matcher.settings import Settings
from matcher.web.cookies import GOING, SIGNED_IN
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, provider

__all__ = ["provider"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The way there and back is the same on both databases."""
    return sqlite_url


@pytest.fixture
def settings(database_url: str, tmp_path: Path, provider: Provider) -> Settings:
    """A machine with a provider."""
    provider.redirect_uri = "https://testserver/sign-in/single/back"
    return Settings(
        data=tmp_path,
        database_url=database_url,
        base_url="https://testserver",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
    )


@dataclass(frozen=True)
class Way:
    """There and back again, as far as it went."""

    there: str
    back: str
    status: int
    said: str


def go(client: TestClient, change: Callable[[str], str] = str) -> Way:
    """Press the button, be recognised at once, come back."""
    there = client.get("/sign-in/single", follow_redirects=False).headers["location"]
    back = httpx2.get(there, follow_redirects=False).headers["location"]
    parts = urlsplit(change(back))
    answer = client.get(f"{parts.path}?{parts.query}", follow_redirects=False)
    return Way(there, back, answer.status_code, answer.text)


def is_in(client: TestClient) -> bool:
    return client.get("/account").status_code == 200


def test_somebody_with_an_account_comes_in_by_their_provider(
    client: TestClient, engine: sa.Engine, worker: Account, provider: Provider
) -> None:
    button = 'href="/sign-in/single"' in client.get("/sign-in").text

    way = go(client)

    assert (button, way.status, is_in(client)) == (True, 303, True)
    with Session(engine) as session:
        subject = session.get_one(Account, worker.id).oidc_subject
    assert subject == f"{provider.issuer} ana-1"


def test_what_travels_there_is_bound_to_this_browser_and_says_nothing_of_anybody(
    client: TestClient, worker: Account
) -> None:
    first, second = (parse_qs(urlsplit(go(client).there).query) for _ in range(2))

    assert set(first) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) == 43
        assert first[name] != second[name]


def test_the_cookie_of_the_way_lasts_ten_minutes_and_then_goes(
    client: TestClient, worker: Account
) -> None:
    answer = client.get("/sign-in/single", follow_redirects=False)
    cookie = answer.headers["set-cookie"]

    go(client)

    assert cookie.startswith("__Host-going=")
    assert "Max-Age=600; Path=/; SameSite=lax; Secure" in cookie
    assert "HttpOnly" in cookie
    assert GOING not in client.cookies


def test_who_is_known_to_nobody_here_stays_outside(
    client: TestClient, engine: sa.Engine
) -> None:
    way = go(client)

    assert (way.status, "Ask your lead for an" in way.said) == (403, True)
    with Session(engine) as session:
        assert session.exec(select(Account)).all() == []


def test_an_invitation_becomes_an_account_of_its_role(
    client: TestClient, engine: sa.Engine, lead: Account, now: datetime
) -> None:
    with writing(engine) as session:
        links.make(
            session, purpose=LinkPurpose.INVITATION, email="ana.reyes@example.org",
            now=now, lives=timedelta(hours=72), role=Role.WORKER, team_id=lead.team_id,
        )  # fmt: skip

    way = go(client)

    with Session(engine) as session:
        made = session.exec(select(Account).where(Account.name == "Ana Reyes")).one()
        used = [link.used_at for link in session.exec(select(Link))]
    assert (way.status, made.role, made.team_id) == (303, Role.WORKER, lead.team_id)
    assert (used, is_in(client)) == ([now], True)


LIES = {
    "an address nobody verified": {"email_verified": False},
    "a yes that is no yes": {"email_verified": "true"},
    "no address": {"email": None},
    "another audience": {"aud": "somebody-else"},
    "several audiences, made for another": {
        "aud": [CLIENT_ID, "other"], "azp": "other",
    },
    "another issuer": {"iss": "https://elsewhere.example"},
    "a token of long ago": {"iat": 1, "exp": 2},
    "a token without an end": {"exp": None},
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another access token": {"at_hash": "x"},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_provider_that_says_something_else_lets_nobody_in(
    client: TestClient, worker: Account, provider: Provider, lie: str
) -> None:
    provider.lies = LIES[lie]

    way = go(client)

    assert (way.status, is_in(client)) == (403, False)
    assert SIGNED_IN not in client.cookies


def test_a_token_signed_by_somebody_else_lets_nobody_in(
    client: TestClient, worker: Account, provider: Provider
) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert (go(client).status, is_in(client)) == (403, False)


def test_an_answer_meant_for_another_browser_lets_nobody_in(
    client: TestClient, app: FastAPI, worker: Account
) -> None:
    victim = TestClient(app, base_url="https://testserver")
    there = client.get("/sign-in/single", follow_redirects=False).headers["location"]
    back = httpx2.get(there, follow_redirects=False).headers["location"]

    with_nothing = victim.get(back, follow_redirects=False)
    victim.get("/sign-in/single", follow_redirects=False)
    with_their_own = victim.get(back, follow_redirects=False)

    assert (with_nothing.status_code, with_their_own.status_code) == (403, 403)
    assert not is_in(victim)


def test_an_answer_works_once(client: TestClient, worker: Account) -> None:
    way = go(client)
    client.post("/sign-out")

    again = client.get(way.back, follow_redirects=False)

    assert (again.status_code, is_in(client)) == (403, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda back: back.replace("state=", "state=x"),
        lambda back: back.split("&state=")[0],
        lambda back: back.replace("code=", "code=x"),
        lambda back: back.split("?")[0] + "?error=access_denied",
    ],
)
def test_an_answer_that_was_changed_lets_nobody_in(
    client: TestClient, worker: Account, change: Callable[[str], str]
) -> None:
    assert (go(client, change).status, is_in(client)) == (403, False)


def test_an_address_that_passed_to_somebody_else_does_not_open_the_account(
    client: TestClient, worker: Account, provider: Provider
) -> None:
    go(client)
    client.post("/sign-out")
    provider.person |= {"sub": "another-ana"}

    assert (go(client).status, is_in(client)) == (403, False)


def test_who_changed_their_address_there_is_known_by_the_providers_own_id(
    client: TestClient, worker: Account, provider: Provider
) -> None:
    go(client)
    client.post("/sign-out")
    provider.person |= {"email": "ana.married@example.org"}

    assert (go(client).status, is_in(client)) == (303, True)


def test_a_disabled_account_stays_closed(
    client: TestClient, engine: sa.Engine, worker: Account, now: datetime
) -> None:
    go(client)
    client.post("/sign-out")
    with writing(engine) as session:
        session.get_one(Account, worker.id).disabled_at = now

    assert (go(client).status, is_in(client)) == (403, False)


def test_a_lead_takes_the_second_step_besides(
    client: TestClient, lead: Account, provider: Provider
) -> None:
    provider.person |= {"sub": "lea-1", "email": lead.email}

    way = go(client)

    led_to = client.get("/sign-in", follow_redirects=False).headers["location"]
    assert (way.status, led_to, is_in(client)) == (303, "/second-step", False)


def test_a_provider_of_another_name_is_a_plain_sentence_for_who_runs_the_machine(
    settings: Settings, provider: Provider
) -> None:
    slash = settings.model_copy(update={"oidc_issuer": f"{provider.issuer}/"})
    nobody = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})

    with pytest.raises(ProviderProblem, match="Set it to http://127"):
        single_sign_on.provider_of(slash)
    with pytest.raises(ProviderProblem, match="does not answer"):
        single_sign_on.provider_of(nobody)
