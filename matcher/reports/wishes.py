"""What people near a place look for, and nobody offers there: names of activities.

Counted from the pages of people, so that five are five different people; a search
without a page has nobody to tell apart and is not counted. Only what enough of them
look for is kept, without a number, and never a word that somebody typed. It is counted
anew each day and replaces what was counted before, so that who erases their page is
out of it a day later.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.activities import Lexicon
from catalogue.bulk import insert_rows
from catalogue.drafts import Status
from catalogue.models import KeptBy, Location, Opportunity
from catalogue.places import Point, distance_km, folded, load_postcodes, outcode_of
from catalogue.schedules import day_of
from matcher import matching, people
from matcher.accounts.managing import FEWEST_SHOWN
from matcher.knowing import understood
from matcher.models import LookedFor, Person
from matcher.ranking.facts import Asked, Facts
from matcher.ranking.hearing import hear
from matcher.taking import Taken, named

NEAR_KM = 8.0
"""Five miles: a bus ride, and wide enough that a place is a town and not a street."""

SURE = 0.5
"""How sure an activity must be to be counted, of a phrase as of a listing: more likely
than not."""

MOST_KEPT = 20
"""Activities kept of one place."""

MOST_NAMED = 8
"""Names an organization is told: enough to think about, few enough to read."""

TRUE_FOR = timedelta(days=8)
"""What was counted longer ago is not told any more: the clock has stood still."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An activity that enough people near an outcode look for, and nobody offers."""

    outcode: str
    activity: str
    name: str
    position: int


Interest = tuple[str, ...]
"""What one phrase surely asks for, the surest first: any of it answers the phrase."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """One person, as far as they are counted: where, and what for."""

    point: Point
    interests: frozenset[Interest]


IsOffered = Callable[[str, str], bool]
"""Whether an activity is on near an outcode."""


def looked_for(
    session: Session, organization_id: UUID, *, lexicon: Lexicon, now: datetime
) -> tuple[Taken, ...]:
    """What five or more people near an organization look for and nobody offers there.

    Activities by their names, at most ``MOST_NAMED``, what most look for first. Empty
    where its listings say no place, or nothing is looked for by enough.
    """
    today = day_of(now)
    places = _outcodes_of(session, organization_id)
    rows = session.exec(
        select(LookedFor)
        .where(
            col(LookedFor.outcode).in_(places),
            col(LookedFor.counted_on) > today - TRUE_FOR,
        )
        .order_by(col(LookedFor.position), col(LookedFor.name), col(LookedFor.outcode))
    )
    return named(dict.fromkeys(row.activity for row in rows), lexicon)[:MOST_NAMED]


def keep_wishes(session: Session, found: Iterable[Wish], *, today: date) -> None:
    """Keep what was counted today in place of what was counted before."""
    session.execute(sa.delete(LookedFor))
    insert_rows(
        session, LookedFor, [vars(one) | {"counted_on": today} for one in found]
    )


def wishes(session: Session, *, lexicon: Lexicon, today: date) -> list[Wish]:
    """What is looked for and offered by nobody, near each place where something is on.

    Reads every page, so it is work for the clock: some milliseconds for each person.
    """
    centres = _places(session)
    looking = _everybody(session, lexicon, today)
    listings = matching.index_of(session, today=today).facts
    counts = counted_by_place(looking, centres, _offers(listings, centres, lexicon))
    return [
        Wish(
            outcode=outcode,
            activity=activity,
            name=lexicon.activities[activity].name,
            position=position,
        )
        for outcode in sorted(counts)
        for position, activity in enumerate(enough(counts[outcode])[:MOST_KEPT])
    ]


# --- who looks -----------------------------------------------------------------------


def counted_by_place(
    looking: Iterable[Looking], centres: Mapping[str, Point], is_offered: IsOffered
) -> dict[str, Counter[str]]:
    """Of each place: activity -> how many people near it look for that in vain. Pure.

    Somebody counts once for an activity at each place they live near, however often
    they say it.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    near: dict[Point, tuple[str, ...]] = {}
    for one in looking:
        if one.point not in near:
            near[one.point] = tuple(
                outcode
                for outcode, centre in centres.items()
                if distance_km(one.point, centre) <= NEAR_KM
            )
        for outcode in near[one.point]:
            unmet = {
                interest[0]
                for interest in one.interests
                if not any(is_offered(activity, outcode) for activity in interest)
            }
            counts[outcode].update(unmet)
    return dict(counts)


