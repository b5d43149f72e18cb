"""The same thing twice: shown, taken over, told apart, or made one; nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Timetable,
    Venue,
)
from catalogue.models import ToldApart
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.access import Visitor
from matcher.errors import BadInput, NotFound
from matcher.introductions import save
from matcher.models import (
    Introduction,
    LeftAsWritten,
    ListingClaim,
    ListingDraft,
    Remark,
    RemarkKind,
)
from matcher.partners import (
    alike,
    claiming,
    deciding,
    drafting,
    merging,
    remarks,
    wording,
)
from matcher.partners.drafting import content_of
from matcher.partners.folding import folded, gaps, new_facts
from tests.introductions.builders import somebody
from tests.partners.builders import CHOIR, write

COUNCIL = OpportunityDraft(
    source="council",
    source_id="9",
    title="Tuesday Choir",
    organization=OrganizationDraft(name="Mill Lane Arts"),
    venues=(Venue(name="Mill Lane Hall", postal_code="QX1 1AA"),),
    timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU"),),
    phone="0161 496 0001",
)
Take = Callable[..., None]


@pytest.fixture
def council(session: Session, now: datetime) -> UUID:
    """The choir as the council's file has it; nobody keeps it."""
    opportunities.store(session, [COUNCIL], now=now)
    return opportunity_id("council", "9")


@pytest.fixture
def told(session: Session, now: datetime) -> Callable[[Visitor], ListingDraft]:
    """The choir as somebody of it tells it."""

    def telling(by: Visitor) -> ListingDraft:
        row = drafting.begin(session, by, now=now)
        write(
            row,
            title="Tuesday choir",
            description="We sing songs that everybody knows.",
            openness=Openness.MAINSTREAM,
            organization=OrganizationDraft(name="Mill Lane Arts"),
            venues=(Venue(name="Mill Lane Hall"),),
            first_visit=FirstVisit(who_meets_you="Jo, by the door"),
        )
        return row

    return telling


def found(session: Session, by: Visitor, row: ListingDraft) -> list[UUID]:
    here = alike.twins(session, by, content_of(row), stored=row.opportunity_id)
    return [one.listing.id for one in here]


def everything(session: Session, row: ListingDraft, key: UUID) -> list[str]:
    listing = opportunities.listing(session, key)
    assert listing
    return [one.name for one in new_facts(listing.draft, content_of(row))]


def test_a_likely_one_is_shown_before_it_is_made_to_partner_and_worker(
    session: Session, jo: Visitor, ana: Visitor, council: UUID, told: Any
) -> None:
    shown = {by.name: found(session, by, told(by)) for by in (jo, ana)}

    assert shown == {"Jo Field": [council], "Ana Reyes": [council]}


def test_it_is_asked_when_an_answer_shows_it_and_once_all_is_known(
    session: Session, jo: Visitor, council: UUID, told: Any
) -> None:
    row = told(jo)
    now_said, empty = content_of(row), replace(content_of(row), title="", venues=())

    asked = [
        alike.is_asked_now(session, jo, before, row, step)
        for before, step in (
            (empty, "what"), (now_said, "what"), (now_said, "where"), (empty, "cost"),
        )
    ]  # fmt: skip

    assert asked == [True, False, True, False]


