"""The invented town, and somebody with a list in it."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue.opportunities import current_listings
from matcher.db import writing
from matcher.models import Account, Person, Trust
from tests.introductions.builders import somebody
from tests.web.saved.a_list import NOW


@pytest.fixture
def database_url(town_file: Path, tmp_path: Path) -> str:
    """The invented town; the verbs are proved on both databases, pages need one."""
    return f"sqlite:///{shutil.copy(town_file, tmp_path / 'matcher.db')}"


@pytest.fixture
def demo_town(engine: sa.Engine) -> sa.Engine:
    """The database, with the town in it."""
    return engine


@pytest.fixture
def ids(demo_town: sa.Engine) -> list[UUID]:
    """Listings that have a page and times, by their title."""
    with Session(demo_town) as session:
        shown = [x for x in current_listings(session, NOW.date()) if x.draft.timetables]
    return [x.id for x in sorted(shown, key=lambda x: x.draft.title)][:6]


@pytest.fixture
def sam(demo_town: sa.Engine, worker: Account) -> Person:
    """A person who chose Ana Reyes."""
    with writing(demo_town) as session:
        person = somebody(session, now=NOW)
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=worker.id, given_at=NOW)
        )
    return person
