"""Two listings that are one: found by keys, merged without losing a version."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Timetable, Venue
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id

CHOIR = OpportunityDraft(
    source="council",
    source_id="choir",
    title="St Mary's Community Choir",
    description="Singing together.",
    organization=OrganizationDraft(name="Friends of St Mary", charity_number="1100001"),
    venues=(Venue(name="St Mary's Hall", postal_code="m160ab"),),
    timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),),
)
TOLD = replace(
    CHOIR,
    source="partner",
    source_id="1",
    title="Saint Marys Comm. Choir",
    organization=OrganizationDraft(name="St Mary’s Friends"),
)
TODAY = date(2026, 11, 24)


def put(session: Session, *drafts: OpportunityDraft, now: datetime) -> list[UUID]:
    opportunities.store(session, drafts, now=now)
    return [opportunity_id(x.source, x.source_id) for x in drafts]


def test_what_is_told_again_is_found_by_postcode_name_or_number(
    session: Session, now: datetime
) -> None:
    others = [
        replace(CHOIR, source_id=f"other {n}", title=f"Thing {n}", venues=())
        for n in range(20)
    ]
    (choir, *_) = put(session, CHOIR, *others, now=now)
    homeless = replace(TOLD, venues=())
    numbered = replace(
        homeless,
        title=CHOIR.title + "!",
        organization=OrganizationDraft(name="FSM", charity_number="110 0001"),
    )

    found = [
        [x.id for x in opportunities.likely_duplicates(session, draft)]
        for draft in (TOLD, numbered, replace(homeless, title="Thing that is new"))
    ]

    assert found == [[choir], [choir], []]


def test_every_key_is_looked_up_by_an_index(session: Session, now: datetime) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("Only SQLite tells its plan for an empty table.")
    from catalogue.opportunities import alike

    wanted = [alike._by_title(CHOIR), alike._by_postcode(CHOIR)]
    plans = []
    for query in wanted:
        assert query is not None
        said = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")
        plans.append(" ".join(row[-1] for row in rows))

    assert "title_key" in plans[0]
    assert "postcode_key" in plans[1]
    assert not any("SCAN" in plan for plan in plans)


def test_a_merged_listing_is_withdrawn_and_keeps_its_versions_and_readings(
    session: Session, now: datetime
) -> None:
    kept, gone = put(session, CHOIR, TOLD, now=now)
    again = replace(TOLD, description="We sing, and there is cake.")
    opportunities.store(session, [again], now=now)
    before = keeping.versions(session, gone), opportunities.listing(session, gone)

    stands = opportunities.merge(session, kept, gone, now=now + timedelta(hours=1))

    after = keeping.versions(session, gone), opportunities.listing(session, gone)
    assert stands == kept
    assert after[0] == before[0]
    assert len(after[0]) == 2
    assert before[1]
    assert after[1]
    assert after[1].readings == before[1].readings
    shown = [x.id for x in opportunities.current_listings(session, TODAY)]
    assert shown == [kept]
    assert opportunities.stands_for(session, gone) == kept
    assert opportunities.merged_from(session, kept) == [gone]


def test_what_its_source_says_later_wakes_no_merged_listing(
    session: Session, now: datetime
) -> None:
    kept, gone = put(session, CHOIR, TOLD, now=now)
    opportunities.merge(session, kept, gone, now=now)

    tally = opportunities.store(
        session, [replace(TOLD, description="New words")], now=now
    )
    keeping.publish(session, replace(TOLD, description="Newer"), now=now)

    assert (tally.revised, tally.unchanged) == (0, 1)
    assert [x.id for x in opportunities.current_listings(session, TODAY)] == [kept]


def test_a_merge_of_merged_ones_leads_to_the_last_in_one_step(
    session: Session, now: datetime
) -> None:
    one, two, three = put(session, CHOIR, TOLD, replace(TOLD, source_id="2"), now=now)
    opportunities.merge(session, two, one, now=now)

    opportunities.merge(session, three, one, now=now)

    stands = [opportunities.stands_for(session, key) for key in (one, two, three)]
    assert stands == [three, three, three]


def test_who_kept_the_one_that_goes_keeps_the_one_that_stays(
    session: Session, now: datetime
) -> None:
    kept, gone = put(session, CHOIR, TOLD, now=now)
    row = opportunities.listing(session, gone)
    assert row
    assert row.organization_id
    keeping.keep(session, [gone], organization_id=row.organization_id, now=now)

    opportunities.merge(session, kept, gone, now=now)

    assert keeping.keeper_of(session, kept) == row.organization_id
    assert keeping.keeper_of(session, gone) is None


def test_what_is_one_already_or_was_never_there_cannot_be_merged(
    session: Session, now: datetime
) -> None:
    kept, gone = put(session, CHOIR, TOLD, now=now)
    opportunities.merge(session, kept, gone, now=now)

    with pytest.raises(ValueError, match="one listing already"):
        opportunities.merge(session, gone, kept, now=now)
    with pytest.raises(LookupError):
        opportunities.merge(session, kept, uuid4(), now=now)
