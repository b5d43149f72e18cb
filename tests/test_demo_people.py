"""The people of Wenbrook: who sees whom, and that each start lets everybody in."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, select

from matcher.access import Visitor, people_for
from matcher.accounts import cards
from matcher.demo.people import OURS, THEIRS, how_to_try, make_people
from matcher.models import Account, Person, Team


def test_each_of_them_sees_the_people_who_chose_them(
    demo_town: sa.Engine, now: datetime
) -> None:
    make_people(demo_town, now)

    with Session(demo_town) as session:
        seen = {
            account.name: {
                person.called
                for person in session.exec(people_for(visitor(account), now=now))
            }
            for account in session.exec(select(Account))
        }

    assert seen == {
        "Joe": {"Ama", "Sam"},
        "Priya": {"Terry"},
        "Maureen": set(),
        "Dilys": set(),
    }


def visitor(account: Account) -> Visitor:
    return Visitor(
        sign_in_id="x",
        account_id=account.id,
        role=account.role,
        team_id=account.team_id,
    )


def test_settling_twice_settles_once_and_makes_one_card_that_works(
    demo_town: sa.Engine, now: datetime
) -> None:
    first = make_people(demo_town, now)
    second = make_people(demo_town, now)

    with Session(demo_town) as session:
        called = sorted(session.exec(select(Person.called)))
        services = {team.service for team in session.exec(select(Team))}
        [ama] = session.exec(select(Person).where(Person.called == "Ama"))
        live = [c for c in cards.cards_of(session, ama) if c.revoked_at is None]
    assert called == ["Ama", "Sam", "Terry"]
    assert services == {OURS, THEIRS}
    assert first != second
    assert len(live) == 1
    assert second in how_to_try("http://127.0.0.1:8000", second)