def test_a_different_one_is_remembered(
    session: Session, jo: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    row = told(jo)

    for _ in range(2):
        alike.tell_apart(session, jo, content_of(row), council, now=now)

    assert found(session, jo, row) == []
    assert found(session, jo, told(jo)) == [council]


def test_thats_us_offers_what_was_told_and_loses_nothing(
    session: Session, jo: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    row = told(jo)
    names = everything(session, row, council)

    alike.take(session, jo, row, council, facts=names, seen=row.version, now=now)

    content = content_of(row)
    assert row.opportunity_id == council
    assert (content.source, content.source_id) == ("council", "9")
    assert content.first_visit.who_meets_you == "Jo, by the door"
    assert content.description == "We sing songs that everybody knows."
    assert (content.phone, content.timetables) == (COUNCIL.phone, COUNCIL.timetables)


def test_what_nobody_ticks_stays_as_it_stands(
    session: Session, jo: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    row = told(jo)

    alike.take(
        session, jo, row, council, facts=["description"], seen=row.version, now=now
    )

    told_now = replace(COUNCIL, description="We sing songs that everybody knows.")
    assert content_of(row) == told_now


def test_taking_over_waits_for_a_look_even_of_those_we_trust(
    session: Session,
    jo: Visitor,
    ana: Visitor,
    arts: UUID,
    council: UUID,
    told: Any,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> None:
    organizations.trust(session, arts, now=now)
    row = told(jo)
    names = everything(session, row, council)
    alike.take(session, jo, row, council, facts=names, seen=row.version, now=now)

    shown = drafting.publish(
        session, row, by=jo, seen=row.version, now=now, today=today, lexicon=lexicon
    )
    agreed = deciding.agree(
        session, ana, row.id, seen=row.version, now=now, today=today, lexicon=lexicon
    )

    assert (shown, agreed) == (None, council)
    assert keeping.keeper_of(session, council) == arts
    assert len(keeping.versions(session, council)) == 2


def test_nobody_takes_what_others_keep(
    session: Session,
    stranger_partner: Visitor,
    ana: Visitor,
    choir: UUID,
    told: Any,
    now: datetime,
) -> None:
    twins = {
        by.name: alike.twins(session, by, content_of(told(by)))
        for by in (stranger_partner, ana)
    }

    for by in (stranger_partner, ana):
        row = told(by)
        with pytest.raises(NotFound):
            alike.take(session, by, row, choir, facts=[], seen=row.version, now=now)

    assert {
        name: [(one.listing.id, one.kept_by, one.may_take) for one in several]
        for name, several in twins.items()
    } == {name: [(choir, "Mill Lane Arts", False)] for name in twins}


def test_an_older_form_takes_nothing(
    session: Session, jo: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    row = told(jo)

    with pytest.raises(BadInput):
        alike.take(session, jo, row, council, facts=[], seen=7, now=now)

    assert row.opportunity_id is None


def test_what_a_lead_took_out_of_sight_is_not_shown_to_others(
    session: Session, stranger_partner: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    keeping.pause(session, council, now=now)

    assert found(session, stranger_partner, told(stranger_partner)) == []


def test_what_was_told_on_the_way_comes_along_or_goes_with_the_draft(
    session: Session, jo: Visitor, council: UUID, told: Any, now: datetime
) -> None:
    taken, dropped = told(jo), told(jo)
    for row in (taken, dropped):
        wording.leave(session, content_of(row), "client", now=now)
    alike.tell_apart(session, jo, content_of(dropped), council, now=now)

    alike.take(session, jo, taken, council, facts=[], seen=taken.version, now=now)
    drafting.drop(session, dropped)
    session.flush()

    assert session.exec(select(LeftAsWritten.listing_id)).all() == [council]
    assert session.exec(select(ToldApart)).all() == []


# --- two that are one ----------------------------------------------------------------


def merge(
    session: Session, by: Visitor, stays: UUID, goes: UUID, now: datetime, *facts: str
) -> UUID:
    one, other = merging.both(session, by, stays, goes)
    return merging.merge(
        session, by, stays, goes, facts=facts, seen=merging.seen_of(one, other),
        now=now, lexicon=load_lexicon(),
    )  # fmt: skip


def test_merged_by_a_worker_what_people_saved_and_told_comes_along(
    session: Session,
    ana: Visitor,
    stranger_partner: Visitor,
    choir: UUID,
    council: UUID,
    now: datetime,
) -> None:
    sam = somebody(session, now=now)
    save(session, sam, council, now=now)
    remarks.tell(session, council, RemarkKind.CHANGED, "It moved", now=now)
    claiming.claim(session, stranger_partner, council, now=now)

    stays = merge(session, ana, choir, council, now)

    assert stays == opportunities.stands_for(session, council) == choir
    assert session.exec(select(Introduction.opportunity_id)).all() == [choir]
    assert session.exec(select(Remark.opportunity_id)).all() == [choir]
    assert session.exec(select(ListingClaim.opportunity_id)).all() == [choir]
    [(title, earlier)] = merging.said_before_merging(session, choir)
    assert (title, earlier[0].draft) == ("Tuesday Choir", COUNCIL)
    assert keeping.versions(session, choir)[0].draft == CHOIR


def test_a_partner_merges_two_of_theirs_with_what_the_other_knew(
    session: Session, jo: Visitor, arts: UUID, choir: UUID, council: UUID, now: datetime
) -> None:
    keeping.keep(session, [council], organization_id=arts, now=now)
    one, other = merging.both(session, jo, choir, council)
    missing = gaps(one.draft, other.draft)

    merge(session, jo, choir, council, now, *missing)

    listing = opportunities.listing(session, choir)
    assert listing
    assert missing == {"phone", "timetables"}
    assert listing.draft == folded(CHOIR, COUNCIL, missing)
    assert (listing.draft.phone, listing.draft.venues) == (COUNCIL.phone, CHOIR.venues)


def test_a_change_on_its_way_to_the_one_that_goes_meets_the_other(
    session: Session,
    jo: Visitor,
    arts: UUID,
    choir: UUID,
    council: UUID,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> None:
    keeping.keep(session, [council], organization_id=arts, now=now)
    organizations.trust(session, arts, now=now)
    row = drafting.begin_change(session, jo, council, now=now)
    write(row, openness=Openness.MAINSTREAM, description="In other words")

    merge(session, jo, choir, council, now)
    session.refresh(row)
    with pytest.raises(drafting.Changed) as both:
        drafting.publish(
            session, row, by=jo, seen=row.version, now=now, today=today,
            lexicon=lexicon,
        )  # fmt: skip

    assert both.value.theirs.title == "Tuesday choir"
    assert both.value.ours.description == "In other words"


def test_what_changed_meanwhile_is_looked_at_once_more(
    session: Session, ana: Visitor, choir: UUID, council: UUID, now: datetime,
    lexicon: Lexicon,
) -> None:  # fmt: skip
    with pytest.raises(BadInput):
        merging.merge(
            session, ana, choir, council, facts=[], seen="1-7", now=now,
            lexicon=lexicon,
        )  # fmt: skip

    assert opportunities.stands_for(session, council) == council


def test_who_may_make_two_one(
    session: Session,
    jo: Visitor,
    stranger_partner: Visitor,
    ana: Visitor,
    lea: Visitor,
    choir: UUID,
    council: UUID,
    now: datetime,
) -> None:
    everybody = (jo, stranger_partner, ana, lea)
    before = [may(session, by, choir, council) for by in everybody]

    keeping.keep(
        session, [council], organization_id=stranger_partner.organization_id, now=now
    )  # type: ignore[arg-type]

    after = [may(session, by, choir, council) for by in everybody]
    assert before == [False, False, True, True]
    assert after == [False, False, False, True]


def may(session: Session, by: Visitor, one: UUID, other: UUID) -> bool:
    try:
        merging.both(session, by, one, other)
    except NotFound:
        return False
    return True


def test_merging_gets_nobody_around_a_lead(
    session: Session, ana: Visitor, lea: Visitor, choir: UUID, council: UUID,
    now: datetime,
) -> None:  # fmt: skip
    keeping.pause(session, council, now=now)

    with pytest.raises(BadInput, match="out of sight"):
        merge(session, ana, choir, council, now)

    assert merge(session, lea, choir, council, now) == choir
