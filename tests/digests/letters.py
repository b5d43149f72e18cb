"""Listings, results and a press for the tests of letters."""

from datetime import UTC, date, datetime
from email.headerregistry import Address
from uuid import UUID

from catalogue.activities import load_lexicon
from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.opportunities import Listing
from matcher.digests.composing import ForPerson, Ways
from matcher.digests.neutral import neutral_of
from matcher.digests.printing import Press
from matcher.mail.writing import Desk
from matcher.matching import Result
from matcher.ranking import Match, Quote, Reason, Snippet
from matcher.ranking.facts import Facts
from matcher.taking import Taken
from matcher.templates import page_environment, text_environment

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HERE = "https://here.example"
POTTERY = Taken(activity="pottery", name="pottery", names={"cy": "crochenwaith"})
WAYS = Ways(
    read_here=f"{HERE}/letter/abc",
    preferences=f"{HERE}/letters/def",
    stop=f"{HERE}/letters/def/stop",
)


def a_press(
    *,
    sender: str = "Together",
    domain: str = "here.example",
    base_url: str = HERE,
    language: str = "en",
) -> Press:
    desk = Desk(
        sender=Address(display_name=sender, username="hello", domain=domain),
        base_url=base_url,
        key=b"0123456789abcdef0123456789abcdef",
        pages=page_environment(language=language),
        text=text_environment(language=language),
    )
    return Press(desk=desk, neutral=neutral_of(load_lexicon(), ("Mill Street",)))


def a_listing(number: int = 1, title: str = "Open pottery", **told: object) -> Listing:
    known: dict[str, object] = {
        "source": "tests",
        "source_id": str(number),
        "title": title,
        "organization": OrganizationDraft(name="Mill Lane Arts"),
        "openness": Openness.MAINSTREAM,
        "venues": (Venue(name="Mill Lane Hall", city="Wenbrook"),),
        "schedule_text": "Tuesdays 7pm",
        "prices": (Price(amount_pence=300),),
        "first_visit": FirstVisit(who_meets_you="Jo, at the blue door"),
    }
    return Listing(
        id=UUID(int=number),
        draft=OpportunityDraft(**known | told),  # type: ignore[arg-type]
        readings=(),
        organization_id=None,
        revision=1,
        modified_at=NOW,
    )


def a_result(
    number: int = 1,
    title: str = "Open pottery",
    *,
    said: str = "clay",
    activity: str = "pottery",
    **told: object,
) -> Result:
    at = max(title.lower().find(activity), 0)
    marks = ((at, at + len(activity)),)
    reason = Reason(
        phrase=0,
        words=f"I liked {said} before my divorce",
        quotes=(Quote(text=said, start=8, end=8 + len(said)),),
        snippet=Snippet(where="title", text=title, marks=marks),
        also=(),
        openness="mainstream",
        distance_km=1.0,
        covers_place=False,
        ask_first=(),
        put_first=False,
        activity=activity,
    )
    return Result(
        match=Match(
            facts=Facts(id=str(UUID(int=number)), title=title),
            score=0.9,
            band=1,
            ease=0.5,
            answers=(),
        ),
        listing=a_listing(number, title, **told),
        reason=reason,
        walk_minutes=15,
    )


def for_person(**given: object) -> ForPerson:
    known: dict[str, object] = {
        "called": "Sam",
        "ways": WAYS,
        "today": TODAY,
        "new": (a_result(),),
        "activities": {"pottery": POTTERY},
    }
    return ForPerson(**known | given)  # type: ignore[arg-type]


def weekly(day: str) -> Timetable:
    return Timetable(rrule=f"FREQ=WEEKLY;BYDAY={day}")
