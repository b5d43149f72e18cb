"""A listing as schema.org JSON-LD, for search engines and other people's programs.

An ``Event`` when its times are known, else a ``Service``. Says only what we were
told: no price is no offer, and nothing is free unless somebody said so.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any
from uuid import UUID

from catalogue.drafts import (
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from catalogue.feeds import (
    first_day,
    left_out,
    meets_from,
    one_line,
    page_url,
    web_url,
)
from catalogue.schedules import LONDON, day_of, last_day
from catalogue.schedules.occurring import readable_rule

Node = dict[str, Any]
"""One JSON object; what is unknown has no key."""

SCHEMA = "https://schema.org"
"""The vocabulary; also where its terms are spelt out in full."""

EVENT_STATUS = {
    Status.ACTIVE: "EventScheduled",
    Status.TEMPORARILY_CLOSED: "EventPostponed",
    Status.INACTIVE: "EventCancelled",
    Status.DEFUNCT: "EventCancelled",
}
"""Postponed is schema.org's word for off now, with no new date yet."""

DAY_NAMES = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
"""Days of a rule, as schema.org names them."""

PERIODS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
"""A rule's frequency as the unit of an ISO 8601 duration."""


def json_ld(
    listing_id: UUID, draft: OpportunityDraft, *, now: datetime, base_url: str
) -> Node:
    """The node of a listing, ready for ``script_safe``. ``now`` is aware."""
    page = page_url(listing_id, base_url=base_url)
    node = {
        "@context": SCHEMA,
        "@id": page,
        "name": one_line(draft.title),
        "description": draft.description,
        "url": page,
        "sameAs": web_url(draft.url),
        "offers": [_offer(price, page) for price in draft.prices],
    }
    when = _when(draft, now=now)
    about = _event(draft, page) | when if when else _service(draft)
    return _known(node | about)


def script_safe(data: Mapping[str, Any]) -> str:
    """JSON that may stand inside ``<script type="application/ld+json">``.

    Plain ASCII without ``<``, ``>`` and ``&``: no text in it can end the element.
    """
    text = json.dumps(data, allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _event(draft: OpportunityDraft, page: str) -> Node:
    places = [_place(venue) for venue in draft.venues]
    if draft.online:
        places.append({"@type": "VirtualLocation", "url": web_url(draft.url) or page})
    return {
        "@type": "Event",
        "location": places,
        "organizer": _organization(draft.organization),
        "eventStatus": f"{SCHEMA}/{EVENT_STATUS[draft.status]}",
        "eventAttendanceMode": _attendance(draft),
        "isAccessibleForFree": _known_free(draft.prices),
        "typicalAgeRange": _ages(draft),
        "keywords": list(draft.activities),
        "inLanguage": [{"@type": "Language", "name": it} for it in draft.languages],
    }


def _service(draft: OpportunityDraft) -> Node:
    """What it is when nobody has said when: something an organization offers."""
    channels = [
        {"@type": "ServiceChannel", "serviceLocation": _place(venue)}
        for venue in draft.venues
    ]
    return {
        "@type": "Service",
        "serviceType": list(draft.activities),
        "provider": _organization(draft.organization),
        "areaServed": list(draft.covers),
        "availableChannel": channels,
    }


def _when(draft: OpportunityDraft, *, now: datetime) -> Node:
    """Its regular times, else its next date; the past only when nothing is ahead."""
    today = meets_from(draft, day_of(now))
    ahead = [it for it in draft.timetables if first_day(it, today=today)]
    timetables = ahead or draft.timetables
    said = (_schedule(draft, it, today=today) for it in timetables)
    regular = [schedule for schedule in said if schedule]
    if regular:
        return {"eventSchedule": regular}
    off_on = draft.off_on
    dates = [(day, it) for it in timetables if (day := _date(it, off_on, today=today))]
    if not dates:
        return {}
    day, timetable = min(dates, key=lambda it: (it[0] in off_on, it[0]))
    cancelled = {"eventStatus": f"{SCHEMA}/EventCancelled"} if day in off_on else {}
    return _span(day, timetable) | cancelled


def _date(
    timetable: Timetable, off_on: Collection[date], *, today: date
) -> date | None:
    """The next day it begins on, or the one day it began on once."""
    once = timetable.valid_from if timetable.rrule is None else None
    return first_day(timetable, today=today, off_on=off_on) or once


def _span(day: date, timetable: Timetable) -> Node:
    opens, closes = timetable.opens_at, timetable.closes_at
    if opens is None:
        return {"startDate": day.isoformat()}
    start = datetime.combine(day, opens, tzinfo=LONDON)
    if closes is None:
        return {"startDate": start.isoformat()}
    last = day if closes > opens else day + timedelta(days=1)
    end = datetime.combine(last, closes, tzinfo=LONDON)
    return {"startDate": start.isoformat(), "endDate": end.isoformat()}


def _schedule(draft: OpportunityDraft, timetable: Timetable, *, today: date) -> Node:
    """A rule as a Schedule; empty when there is none, or one it cannot say."""
    rule = readable_rule(timetable)
    if rule is None or rule.by_set_position:
        return {}
    last = last_day((timetable,))
    return _known(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{rule.interval}{PERIODS[rule.frequency]}",
            "byDay": [_day_name(nth, day) for nth, day in rule.by_day],
            "byMonthDay": list(rule.by_month_day),
            "byMonth": list(rule.by_month),
            "startTime": timetable.opens_at and timetable.opens_at.isoformat(),
            "endTime": timetable.closes_at and timetable.closes_at.isoformat(),
            "startDate": timetable.valid_from and timetable.valid_from.isoformat(),
            "endDate": last and last.isoformat(),
            "scheduleTimezone": LONDON.key,
            "exceptDate": [
                off.isoformat() for off in left_out(draft, timetable, first=today)
            ],
        }
    )


