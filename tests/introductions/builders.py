"""People and listings for the tests of lists, stored as the application stores them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft
from catalogue.models import Opportunity
from matcher.models import Person


def somebody(session: Session, *, now: datetime, called: str = "Sam") -> Person:
    """A person with an empty page."""
    person = Person(id=uuid4(), called=called, created_at=now, active_at=now)
    session.add(person)
    session.flush()
    return person


def things_to_do(
    session: Session, *titles: str, now: datetime, **told: object
) -> list[UUID]:
    """The ids of listings with these titles, and nothing else known of them."""
    drafts = [
        OpportunityDraft(source="test", source_id=title, title=title, **told)  # type: ignore[arg-type]
        for title in titles
    ]
    opportunities.store(session, drafts, now=now)
    rows = session.exec(select(Opportunity.source_id, Opportunity.id)).all()
    ids = dict(rows)
    return [ids[title] for title in titles]
