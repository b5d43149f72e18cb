"""A week is planned in a few statements however many people there are, and as ruled."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher.db import writing
from matcher.digests import planning
from matcher.digests.weeks import week_of
from matcher.models import Account, Letter, RecipientKind, Role, Subscription
from tests.accounts.staff import an_account
from tests.benchmarks import digest_world as world

ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles")
PLANNED = ("recipient_kind", "recipient_id", "person_id", "week", "occasion", "state")
WEEK = timedelta(days=7)


@pytest.fixture
def everybody(engine: sa.Engine) -> int:
    """People who chose every day in three zones, some fewer, some paused; and staff."""
    world.populate(engine, 45)
    with writing(engine) as session:
        an_account(session, world.SUNDAY)
        an_account(session, world.SUNDAY, "Pat", role=Role.PARTNER)
        rows = session.exec(
            select(Subscription).where(col(Subscription.person_id).is_not(None))
        ).all()
        for number, row in enumerate(sorted(rows, key=lambda one: one.id)):
            row.weekday, row.timezone = number % 7, ZONES[number % 3]
            row.fewer = number % 5 == 0
            row.paused_until = date(2026, 11, 20 + number % 10)
            session.add(row)
    return 45


@pytest.mark.parametrize("days", [0, 2, 5, 9], ids=lambda days: f"{days} days on")
def test_rows_are_those_that_are_ruled_for_one_after_another(engine, everybody, days):
    now = world.MONDAY + timedelta(days=days)
    with Session(engine) as session:
        ruled = list(
            planning.not_yet_planned(
                session, week_of(world.MONDAY.date()), now=now, domain=world.DOMAIN
            )
        )

    with writing(engine) as session:
        planning.plan(
            session, week_of(world.MONDAY.date()), now=now, domain=world.DOMAIN
        )

    with Session(engine) as session:
        planned = list(session.exec(select(Letter)))
    assert told(planned) == told(ruled)
    assert all(one.message_id == f"{one.id}@{world.DOMAIN}" for one in planned)
    assert [rest_of(one) for one in planned] == [as_ruled(one, now) for one in planned]


def told(letters: list[Letter]) -> list[tuple[object, ...]]:
    rows = [tuple(getattr(one, name) for name in PLANNED) for one in letters]
    return sorted(rows, key=str)


def rest_of(letter: Letter) -> tuple[object, ...]:
    return (
        letter.due_at, letter.next_try_at, letter.give_up_at, letter.planned_at,
        letter.changed_at, letter.lease, letter.tries, letter.crashes,
    )  # fmt: skip


def as_ruled(letter: Letter, now: datetime) -> tuple[object, ...]:
    """When a letter of this id is due, by the rule for one."""
    weekday, zone = CHOICES.get(letter.recipient_id, (0, ZONES[0]))
    week = week_of(world.MONDAY.date())
    window = planning.late_window(
        planning.window_of(week, weekday=weekday, zone=zone, letter=letter.id),
        week, zone=zone, now=now,
    )  # fmt: skip
    return (window.due_at, window.due_at, window.give_up_at, now, now, 0, 0, 0)


CHOICES: dict[UUID, tuple[int, str]] = {
    key: (number % 7, ZONES[number % 3])
    for number, key in enumerate(sorted(world.person_id(n) for n in range(47)))
}
"""What everybody chose (``everybody``)."""


def test_twice_as_many_people_take_no_more_statements(postgresql_url: str):
    from matcher.db import open_engine

    engine = open_engine(postgresql_url)
    world.populate(engine, 10)
    few = statements(engine, week=0)
    with writing(engine) as session:
        for number in range(20, 60):
            world.add_person(session, number)
    many = statements(engine, week=1)
    engine.dispose()

    assert few == many
    assert few <= 2 * len(RecipientKind)


def statements(engine: sa.Engine, *, week: int) -> int:
    """How many statements a plan takes."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        with writing(engine) as session:
            planning.plan(session, now=world.MONDAY + week * WEEK, domain=world.DOMAIN)
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    return len(said)


def test_an_account_that_never_chose_is_planned_for_monday(engine, everybody):
    with writing(engine) as session:
        new = planning.plan(session, now=world.SUNDAY, domain=world.DOMAIN)

    with Session(engine) as session:
        staff = session.exec(select(sa.func.count(col(Account.id)))).one()
    assert new[RecipientKind.WORKER] + new[RecipientKind.PARTNER] == staff == 2
