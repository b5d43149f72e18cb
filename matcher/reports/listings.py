"""What an organization sees of its listings: rough numbers of the last four weeks.

Multiples of ``STEP`` from ``FEWEST_MET`` up; below that none, nought included. So one
visit more or less is rarely seen. Not never: a visitor with several browsers counts
several times, after a restart everybody counts anew, and who visits their own listing
until the next number is near sees it when somebody else comes. It is never who.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon
from matcher.models import ListingCount, Noticed
from matcher.reports.counting import monday_of
from matcher.taking import Taken, named

WEEKS = 4
"""Weeks that a number covers: one browser that comes in each makes up four of it, far
from ``FEWEST_MET``."""

FEWEST_MET = 10
"""The smallest number shown: twice what is asked of people who can be told apart,
since visits are counted here, not people."""

STEP = 5
"""Numbers are shown in steps of this many, rounded down."""

MOST_WAYS = 5
"""Activities named of one listing."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How often something was done with one listing in ``WEEKS``."""

    counts: Mapping[Noticed, int | None]
    """About how many; None: fewer than ``FEWEST_MET``, none at all included."""
    found_by: tuple[Taken, ...] = ()
    """Activities it was found by that often, the most frequent first."""


def shown_or_not(count: int) -> int | None:
    """A number as it may be shown, else None: 10 to 14 give 10. Pure."""
    return count - count % STEP if count >= FEWEST_MET else None


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
        (-number, lexicon.activities[activity].name, activity)
        for (what, activity), number in counted.items()
        if what is Noticed.SHOWN
        and activity in lexicon.activities
        and shown_or_not(number) is not None
    ]
    return Figures(
        counts={what: shown_or_not(counted.get((what, ""), 0)) for what in Noticed},
        found_by=named((one for *_, one in sorted(ways)[:MOST_WAYS]), lexicon),
    )
