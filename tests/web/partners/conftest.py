"""An organization, who keeps it, and their choir."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import organizations
from catalogue.drafts import OrganizationDraft
from catalogue.opportunities import keeping
from catalogue.schedules import read_schedule
from matcher.db import writing
from matcher.models import Account, Role
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def arts(engine: sa.Engine, now: datetime) -> UUID:
    """Mill Lane Arts."""
    with writing(engine) as session:
        return organizations.welcome(session, "here", ARTS, now=now)


@pytest.fixture
def jo(engine: sa.Engine, arts: UUID) -> Account:
    """Jo of Mill Lane Arts."""
    return an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )


@pytest.fixture
def choir(engine: sa.Engine, arts: UUID, now: datetime) -> UUID:
    """Their choir, as people see it."""
    with writing(engine) as session:
        return keeping.publish(session, CHOIR, kept_by=arts, now=now)


@pytest.fixture
def on_tuesdays(engine: sa.Engine, choir: UUID, arts: UUID, now: datetime) -> UUID:
    """Their choir, which says when it is."""
    weekly = replace(CHOIR, timetables=read_schedule("Tuesdays 7pm-9pm"))
    with writing(engine) as session:
        assert keeping.publish(session, weekly, kept_by=arts, now=now) == choir
    return choir


@pytest.fixture
def kit(engine: sa.Engine, now: datetime) -> Account:
    """Kit of the Elm Road Dancers, who keep none of it."""
    with writing(engine) as session:
        theirs = organizations.welcome(
            session, "here", OrganizationDraft(name="Elm Road Dancers"), now=now
        )
    return an_account(
        engine, role=Role.PARTNER, name="Kit Moss", team=None, organization_id=theirs
    )


@pytest.fixture
def as_jo(client: TestClient, jo: Account, sign_in_as: SignInAs) -> TestClient:
    sign_in_as(client, jo)
    return client


@pytest.fixture
def today(now: datetime) -> date:
    return now.date()
