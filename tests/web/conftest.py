"""What tests of pages stand on: the invented town, or everybody who may come."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.db import open_engine
from matcher.settings import Settings
from matcher.templates import page_environment
from matcher.web import create_app, deps
from matcher.web.static_files import static_url
from tests.web.everybody import World, settle

ENVIRONMENT = page_environment(static_url=static_url)
"""One for all tests of a process: its templates are compiled once."""

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
"""As the fixture ``now``, for what outlives one test."""


@pytest.fixture
def world(engine: sa.Engine, app: FastAPI, now: datetime) -> World:
    """Two people and each visitor, in the database of this test."""
    app.state.environments["en"] = ENVIRONMENT
    return settle(engine, app.state.key, now)


@pytest.fixture(scope="module")
def town(
    town_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """A visitor of the invented town; one for all, as nothing here is ever kept."""
    folder = tmp_path_factory.mktemp("town")
    engine = open_engine(f"sqlite:///{shutil.copy(town_file, folder)}")
    app = create_app(Settings(data=folder), engine)
    app.dependency_overrides[deps.now] = lambda: NOW
    with TestClient(app) as client:
        yield client
    engine.dispose()
