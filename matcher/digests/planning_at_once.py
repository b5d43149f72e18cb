"""A week's rows made inside of the database: for a hundred thousand people at once.

The same rule as ``planning`` asks of one recipient after another, a test holds the two
to each other. One statement for each day and time zone that somebody chose, however
many chose it; on PostgreSQL alone, where each row would else go over the line.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, SQLModel, col

from matcher.digests.recipients import wanting
from matcher.digests.weeks import (
    SPREAD_SECONDS,
    TRIED_FOR,
    Week,
    end_of,
    first_due,
    is_first_of_month,
    is_over,
    local_day,
    week_of,
)
from matcher.models import Letter, LetterState, RecipientKind
from matcher.models.letters import WEEKLY

Column = sa.ColumnElement[Any]


def plan_kind(
    session: Session,
    kind: RecipientKind,
    week: Week | None,
    *,
    now: datetime,
    domain: str,
) -> Iterator[int]:
    """Plan everybody of a kind; for each day and zone that was chosen, how many."""
    who = wanting(kind)
    days = sa.select(who.c.zone, who.c.weekday).distinct()
    for zone, weekday in session.execute(days.order_by(who.c.zone, who.c.weekday)):
        theirs = week or week_of(local_day(now, zone))
        if is_over(theirs, zone=zone, now=now):
            continue
        chose = sa.and_(who.c.zone == zone, who.c.weekday == weekday)
        gets_one = _gets_one(who, theirs, weekday, local_day(now, zone))
        fresh = _fresh(who, kind, theirs, sa.and_(chose, gets_one))
        due = _due(fresh, first_due(theirs, weekday=weekday, zone=zone), now)
        end = end_of(theirs, zone)
        values = _values(fresh, kind, theirs, due, end, now=now, domain=domain)
        yield _inserted(session, fresh, values)


def _gets_one(
    who: sa.Subquery, week: Week, weekday: int, today: Any
) -> sa.ColumnElement[bool]:
    """``planning.gets_one``, of rows: not paused on the day, and not thinned."""
    day = max(week.monday + timedelta(days=weekday), today)
    awake = sa.or_(who.c.paused_until.is_(None), who.c.paused_until <= day)
    if is_first_of_month(week, weekday):
        return awake
    return sa.and_(awake, ~who.c.fewer)


def _fresh(
    who: sa.Subquery, kind: RecipientKind, week: Week, which: sa.ColumnElement[bool]
) -> sa.CTE:
    """Who has no row of this week yet, each with an id for it, drawn once."""
    there = sa.exists().where(
        col(Letter.recipient_kind) == kind,
        col(Letter.recipient_id) == who.c.id,
        col(Letter.week) == str(week),
        col(Letter.occasion) == WEEKLY,
    )
    return (
        sa.select(
            sa.func.gen_random_uuid(type_=sa.Uuid()).label("id"),
            who.c.id.label("recipient_id"),
        )
        .where(which, ~there)
        .cte("fresh")
        .prefix_with("MATERIALIZED")
    )


def _due(fresh: sa.CTE, first: datetime, now: datetime) -> Column:
    """``weeks.window_of`` and ``late_window``: by the id's last two bytes, or now."""
    last = sa.func.right(sa.cast(fresh.c.id, sa.Text), 4)
    number = sa.cast(
        sa.cast(sa.literal("x", sa.Text) + last, postgresql.BIT(16)), sa.Integer
    )
    second = sa.cast("1 second", sa.Interval)
    return sa.func.greatest(_at(first) + (number % SPREAD_SECONDS) * second, _at(now))


def _values(
    fresh: sa.CTE,
    kind: RecipientKind,
    week: Week,
    due: Column,
    end: datetime,
    *,
    now: datetime,
    domain: str,
) -> dict[str, Column]:
    tried_for = sa.cast(f"{TRIED_FOR.total_seconds():.0f} seconds", sa.Interval)
    columns = SQLModel.metadata.tables["letter"].c
    same: dict[str, object] = {
        "recipient_kind": kind,
        "week": str(week),
        "occasion": WEEKLY,
        "state": LetterState.PLANNED,
        "lease": 0,
        "tries": 0,
        "crashes": 0,
        "planned_at": now,
        "changed_at": now,
    }
    is_person = kind is RecipientKind.PERSON
    return {
        "id": fresh.c.id,
        "recipient_id": fresh.c.recipient_id,
        "person_id": fresh.c.recipient_id if is_person else sa.cast(None, sa.Uuid()),
        "message_id": sa.cast(fresh.c.id, sa.Text) + f"@{domain}",
        "due_at": due,
        "next_try_at": due,
        "give_up_at": sa.func.least(due + tried_for, _at(end)),
    } | {
        name: sa.cast(sa.literal(value, columns[name].type), columns[name].type)
        for name, value in same.items()
    }


def _inserted(session: Session, fresh: sa.CTE, values: dict[str, Column]) -> int:
    """How many rows are new; who was planned by another machine meanwhile is left."""
    table = SQLModel.metadata.tables["letter"]
    rows = sa.select(*values.values()).select_from(fresh)
    done = session.execute(
        postgresql.insert(table)
        .from_select(list(values), rows, include_defaults=False)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _at(moment: datetime) -> Column:
    return sa.cast(sa.literal(moment), sa.DateTime(timezone=True))