def _day_name(nth: int, day: str) -> str:
    """*1SU* is the first Sunday, which byDay takes as iCalendar writes it."""
    return f"{nth}{day}" if nth else f"{SCHEMA}/{DAY_NAMES[day]}"


def _place(venue: Venue) -> Node:
    return _known(
        {
            "@type": "Place",
            "name": one_line(venue.name or ""),
            "address": _known(
                {
                    "@type": "PostalAddress",
                    "streetAddress": one_line(venue.address or ""),
                    "addressLocality": one_line(venue.city or venue.district or ""),
                    "postalCode": venue.postal_code,
                    "addressCountry": "GB",
                }
            ),
            "geo": _geo(venue),
            "amenityFeature": [_feature(label) for label in venue.accessibility],
        }
    )


def _geo(venue: Venue) -> Node | None:
    latitude, longitude = venue.latitude, venue.longitude
    if latitude is None or longitude is None:
        return None
    if not (isfinite(latitude) and isfinite(longitude)):
        return None
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def _feature(label: str) -> Node:
    """*not step-free* is the feature step-free with the value false."""
    return {
        "@type": "LocationFeatureSpecification",
        "name": label.removeprefix("not "),
        "value": not label.startswith("not "),
    }


def _organization(organization: OrganizationDraft | None) -> Node | None:
    if organization is None:
        return None
    return _known(
        {
            "@type": "Organization",
            "name": one_line(organization.name),
            "url": web_url(organization.url),
        }
    )


def _offer(price: Price, page: str) -> Node:
    pounds = f"{price.amount_pence // 100}.{price.amount_pence % 100:02}"
    per = {
        "@type": "UnitPriceSpecification",
        "price": pounds,
        "priceCurrency": "GBP",
        "unitText": price.per,
    }
    return _known(
        {
            "@type": "Offer",
            "name": price.option,
            "price": pounds,
            "priceCurrency": "GBP",
            "priceSpecification": per if price.per else None,
            "url": page,
        }
    )


def _known_free(prices: tuple[Price, ...]) -> bool | None:
    """True when it costs nobody anything; a free place for some is not free."""
    costs = any(price.amount_pence for price in prices)
    for_all = any(price.option is None for price in prices)
    return True if for_all and not costs else None


def _attendance(draft: OpportunityDraft) -> str | None:
    if draft.online and draft.venues:
        return f"{SCHEMA}/MixedEventAttendanceMode"
    if draft.online:
        return f"{SCHEMA}/OnlineEventAttendanceMode"
    return f"{SCHEMA}/OfflineEventAttendanceMode" if draft.venues else None


def _ages(draft: OpportunityDraft) -> str | None:
    """*16-*, *18-25* or *-12*, as schema.org writes ages; None when nobody said."""
    if draft.minimum_age is None and draft.maximum_age is None:
        return None
    low = "" if draft.minimum_age is None else draft.minimum_age
    high = "" if draft.maximum_age is None else draft.maximum_age
    return f"{low}-{high}"


def _known(node: Node) -> Node:
    """A node without the keys nobody has said anything about."""
    return {key: it for key, it in node.items() if it not in (None, "", [], {})}
