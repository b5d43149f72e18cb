"""A listing as schema.org JSON-LD, inside a page and outside of it."""

import json
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import (
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from catalogue.feeds.schema_org import json_ld, script_safe

CHOIR = UUID("0b9f5c3e-8f0e-4d0a-9a51-0d7f6f3c2a11")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # a Sunday
PAGE = f"https://example.org/opportunities/{CHOIR}"

TUESDAYS = Timetable(
    rrule="FREQ=WEEKLY;BYDAY=TU,TH", opens_at=time(19), closes_at=time(21)
)
HALL = Venue(
    name="Mill Hall",
    address="3 Mill Lane",
    city="Wenbrook",
    postal_code="QX1 1AA",
    latitude=53.0,
    longitude=-1.7,
    accessibility=("hearing loop", "not step-free"),
)


def node(*timetables, **facts):
    known = {"source": "x", "source_id": "x:1", "title": "Open choir"} | facts
    draft = OpportunityDraft(timetables=timetables, **known)
    return json_ld(CHOIR, draft, now=NOW, base_url="https://example.org")


def test_a_weekly_choir_is_an_event_with_a_schedule():
    choir = node(TUESDAYS)

    assert choir == {
        "@context": "https://schema.org",
        "@id": PAGE,
        "@type": "Event",
        "name": "Open choir",
        "url": PAGE,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventSchedule": [
            {
                "@type": "Schedule",
                "repeatFrequency": "P1W",
                "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
                "startTime": "19:00:00",
                "endTime": "21:00:00",
                "scheduleTimezone": "Europe/London",
            }
        ],
    }


def test_the_first_sunday_of_the_month_is_said_as_icalendar_says_it():
    (schedule,) = node(
        Timetable(
            rrule="FREQ=MONTHLY;BYDAY=1SU",
            valid_from=date(2026, 1, 1),
            valid_to=date(2027, 7, 1),
        )
    )["eventSchedule"]

    assert schedule == {
        "@type": "Schedule",
        "repeatFrequency": "P1M",
        "byDay": ["1SU"],
        "startDate": "2026-01-01",
        "endDate": "2027-06-06",
        "scheduleTimezone": "Europe/London",
    }


def test_a_rule_a_schedule_cannot_say_gives_its_next_date():
    last_working_day = Timetable(
        rrule="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", opens_at=time(18)
    )

    event = node(last_working_day)

    assert "eventSchedule" not in event
    assert event["startDate"] == "2026-11-30T18:00:00+00:00"


def test_a_single_summer_night_has_a_start_and_an_end_across_midnight():
    disco = Timetable(
        rrule=None,
        valid_from=date(2027, 6, 5),
        opens_at=time(21),
        closes_at=time(1),
    )

    event = node(disco)

    assert (event["@type"], event["startDate"], event["endDate"]) == (
        "Event",
        "2027-06-05T21:00:00+01:00",
        "2027-06-06T01:00:00+01:00",
    )


def test_a_day_without_a_time_is_a_day():
    fair = node(Timetable(rrule=None, valid_from=date(2026, 12, 5)))

    assert (fair["startDate"], "endDate" in fair) == ("2026-12-05", False)


def test_what_is_over_is_left_out_while_something_is_ahead():
    gone = Timetable(rrule=None, valid_from=date(2026, 1, 5))
    ahead = Timetable(rrule=None, valid_from=date(2026, 12, 5))

    assert node(gone, ahead)["startDate"] == "2026-12-05"
    assert node(gone)["startDate"] == "2026-01-05"


def test_without_a_known_time_it_is_a_service_of_its_organization():
    service = node(
        organization=OrganizationDraft(name="Mill Arts", url="https://mill.example"),
        activities=("Singing",),
        covers=("QX1", "Wenbrook"),
        venues=(Venue(name="Mill Hall"),),
    )

    assert service == {
        "@context": "https://schema.org",
        "@id": PAGE,
        "@type": "Service",
        "name": "Open choir",
        "url": PAGE,
        "provider": {
            "@type": "Organization",
            "name": "Mill Arts",
            "url": "https://mill.example",
        },
        "serviceType": ["Singing"],
        "areaServed": ["QX1", "Wenbrook"],
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "serviceLocation": {
                    "@type": "Place",
                    "name": "Mill Hall",
                    "address": {"@type": "PostalAddress", "addressCountry": "GB"},
                },
            }
        ],
    }


def test_a_place_says_its_address_and_its_access():
    (place,) = node(TUESDAYS, venues=(HALL,))["location"]

    assert place == {
        "@type": "Place",
        "name": "Mill Hall",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "3 Mill Lane",
            "addressLocality": "Wenbrook",
            "postalCode": "QX1 1AA",
            "addressCountry": "GB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 53.0, "longitude": -1.7},
        "amenityFeature": [
            {
                "@type": "LocationFeatureSpecification",
                "name": "hearing loop",
                "value": True,
            },
            {
                "@type": "LocationFeatureSpecification",
                "name": "step-free",
                "value": False,
            },
        ],
    }


