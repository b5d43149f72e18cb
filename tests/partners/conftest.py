"""An organization with two people, a worker and a lead, each as who they are."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from catalogue import organizations
from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import OrganizationDraft
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.models import Role
from tests.partners.builders import ARTS, CHOIR, visitor


@pytest.fixture
def today() -> date:
    return date(2026, 11, 24)


@pytest.fixture
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def arts(session: Session, now: datetime) -> UUID:
    """Mill Lane Arts, which nobody trusts yet."""
    return organizations.welcome(session, "here", ARTS, now=now)


@pytest.fixture
def choir(session: Session, arts: UUID, now: datetime) -> UUID:
    """Their choir, as people see it."""
    return keeping.publish(session, CHOIR, kept_by=arts, now=now)


@pytest.fixture
def jo(session: Session, arts: UUID) -> Visitor:
    """Jo of Mill Lane Arts."""
    return visitor(session, "Jo Field", Role.PARTNER, arts)


@pytest.fixture
def bea(session: Session, arts: UUID) -> Visitor:
    """Bea of the same."""
    return visitor(session, "Bea Lunn", Role.PARTNER, arts)


@pytest.fixture
def stranger_partner(session: Session, now: datetime) -> Visitor:
    """Somebody of another organization."""
    other = organizations.welcome(
        session, "here", OrganizationDraft(name="Elm Road Dancers"), now=now
    )
    return visitor(session, "Kit Moss", Role.PARTNER, other)


@pytest.fixture
def ana(session: Session) -> Visitor:
    """Ana, a worker."""
    return visitor(session, "Ana Reyes", Role.WORKER)


@pytest.fixture
def lea(session: Session) -> Visitor:
    """Lea, a lead."""
    return visitor(session, "Lea Marsh", Role.LEAD)
