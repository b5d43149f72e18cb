"""What a card shows is read without the rest of a listing."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Price, Venue

CHOIR = OpportunityDraft(
    source="here",
    source_id="1",
    title="Community choir",
    activities=("Singing",),
    organization=OrganizationDraft(name="Mill Lane Arts"),
    venues=(Venue(name="Mill Lane Hall", accessibility=("step-free",)),),
    prices=(Price(amount_pence=300),),
)


def test_a_card_is_the_listing_without_its_activities_and_readings(
    session: Session, now: datetime
) -> None:
    opportunities.store(session, [CHOIR], now=now)
    [key] = opportunities.current_ids(session, now.date())

    [whole] = opportunities.listings(session, [key])
    [card] = opportunities.cards(session, [key])

    assert whole.draft.activities == ("Singing",)
    assert whole.readings[0].activity == "choir"
    assert card == replace(
        whole, draft=replace(whole.draft, activities=()), readings=()
    )
    assert opportunities.cards(session, []) == []
