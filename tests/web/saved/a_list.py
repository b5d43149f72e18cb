"""What stands on a list, and whose it is."""

import re
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from matcher import introductions
from matcher.introductions.on_device import from_text
from matcher.models import Person
from matcher.web.cookies import SAVED

pytest_plugins = ["tests.signed_in"]


NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


SUNG = {"phrase": "used to sing in a choir", "kind": "enjoyed_before"}


def saved(client: TestClient) -> list[UUID]:
    """What the visitor's cookie holds."""
    return list(from_text(client.cookies.get(SAVED)))


def on_list(page: str) -> list[UUID]:
    """What a page of the list shows, in its order."""
    return [UUID(found) for found in re.findall(r'id="on-list-([^"]+)"', page)]


def listed(engine: sa.Engine, person: Person) -> list[UUID]:
    """What a person's list holds."""
    with Session(engine) as session:
        rows = introductions.the_list(session, person)
        return [row.opportunity_id for row in rows]


def their_list(person: Person) -> str:
    return f"/people/{person.id}/list"
