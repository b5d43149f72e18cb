"""What tests of every route stand on: two people and everybody who may come."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from matcher.templates import page_environment
from matcher.web.static_files import static_url
from tests.web.doors import World, settle

ENVIRONMENT = page_environment(static_url=static_url)
"""One for all tests of a process: its templates are compiled once."""


@pytest.fixture
def world(engine: sa.Engine, app: FastAPI, now: datetime) -> World:
    """Everybody of ``doors``, in the database of this test."""
    app.state.environments["en"] = ENVIRONMENT
    return settle(engine, app.state.key, now)
