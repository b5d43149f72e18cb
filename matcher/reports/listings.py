"""What an organization sees of its listings: numbers of the last weeks, five or more.

A visitor counts once a week, and what is shown covers four: so nobody by themselves
makes up five. A number below that is not shown, none included.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon
from matcher.accounts.managing import FEWEST_SHOWN
from matcher.models import ListingCount, Noticed
from matcher.reports.counting import monday_of

WEEKS = 4
"""Weeks that a number covers: fewer than ``FEWEST_SHOWN``, so that one visitor, who
counts once in each, is never the whole of a number that is shown."""

MOST_WAYS = 5
"""Activities named of one listing."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How often something was done with one listing in ``WEEKS``."""

    counts: Mapping[Noticed, int | None]
    """None: fewer than ``FEWEST_SHOWN``, none at all included."""
    found_by: tuple[str, ...] = ()
    """Names of activities it was found by that often, the most frequent first."""


def shown_or_not(count: int) -> int | None:
    """A number that may be shown, else None. Pure."""
    return count if count >= FEWEST_SHOWN else None


def figures(
    session: Session, keys: Collection[UUID], *, lexicon: Lexicon, today: date
) -> dict[UUID, Figures]:
    """The figures of each of these listings, for the last ``WEEKS``."""
    since = monday_of(today) - timedelta(weeks=WEEKS - 1)
    rows = session.execute(
        sa.select(
            col(ListingCount.opportunity_id),
            col(ListingCount.what),
            col(ListingCount.activity),
            sa.func.sum(col(ListingCount.count)),
        )
        .where(col(ListingCount.opportunity_id).in_(keys))
        .where(col(ListingCount.week) >= since)
        .group_by(
            col(ListingCount.opportunity_id),
            col(ListingCount.what),
            col(ListingCount.activity),
        )
    )
    counted: dict[UUID, dict[tuple[Noticed, str], int]] = defaultdict(dict)
    for key, what, activity, number in rows:
        counted[key][Noticed(what), activity] = int(number)
    return {key: figures_of(counted[key], lexicon) for key in keys}


def figures_of(counted: Mapping[tuple[Noticed, str], int], lexicon: Lexicon) -> Figures:
    """What may be shown of what was counted of one listing. Pure."""
    ways = [
        (-number, lexicon.activities[activity].name)
        for (what, activity), number in counted.items()
        if what is Noticed.SHOWN
        and activity in lexicon.activities
        and shown_or_not(number) is not None
    ]
    return Figures(
        counts={what: shown_or_not(counted.get((what, ""), 0)) for what in Noticed},
        found_by=tuple(name for _, name in sorted(ways)[:MOST_WAYS]),
    )
