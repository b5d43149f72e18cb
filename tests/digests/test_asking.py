"""Whoever keeps listings is asked seldom, whoever has no account too."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from catalogue import organizations
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_as_dict
from catalogue.models import Organization
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.digests.asking import Keeper, due_for, forget_addresses, keeper_of
from matcher.digests.composing import MOST_TO_CONFIRM
from matcher.digests.planning import plan, suppress
from matcher.digests.recipients import eligible, standing
from matcher.digests.subscribing import reader_of, resume, stop
from matcher.models import (
    Account,
    Letter,
    LetterState,
    ListingDraft,
    RecipientKind,
    Role,
    Subscription,
    Suppression,
)
from matcher.partners import leaving
from matcher.partners.checking import keep_address
from tests.partners.asking import asked
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import added

MONTHS = (5, 6, 7)
DAY = timedelta(days=1)
BENCH = "bench@choir.example"


@pytest.fixture
def arts(session: Session, now: datetime) -> UUID:
    return organizations.welcome(session, "here", ARTS, now=now)


@pytest.fixture
def jo(session: Session, arts: UUID) -> Keeper:
    """Jo of Mill Lane Arts."""
    account = added(
        session, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    found = keeper_of(session, account.id)
    assert found
    return found


def kept(
    session: Session, arts: UUID, now: datetime, name: str, **told: object
) -> UUID:
    draft: OpportunityDraft = replace(CHOIR, source_id=name, title=name, **told)  # type: ignore[arg-type]
    return keeping.publish(session, draft, kept_by=arts, now=now)


def titles(session: Session, keeper: Keeper, at: datetime) -> list[str]:
    due = due_for(session, keeper, months=MONTHS, today=at.date())
    return [one.draft.title for one in due]


def test_a_listing_is_asked_about_at_five_six_and_seven_months(session, arts, jo, now):
    choir = kept(session, arts, now, "Choir", assured_on=now.date())

    asked_after = []
    for days in range(0, 360, 7):
        at = now + days * DAY
        if titles(session, jo, at):
            asked(session, jo.id, choir, now=at)
            asked_after.append(days // 30)

    assert asked_after == [5, 6, 7]


def test_what_would_be_due_before_long_is_asked_along(session, arts, jo, now):
    for name, days in (("Due", 160), ("Soon", 100), ("Fresh", 20)):
        kept(session, arts, now, name, assured_on=(now - days * DAY).date())

    assert titles(session, jo, now) == ["Due", "Soon"]
    assert titles(session, jo, now - 30 * DAY) == []


def test_a_press_ends_the_asking_until_it_is_due_again(session, arts, jo, now):
    choir = kept(session, arts, now, "Choir", assured_on=(now - 160 * DAY).date())
    asked(session, jo.id, choir, now=now)
    keeping.confirm(session, [choir], today=now.date())

    months = [titles(session, jo, now + days * DAY) for days in (30, 140, 160)]

    assert months == [[], [], ["Choir"]]


def test_what_did_not_fit_into_a_letter_comes_first_in_the_next(session, arts, jo, now):
    long_ago = (now - 160 * DAY).date()
    names = [f"Choir {number:02}" for number in range(MOST_TO_CONFIRM + 2)]
    keys = [kept(session, arts, now, name, assured_on=long_ago) for name in names]

    asked(session, jo.id, *keys[:MOST_TO_CONFIRM], now=now)
    next_week = titles(session, jo, now + 7 * DAY)

    assert next_week[:3] == [names[-2], names[-1], names[0]]


@pytest.mark.parametrize("state", [LetterState.UNCERTAIN, LetterState.FAILED])
def test_what_may_not_have_arrived_is_asked_again(session, arts, jo, now, state):
    choir = kept(session, arts, now, "Choir", assured_on=(now - 160 * DAY).date())
    asked(session, jo.id, choir, now=now, state=state)

    assert titles(session, jo, now + 7 * DAY) == ["Choir"]


def test_nobody_is_asked_of_what_is_closed_or_anothers(session, arts, jo, now):
    long_ago = (now - 300 * DAY).date()
    closed = kept(session, arts, now, "Closed", assured_on=long_ago)
    keeping.close(session, closed, now=now)
    other = organizations.welcome(
        session, "here", replace(ARTS, name="Elm Road"), now=now
    )
    kept(session, other, now, "Theirs", assured_on=long_ago)

    assert titles(session, jo, now) == []


def test_nobody_is_asked_of_what_cannot_be_seen_yet(session, arts, jo, now):
    """Its letter would never leave: the last look before the dot finds nothing."""
    long_ago, begins = (now - 300 * DAY).date(), (now + 20 * DAY).date()
    kept(session, arts, now, "Soon", assured_on=long_ago, visible_from=begins)

    asked_after = [bool(titles(session, jo, now + days * DAY)) for days in (0, 19, 20)]

    assert asked_after == [False, False, True]


# --- without an account --------------------------------------------------------------


@pytest.fixture
def by_phone(session: Session, now: datetime) -> UUID:
    """A choir that a worker told for somebody who has no account."""
    ana = added(session, role=Role.WORKER, name="Ana Reyes", team="Outreach")
    draft = replace(CHOIR, source_id="phone", title="Bench Choir", assured_on=None)
    key = keeping.publish(session, draft, now=now)
    session.add(
        ListingDraft(
            id=uuid4(), account_id=ana.id, opportunity_id=key, confirm_email=BENCH,
            content=draft_as_dict(draft), step="check", begun_at=now, changed_at=now,
            submitted_at=now, decided_at=now,
        )
    )  # fmt: skip
    keep_address(session, BENCH.upper(), now=now)
    keep_address(session, BENCH, now=now)
    return key


def the_bench(session: Session) -> Keeper:
    row = session.exec(select(Subscription).where(Subscription.address == BENCH)).one()
    found = keeper_of(session, row.id)
    assert found
    return found


def test_what_was_told_by_phone_is_asked_about_at_once_and_then_seldom(
    session, by_phone, now
):
    bench = the_bench(session)

    asked_after = []
    for days in range(0, 360, 7):
        if titles(session, bench, now + days * DAY):
            asked(session, bench.id, by_phone, now=now + days * DAY)
            asked_after.append(days // 30)

    assert asked_after == [0, 5, 6, 7]


def test_a_letter_is_planned_to_the_address_and_stops_by_its_link(
    session, by_phone, now
):
    bench = the_bench(session)

    plan(session, now=now, domain="here.example")
    letter = session.exec(select(Letter).where(Letter.recipient_id == bench.id)).one()
    before = standing(session, letter, now=now)
    stop(session, bench.id, now=now)
    after = standing(session, letter, now=now)

    assert (letter.recipient_kind, before.address) == (RecipientKind.PARTNER, BENCH)
    assert (after.address, reader_of(session, bench.id).stopped) == (None, True)
    assert list(eligible(session, RecipientKind.PARTNER, now=now)) == []


def test_who_joins_is_asked_with_their_own_and_not_twice(session, arts, by_phone, now):
    account = Account(
        id=uuid4(), role=Role.PARTNER, name="Bo", email=BENCH, organization_id=arts,
        created_at=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    bo = keeper_of(session, account.id)
    assert bo

    recipients = [one.id for one in eligible(session, RecipientKind.PARTNER, now=now)]

    assert recipients == [account.id]
    assert titles(session, bo, now) == ["Bench Choir"]


def test_an_address_is_forgotten_when_what_was_told_there_is_over(
    session, by_phone, now
):
    bench = the_bench(session)
    asked(session, bench.id, by_phone, now=now).address = BENCH
    suppress(session, BENCH, why="No such address.", now=now, account_id=bench.id)

    before = forget_addresses(session)
    keeping.withdraw(session, by_phone, now=now)

    assert (before, forget_addresses(session), forget_addresses(session)) == (0, 1, 0)
    assert session.exec(select(Subscription)).all() == []
    assert session.exec(select(Suppression)).all() == []
    assert session.exec(select(Letter.address)).all() == [None]


def test_once_an_organization_keeps_it_nobody_else_is_asked(
    session, arts, by_phone, now
):
    keeping.keep(session, [by_phone], organization_id=arts, now=now)

    assert titles(session, the_bench(session), now) == []


# --- nobody is left ------------------------------------------------------------------


OFFICE = "office@mill.example"


def leaves(session: Session, keeper: Keeper, now: datetime, **told: str) -> None:
    """The last one of an organization that has an address of its own."""
    session.get_one(Organization, keeper.organization_id).email = OFFICE
    account = session.get_one(Account, keeper.id)
    who = Visitor(
        account_id=account.id, role=account.role,
        organization_id=account.organization_id,
    )  # fmt: skip
    leaving.leave(session, who, now=now, **told)


def at_the_office(session: Session) -> Keeper:
    found = select(Subscription).where(Subscription.address == OFFICE)
    keeper = keeper_of(session, session.exec(found).one().id)
    assert keeper
    return keeper


def test_a_stop_stays_one_when_the_last_one_leaves(session, arts, jo, now):
    kept(session, arts, now, "Choir", assured_on=(now - 160 * DAY).date())
    session.get_one(Account, jo.id).email = OFFICE.upper()
    stop(session, jo.id, now=now)

    leaves(session, jo, now)
    office = at_the_office(session)
    before = list(eligible(session, RecipientKind.PARTNER, now=now))
    resume(session, office.id, now=now)
    after = [one.id for one in eligible(session, RecipientKind.PARTNER, now=now)]

    assert (before, after) == ([], [office.id])
    assert not reader_of(session, jo.id).stopped


def test_a_stop_reaches_the_address_that_was_known_before(session, arts, by_phone, now):
    joined = Account(
        id=uuid4(), role=Role.PARTNER, name="Bo", email=BENCH, organization_id=arts,
        created_at=now,
    )  # fmt: skip
    session.add(joined)
    session.flush()

    stop(session, joined.id, now=now)
    joined.disabled_at = now
    session.flush()

    assert list(eligible(session, RecipientKind.PARTNER, now=now)) == []


def test_the_office_is_asked_only_once_nobody_is_invited(session, arts, jo, now):
    kept(session, arts, now, "Choir", assured_on=(now - 160 * DAY).date())

    leaves(session, jo, now, hand_to="kim@good.example")
    office = at_the_office(session)

    asked_after = [titles(session, office, now + days * DAY) for days in (0, 5)]
    assert asked_after == [[], ["Choir"]]
    assert forget_addresses(session) == 0
