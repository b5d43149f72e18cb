"""A worker at a desk, and Sam's page."""

import pytest
from fastapi.testclient import TestClient

from matcher.models import Account
from tests.signed_in import SignInAs
from tests.web.people.a_page import welcomed


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The verbs are proved on both databases elsewhere; pages need one."""
    return sqlite_url


@pytest.fixture
def at_desk(client: TestClient, worker: Account, sign_in_as: SignInAs) -> TestClient:
    """Ana, signed in."""
    sign_in_as(client, worker)
    return client


@pytest.fixture
def sam(at_desk: TestClient) -> str:
    """The address of Sam's page."""
    return welcomed(at_desk, "Sam")
