"""Mill Lane Arts with a choir in QX1, and people who live near it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from catalogue import organizations
from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import Venue
from catalogue.opportunities import keeping
from matcher import people
from matcher.models import Person
from tests.partners.builders import ARTS, CHOIR

Resident = Callable[..., Person]


@pytest.fixture
def today() -> date:
    return date(2026, 11, 24)


@pytest.fixture
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def arts(session: Session, now: datetime) -> UUID:
    """Mill Lane Arts, whose choir meets in QX1."""
    key = organizations.welcome(session, "here", ARTS, now=now)
    draft = replace(CHOIR, venues=(Venue(name="Hall", postal_code="QX1 1AA"),))
    keeping.publish(session, draft, kept_by=key, now=now)
    return key


@pytest.fixture
def resident(session: Session, now: datetime) -> Resident:
    """Somebody with a page who lives there and says these things."""

    def lives_there(*said: str, place: str = "QX1 2AA") -> Person:
        person = Person(
            id=uuid4(), called="Lee", place_words=place, created_at=now, active_at=now
        )
        session.add(person)
        session.flush()
        for words in said:
            people.say(session, person, words, people.PLAIN, now=now)
        return person

    return lives_there
