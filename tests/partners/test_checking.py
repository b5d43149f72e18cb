"""Is it still true? Asked seldom, answered by one press, and told by who was there."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue import opportunities
from matcher.access import Visitor
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.keys import LETTER, token_for
from matcher.models import Letter, Mail, RemarkKind
from matcher.partners import checking, remarks
from tests.partners.asking import asked

KEY = b"a key of this test and of nothing else"


@pytest.fixture
def letter(session: Session, jo: Visitor, choir: UUID, now: datetime) -> Letter:
    """The letter that asked Jo about the choir."""
    assert jo.account_id
    return asked(session, jo.account_id, choir, now=now)


def test_a_press_without_signing_in_counts_once(
    session: Session, letter: Letter, choir: UUID, now: datetime, today: date
) -> None:
    token = token_for(KEY, LETTER, letter.id)
    found = checking.look(session, KEY, token, now=now)

    presses = [
        checking.press(session, found, choir, "right", now=now, today=today)
        for _ in range(2)
    ]
    [about] = checking.asked_about(session, found)

    assert presses == [True, False]
    assert (about.answer, about.listing.draft.assured_on) == ("right", today)


def test_not_this_week_is_a_press_too_and_says_it_is_true_otherwise(
    session: Session, letter: Letter, choir: UUID, now: datetime, today: date
) -> None:
    checking.press(session, letter, choir, "not-this-week", now=now, today=today)
    found = opportunities.listing(session, choir)

    assert found
    assert found.draft.rests_until == date(2026, 11, 29)
    assert found.draft.assured_on == today


def test_what_changed_is_told_to_who_looks_over_listings(
    session: Session,
    letter: Letter,
    ana: Visitor,
    choir: UUID,
    now: datetime,
    today: date,
) -> None:
    checking.press(
        session, letter, choir, "changed", words="On Mondays now", now=now, today=today
    )
    found = opportunities.listing(session, choir)

    assert [one.words for one in remarks.waiting(session, ana)] == ["On Mondays now"]
    assert found
    assert found.draft.assured_on == date(2026, 6, 1)


def test_a_link_dies_and_nobody_makes_one_up(
    session: Session, letter: Letter, now: datetime
) -> None:
    token = token_for(KEY, LETTER, letter.id)
    others = token_for(KEY, "letters", letter.id)

    for made, at in (
        (token, now + checking.LIVES),
        (token[:-1] + ("x" if token[-1] != "x" else "y"), now),
        (others, now),
        ("", now),
    ):
        with pytest.raises(NotFound):
            checking.look(session, KEY, made, now=at)


@pytest.mark.parametrize(
    ("since", "today", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-31", 2),
        ("2025-11-24", "2026-11-24", 12),
        ("2026-11-24", "2026-11-24", 0),
    ],
)
def test_months_are_counted_whole(since: str, today: str, months: int) -> None:
    gone = checking.months_between(date.fromisoformat(since), date.fromisoformat(today))

    assert gone == months


def test_who_keeps_a_listing_hears_at_once_that_it_has_changed(
    session: Session, jo: Visitor, bea: Visitor, choir: UUID, now: datetime
) -> None:
    remarks.tell(session, choir, RemarkKind.CHANGED, "Nobody was there", now=now)

    told = sorted(mail.recipient for mail in session.exec(select(Mail)))

    assert told == ["bea.lunn@example.org", "jo.field@example.org"]
    assert [one.words for one in remarks.about(session, choir)] == ["Nobody was there"]


def test_where_somebody_did_not_feel_safe_only_a_lead_reads(
    session: Session,
    jo: Visitor,
    ana: Visitor,
    lea: Visitor,
    choir: UUID,
    now: datetime,
) -> None:
    remarks.tell(session, choir, RemarkKind.UNSAFE, "Somebody shouted", now=now)

    read = [len(remarks.waiting(session, one)) for one in (jo, ana, lea)]
    [remark] = remarks.waiting(session, lea)

    assert read == [0, 0, 1]
    assert (remarks.about(session, choir), session.exec(select(Mail)).all()) == ([], [])
    for other in (jo, ana):
        with pytest.raises(NotFound):
            remarks.settle(session, other, remark.id, now=now)
        with pytest.raises(NotAllowed):
            remarks.pause(session, other, choir, now=now)


def test_a_lead_pauses_a_listing_and_nobody_finds_it(
    session: Session, lea: Visitor, choir: UUID, now: datetime, today: date
) -> None:
    remarks.pause(session, lea, choir, now=now)
    paused = list(opportunities.current_listings(session, today))
    remarks.open_again(session, lea, choir, now=now)

    assert paused == []
    assert len(list(opportunities.current_listings(session, today))) == 1


def test_many_remarks_on_one_thing_are_kept_up_to_a_number(
    session: Session, lea: Visitor, choir: UUID, now: datetime
) -> None:
    for number in range(30):
        remarks.tell(session, choir, RemarkKind.UNSAFE, f"no {number}", now=now)

    assert len(remarks.waiting(session, lea)) == remarks.MOST_WAITING
    with pytest.raises(BadInput):
        remarks.tell(session, choir, RemarkKind.UNSAFE, "  ", now=now)
