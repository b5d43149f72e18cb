"""An old address leads to the listing that stands for it."""

from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, Timetable
from catalogue.rows import opportunity_id


def merged(engine: sa.Engine, now: datetime) -> tuple[UUID, UUID]:
    drafts = [
        OpportunityDraft(
            source="t",
            source_id=name,
            title=name,
            timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),),
        )
        for name in ("Choir", "The same choir")
    ]
    kept, gone = (opportunity_id(x.source, x.source_id) for x in drafts)
    with Session(engine) as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        opportunities.store(session, drafts, now=now)
        opportunities.merge(session, kept, gone, now=now)
        session.commit()
    return kept, gone


def test_the_old_page_leads_to_the_one_that_stands(
    client: TestClient, engine: sa.Engine, now: datetime
) -> None:
    kept, gone = merged(engine, now)

    answer = client.get(f"/opportunities/{gone}", follow_redirects=False)
    page = client.get(f"/opportunities/{gone}")

    assert answer.status_code == 308
    assert answer.headers["location"] == f"/opportunities/{kept}"
    assert "<h1>Choir</h1>" in page.text.replace("\n", "")


def test_a_calendar_that_follows_the_old_one_gets_the_new_dates(
    client: TestClient, engine: sa.Engine, now: datetime
) -> None:
    kept, gone = merged(engine, now)

    answer = client.get(f"/opportunities/{gone}.ics", follow_redirects=False)

    assert (answer.status_code, str(kept) in answer.text) == (200, True)
