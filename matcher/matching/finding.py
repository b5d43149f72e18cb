"""What a person asked, brought to ranking, and results ready to be shown.

What a person asked is held for the length of one call; nothing of it is kept or logged.
What their words were understood as is remembered in memory, without the words
(``catalogue.activities.remembering``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from catalogue.activities import Lexicon
from catalogue.drafts import Openness
from catalogue.opportunities import Listing
from catalogue.places import (
    FoundPlace,
    PlaceProblem,
    find_place,
    load_postcodes,
    walk_minutes,
)
from catalogue.schedules import Occurrence, day_after, day_of, occurrences_between
from matcher.errors import BadInput
from matcher.knowing import ranking_place, understood
from matcher.matching.copies import keep_in, settle
from matcher.matching.snapshot import Snapshot
from matcher.matching.snapshots import snapshot_of
from matcher.matching.turns import turns
from matcher.ranking import (
    Asked,
    Index,
    Match,
    Place,
    Ranking,
    Reason,
    browse,
    rank,
    rank_of,
    reason_for,
)
from matcher.ranking.times import DAYS

DAYS_SHOWN = 7
"""Today and the six days after it: every weekday once."""

MOST_IN_A_WEEK = 60
"""Listings in the day list; who wants others says what, where or when."""

OPENNESSES = sorted(Openness, key=rank_of)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One listing that fits, ready to be shown."""

    match: Match
    listing: Listing
    """As far as a card shows it (``Shelf.listing``), or whole."""
    reason: Reason | None
    """None when nothing was asked, or where none is shown."""
    walk_minutes: int | None
    """None when the distance is unknown."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Results of one openness, best first: at most so many as were asked for."""

    openness: Openness
    results: tuple[Result, ...]
    total: int
    run_by: str | None = None
    """The one organization that runs the best of it, when there is only one."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What there is for what was asked."""

    asked: Asked
    """What was asked, each phrase with what it was understood as."""
    groups: tuple[Group, ...]
    """In the order of the promise."""
    first: tuple[Result, ...]
    """What the person put first, above every group; not in the groups again."""
    unanswered: tuple[int, ...]
    """Positions of phrases that nothing mainstream answers."""
    kept_in_view: tuple[int, ...]
    """Positions of phrases never matched: independence, people, support."""
    only_refusals: bool
    """Everything said was a "no": the page asks "what instead?"."""
    refused: tuple[str, ...]
    """What the person said no to, in their own words."""
    total: int
    choices: Mapping[str, int]
    """For each further condition, how many of what fits are known to meet it."""
    choices_to_ask: Mapping[str, int]
    """... and how many more would stay as "ask first"."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """What is on, on one day, by the clock."""

    day: date
    meetings: tuple[tuple[Occurrence, Result], ...]


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Where the person sets out from, for ranking and for the page."""

    place: Place
    found: FoundPlace
    """How it was understood: shown when spelling or sector had to give way."""


class PlaceNotFound(BadInput):
    """The words for a place lead nowhere; ``problem`` says why, a page says it."""

    def __init__(self, problem: PlaceProblem) -> None:
        """Keep what is the matter; the words themselves stay out of the message."""
        super().__init__("That place is not known here.")
        self.problem = problem


def find(
    session: Session,
    asked: Asked,
    *,
    lexicon: Lexicon,
    today: date,
    limit_per_group: int = 20,
    beside_others: int | None = None,
    opened: Collection[str] = (),
) -> Found:
    """What answers a person's phrases: grouped by openness, each with its reason.

    ``beside_others``: so many of a group that does not stand alone and is not among
    the ``opened``; what no page shows is not read. Raises ``TooBusy`` when too many
    ask at the same moment; so does ``week``.
    """
    snapshot = snapshot_of(session, today)
    with turns.one():
        asked = understood(asked, lexicon)
        ranking = rank(asked, snapshot.index, today=today, limit=limit_per_group)
        choices, choices_to_ask = ranking.choices, ranking.choices_to_ask
    first = [match for match in ranking.matches if match.put_first]
    grouped = _grouped(ranking.matches)
    short = beside_others if len(grouped) > 1 else None
    cut = {
        openness: matches if openness in opened else matches[:short]
        for openness, matches in grouped.items()
    }
    shown = [*first, *(match for matches in cut.values() for match in matches)]
    results = _results(snapshot, shown, asked)
    return Found(
        asked=asked,
        groups=_groups(grouped, results, ranking),
        first=tuple(result for result in results if result.match.put_first),
        unanswered=ranking.unanswered,
        kept_in_view=ranking.kept_in_view,
        only_refusals=ranking.only_refusals,
        refused=ranking.refused,
        total=sum(ranking.totals.values()),
        choices=choices,
        choices_to_ask=choices_to_ask,
    )


