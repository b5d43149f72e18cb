"""The person says who sees their page; access goes the moment they take it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from matcher.access import Visitor, people_for
from matcher.db import writing
from matcher.errors import BadInput, NotFound
from matcher.models import Account, Person, Role, Trust
from matcher.their_data.sharing import choices, choose, cover, end, let_in
from tests.signed_in import an_account

WEEK = timedelta(days=7)


@pytest.fixture
def ana(engine):
    """Ana, of Outreach at Mill Street, whom Sam chose."""
    return an_account(engine)


@pytest.fixture
def ben(engine):
    """Ben, of another team of the same service."""
    return an_account(engine, name="Ben Cole", team="Evenings")


@pytest.fixture
def cat(engine):
    """Cat, of another service."""
    return an_account(engine, name="Cat Moss", team="Homes", service="New Start")


@pytest.fixture
def sam(engine, ana, now) -> Person:
    """Somebody who chose Ana."""
    with writing(engine) as session:
        person = Person(id=uuid4(), called="Sam", created_at=now, active_at=now)
        session.add(person)
        session.flush()
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=ana.id, given_at=now)
        )
    return person


def sees(engine, account: Account, now) -> bool:
    """Whether this worker may see anybody."""
    visitor = Visitor(
        sign_in_id="x",
        account_id=account.id,
        role=account.role,
        team_id=account.team_id,
    )
    with Session(engine) as session:
        return session.exec(people_for(visitor, now=now)).first() is not None


def test_workers_of_the_same_service_are_offered_by_name(engine, sam, ben, cat, now):
    with Session(engine) as session:
        offered = choices(session, sam.id, now=now)

    assert [one.name for one in offered.workers] == ["Ben Cole"]
    assert [(one.name, one.service) for one in offered.visitors] == [
        ("Cat Moss", "New Start")
    ]
    assert [one.name for one in offered.teams] == ["Outreach"]


def test_partners_administrators_and_who_left_are_never_offered(engine, sam, now):
    an_account(engine, name="Pat", role=Role.PARTNER)
    an_account(engine, name="Ada", role=Role.ADMINISTRATOR)
    left = an_account(engine, name="Les")
    with writing(engine) as session:
        session.get_one(Account, left.id).disabled_at = now

    with Session(engine) as session:
        offered = choices(session, sam.id, now=now)

    assert (offered.workers, offered.visitors) == ((), ())


def test_a_chosen_colleague_sees_the_page_until_it_is_taken_back(engine, sam, ben, now):
    with writing(engine) as session:
        trust = choose(session, sam, ben.id, now=now)
    chosen = sees(engine, ben, now + 52 * WEEK)
    with writing(engine) as session:
        end(session, sam, trust.id, now=now)

    assert (chosen, sees(engine, ben, now)) == (True, False)


def test_a_worker_of_another_service_sees_it_until_the_day(engine, sam, cat, now):
    with writing(engine) as session:
        choose(session, sam, cat.id, until=now + WEEK, now=now)

    assert sees(engine, cat, now + WEEK / 2)
    assert not sees(engine, cat, now + WEEK)


def test_a_worker_of_another_service_needs_a_day(engine, sam, cat, now):
    with writing(engine) as session, pytest.raises(BadInput, match="until which day"):
        choose(session, sam, cat.id, now=now)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_over_or_too_far_is_refused(engine, sam, cat, now, days):
    until = now + timedelta(days=days)

    with writing(engine) as session, pytest.raises(BadInput, match="within a year"):
        choose(session, sam, cat.id, until=until, now=now)


def test_a_visitors_colleagues_are_not_let_in_with_them(engine, sam, cat, now):
    dan = an_account(engine, name="Dan", team="Homes", service="New Start")
    with writing(engine) as session:
        choose(session, sam, cat.id, until=now + WEEK, now=now)
        offered = choices(session, sam.id, now=now)

    assert [one.name for one in offered.teams] == ["Outreach"]
    assert [one.name for one in offered.visitors] == ["Dan"]
    assert not sees(engine, dan, now)


def test_cover_is_a_yes_of_its_own_and_ends_apart(engine, sam, ana, now):
    eve = an_account(engine, name="Eve")
    before = sees(engine, eve, now)
    with writing(engine) as session:
        trust = cover(session, sam, ana.team_id, now=now)
    during = sees(engine, eve, now)
    with writing(engine) as session:
        end(session, sam, trust.id, now=now)

    assert (before, during, sees(engine, eve, now)) == (False, True, False)
    assert sees(engine, ana, now)


def test_only_the_team_of_a_chosen_worker_can_cover(engine, sam, ben, now):
    with writing(engine) as session, pytest.raises(BadInput):
        cover(session, sam, ben.team_id, now=now)


def test_the_page_says_who_sees_it_now(engine, sam, ana, ben, cat, now):
    with writing(engine) as session:
        choose(session, sam, cat.id, until=now + WEEK, now=now)
        cover(session, sam, ana.team_id, now=now)
        over = choose(session, sam, ben.id, now=now)
        end(session, sam, over.id, now=now)
        shown = let_in(session, sam.id, now=now)

    assert {(one.name, one.is_team, one.until) for one in shown} == {
        ("Ana Reyes", False, None),
        ("Cat Moss", False, now + WEEK),
        ("Outreach", True, None),
    }


def test_nobody_ends_what_is_anothers(engine, sam, now):
    with writing(engine) as session:
        other = Person(id=uuid4(), called="Lee", created_at=now, active_at=now)
        session.add(other)
        session.flush()
        [trust] = let_in(session, sam.id, now=now)
        with pytest.raises(NotFound):
            end(session, other, trust.trust_id, now=now)
