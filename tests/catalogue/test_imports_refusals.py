"""Rows that are refused, and why; and what of a row is only kept with a warning."""

from typing import Any

import pytest

from catalogue.drafts import Joining, Openness, Venue
from catalogue.imports import Judged, Row, SeenIds, judge
from tests.catalogue.rows_of_files import draft_of, judged, why_refused

# --- refusals ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "empty", [None, "", "  ", "None", "null", "N/A", "-", [], "\0"]
)
def test_a_row_without_a_title_or_an_id_is_refused(empty: Any):
    assert why_refused(title=empty) == "it does not say what it is called"
    assert why_refused(id=empty) == "it has no number or code: give every row its own"


def test_an_id_met_earlier_is_refused_with_the_line_where_it_was():
    seen = SeenIds()
    rows = [
        judge(Row(line=n, values={"id": i, "title": "Chess"}), seen=seen)
        for n, i in enumerate(["a", "b", " a "], start=2)
    ]

    assert [row.refusal for row in rows] == [
        None,
        None,
        "its number or code “a” stands on line 2 already",
    ]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"description": "x" * 5_000_000}, "“description” is longer than 100 kB"),
        ({"description": "é" * 50_001}, "“description” is longer than 100 kB"),
        ({"notes": "x" * 100_001}, "“notes” is longer than 100 kB"),
        ({"notes": ["x" * 60_000, "x" * 60_000]}, "“notes” is longer than 100 kB"),
        ({"id": "x" * 201}, "“id” is longer than 200 characters"),
        ({"lat": 91, "lon": 0}, "“lat” is “91”: write a number from -90 to 90"),
        ({"lat": 1, "lon": "-180.1"}, "“lon” is “-180.1”: write a number from -180"),
        ({"lat": "53°", "lon": 0}, "“lat” is “53°”: write a number from -90 to 90"),
        ({"lat": 1e999, "lon": "inf"}, "“lon” is “inf”: write a number from -180"),
        ({"openness": "everyone"}, "“openness” is “everyone”: say “anyone can join”"),
        ({"adults": "perhaps"}, "“adults” is “perhaps”: say yes or no, or leave it"),
        ({"dogs": "small ones"}, "“dogs_welcome” is “small ones”: say yes or no"),
        ({"status": "open"}, "“status” is “open”: say one of active, inactive"),
        ({"assured_date": "soon"}, "“assured_date” is “soon”: write a date as 2026-10"),
        ({"visible_to": "31/02/2026"}, "“visible_to” is “31/02/2026”: write a date"),
        ({"visible_to": "0026-01-01"}, "“visible_to” is “0026-01-01”: write a date"),
        ({"description": {"en": "Chess"}}, "“description” holds a group of values"),
        (
            {"categories": ["a"] * 2 + [str(n) for n in range(100)]},
            "“categories” has m",
        ),
        ({"locations": "Mill Lane"}, "“locations” is not a list of places"),
        ({"locations": ["Mill Lane"]}, "place 1 of “locations” is not an object"),
    ],
)
def test_a_row_is_refused_with_the_reason(values: dict[str, Any], reason: str):
    refusal = why_refused(**values)

    assert refusal is not None
    assert refusal.startswith(reason)
    assert len(refusal) < 200


def test_a_value_nested_without_end_is_refused():
    nested: Any = "deep"
    for _ in range(500):
        nested = [nested]

    assert why_refused(notes=nested) == "“notes” is nested more than 20 levels deep"


def test_a_row_that_could_not_be_read_is_refused_with_its_problem():
    row = Row(line=3, values={}, problem="it is not UTF-8 text")

    assert judge(row) == Judged(line=3, refusal="it is not UTF-8 text")


# --- openness ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "openness"),
    [
        ("mainstream", Openness.MAINSTREAM),
        ("Anyone can join", Openness.MAINSTREAM),
        ("Outward-facing", Openness.OUTWARD_FACING),
        ("Run by Mill Street Day Centre, all welcome", Openness.OUTWARD_FACING),
        ("IN_SERVICE", Openness.IN_SERVICE),
        ("For people who use Mill Street", Openness.IN_SERVICE),
        ("unstated", Openness.UNSTATED),
        ("", Openness.UNSTATED),
    ],
)
def test_openness_is_read_in_the_words_of_the_format_and_of_the_screen(
    words: str, openness: Openness
):
    assert draft_of(openness=words).openness is openness


