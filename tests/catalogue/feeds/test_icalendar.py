"""A listing's times as a calendar file that a phone can read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from catalogue.drafts import OpportunityDraft, Status, Timetable, Venue
from catalogue.feeds import one_line
from catalogue.feeds.icalendar import Entry, calendar_file, calendar_of

LONDON = ZoneInfo("Europe/London")
CHOIR = UUID("0b9f5c3e-8f0e-4d0a-9a51-0d7f6f3c2a11")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # a Sunday

TUESDAYS = Timetable(
    rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19), closes_at=time(21)
)


def listing(*timetables, **facts):
    known = {"source": "x", "source_id": "x:1", "title": "Open choir"} | facts
    return OpportunityDraft(timetables=timetables, **known)


def written(draft, *, revision=3, now=NOW):
    return calendar_file(
        CHOIR, draft, revision=revision, now=now, base_url="https://example.org/"
    )


def events(draft, **options):
    return Calendar.from_ical(written(draft, **options)).walk("VEVENT")


def event(draft, **options):
    (only,) = events(draft, **options)
    return only


def test_a_weekly_choir_begins_on_the_next_tuesday_by_the_wall_clock():
    choir = event(listing(TUESDAYS))

    assert choir["DTSTART"].to_ical() == b"20261124T190000"
    assert choir["DTSTART"].params["TZID"] == "Europe/London"
    assert choir["DTEND"].to_ical() == b"20261124T210000"
    assert choir["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"


def test_an_event_says_what_it_is_and_how_fresh():
    choir = event(listing(TUESDAYS), revision=7)

    assert (str(choir["SUMMARY"]), choir["SEQUENCE"], str(choir["STATUS"])) == (
        "Open choir",
        7,
        "CONFIRMED",
    )
    assert choir["DTSTAMP"].to_ical() == b"20261122T093000Z"
    assert choir["URL"] == f"https://example.org/opportunities/{CHOIR}"


def test_a_choir_at_seven_stays_at_seven_when_the_clocks_change():
    choir = event(listing(replace(TUESDAYS, valid_from=date(2027, 3, 23))))
    rule = rrulestr(choir["RRULE"].to_ical().decode(), dtstart=choir["DTSTART"].dt)

    before, after = rule[0], rule[1]

    assert (before.hour, after.hour) == (19, 19)
    assert (before.utcoffset(), after.utcoffset()) == (
        timedelta(0),
        timedelta(hours=1),
    )


@pytest.mark.parametrize(
    "moment",
    ["2027-03-28T00:30", "2027-03-28T03:00", "2027-10-30T12:00", "2027-10-31T03:00"],
)
def test_the_file_tells_a_calendar_how_londons_clocks_change(moment):
    (zone,) = Calendar.from_ical(written(listing(TUESDAYS))).walk("VTIMEZONE")
    wall = datetime.fromisoformat(moment)

    theirs = wall.replace(tzinfo=zone.to_tz(lookup_tzid=False))

    assert zone["TZID"] == "Europe/London"
    assert theirs.utcoffset() == wall.replace(tzinfo=LONDON).utcoffset()


def test_a_fortnightly_club_keeps_its_weeks():
    fortnightly = Timetable(
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        opens_at=time(19),
        valid_from=date(2026, 11, 10),
    )

    assert event(listing(fortnightly))["DTSTART"].dt.date() == date(2026, 11, 24)


def test_a_term_that_has_not_begun_begins_on_its_first_day():
    spring = replace(TUESDAYS, valid_from=date(2027, 1, 6))

    assert event(listing(spring))["DTSTART"].dt.date() == date(2027, 1, 12)


def test_a_term_ends_on_its_last_meeting():
    term = replace(TUESDAYS, valid_to=date(2027, 6, 30))

    assert event(listing(term))["RRULE"]["UNTIL"] == [
        datetime(2027, 6, 29, 22, 59, 59, tzinfo=UTC)
    ]


def test_a_course_of_six_evenings_is_not_counted_anew_after_three():
    course = Timetable(
        rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=6",
        opens_at=time(19),
        valid_from=date(2026, 11, 3),
    )

    rule = event(listing(course))["RRULE"]

    assert "COUNT" not in rule
    assert rule["UNTIL"] == [datetime(2026, 12, 8, 23, 59, 59, tzinfo=UTC)]


def test_a_day_without_a_time_is_a_whole_day():
    fair = event(listing(Timetable(rrule=None, valid_from=date(2026, 12, 5))))

    assert (fair["DTSTART"].dt, fair["DTEND"].dt, "RRULE" in fair) == (
        date(2026, 12, 5),
        date(2026, 12, 6),
        False,
    )


def test_a_weekly_day_without_a_time_ends_on_a_day():
    walks = Timetable(rrule="FREQ=WEEKLY;BYDAY=SA", valid_to=date(2027, 1, 31))

    walk = event(listing(walks))

    assert walk["DTSTART"].to_ical() == b"20261128"
    assert walk["RRULE"]["UNTIL"] == [date(2027, 1, 30)]


def test_a_disco_that_closes_after_midnight_ends_the_next_day():
    disco = Timetable(
        rrule="FREQ=WEEKLY;BYDAY=SA", opens_at=time(21), closes_at=time(2)
    )

    saturday = event(listing(disco))

    assert saturday["DTSTART"].to_ical() == b"20261128T210000"
    assert saturday["DTEND"].to_ical() == b"20261129T020000"


def test_what_is_over_or_unknown_is_no_event():
    over = Timetable(rrule=None, valid_from=date(2026, 11, 21), opens_at=time(10))
    unanchored = Timetable(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    unreadable = Timetable(rrule="FREQ=DAILY\r\nATTACH:http://x", opens_at=time(9))

    assert events(listing(over, unanchored, unreadable, Timetable(rrule=None))) == []


@pytest.mark.parametrize(
    "status", [Status.TEMPORARILY_CLOSED, Status.INACTIVE, Status.DEFUNCT]
)
def test_a_listing_that_is_closed_takes_its_events_off(status):
    closed = event(listing(TUESDAYS, status=status))

    assert str(closed["STATUS"]) == "CANCELLED"


def test_an_event_keeps_its_uid_wherever_its_timetable_stands():
    fridays = Timetable(rrule="FREQ=WEEKLY;BYDAY=FR", opens_at=time(10))

    alone = [it["UID"] for it in events(listing(TUESDAYS))]
    behind = [it["UID"] for it in events(listing(fridays, TUESDAYS), revision=4)]
    longer = [it["UID"] for it in events(listing(replace(TUESDAYS, closes_at=None)))]

    assert alone == behind[1:] == longer
    assert len(set(behind)) == 2


def test_the_same_evening_in_two_terms_is_two_events():
    autumn = replace(TUESDAYS, valid_to=date(2026, 12, 15))
    spring = replace(TUESDAYS, valid_from=date(2027, 1, 12))

    assert len({it["UID"] for it in events(listing(autumn, spring, spring))}) == 2


def test_another_listing_has_other_uids():
    other = calendar_file(
        UUID(int=1), listing(TUESDAYS), revision=1, now=NOW, base_url="https://x.org"
    )

    (theirs,) = Calendar.from_ical(other).walk("VEVENT")

    assert theirs["UID"] != event(listing(TUESDAYS))["UID"]


def test_a_place_is_said_once_and_whole():
    hall = Venue(
        name="Mill Hall, Wenbrook",
        address="3 Mill Lane",
        city="Wenbrook",
        postal_code="QX1 1AA",
    )

    assert str(event(listing(TUESDAYS, venues=(hall,)))["LOCATION"]) == (
        "Mill Hall, Wenbrook, 3 Mill Lane, QX1 1AA"
    )


HOSTILE = "Choir\r\nEND:VEVENT\nBEGIN:VEVENT; tea, cake\\n & \x00\x1b[31m\u2028more"


def test_a_hostile_title_stays_a_title():
    draft = listing(TUESDAYS, title=HOSTILE, venues=(Venue(name=HOSTILE),))

    one = event(draft)

    said = r"Choir END:VEVENT BEGIN:VEVENT; tea, cake\n & [31m more"
    assert str(one["SUMMARY"]) == said
    assert str(one["LOCATION"]) == said
    assert written(draft).count(b"\r\nBEGIN:VEVENT") == 1


def test_every_line_ends_in_crlf_and_is_short():
    contents = written(listing(TUESDAYS, title="Chœur " * 60))

    lines = contents.split(b"\r\n")

    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_written_reads_back_as_one_event(title, place):
    one = event(listing(TUESDAYS, title=title, venues=(Venue(name=place),)))

    assert str(one["SUMMARY"]) == one_line(title)
    assert str(one.get("LOCATION", "")) == one_line(place)
    assert one["DTSTART"].to_ical() == b"20261124T190000"


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_it_always_begins_today_or_later_within_a_week(minutes):
    now = NOW + timedelta(minutes=minutes)

    first = event(listing(TUESDAYS), now=now)["DTSTART"].dt.date()

    today = now.astimezone(LONDON).date()
    assert today <= first < today + timedelta(days=7)
    assert first.weekday() == 1


def test_a_calendar_that_others_may_see_says_out_and_nothing_else():
    choir = listing(TUESDAYS, venues=(Venue(name="Mill Lane Hall"),))
    entries = [Entry(listing_id=CHOIR, draft=choir, revision=2)] * 2

    told = calendar_of(
        entries, now=NOW, base_url="https://example.org/", neutral_title="Out"
    )

    only = Calendar.from_ical(told).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in only] == ["Out", "Out"]
    assert not any(word in told for word in (b"choir", b"example.org", b"Mill Lane"))
    assert b"opportunity" not in told


def test_a_day_off_is_left_out_of_the_rule_at_its_hour():
    off_on = (date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 29))

    choir = event(listing(TUESDAYS, off_on=off_on))

    left_out = [one for each in choir["EXDATE"] for one in each.dts]
    assert [one.dt.isoformat()[:19] for one in left_out] == [
        "2026-12-22T19:00:00",
        "2026-12-29T19:00:00",
    ]
    assert [one.dt.tzinfo for one in left_out] == [choir["DTSTART"].dt.tzinfo] * 2


def test_it_begins_after_the_days_that_are_off_first():
    rests = listing(
        TUESDAYS, rests_until=date(2026, 11, 29), off_on=(date(2026, 12, 1),)
    )

    choir = event(rests)

    assert choir["DTSTART"].to_ical() == b"20261208T190000"
    assert "EXDATE" not in choir


def test_the_only_day_of_something_that_is_off_is_cancelled():
    fair = Timetable(rrule=None, valid_from=date(2026, 12, 24), opens_at=time(10))

    statuses = [
        str(one["STATUS"])
        for one in events(listing(TUESDAYS, fair, off_on=(date(2026, 12, 24),)))
    ]

    assert statuses == ["CONFIRMED", "CANCELLED"]


def test_a_calendar_promises_no_day_of_the_school_holidays_in_term_time_only():
    choir = event(listing(replace(TUESDAYS, term_time=True)))

    left_out = {one.dt.date() for each in choir["EXDATE"] for one in each.dts}
    assert date(2026, 12, 15) not in left_out
    assert {date(2026, 12, 22), date(2026, 12, 29), date(2027, 8, 3)} <= left_out
