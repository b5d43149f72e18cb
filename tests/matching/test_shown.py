"""What a card shows comes from memory, and is what the database says of the listing."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from matcher.matching.shown import pack_shown, shelf_of
from matcher.matching.snapshot import listing_facts, shown_of

TODAY = date(2026, 11, 24)

PLAIN = OpportunityDraft(source="a sheet", source_id="1", title="Tuesday choir")

TOLD = replace(
    PLAIN,
    source_id="2",
    description="Songs, *old* and new.",
    organization=OrganizationDraft(name="Mill Lane Arts"),
    openness=Openness.OUTWARD_FACING,
    outward_note="Everybody, on the first Tuesday",
    status=Status.TEMPORARILY_CLOSED,
    online=False,
    venues=(
        Venue(
            name="Hall", latitude=53.0, longitude=-1.75, accessibility=("step-free",)
        ),
        Venue(postal_code="M33 2AA"),
    ),
    covers=("M33", "Trafford"),
    timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", valid_from=TODAY),),
    schedule_text="Tuesdays, mostly",
    prices=(Price(amount_pence=300, per="session"), Price(amount_pence=0, option="x")),
    cost_text="Pay what you can",
    first_visit=FirstVisit(who_meets_you="Ana, at the door"),
    assured_on=TODAY,
    rests_until=date(2026, 11, 1),
    off_on=(date(2026, 12, 24), date(2026, 12, 31)),
)
"""One that says something of all that a card shows."""


def test_a_card_from_memory_is_the_card_of_the_database(
    session: Session, now: datetime
) -> None:
    opportunities.store(session, [PLAIN, TOLD], now=now)
    current = list(opportunities.current_listings(session, TODAY))

    shelf = shelf_of({str(one.id): pack_shown(shown_of(one)) for one in current})
    found = [shelf.listing(listing_facts(one)) for one in current]

    assert len(found) == 2
    assert found == [
        replace(one, draft=replace(one.draft, source="", source_id=""), readings=())
        for one in current
    ]