@pytest.mark.parametrize(
    ("own", "files", "organizations", "openness"),
    [
        ("in_service", Openness.MAINSTREAM, "mainstream", Openness.IN_SERVICE),
        (None, Openness.MAINSTREAM, "in_service", Openness.MAINSTREAM),
        (None, None, "in_service", Openness.IN_SERVICE),
        (None, None, None, Openness.UNSTATED),
    ],
)
def test_the_rows_own_word_counts_then_the_files_then_the_organizations(
    own: str | None,
    files: Openness | None,
    organizations: str | None,
    openness: Openness,
):
    organization = {"name": "Mill Street", "openness": organizations}
    values = {"id": "1", "title": "Art", "openness": own, "organization": organization}

    draft = judge(Row(line=1, values=values), default_openness=files).draft

    assert draft is not None
    assert draft.openness is openness


# --- what is kept with a warning -----------------------------------------------------


def test_a_postcode_we_do_not_know_is_kept_with_a_warning():
    result = judged(postcode="bt54 6rt")

    assert result.draft is not None
    assert result.draft.venues == (Venue(postal_code="BT54 6RT"),)
    assert result.warnings == (
        "the postcode “BT54 6RT” is not one we know, so nobody finds it by distance: "
        "have another look at it, or add columns lat and lon",
    )


def test_with_lat_and_lon_an_unknown_postcode_is_only_noted():
    result = judged(postcode="BT54 6RT", lat=55.29, lon=-6.2)

    assert result.warnings == ()
    assert result.notes == (
        "the postcode “BT54 6RT” is not one we know: its lat and lon are used",
    )


def test_a_postcode_inside_the_address_is_found():
    draft = draft_of(address="The Mill,\n1 Mill Lane,\nManchester M16 0AB")

    assert draft.venues == (
        Venue(
            address="The Mill, 1 Mill Lane, Manchester M16 0AB", postal_code="M16 0AB"
        ),
    )


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"lat": 53.4}, "one of lat and lon is missing: neither is used"),
        ({"lat": 0, "lon": 0.0}, "lat and lon are both 0: taken as not given"),
    ],
)
def test_half_a_point_and_the_gulf_of_guinea_are_no_place(
    values: dict[str, Any], warning: str
):
    result = judged(**values)

    assert result.draft is not None
    assert result.draft.venues == ()
    assert result.warnings == (warning,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "ring us"),
        ("email", "ring us"),
        ("minimum_age", "grown-up"),
    ],
)
def test_what_cannot_be_used_as_it_was_meant_is_kept_aside(name: str, value: str):
    result = judged(**{name: value})

    assert result.draft is not None
    assert getattr(result.draft, name) is None
    assert result.draft.kept_aside == {name: value}
    assert len(result.warnings) == 1


def test_a_schedule_and_a_cost_that_are_only_text_are_no_warning():
    result = judged(schedule="when the tide is right", cost="ask Jo")

    assert result.warnings == ()
    assert result.draft is not None
    assert result.draft.schedule_text == "when the tide is right"
    assert (result.draft.timetables, result.draft.prices) == ((), ())
    assert result.draft.cost_text == "ask Jo"


def test_day_and_time_in_columns_of_their_own_are_one_schedule():
    together = draft_of(day="Tuesday", time="7pm-9pm")
    apart = draft_of(day="Tuesday", start_time="19:00", end_time="21:00")

    assert together.schedule_text == "Tuesday 7pm-9pm"
    assert apart.schedule_text == "Tuesday 19:00-21:00"
    assert [t.rrule for t in together.timetables] == ["FREQ=WEEKLY;BYDAY=TU"]


def test_what_is_said_of_an_organization_without_a_name_is_kept_aside():
    draft = draft_of(charity_number="1001234")

    assert draft.organization is None
    assert draft.kept_aside == {"charity_number": "1001234"}


def test_an_object_inside_a_row_can_only_say_what_is_its_own():
    draft = draft_of(joining={"title": "Poker", "dogs_welcome": "yes"})

    assert draft.title == "Chess"
    assert draft.joining == Joining(dogs_welcome=True)
    assert draft.kept_aside == {"joining.title": "Poker"}
