"""Sam, a choir, and who keeps letters of both."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from catalogue import opportunities
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.rows import opportunity_id
from matcher import people
from matcher.db import writing
from matcher.digests import subscribing
from matcher.keys import secret_key
from matcher.models import Person
from matcher.settings import Settings
from tests.web.letters.a_letter import DAY, EMAIL


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def key(settings: Settings) -> bytes:
    return secret_key(settings)


@pytest.fixture
def choir(engine: sa.Engine, now: datetime) -> UUID:
    draft = OpportunityDraft(
        source="test", source_id="1", title="Evening choir", description="Singing",
        openness=Openness.MAINSTREAM, schedule_text="Tuesdays at 7pm",
    )  # fmt: skip
    with writing(engine) as session:
        opportunities.store(session, [draft], now=now - DAY)
    return opportunity_id("test", "1")


@pytest.fixture
def sam(engine: sa.Engine, now: datetime) -> UUID:
    """Somebody who sings, said yes twice and gets letters."""
    with writing(engine) as session:
        person = Person(id=uuid4(), called="Sam", created_at=now, active_at=now)
        session.add(person)
        session.flush()
        people.say(session, person, "singing in a choir", "enjoy_now", now=now)
        subscribing.ask(
            session, person, email=EMAIL, weekday=0, shared_inbox=False,
            wording="Send me one letter a week.", now=now,
        )  # fmt: skip
        subscribing.say_yes(session, person.id, now=now)
    return person.id
