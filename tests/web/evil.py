"""Words of somebody who means harm, and a listing that is full of them."""

from datetime import UTC, date, datetime
from uuid import UUID

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
from catalogue.opportunities import Listing
from matcher.matching import Result
from matcher.ranking import Match, Quote, Reason, Snippet
from matcher.ranking.facts import Facts

EVIL = "<script>alert('canary')</script>\"><img src=x onerror=canary> & {{ 7*7 }}"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def evil_draft(openness: str = "outward_facing") -> OpportunityDraft:
    return OpportunityDraft(
        source=EVIL,
        source_id="1",
        title=EVIL,
        description=f"{EVIL}\n\nhttps://evil.example/{EVIL} javascript:alert(1)",
        organization=OrganizationDraft(
            name=EVIL, description=EVIL, url="javascript:alert(1)", email=EVIL
        ),
        activities=(EVIL,),
        openness=Openness(openness),
        outward_note=EVIL,
        status=Status.TEMPORARILY_CLOSED,
        closed_note=EVIL,
        eligibility=EVIL,
        how_to_join=EVIL,
        what_to_bring=EVIL,
        contact_name=EVIL,
        email=EVIL,
        phone=EVIL,
        url="javascript:alert('canary')",
        languages=(EVIL,),
        online=True,
        venues=(
            Venue(name=EVIL, address=EVIL, accessibility=(EVIL,)),
            Venue(name=EVIL, latitude=53.0, longitude=-1.7),
        ),
        covers=(EVIL,),
        timetables=(Timetable(rrule="FREQ=YEARLY", text=EVIL),),
        prices=(Price(amount_pence=100, option=EVIL, per=EVIL),),
        cost_text=EVIL,
        first_visit=FirstVisit(
            who_meets_you=EVIL,
            how_long=EVIL,
            can_i_watch=EVIL,
            quiet_times=EVIL,
            bring_someone=EVIL,
        ),
        licence=EVIL,
        assured_on=TODAY,
    )


def result(openness: str = "outward_facing") -> Result:
    reason = Reason(
        phrase=0,
        words=EVIL,
        quotes=(Quote(text=EVIL, start=0, end=len(EVIL)),),
        snippet=Snippet(where="description", text=EVIL, marks=((0, 8),)),
        also=(1,),
        openness=openness,
        distance_km=1.0,
        covers_place=False,
        ask_first=("cost",),
        put_first=False,
    )
    return Result(
        match=Match(
            facts=Facts(id="1", title=EVIL),
            score=0.9,
            band=1,
            ease=0.5,
            answers=(),
            ask_first=("cost", "step_free", "days", "part_of_day", "place"),
            distance_km=1.0,
        ),
        listing=Listing(
            id=UUID(int=1),
            draft=evil_draft(openness),
            readings=(),
            organization_id=None,
            revision=1,
            modified_at=NOW,
        ),
        reason=reason,
        walk_minutes=15,
    )
