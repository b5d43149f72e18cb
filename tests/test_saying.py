"""Facts are said in plain sentences, the same for pages, letters and commands."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from catalogue.costs import read_cost
from catalogue.drafts import OpportunityDraft, Price, Timetable, Venue
from catalogue.schedules import read_schedule
from matcher.ranking import Quote, Reason, Snippet
from matcher.templates import say, say_reason

TODAY = date(2026, 11, 24)


def listing(**told: object) -> OpportunityDraft:
    return OpportunityDraft(
        source="s", source_id="1", title="Choir", **{"description": ""} | told
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Tuesdays 7-9pm", "Tuesdays, 7pm to 9pm"),
        ("Tuesdays 7.30pm-9.15pm", "Tuesdays, 7:30pm to 9:15pm"),
        ("Tuesdays and Thursdays 10am-12pm", "Tuesdays and Thursdays, 10am to midday"),
        ("Monday to Friday 9am-5pm", "Monday to Friday, 9am to 5pm"),
        ("First Sunday of the month, 2pm", "First Sunday of the month, from 2pm"),
        (
            "First and third Wednesdays of the month, 8pm",
            "First and third Wednesday of the month, from 8pm",
        ),
        ("Last Friday of the month 8pm", "Last Friday of the month, from 8pm"),
        ("Every day 10am-4pm", "Every day, 10am to 4pm"),
    ],
)
def test_a_schedule_that_was_understood_is_said_in_words(written, said):
    (timetable,) = read_schedule(written)

    sentence = say("schedule", timetable)

    assert sentence == said


@pytest.mark.parametrize(
    ("timetable", "said"),
    [
        (
            Timetable(rrule=None, valid_from=date(2026, 12, 5), opens_at=time(15)),
            "Saturday 5 December 2026, from 3pm",
        ),
        (
            Timetable(
                rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", valid_from=date(2026, 11, 4)
            ),
            "Every other Wednesday",
        ),
        (
            Timetable(
                rrule="FREQ=WEEKLY;INTERVAL=3;BYDAY=WE", valid_from=date(2026, 11, 4)
            ),
            "Wednesdays, every 3 weeks",
        ),
        (
            Timetable(rrule="FREQ=MONTHLY;BYDAY=1TU,3TH"),
            "First Tuesday and third Thursday of the month",
        ),
        (Timetable(rrule="FREQ=MONTHLY;BYMONTHDAY=15"), "15th of the month"),
        (Timetable(rrule="FREQ=MONTHLY;BYMONTHDAY=-1"), "Last day of the month"),
        (Timetable(rrule="FREQ=DAILY"), "Every day"),
        (
            Timetable(
                rrule="FREQ=WEEKLY;BYDAY=MO",
                opens_at=time(0),
                closes_at=time(12, 30),
                valid_from=date(2027, 1, 18),
                valid_to=date(2027, 3, 22),
            ),
            "Mondays, midnight to 12:30pm, from 18 January 2027, until 22 March 2027",
        ),
        (Timetable(rrule="FREQ=YEARLY;BYDAY=MO", text="Some Mondays"), "Some Mondays"),
        (Timetable(rrule="FREQ=YEARLY;BYDAY=MO"), "Ask when it meets"),
    ],
)
def test_a_timetable_is_said_in_words(timetable, said):
    sentence = say("schedule", timetable, TODAY)

    assert sentence == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Monday to Friday 9am-5pm", "Dydd Llun – Dydd Gwener, 9am tan 5pm"),
        ("First Sunday of the month, 2pm", "Dydd Sul 1af y mis, o 2pm"),
        (
            "First and third Wednesdays of the month, 8pm",
            "Dydd Mercher 1af a 3ydd y mis, o 8pm",
        ),
        ("Last Friday of the month 8pm", "Dydd Gwener olaf y mis, o 8pm"),
    ],
)
def test_in_welsh_the_day_comes_before_which_of_the_month(written, said):
    (timetable,) = read_schedule(written)

    sentence = say("schedule", timetable, language="cy")

    assert sentence == said


def test_times_that_nobody_gave_are_said_to_be_missing():
    assert say("times", listing()) == "Times not given"


def test_times_that_were_not_understood_are_said_as_they_came():
    draft = listing(schedule_text="When the weather is kind")

    assert say("times", draft) == "When the weather is kind"


def test_a_long_timetable_is_begun_and_counted():
    days = [Timetable(rrule=f"FREQ=WEEKLY;BYDAY={d}") for d in ("MO", "TU", "WE", "TH")]

    sentence = say("times", listing(timetables=tuple(days)))

    assert sentence == "Mondays; Tuesdays; Wednesdays; and 1 more time"


@pytest.mark.parametrize(
    ("prices", "text", "said"),
    [
        ((), None, "Cost not given"),
        ((), "Pay what you can", "Pay what you can"),
        ((Price(amount_pence=0),), None, "Free"),
        ((Price(amount_pence=300),), None, "£3"),
        ((Price(amount_pence=250),), None, "£2.50"),
        ((Price(amount_pence=123_456),), None, "£1,234.56"),
        ((Price(amount_pence=2500, per="month"),), None, "£25 a month"),
        ((Price(amount_pence=300, per="hour"),), None, "£3 an hour"),
        ((Price(amount_pence=300, per="trip"),), None, "£3 a trip"),
        (
            (Price(amount_pence=300), Price(amount_pence=200, option="concessions")),
            None,
            "£3, or £2 concessions",
        ),
        (
            (Price(amount_pence=200), Price(amount_pence=0, option="carers")),
            None,
            "£2, or free for carers",
        ),
        (
            (Price(amount_pence=300), Price(amount_pence=0, option="first one")),
            None,
            "£3, or first one free",
        ),
    ],
)
def test_a_price_is_said_in_words_and_a_missing_one_is_never_free(prices, text, said):
    sentence = say("cost", prices, text)

    assert sentence == said


def test_a_written_cost_comes_back_in_the_same_sense():
    assert say("cost", read_cost("£3 / £2 concessions")) == "£3, or £2 concessions"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((0.9, 12), "about 12 minutes’ walk"),
        ((0.02, 0), "about 1 minute’s walk"),
        ((4.04, 55), "4 km away"),
        ((5.25, 70), "5.2 km away"),
        ((12.4, 160), "12 km away"),
        ((12.4, 160, True), "covers your area, meets 12 km away"),
        ((None, None, True), "covers your area"),
        ((None, None, False, True), "online"),
        ((None, None), ""),
    ],
)
def test_a_distance_is_said_as_people_say_it(asked, said):
    assert say("distance", *asked) == said


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (date(2026, 10, 3), "Checked 3 October 2026"),
        (date(2025, 11, 24), "Checked 24 November 2025"),
        (date(2025, 11, 23), "Last checked 23 November 2025, over a year ago"),
        (None, "Nobody has checked this yet"),
    ],
)
def test_a_check_is_said_with_its_day_and_never_made_up(checked, said):
    assert say("freshness", checked, TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Checked today"),
        (1, "Checked yesterday"),
        (13, "Checked 13 days ago"),
        (21, "Checked 3 weeks ago"),
        (60, "Checked 8 weeks ago"),
        (61, "Checked 2 months ago"),
        (214, "Checked 7 months ago"),
        (215, "Last checked 7 months ago, and nobody has confirmed it since"),
        (365, "Last checked 12 months ago, and nobody has confirmed it since"),
        (366, "Last checked 23 November 2025, over a year ago"),
        (-1, "Checked 25 November 2026"),
        (None, "Nobody has checked this yet"),
    ],
)
def test_on_a_card_a_check_is_so_long_ago(days, said):
    checked = None if days is None else TODAY - timedelta(days=days)

    assert say("fresh", checked, TODAY) == said


@pytest.mark.parametrize(
    ("kind", "run_by", "said"),
    [
        ("mainstream", "Mill Lane Arts", "Anyone can join"),
        ("outward_facing", "Mill Street", "Run by Mill Street, all welcome"),
        ("outward_facing", None, "All welcome"),
        ("in_service", "Mill Street", "For people who use Mill Street"),
        ("in_service", None, "For people who use the service"),
        ("unstated", "Anybody", "Ask who can join"),
    ],
)
def test_who_it_is_open_to_is_said_in_everyday_words(kind, run_by, said):
    assert say("openness", kind, run_by) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Place not given"),
        ({"online": True}, "Online"),
        ({"covers": ("M33", "Trafford")}, "In and around M33 and Trafford"),
        (
            {"venues": (Venue(name="The Hub", district="Northfield"),)},
            "The Hub, Northfield",
        ),
        (
            {"venues": (Venue(name="Northfield Hub", district="Northfield"),)},
            "Northfield Hub",
        ),
        ({"venues": (Venue(postal_code="QX1 1AA"),)}, "QX1 1AA"),
        (
            {"venues": (Venue(name="Hall"), Venue(name="Park"), Venue(name="Pub"))},
            "Hall and 2 other places",
        ),
    ],
)
def test_a_place_is_said_by_its_name(told, said):
    assert say("where", listing(**told)) == said


def test_further_places_are_counted_in_every_language():
    places = [
        listing(venues=tuple(Venue(name=name) for name in ("Hall", "Park", "Pub")[:n]))
        for n in (2, 3)
    ]

    english, welsh = (
        [say("where", place, language=code) for place in places]
        for code in ("en", "cy")
    )

    assert english == ["Hall and 1 other place", "Hall and 2 other places"]
    assert welsh[0] != welsh[1]
    assert all(said.startswith("Hall") for said in welsh)


def because(*said: str, where: str, text: str, how: str = "", **cut: bool) -> Reason:
    return Reason(
        phrase=0,
        words="stopped singing when my son died",
        quotes=tuple(Quote(text=word, start=0, end=len(word)) for word in said),
        snippet=Snippet(where=where, text=text, marks=(), **cut),
        also=(),
        openness="mainstream",
        distance_km=None,
        covers_place=False,
        ask_first=(),
        put_first=False,
        how=how,
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            because("singing", where="title", text="Community choir"),
            "You said “singing”: Community choir",
        ),
        (
            because("sing", "choir", where="activities", text="Singing"),
            "You said “sing” and “choir”: listed under Singing",
        ),
        (
            because("chess", where="organization", text="Mill Lane Chess Club"),
            "You said “chess”: run by Mill Lane Chess Club",
        ),
        (
            because(
                "bikes",
                where="description",
                text="mend <bikes> & chat",
                cut_before=True,
            ),
            "You said “bikes”: … mend <bikes> & chat",
        ),
        (
            because("football", where="title", text="Walking football", how="way_back"),
            "You said “football”: a gentler way back, Walking football",
        ),
        (
            because("football", where="activities", text="Refereeing", how="role"),
            "You said “football”: a way to help or teach, listed under Refereeing",
        ),
    ],
)
def test_a_reason_quotes_only_what_matched_in_one_plain_sentence(reason, said):
    assert say_reason(reason) == said


def test_a_role_reads_as_an_offer():
    reason = because("call the numbers", where="title", text="Bingo caller wanted")

    assert say_reason(replace(reason, looks_for_hands=True)) == (
        "You said “call the numbers”: they’re looking for people to help,"
        " Bingo caller wanted"
    )


def test_a_list_of_things_ends_in_and():
    assert [say("listed", x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
