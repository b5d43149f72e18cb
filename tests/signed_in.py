"""Somebody signed in, without the pages of signing in: accounts and their cookies.

``worker`` and ``lead`` are accounts in the database of ``engine``;
``sign_in_as(client, worker)`` signs that visitor in. For another database (a live
server's) make an account with ``an_account`` and give a browser its cookie with
``sign_in_page``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from matcher.accounts import sign_ins
from matcher.db import writing
from matcher.models import Account, Role, Team
from matcher.web.cookies import SIGNED_IN
from tests.live import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

SignInAs = Callable[[TestClient, Account], str]

CREATED = datetime.fromisoformat("2026-11-01T09:00:00+00:00")
"""When every account of the tests was made."""


@pytest.fixture
def worker(request: pytest.FixtureRequest, engine: sa.Engine) -> Account:
    """Ana Reyes, a worker of the Outreach team at Mill Street."""
    return _account(request, engine, role=Role.WORKER, name="Ana Reyes")


@pytest.fixture
def lead(request: pytest.FixtureRequest, engine: sa.Engine) -> Account:
    """Lea Marsh, who leads the same team."""
    return _account(request, engine, role=Role.LEAD, name="Lea Marsh")


def _account(
    request: pytest.FixtureRequest, engine: sa.Engine, *, role: Role, name: str
) -> Account:
    """An account in the session of a test that has one: it alone may write then."""
    if "session" in request.fixturenames:
        session: Session = request.getfixturevalue("session")
        return added(session, role=role, name=name)
    return an_account(engine, role=role, name=name)


@pytest.fixture
def sign_in_as(engine: sa.Engine, now: datetime) -> SignInAs:
    """Signs a client in as an account, all steps done; gives the cookie's value."""

    def signed_in(client: TestClient, account: Account) -> str:
        value = cookie_of(engine, now, account_id=account.id)
        give_cookie(client, value)
        return value

    return signed_in


def an_account(
    engine: sa.Engine,
    *,
    role: Role = Role.WORKER,
    name: str = "Ana Reyes",
    team: str | None = "Outreach",
    service: str = "Mill Street",
    organization_id: UUID | None = None,
) -> Account:
    """An account, in a team of that name and service, made when it is not there."""
    with writing(engine) as session:
        return added(
            session,
            role=role,
            name=name,
            team=team,
            service=service,
            organization_id=organization_id,
        )


def added(
    session: Session,
    *,
    role: Role,
    name: str,
    team: str | None = "Outreach",
    service: str = "Mill Street",
    organization_id: UUID | None = None,
) -> Account:
    """The same in an open session."""
    account = Account(
        id=uuid4(),
        role=role,
        name=name,
        email=f"{name.replace(' ', '.').casefold()}@example.org",
        team_id=a_team(session, team, service).id if team else None,
        organization_id=organization_id,
        created_at=CREATED,
    )
    session.add(account)
    session.flush()
    return account


def a_team(session: Session, name: str, service: str) -> Team:
    """The team of that name at that service."""
    query = select(Team).where(Team.name == name, Team.service == service)
    team = session.exec(query).one_or_none()
    if team is None:
        team = Team(id=uuid4(), name=name, service=service)
        session.add(team)
        session.flush()
    return team


def cookie_of(
    engine: sa.Engine,
    now: datetime,
    *,
    account_id: UUID | None = None,
    person_id: UUID | None = None,
    whole_page: bool = True,
) -> str:
    """The cookie of a new sign-in, as an account or as a person by their card."""
    with writing(engine) as session:
        return sign_ins.begin(
            session,
            now=now,
            account_id=account_id,
            person_id=person_id,
            second_step_done=account_id is not None,
            whole_page=person_id is not None and whole_page,
        )


def give_cookie(client: TestClient, value: str) -> None:
    """Put it where our own answers put theirs, so that they replace it."""
    client.cookies.set(SIGNED_IN, value, domain="testserver.local", path="/")


def sign_in_page(
    page: "Page", server: LiveServer, now: datetime, account: Account
) -> None:
    """Sign a real browser in as an account of a live server."""
    value = cookie_of(server.engine, now, account_id=account.id)
    give_page_cookie(page, server, value)


def give_page_cookie(page: "Page", server: LiveServer, value: str) -> None:
    """Put the value of a sign-in where a real browser keeps our cookies."""
    page.context.add_cookies(
        [
            {
                "name": SIGNED_IN,
                "value": value,
                "url": server.url.replace("http:", "https:"),
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
