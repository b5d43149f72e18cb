"""What is changed by one press: closed, opened, confirmed, ended, put back."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import Status
from catalogue.opportunities import keeping
from catalogue.schedules import read_schedule
from matcher.access import Visitor
from matcher.errors import BadInput, NotFound
from matcher.partners import checking, drafting
from matcher.partners import keeping as home
from tests.partners.builders import CHOIR, write
from tests.partners.telling import Publish, choir_of, trusted


def test_one_press_for_each_thing(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date
) -> None:
    def said() -> tuple[Status, date | None, date | None]:
        listing = opportunities.listing(session, choir)
        assert listing
        draft = listing.draft
        return draft.status, draft.assured_on, draft.rests_until

    until = today + timedelta(days=9)
    home.still_true(session, jo, [], today=today)
    confirmed = said()
    home.not_this_week(session, jo, choir, today=today)
    resting = said()
    home.close(session, jo, choir, note="The roof", until=until, now=now, today=today)
    closed = said()
    home.open_again(session, jo, choir, now=now)

    assert confirmed == (Status.ACTIVE, today, None)
    assert resting == (Status.ACTIVE, today, date(2026, 11, 29))
    assert closed == (Status.TEMPORARILY_CLOSED, today, until)
    assert said() == confirmed


def test_what_a_lead_paused_is_not_theirs_to_open_nor_to_close(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date
) -> None:
    keeping.pause(session, choir, now=now)

    with pytest.raises(BadInput):
        home.open_again(session, jo, choir, now=now)
    with pytest.raises(BadInput):
        home.close(session, jo, choir, note="", until=today, now=now, today=today)
    home.withdraw(session, jo, choir, now=now)
    with pytest.raises(BadInput):
        home.open_again(session, jo, choir, now=now)


def test_a_listing_closed_while_it_was_being_changed_is_no_conflict(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date,
    publish: Publish,
) -> None:  # fmt: skip
    trusted(session, choir_of(jo), now)
    change = drafting.begin_change(session, jo, choir, now=now)
    write(change, title="Tuesday singers")
    home.close(session, jo, choir, note="", until=None, now=now, today=today)

    publish(change, jo)
    found = opportunities.listing(session, choir)

    assert found
    assert found.draft.title == "Tuesday singers"
    assert found.draft.status is Status.TEMPORARILY_CLOSED


def test_another_organizations_listing_is_not_theirs_to_press(
    session: Session,
    stranger_partner: Visitor,
    choir: UUID,
    today: date,
    now: datetime,
    lexicon: Lexicon,
) -> None:
    kit = stranger_partner

    with pytest.raises(NotFound):
        home.still_true(session, kit, [choir], today=today)
    with pytest.raises(NotFound):
        home.not_this_week(session, kit, choir, today=today)
    with pytest.raises(NotFound):
        home.roll_back(session, kit, choir, 1, now=now, lexicon=lexicon)
    assert home.theirs(session, kit) == []


def test_rolling_back_is_one_press_and_one_more_version(
    session: Session,
    jo: Visitor,
    arts: UUID,
    choir: UUID,
    now: datetime,
    lexicon: Lexicon,
    publish: Publish,
) -> None:
    trusted(session, arts, now)
    change = drafting.begin_change(session, jo, choir, now=now)
    write(change, title="A slip")
    publish(change, jo)

    home.roll_back(session, jo, choir, 1, now=now, lexicon=lexicon)
    found = opportunities.listing(session, choir)

    assert found
    assert (found.draft.title, found.revision) == (CHOIR.title, 3)


@pytest.mark.parametrize(
    ("says", "today", "until"),
    [
        ("Tuesdays 7pm", date(2026, 11, 23), date(2026, 11, 29)),
        ("Tuesdays 7pm", date(2026, 11, 24), date(2026, 11, 29)),
        ("Tuesdays 7pm", date(2026, 11, 25), date(2026, 12, 6)),
        ("Tuesdays 7pm", date(2026, 11, 29), date(2026, 12, 6)),
        ("Tuesdays and Saturdays 7pm", date(2026, 11, 25), date(2026, 11, 29)),
        ("first Monday of the month", date(2026, 11, 10), date(2026, 11, 15)),
        ("", date(2026, 11, 25), date(2026, 11, 29)),
    ],
)
def test_not_this_week_is_about_the_next_time_it_would_meet(
    says: str, today: date, until: date
) -> None:
    assert checking.end_of_rest(read_schedule(says), today) == until
