"""What was said comes back as it was said, on both engines."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.drafts import (
    FirstVisit,
    Joining,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from catalogue.models import Opportunity, Organization, Revision
from catalogue.rows import opportunity_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)

EVERYTHING = OpportunityDraft(
    source="test",
    source_id="choir-1",
    title="Wenbrook Community Choir",
    description="Sing together. No auditions, no need to read music. ☂ ünïcode",
    organization=OrganizationDraft(
        name="Wenbrook Voices",
        description="A choir run by its singers",
        openness=Openness.MAINSTREAM,
        charity_number="X1",
        company_number="C1",
        url="https://voices.example",
        email="hello@example.org",
        phone="01632 960001",
    ),
    activities=("Singing", "Choir"),
    openness=Openness.OUTWARD_FACING,
    outward_note="Neighbours come to the concert in June",
    status=Status.TEMPORARILY_CLOSED,
    joinable=False,
    adults=False,
    minimum_age=16,
    maximum_age=99,
    eligibility="16+",
    how_to_join="Just come",
    what_to_bring="Water",
    contact_name="Bea",
    email="bea@example.org",
    phone="07700 900001",
    url="https://voices.example/choir",
    languages=("English", "BSL"),
    online=False,
    venues=(
        Venue(
            name="Mill Lane Hall",
            address="2 Mill Lane",
            city="Wenbrook",
            district="Riverside",
            postal_code="QX1 1AA",
            latitude=53.01,
            longitude=-1.76,
            accessibility=("step-free", "hearing loop"),
        ),
        Venue(name="The Library"),
    ),
    covers=("QX1", "Wenbrook"),
    timetables=(
        Timetable(
            rrule="FREQ=WEEKLY;BYDAY=TU",
            opens_at=time(19),
            closes_at=time(21),
            valid_from=date(2026, 9, 1),
            valid_to=date(2027, 7, 1),
            text="Tuesdays 7-9pm",
        ),
        Timetable(rrule=None, valid_from=date(2026, 12, 12)),
    ),
    schedule_text="Tuesdays 7-9pm",
    prices=(
        Price(amount_pence=300, per="session"),
        Price(amount_pence=200, option="concessions"),
    ),
    cost_text="£3 / £2 concessions",
    first_visit=FirstVisit(
        who_meets_you="Bea, at the door",
        how_long="Two hours with a tea break",
        can_i_watch="Yes, sit at the back",
        quiet_times="First half hour",
        bring_someone="Please do",
    ),
    joining=Joining(
        just_turn_up=True,
        asks_form=False,
        asks_id=False,
        asks_address=False,
        asks_phone=True,
        stores_bag=True,
        dogs_welcome=False,
    ),
    licence="MIT",
    assured_on=date(2026, 10, 1),
    visible_from=date(2026, 1, 1),
    visible_to=date(2030, 1, 1),
    closed_note="Back in January",
    kept_aside={"Colour": "blue", "nested": {"a": [1, 2]}},
)
NOTHING_MORE = OpportunityDraft(source="test", source_id="bare", title="Chess")


def test_every_field_comes_back_as_it_was_said(engine):
    with Session(engine) as session:
        opportunities.store(session, [EVERYTHING, NOTHING_MORE], now=NOW)
        session.commit()

    keys = [opportunity_id("test", "bare"), opportunity_id("test", "choir-1")]
    with Session(engine) as session:
        read = opportunities.listings(session, keys)
    assert [listing.draft for listing in read] == [NOTHING_MORE, EVERYTHING]
    assert {listing.modified_at for listing in read} == {NOW}


def test_a_listing_asked_for_alone_is_what_it_is_among_others(session):
    opportunities.store(session, [EVERYTHING, NOTHING_MORE], now=NOW)
    keys = [opportunity_id("test", "bare"), opportunity_id("test", "choir-1")]

    alone = [opportunities.listing(session, key) for key in keys]

    assert alone == opportunities.listings(session, keys)


def test_saying_the_same_again_changes_nothing(session):
    opportunities.store(session, [EVERYTHING, NOTHING_MORE], now=NOW)
    before = opportunities.version(session)

    tally = opportunities.store(session, [NOTHING_MORE, EVERYTHING], now=LATER)

    assert tally == opportunities.Tally(unchanged=2)
    assert opportunities.version(session) == before
    assert session.execute(sa.select(col(Opportunity.revision))).scalars().all() == [
        1,
        1,
    ]


def test_a_listing_said_anew_is_revised_and_every_version_kept(session):
    from dataclasses import replace

    opportunities.store(session, [EVERYTHING], now=NOW)
    shorter = replace(EVERYTHING, title="Choir", venues=(), prices=(), timetables=())

    tally = opportunities.store(session, [shorter], now=LATER)

    key = opportunity_id("test", "choir-1")
    found = opportunities.listing(session, key)
    assert tally == opportunities.Tally(revised=1)
    assert found is not None
    assert (found.draft, found.revision, found.modified_at) == (shorter, 2, LATER)
    titles = session.execute(
        sa.select(col(Revision.content)).order_by(col(Revision.number))
    ).scalars()
    assert [c["title"] for c in titles] == ["Wenbrook Community Choir", "Choir"]


def test_a_later_mention_of_an_organization_never_blanks_it(session):
    named = OpportunityDraft(
        source="test",
        source_id="2",
        title="Concert",
        organization=OrganizationDraft(name="wenbrook  VOICES"),
    )

    opportunities.store(session, [EVERYTHING], now=NOW)
    opportunities.store(session, [named], now=LATER)

    stored = session.execute(sa.select(Organization)).scalars().one()
    assert (stored.charity_number, stored.openness) == ("X1", Openness.MAINSTREAM)


def test_a_listing_that_does_not_say_takes_what_its_organization_is(session):
    day_centre = OrganizationDraft(name="Mill Street", openness=Openness.IN_SERVICE)
    silent = OpportunityDraft(
        source="test", source_id="1", title="Art", organization=day_centre
    )

    opportunities.store(session, [silent], now=NOW)

    found = opportunities.listing(session, opportunity_id("test", "1"))
    assert found is not None
    assert found.draft.openness is Openness.IN_SERVICE


def test_a_thousand_listings_take_as_few_queries_as_ten(engine):
    drafts = [
        OpportunityDraft(source="t", source_id=str(n), title=f"Walk {n}")
        for n in range(400)
    ]
    with Session(engine) as session:
        opportunities.store(session, drafts, now=NOW)
        session.commit()
    keys = [opportunity_id("t", str(n)) for n in range(400)]
    counted: list[int] = []

    for some in (keys[:10], keys):
        queries: list[str] = []

        def note(_c, _cur, sql, *_more, seen=queries):
            if sql.startswith("SELECT"):
                seen.append(sql)

        sa.event.listen(engine, "before_cursor_execute", note)
        with Session(engine) as session:
            assert len(opportunities.listings(session, some)) == len(some)
        sa.event.remove(engine, "before_cursor_execute", note)
        counted.append(len(queries))

    assert counted == [6, 6]


def test_only_what_people_may_see_today_is_current(session):
    today = date(2026, 11, 22)
    yesterday, tomorrow = date(2026, 11, 21), date(2026, 11, 23)
    told = {
        "seen": {},
        "from today": {"visible_from": today},
        "until today": {"visible_to": today},
        "not yet": {"visible_from": tomorrow},
        "no more": {"visible_to": yesterday},
        "closed": {"status": Status.TEMPORARILY_CLOSED},
        "gone": {"status": Status.DEFUNCT},
    }
    drafts = [
        OpportunityDraft(source="t", source_id=name, title=name, **more)
        for name, more in told.items()
    ]

    opportunities.store(session, drafts, now=NOW)

    seen = {x.draft.title for x in opportunities.current_listings(session, today)}
    assert seen == {"seen", "from today", "until today"}
