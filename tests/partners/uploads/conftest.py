"""A house for each test: SQLite, but for what is written differently elsewhere."""

from datetime import date

import pytest

from tests.partners.uploads.house import House


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, but for what is written differently on PostgreSQL."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


@pytest.fixture
def today() -> date:
    return date(2026, 11, 24)


@pytest.fixture
def house(engine, now) -> House:
    return House(engine, now)
