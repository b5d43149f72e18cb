"""An organization with two people, a worker and a lead; how they tell a listing."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from catalogue import organizations
from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import OrganizationDraft
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.models import ListingDraft, Role
from matcher.partners import drafting
from matcher.partners.conversation import Said
from tests.partners.builders import ARTS, CHOIR, visitor
from tests.partners.telling import Publish, Tell


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


@pytest.fixture
def tell(session: Session, now: datetime, today: date) -> Tell:
    """Answers one question of a draft."""

    def told(
        draft: ListingDraft, step: str, *, seen: int | None = None, **f: str
    ) -> str:
        said = Said(fields={name: [value] for name, value in f.items()})
        seen = draft.version if seen is None else seen
        return drafting.answer(
            session, draft, step, said, seen=seen, now=now, today=today
        )

    return told


@pytest.fixture
def publish(session: Session, now: datetime, today: date, lexicon: Lexicon) -> Publish:
    """Publishes a draft as it stands."""

    def published(
        draft: ListingDraft, by: Visitor, over: int | None = None
    ) -> UUID | None:
        return drafting.publish(
            session, draft, by=by, seen=draft.version, over=over, now=now,
            today=today, lexicon=lexicon,
        )  # fmt: skip

    return published
