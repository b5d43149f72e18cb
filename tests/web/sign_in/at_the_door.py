"""What tests type at the door."""

from datetime import datetime

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.accounts import passwords
from matcher.db import writing
from matcher.models import Account
from matcher.web import deps
from matcher.web.cookies import SIGNED_IN
from tests.accounts.staff import GOOD


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


def at(app: FastAPI, moment: datetime) -> None:
    """Set the clock of the application."""
    app.dependency_overrides[deps.now] = lambda: moment


def opens(client: TestClient, cookie: str) -> bool:
    client.cookies.clear()
    answer = client.get("/account", headers={"Cookie": f"{SIGNED_IN}={cookie}"})
    return answer.status_code == 200