def enough(counts: Mapping[str, int]) -> list[str]:
    """The activities that enough people look for, what most look for first. Pure."""
    shown = [one for one, people in counts.items() if people >= FEWEST_SHOWN]
    return sorted(shown, key=lambda one: (-counts[one], one))


def _everybody(session: Session, lexicon: Lexicon, today: date) -> Iterator[Looking]:
    """Everybody with a page and a place that we know."""
    keys = session.exec(select(Person.id).order_by(col(Person.id))).all()
    for key in keys:
        person = session.get(Person, key)
        if person is None or not person.place_words:
            continue
        asked = people.asked_of(session, person, lexicon=lexicon, today=today)
        if asked.place:
            point = Point(asked.place.latitude, asked.place.longitude)
            yield Looking(point=point, interests=_interests(asked, lexicon))
        session.expunge(person)


def _interests(asked: Asked, lexicon: Lexicon) -> frozenset[Interest]:
    """What each phrase of somebody surely asks for; a "no" counts too."""
    heard = hear(understood(asked, lexicon).phrases)
    return frozenset(
        surely
        for phrase in heard.wanting
        if (
            surely := tuple(
                one.activity
                for one in heard.meant[phrase]
                if one.how == "said" and one.weight >= SURE
            )
        )
    )


# --- what there is -------------------------------------------------------------------


def _offers(
    listings: Iterable[Facts], centres: Mapping[str, Point], lexicon: Lexicon
) -> IsOffered:
    """What is on near each place; each is looked up once."""
    offered: dict[str, list[Facts]] = defaultdict(list)
    for listing in listings:
        if not listing.joinable:
            continue
        surely = [one.activity for one in listing.readings if one.weight >= SURE]
        for activity in _with_wider(surely, lexicon):
            offered[activity].append(listing)

    @cache
    def is_offered(activity: str, outcode: str) -> bool:
        there = (outcode, centres[outcode])
        return any(_is_near(listing, *there) for listing in offered.get(activity, ()))

    return is_offered


def _with_wider(activities: Iterable[str], lexicon: Lexicon) -> set[str]:
    """These and all they are a kind of: who looks for singing has a choir."""
    found: set[str] = set()
    for one in activities:
        at: str | None = one
        while at and at in lexicon.activities and at not in found:
            found.add(at)
            at = lexicon.activities[at].broader
    return found


def _is_near(listing: Facts, outcode: str, centre: Point) -> bool:
    """Whether it meets near a place, or says that it covers it."""
    if folded(outcode) in listing.covers:
        return True
    return any(distance_km(Point(*at), centre) <= NEAR_KM for at in listing.points)


# --- places --------------------------------------------------------------------------


def _places(session: Session) -> dict[str, Point]:
    """The outcodes where anything is on, and their centres."""
    rows = session.execute(sa.select(col(Location.postcode_key)).distinct())
    return _centres(rows.scalars())


def _outcodes_of(session: Session, organization_id: UUID) -> Collection[str]:
    """Where an organization's own listings meet."""
    keeper = sa.func.coalesce(
        col(KeptBy.organization_id), col(Opportunity.organization_id)
    )
    rows = session.execute(
        sa.select(col(Location.postcode_key))
        .join(Opportunity, col(Opportunity.id) == col(Location.opportunity_id))
        .outerjoin(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(keeper == organization_id, col(Opportunity.status) != Status.DEFUNCT)
        .distinct()
    )
    return _centres(rows.scalars()).keys()


def _centres(postcodes: Iterable[str]) -> dict[str, Point]:
    table = load_postcodes()
    outcodes = sorted({outcode_of(one) or "" for one in postcodes if one})
    located = ((outcode, table.locate(outcode)) for outcode in outcodes if outcode)
    return {outcode: found.point for outcode, found in located if found}
