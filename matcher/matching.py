"""The meeting place: the catalogue and what a person asked, brought to ranking.

Loads what ranking needs into memory once per change of the catalogue, asks it, and
gives back results ready to be shown. What a person asked is held for the length of
one call; nothing of it is kept, logged or cached.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import Openness, Timetable
from catalogue.opportunities import Listing
from catalogue.places import (
    FoundPlace,
    Gazetteer,
    PlaceProblem,
    find_place,
    load_postcodes,
    walk_minutes,
)
from catalogue.schedules import Occurrence, next_occurrences, occurrences_between
from matcher.knowing import facts_of, gazetteer_of
from matcher.ranking import Asked, Index, Match, Ranking, Reason, rank, reason_for

NEXT_DATES = 4
"""Coming dates shown with a listing: enough to choose from, short enough to read."""

WEEK = timedelta(days=6)
"""Today and the six days after it: every weekday once."""

MOST_IN_A_WEEK = 100
"""Listings in the day list; who wants fewer says where or what."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """One listing that fits, ready to be shown."""

    match: Match
    listing: Listing
    reason: Reason | None
    """None when nothing was asked, so that nothing needs a reason."""
    next: tuple[Occurrence, ...]
    walk_minutes: int | None
    """None when the distance is unknown."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Results of one openness, best first: at most so many as were asked for."""

    openness: Openness
    results: tuple[Result, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """What there is for what was asked."""

    groups: tuple[Group, ...]
    """In the order of the promise; what is put first leads its group's results."""
    first: Result | None
    """The one place or listing the person put first."""
    unanswered: tuple[int, ...]
    """Positions of phrases that nothing mainstream answers."""
    only_refusals: bool
    """Everything said was a "no": the page asks "what instead?"."""
    total: int
    choices: Mapping[str, int]
    """For each further condition, how many results would remain."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """What is on, on one day, by the clock."""

    day: date
    meetings: tuple[tuple[Occurrence, Result], ...]


@dataclass(frozen=True, kw_only=True)
class _Snapshot:
    """The catalogue in memory, as it was at one version on one day."""

    version: int
    today: date
    index: Index
    gazetteer: Gazetteer
    timetables: Mapping[str, tuple[Timetable, ...]]


_snapshots: WeakKeyDictionary[sa.Engine, _Snapshot] = WeakKeyDictionary()
_building = threading.Lock()
"""Two visitors must not both read the whole catalogue at the same moment."""
