"""What somebody tells us about something to do, before it is stored.

A draft is a plain value: a spreadsheet row, a feed item and a partner's form all
become one, and ``opportunities`` stores it. Field names are those of the Open
Referral (HSDS) standard where it has one. Nothing here reads a file or a database.

``None`` and the empty tuple mean *nobody has said*, never *no*: a listing without
prices is not free, and a place without accessibility is not inaccessible.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any


class Openness(StrEnum):
    """Who an opportunity is open to; see ``matcher.ranking.order`` for its rank.

    ``mainstream``: anyone can join, in the local community. ``outward_facing``: run
    by or for a service, and open to or meeting the wider public. ``in_service``:
    inside a service, for its own users. ``unstated``: nobody has said yet.
    """

    MAINSTREAM = "mainstream"
    OUTWARD_FACING = "outward_facing"
    UNSTATED = "unstated"
    IN_SERVICE = "in_service"


class Status(StrEnum):
    """The life of a listing, in the words of HSDS ``service.status``."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """One regular or single meeting time, in local wall-clock time (Europe/London)."""

    rrule: str | None
    """An RFC 5545 RRULE value (``FREQ=WEEKLY;BYDAY=TU``); None: once, on valid_from."""
    opens_at: time | None = None
    closes_at: time | None = None
    """May be before ``opens_at``: then it ends after midnight."""
    valid_from: date | None = None
    """First day, and the anchor of every interval greater than one."""
    valid_to: date | None = None
    """Last day, inclusive."""
    text: str | None = None
    """The words this was read from."""
    term_time: bool = False
    """It says that it meets in term time only; nobody here knows whose terms."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """One cost option. Free is a price of 0; *not given* is having no price at all."""

    amount_pence: int
    option: str | None = None
    """Who or what it is for, as the listing says it: ``concessions``, ``materials``."""
    per: str | None = None
    """``session``, ``week``, ``month``, ``term``, ``year`` ...; None: not said."""


@dataclass(frozen=True, kw_only=True)
class Venue:
    """A place where it happens."""

    name: str | None = None
    address: str | None = None
    city: str | None = None
    district: str | None = None
    """The part of town people call it by."""
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    accessibility: tuple[str, ...] = ()
    """Short labels: ``step-free``, ``not step-free``, ``accessible toilet``,
    ``hearing loop``, ``quiet space``, ``seating`` ... Unknown is absent."""


@dataclass(frozen=True, kw_only=True)
class FirstVisit:
    """The first-visit card: what somebody wants to know before they dare to go."""

    who_meets_you: str | None = None
    how_long: str | None = None
    can_i_watch: str | None = None
    quiet_times: str | None = None
    bring_someone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Joining:
    """What joining asks of somebody, and what it spares them. None: nobody has said."""

    just_turn_up: bool | None = None
    asks_form: bool | None = None
    asks_id: bool | None = None
    asks_address: bool | None = None
    asks_phone: bool | None = None
    stores_bag: bool | None = None
    dogs_welcome: bool | None = None


@dataclass(frozen=True, kw_only=True)
class OrganizationDraft:
    """Who runs it."""

    name: str
    description: str | None = None
    openness: Openness = Openness.UNSTATED
    """What its opportunities are when they do not say."""
    charity_number: str | None = None
    company_number: str | None = None
    url: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpportunityDraft:
    """Everything somebody told us about one thing to do."""

    source: str
    source_id: str
    title: str
    description: str = ""
    organization: OrganizationDraft | None = None
    activities: tuple[str, ...] = ()
    """What people do there, as the listing names it (taxonomy terms)."""
    not_activities: tuple[str, ...] = ()
    """Activities of the lexicon, by id, that its words seem to speak of and that who
    runs it says it is not."""
    openness: Openness = Openness.UNSTATED
    outward_note: str | None = None
    """Outward facing: what is open, to whom and when."""
    status: Status = Status.ACTIVE
    joinable: bool = True
    """False: nothing a person could join; kept, never matched."""
    adults: bool = True
    """False: only for children, or families with small ones."""
    minimum_age: int | None = None
    maximum_age: int | None = None
    eligibility: str | None = None
    how_to_join: str | None = None
    what_to_bring: str | None = None
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    languages: tuple[str, ...] = ()
    online: bool | None = None
    venues: tuple[Venue, ...] = ()
    covers: tuple[str, ...] = ()
    """Areas covered, as outcodes (``M33``) or names (``Trafford``)."""
    timetables: tuple[Timetable, ...] = ()
    schedule_text: str | None = None
    prices: tuple[Price, ...] = ()
    cost_text: str | None = None
    first_visit: FirstVisit = field(default_factory=FirstVisit)
    joining: Joining = field(default_factory=Joining)
    licence: str | None = None
    assured_on: date | None = None
    """The day somebody *checked* it; a change is not a check."""
    visible_from: date | None = None
    visible_to: date | None = None
    closed_note: str | None = None
    """Temporarily closed: why, and until when, in the listing's words."""
    rests_until: date | None = None
    """The last day on which it does not meet; from the next it does again."""
    off_on: tuple[date, ...] = ()
    """Single days on which it does not meet although its times say so, rising."""
    kept_aside: dict[str, Any] = field(default_factory=dict)
    """Columns or keys we do not know, kept as they came."""
