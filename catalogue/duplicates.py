"""Are these two listings the same thing? Pure: it compares values and decides nothing.

Whoever tells a listing is asked "is that yours?" with the reasons as parts; nothing is
merged, hidden or refused here. Like names alone are never enough: a charity's cafés in
two towns are two things to do, and so are Monday's yoga and Thursday's.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from itertools import product
from uuid import UUID

from rapidfuzz import fuzz

from catalogue.drafts import OpportunityDraft, Timetable, Venue
from catalogue.places import Point, distance_km, load_postcodes, normal_postcode
from catalogue.schedules import read_rule
from catalogue.schedules.rules import WEEKDAYS

ALIKE = 82
"""Likeness of title and organization, 0 to 100 (rapidfuzz's ``token_set_ratio``), from
which they may be one name. Of the hundred made pairs of the tests all but three slips
keep 86 and more, and two different classes of one centre stay below 60."""

VERY_ALIKE = 90
"""What a name must reach where either the place or the time is not known or differs."""

SAME_PLACE_KM = 0.15
"""Two points of one building or its car park; postcodes' centres are farther out."""

MOVED_KM = 3.0
"""How far a group moves and keeps its people: across town, not to another town."""

SAME_TIME_MINUTES = 30
"""Doors at seven and a start at half past are one evening."""

_SHORT = {
    "saint": "st",
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "centre": "ctr",
    "center": "ctr",
    "community": "comm",
    "association": "assoc",
    "society": "soc",
    "assn": "assoc",
    "mount": "mt",
    "methodist": "meth",
    "church": "ch",
    "united": "utd",
    "football": "fc",
    "department": "dept",
    "years": "yrs",
} | {
    form: day[:3]
    for day, forms in {
        "monday": "mon mondays",
        "tuesday": "tue tues tuesdays",
        "wednesday": "wed weds wednesdays",
        "thursday": "thu thur thurs thursdays",
        "friday": "fri fridays",
        "saturday": "sat saturdays",
        "sunday": "sun sundays",
    }.items()
    for form in (day, *forms.split())
}
"""Each word and its abbreviation as one; "St" is a saint and a street alike."""

_EMPTY = frozenset(
    ("the", "a", "an", "and", "of", "at", "for", "in", "on", "with", "to", "our", "s")
) | frozenset(
    ("class", "classes", "group", "club", "session", "sessions", "weekly", "ltd", "cic")
)
"""Words that half of all titles have: alike in these is not alike."""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """One thing that two listings have in common, in parts that a template says."""

    kind: str
    """``charity_number``, ``company_number``, ``name``, ``postcode``, ``venue``,
    ``near``, ``online``, ``moved`` or ``time`` (``weekday``, and both hours)."""
    ours: str = ""
    theirs: str = ""
    distance_km: float | None = None
    weekday: str | None = None
    """``MO`` to ``SU``."""


ELSEWHERE = Alike(kind="elsewhere")
ANOTHER_TIME = Alike(kind="another_time")
"""What speaks against one thing; neither ever is a reason."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A listing that may be the same thing, and why."""

    id: UUID
    score: float
    """How like the names are, 0 to 100; only for their order."""
    reasons: tuple[Alike, ...]


def likely(
    one: OpportunityDraft, others: Iterable[tuple[UUID, OpportunityDraft]]
) -> tuple[Likeness, ...]:
    """Which of the others may be the same thing as this one, the likeliest first."""
    found = [
        likeness
        for key, other in others
        if (one.source, one.source_id) != (other.source, other.source_id)
        and (likeness := _likeness(one, key, other))
    ]
    return tuple(sorted(found, key=lambda x: (-len(x.reasons), -x.score, x.id)))


def _likeness(
    one: OpportunityDraft, key: UUID, other: OpportunityDraft
) -> Likeness | None:
    numbers = _numbers(one, other)
    is_theirs = bool(numbers) or _same_organization(one, other)
    score = _names(one, other)
    place, meets = _place(one, other), _time(one, other)
    if not _is_likely(score, place=place, meets=meets, is_theirs=is_theirs):
        return None
    name = Alike(kind="name", ours=one.title, theirs=other.title)
    reasons = (*numbers, name, *(x for x in (place, meets) if x))
    return Likeness(id=key, score=score, reasons=reasons)


def _is_likely(
    score: float, *, place: Alike | None, meets: Alike | None, is_theirs: bool
) -> bool:
    """Whether name, place and time together speak for one and the same thing.

    None: not known. ``is_theirs``: one organization runs both.
    """
    if place is ELSEWHERE or meets is ANOTHER_TIME or score < ALIKE:
        return False
    if place and place.kind == "moved":
        return score >= VERY_ALIKE and is_theirs and meets is not None
    if place and meets:
        return True
    return score >= VERY_ALIKE and (is_theirs or place is not None)


def _numbers(one: OpportunityDraft, other: OpportunityDraft) -> tuple[Alike, ...]:
    ours, theirs = one.organization, other.organization
    if not ours or not theirs:
        return ()
    pairs = {
        "charity_number": (ours.charity_number, theirs.charity_number),
        "company_number": (ours.company_number, theirs.company_number),
    }
    return tuple(
        Alike(kind=kind, ours=a, theirs=b)
        for kind, (a, b) in pairs.items()
        if a and b and number_key(a) == number_key(b)
    )


def number_key(number: str) -> str:
    """A charity or company number as it is compared: ``SC 012345`` -> ``SC12345``."""
    plain = re.sub(r"[^A-Z0-9]", "", number.upper())
    letters = plain.rstrip("0123456789")
    return letters + plain[len(letters) :].lstrip("0")


def _same_organization(one: OpportunityDraft, other: OpportunityDraft) -> bool:
    if not one.organization or not other.organization:
        return False
    ours, theirs = folded(one.organization.name), folded(other.organization.name)
    return bool(ours) and fuzz.token_sort_ratio(ours, theirs) >= VERY_ALIKE


def _names(one: OpportunityDraft, other: OpportunityDraft) -> float:
    """How like the two are called, 0 to 100.

    Titles must be like by themselves: the name of the centre, which stands in all of
    its listings, makes no two of its classes the same.
    """
    ours, theirs = folded(one.title), folded(other.title)
    inner, other_inner = (_without(t, one, other) for t in (ours, theirs))
    titles = fuzz.token_set_ratio(inner or ours, other_inner or theirs)
    if bool(inner) != bool(other_inner):
        titles = fuzz.token_set_ratio(ours, theirs)
    together = fuzz.token_set_ratio(_called(one, ours), _called(other, theirs))
    return min(float(titles), float(together)) if ours and theirs else 0.0


def _called(draft: OpportunityDraft, title: str) -> str:
    runs = folded(draft.organization.name) if draft.organization else ""
    return f"{title} {runs}".strip()


def _without(title: str, *drafts: OpportunityDraft) -> str:
    """A title without the names of those who run it."""
    names = {
        word
        for draft in drafts
        if draft.organization
        for word in folded(draft.organization.name).split()
    }
    return " ".join(word for word in title.split() if word not in names)


@lru_cache(maxsize=8_192)
def folded(name: str) -> str:
    """A name as it is compared: without case, accents, marks and empty words."""
    plain = unicodedata.normalize("NFKD", name[:300]).casefold().replace("&", " and ")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", plain))
    said = [_SHORT.get(word, word) for word in words if word not in _EMPTY]
    return " ".join(said or words)


_NEAREST_FIRST = ("near", "venue", "postcode", None, "moved", "elsewhere")


def _place(one: OpportunityDraft, other: OpportunityDraft) -> Alike | None:
    if one.online and other.online and not (one.venues or other.venues):
        return Alike(kind="online")
    if not one.venues or not other.venues:
        return None
    pairs = [_venues(a, b) for a, b in product(one.venues[:20], other.venues[:20])]
    return min(pairs, key=lambda x: _NEAREST_FIRST.index(x.kind if x else None))


def _venues(a: Venue, b: Venue) -> Alike | None:
    """The same place, another one that they may have moved to, or not known."""
    apart = _apart_km(a, b)
    ours, theirs = _postcode(a), _postcode(b)
    if apart is not None and apart[1] and apart[0] <= SAME_PLACE_KM:
        return Alike(kind="near", distance_km=apart[0])
    if _same_name(a, b) and (apart is None or apart[0] <= MOVED_KM):
        return Alike(kind="venue", ours=a.name or "", theirs=b.name or "")
    if ours and ours == theirs and not _other_house(a, b):
        return Alike(kind="postcode", ours=ours, theirs=theirs)
    if apart is None:
        return None
    if apart[0] <= MOVED_KM:
        return Alike(kind="moved", distance_km=apart[0])
    return ELSEWHERE


def _same_name(a: Venue, b: Venue) -> bool:
    ours, theirs = folded(a.name or ""), folded(b.name or "")
    return bool(ours and theirs) and fuzz.token_sort_ratio(ours, theirs) >= VERY_ALIKE


def _other_house(a: Venue, b: Venue) -> bool:
    """Whether both name their house, and nothing of the two names is alike."""
    ours, theirs = folded(a.name or ""), folded(b.name or "")
    return bool(ours and theirs) and fuzz.token_set_ratio(ours, theirs) < 50


def _postcode(venue: Venue) -> str | None:
    return normal_postcode(venue.postal_code) if venue.postal_code else None


def _apart_km(a: Venue, b: Venue) -> tuple[float, bool] | None:
    """(kilometres, whether both points are exact); None where one is not known."""
    (ours, exact), (theirs, exact_too) = _point(a), _point(b)
    if ours is None or theirs is None:
        return None
    return distance_km(ours, theirs), exact and exact_too


def _point(venue: Venue) -> tuple[Point | None, bool]:
    if venue.latitude is not None and venue.longitude is not None:
        return Point(venue.latitude, venue.longitude), True
    located = load_postcodes().locate(venue.postal_code or "")
    return (located.point if located else None), False


def _time(one: OpportunityDraft, other: OpportunityDraft) -> Alike | None:
    ours = [(x, days) for x in one.timetables[:20] if (days := _weekdays(x))]
    theirs = [(x, days) for x in other.timetables[:20] if (days := _weekdays(x))]
    if not ours or not theirs:
        return None
    for (a, our_days), (b, their_days) in product(ours, theirs):
        both = our_days & their_days
        if both and _same_hour(a.opens_at, b.opens_at):
            day = next(day for day in WEEKDAYS if day in both)
            return Alike(
                kind="time",
                weekday=day,
                ours=_said(a.opens_at),
                theirs=_said(b.opens_at),
            )
    return ANOTHER_TIME


def _weekdays(timetable: Timetable) -> frozenset[str]:
    if timetable.rrule:
        return _ruled(timetable.rrule) or _day_of(timetable)
    return _day_of(timetable)


def _day_of(timetable: Timetable) -> frozenset[str]:
    day = timetable.valid_from
    return frozenset([WEEKDAYS[day.weekday()]]) if day else frozenset()


@lru_cache(maxsize=2_048)
def _ruled(text: str) -> frozenset[str]:
    try:
        rule = read_rule(text)
    except ValueError:
        return frozenset()
    if rule.frequency == "DAILY" and not rule.by_day:
        return frozenset(WEEKDAYS)
    return frozenset(day for _, day in rule.by_day)


def _same_hour(a: time | None, b: time | None) -> bool:
    if a is None or b is None:
        return True
    apart = abs((a.hour - b.hour) * 60 + a.minute - b.minute)
    return min(apart, 24 * 60 - apart) <= SAME_TIME_MINUTES


def _said(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