def week(
    session: Session, asked: Asked, *, lexicon: Lexicon, now: datetime
) -> tuple[Day, ...]:
    """What is on from now, day by day: what answers the phrases, or else anything.

    On firm days alone; without reasons, which a line has no room for. At most
    ``MOST_IN_A_WEEK`` listings, the first by the promise; days with nothing on are
    left out.
    """
    today = day_of(now)
    snapshot = snapshot_of(session, today)
    with turns.one():
        asked = understood(asked, lexicon)
        if asked.phrases:
            matches: Iterable[Match] = rank(
                asked, snapshot.index, today=today, branches="apart"
            ).matches
        else:
            matches = browse(asked, snapshot.index, today=today)
        days = asked.conditions.days or frozenset(DAYS)
        meeting = _meeting_this_week(matches, snapshot, now, days)
    occurrences = {match.facts.id: on for match, on in meeting}
    by_day: dict[date, list[tuple[Occurrence, Result]]] = defaultdict(list)
    matches_on = [match for match, _ in meeting]
    for result in _results(snapshot, matches_on, asked, with_reasons=False):
        for occurrence in occurrences[result.match.facts.id]:
            by_day[occurrence.day].append((occurrence, result))
    return tuple(
        Day(day=day, meetings=tuple(sorted(by_day[day], key=_by_the_clock)))
        for day in sorted(by_day)
    )


def place_of(
    session: Session, words: str, travel_km: float | None, *, today: date
) -> Departure:
    """Where the person sets out from: a postcode, or a name from the catalogue.

    Raises ``PlaceNotFound``, which says what is the matter with the words.
    """
    gazetteer = snapshot_of(session, today).gazetteer
    found = find_place(words, load_postcodes(), gazetteer)
    if isinstance(found, PlaceProblem):
        raise PlaceNotFound(found)
    return Departure(place=ranking_place(found, gazetteer, travel_km), found=found)


def warm(engine: sa.Engine, now: datetime, *, folder: Path | None = None) -> None:
    """Read the catalogue into memory, so that the first visitor does not wait.

    ``folder``: where a copy is kept, so that the next start is quick.
    """
    if folder:
        keep_in(engine, folder)
    with Session(engine) as session:
        snapshot_of(session, day_of(now))
    settle(engine)


def index_of(session: Session, *, today: date) -> Index:
    """The catalogue as ranking knows it today: for those who ask about a part of it."""
    return snapshot_of(session, today).index


def is_empty(session: Session, *, today: date) -> bool:
    """Whether there is nothing at all to find."""
    return not snapshot_of(session, today).shown


def _results(
    snapshot: Snapshot,
    matches: Sequence[Match],
    asked: Asked,
    *,
    with_reasons: bool = True,
) -> list[Result]:
    """From what is in memory: the database is asked for none of them."""
    return [
        Result(
            match=match,
            listing=snapshot.shown.listing(match.facts),
            reason=reason_for(match, asked) if with_reasons and match.answers else None,
            walk_minutes=_walk(match),
        )
        for match in matches
    ]


def _walk(match: Match) -> int | None:
    return None if match.distance_km is None else walk_minutes(match.distance_km)


def _grouped(matches: Iterable[Match]) -> dict[str, list[Match]]:
    """What nobody put first, by openness, best first."""
    by_openness: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if not match.put_first:
            by_openness[match.openness].append(match)
    return by_openness


def _groups(
    grouped: Mapping[str, Sequence[Match]],
    results: Iterable[Result],
    ranking: Ranking,
) -> tuple[Group, ...]:
    by_openness: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if not result.match.put_first:
            by_openness[result.match.openness].append(result)
    return tuple(
        Group(
            openness=openness,
            results=tuple(by_openness[openness]),
            total=ranking.totals.get(openness, 0),
            run_by=_only_organization(grouped[openness]),
        )
        for openness in OPENNESSES
        if by_openness[openness]
    )


def _only_organization(matches: Iterable[Match]) -> str | None:
    found = (match.facts.organization for match in matches)
    first = next(found, "")
    return first if first and all(one == first for one in found) else None


def _meeting_this_week(
    matches: Iterable[Match], snapshot: Snapshot, now: datetime, days: Collection[str]
) -> list[tuple[Match, tuple[Occurrence, ...]]]:
    """What meets, and when; ``days`` of the week: what meets on others as well is shown
    on these alone."""
    today = day_of(now)
    last_day = today + timedelta(days=DAYS_SHOWN - 1)
    meeting: list[tuple[Match, tuple[Occurrence, ...]]] = []
    for match in matches:
        listing = snapshot.shown[match.facts.id]
        rests_until = listing.rests_until or date.min
        first_day = max(today, day_after(rests_until))
        every = occurrences_between(
            listing.timetables, first_day=first_day, last_day=last_day, after=now
        )
        there = (one for one in every if one.day not in listing.off_on)
        on = tuple(one for one in there if DAYS[one.day.weekday()] in days)
        if on:
            meeting.append((match, on))
        if len(meeting) == MOST_IN_A_WEEK:
            break
    return meeting


def _by_the_clock(meeting: tuple[Occurrence, Result]) -> tuple[bool, str, str]:
    """All-day first, then by starting time; equals by their ids."""
    occurrence, result = meeting
    starts = occurrence.starts_at
    clock = starts.strftime("%H:%M") if starts else ""
    return starts is not None, clock, result.match.facts.id