@pytest.mark.parametrize(
    ("online", "venues", "mode"),
    [
        (True, (), "https://schema.org/OnlineEventAttendanceMode"),
        (True, (HALL,), "https://schema.org/MixedEventAttendanceMode"),
        (None, (HALL,), "https://schema.org/OfflineEventAttendanceMode"),
        (False, (HALL,), "https://schema.org/OfflineEventAttendanceMode"),
        (None, (), None),
    ],
)
def test_how_one_takes_part_is_said_when_it_is_known(online, venues, mode):
    event = node(TUESDAYS, online=online, venues=venues)

    assert event.get("eventAttendanceMode") == mode


def test_an_online_meeting_is_at_its_own_address():
    event = node(TUESDAYS, online=True, url="https://meet.example/choir")

    assert event["location"] == [
        {"@type": "VirtualLocation", "url": "https://meet.example/choir"}
    ]


def test_a_price_is_an_offer_in_pounds():
    event = node(
        TUESDAYS,
        prices=(
            Price(amount_pence=350, per="session"),
            Price(amount_pence=5, option="concessions"),
        ),
    )

    assert event["offers"] == [
        {
            "@type": "Offer",
            "price": "3.50",
            "priceCurrency": "GBP",
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": "3.50",
                "priceCurrency": "GBP",
                "unitText": "session",
            },
            "url": PAGE,
        },
        {
            "@type": "Offer",
            "name": "concessions",
            "price": "0.05",
            "priceCurrency": "GBP",
            "url": PAGE,
        },
    ]


FREE = Price(amount_pence=0)


@pytest.mark.parametrize(
    ("prices", "free"),
    [
        ((), None),
        ((FREE,), True),
        ((FREE, Price(amount_pence=0, option="carers")), True),
        ((Price(amount_pence=0, option="first session"),), None),
        ((FREE, Price(amount_pence=100, option="materials")), None),
        ((Price(amount_pence=300),), None),
    ],
)
def test_it_is_free_only_when_somebody_said_so_and_nobody_pays(prices, free):
    assert node(TUESDAYS, prices=prices).get("isAccessibleForFree") is free


def test_no_price_is_no_offer():
    assert "offers" not in node(TUESDAYS, cost_text="ask us")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.TEMPORARILY_CLOSED, "https://schema.org/EventPostponed"),
        (Status.INACTIVE, "https://schema.org/EventCancelled"),
        (Status.DEFUNCT, "https://schema.org/EventCancelled"),
    ],
)
def test_a_closed_listing_says_it_is_off(status, said):
    assert node(TUESDAYS, status=status)["eventStatus"] == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(16, None, "16-"), (16, 25, "16-25"), (None, 12, "-12"), (None, None, None)],
)
def test_ages_are_said_as_they_are_known(low, high, said):
    event = node(TUESDAYS, minimum_age=low, maximum_age=high)

    assert event.get("typicalAgeRange") == said


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "ftp://x.example/",
        "//x.example",
        "mailto:a@x.example",
        "https://",
        "https://[x",
        "https://x.example/<script>",
        'https://x.example/"',
        "https://x.example/a b",
        "www.x.example",
        "",
    ],
)
def test_only_web_addresses_are_passed_on(url):
    text = json.dumps(
        [
            node(TUESDAYS, url=url, organization=OrganizationDraft(name="X", url=url)),
            node(url=url, organization=OrganizationDraft(name="X", url=url)),
        ]
    )

    assert '"sameAs"' not in text
    assert text.count('"url"') == text.count(PAGE) // 2


def test_a_point_that_is_no_number_is_left_out():
    lost = Venue(name="Lost", latitude=float("nan"), longitude=float("inf"))

    event = node(TUESDAYS, venues=(lost,))

    assert "geo" not in event["location"][0]
    assert json.loads(script_safe(event)) == event


class _Scripts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.text = ""

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


@given(st.text())
def test_no_text_can_end_the_script_it_stands_in(text):
    hostile = f"</script><!--<script>{text}&amp;\u2028\u2029</SCRIPT ><img>"
    event = node(TUESDAYS, title=hostile, description=hostile)

    safe = script_safe(event)
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{safe}</script>')
    page.close()

    assert page.tags == ["script"]
    assert json.loads(page.text) == event
    assert safe.isascii()
    assert not set("<>&") & set(safe)


def test_days_that_are_off_are_excepted_from_the_schedule():
    off_on = (date(2026, 11, 24), date(2026, 12, 23), date(2026, 12, 24))

    (schedule,) = node(TUESDAYS, off_on=off_on)["eventSchedule"]

    assert schedule["exceptDate"] == ["2026-11-24", "2026-12-24"]


def test_the_only_day_that_is_off_is_cancelled():
    fair = Timetable(rrule=None, valid_from=date(2026, 12, 24))

    event = node(fair, off_on=(date(2026, 12, 24),))

    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2026-12-24"
