"""One cell at a time, and every odd thing that a cell can hold."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.drafts_json import draft_as_dict
from catalogue.imports import Row, judge
from catalogue.imports.ages import ages_in
from catalogue.imports.columns import SYNONYMS
from catalogue.imports.headers import match_headers
from catalogue.imports.values import (
    Refused,
    day_of,
    degrees_of,
    kept,
    line_of,
    list_of,
    words_of,
    yes_or_no,
)

# --- ages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("+18", (18, None)),
        ("16+", (16, None)),
        ("50+ years", (50, None)),
        ("Ages 18+", (18, None)),
        ("18 and over", (18, None)),
        ("Aged 16 years or over", (16, None)),
        ("Over 50s", (50, None)),
        ("over-60s", (60, None)),
        ("Under 16s", (None, 15)),
        ("age 5-15", (5, 15)),
        ("ages 5 to 15", (5, 15)),
        ("5–15 years old", (5, 15)),
        ("age 5-None", (5, None)),
        ("age 0-11", (0, 11)),
        ("+18, Will require references, Background checks", (18, None)),
        ("+16, Own Transport, Must live or work locally", (16, None)),
        ("(18+)", (18, None)),
    ],
)
def test_an_age_is_read_where_it_is_certain(
    text: str, ages: tuple[int | None, int | None]
):
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Everyone",
        "5-15",
        "groups of 5 to 15",
        "18+, or 16+ with a parent",
        "18+ unless with an adult",
        "16+, under 16s with a carer",
        "18+, children with their parents",
        "age 15-5",
        "age 18-200",
        "300+",
        "Women 16+",
        "18+; 5 places left",
        "+" + "9" * 10_000,
    ],
)
def test_an_age_is_not_read_where_it_is_not_certain(text: str):
    assert ages_in(text) == (None, None)


@settings(max_examples=300)
@given(st.text("0123456789+-–,. agesorunder\n", max_size=60))
def test_ages_are_years_and_the_right_way_round(text: str):
    minimum, maximum = ages_in(text)

    assert minimum is None or 0 <= minimum <= 120
    assert maximum is None or (minimum or 0) <= maximum <= 120


# --- other cells ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01",
        "2026-10-1",
        "2026-10-01T09:00:00Z",
        "2026-10-01 09:00",
        "1/10/2026",
        "01.10.2026",
        "1 October 2026",
        "1st Oct 2026",
        "Thursday, 1 October 2026",
    ],
)
def test_a_date_is_read_as_people_in_britain_write_it(text: str):
    assert day_of(text, "day") == date(2026, 10, 1)


@pytest.mark.parametrize(
    "text", ["1/10/26", "10/31/2026", "2026-02-30", "46296", "1 Foo 2026", "9999-01-01"]
)
def test_a_date_that_is_not_certain_is_refused(text: str):
    with pytest.raises(Refused, match="write a date as 2026-10-01"):
        day_of(text, "day")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((word, True) for word in ("Yes", "TRUE", "y", 1, True)),
        *((word, False) for word in ("No", "false", "n", 0, 0.0, False)),
        *((word, None) for word in (None, "", "n/a", "not known")),
    ],
)
def test_yes_no_and_nobody_has_said(value: Any, said: bool | None):  # noqa: FBT001
    assert yes_or_no(value, "adults") is said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((3.0, "3"), (53.46, "53.46"), (10, "10"), (True, "true")),
        *((float("nan"), None), (float("inf"), None), ("  ", None), ("NULL", None)),
        (["a", None, "b"], "a; b"),
    ],
)
def test_a_value_that_is_no_text_is_written_as_a_person_would(
    value: Any, text: str | None
):
    assert words_of(value, "cost") == text


def test_a_list_in_one_cell_is_parted_and_says_nothing_twice():
    parted = list_of("Art; Crafts|Art\nTea, cake and talk;;", "categories")

    assert parted == ("Art", "Crafts", "Tea, cake and talk")
    assert list_of(["Art ; Crafts", None, "Art"], "categories") == ("Art", "Crafts")


def test_what_is_kept_aside_can_be_written_as_json():
    odd = {
        1: [float("nan"), {"a\0": "b\ud800"}],
        "when": datetime(2026, 1, 1, tzinfo=UTC),
    }

    assert kept(odd, "notes") == {
        "1": [None, {"a": "b"}],
        "when": "2026-01-01 00:00:00+00:00",
    }


HOSTILE = [
    "a" * 50_000,
    "1" * 50_000,
    " " * 50_000,
    "a." * 25_000 + "!",
    "http://" * 7_000,
    "a@" * 25_000,
    "1-" * 25_000,
    "[" * 50_000,
    "1 jan " * 9_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_fifty_kilobytes_of_anything_are_judged_quickly(text: str):
    names = ("url", "email", "eligibility", "ages", "postcode", "address", "covers")
    rows = [Row(line=1, values={"id": "1", "title": "Art", n: text}) for n in names]
    judge(rows[0])

    began = perf_counter()
    for row in rows:
        judge(row)
    seconds = perf_counter() - began
    refused = 0
    for read in (day_of, line_of, yes_or_no):
        try:
            read(text, "day")
        except Refused:
            refused += 1

    assert seconds < 2
    assert refused <= 3


# --- anything at all -----------------------------------------------------------------

TEXT = st.text(
    st.characters() | st.sampled_from("\0\ud800\u202e,;|£=+-@1234567890"), max_size=30
)
PLAUSIBLE = st.sampled_from(
    [
        *("yes", "no", "mainstream", "1/10/2026", "M16 0AB", "16+", "age 5-None", "?"),
        *("Tuesdays 7pm-9pm", "£3 / £2", "free", "53.46", "a.example", "a@b.c"),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**31), Decimal("1.5"), b"bytes", {1, 2}, object()])
    | st.floats()
    | st.dates()
    | TEXT
    | PLAUSIBLE
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(TEXT | st.sampled_from(sorted(SYNONYMS)), inner, max_size=4)
    ),
    max_leaves=8,
)
ROWS = st.dictionaries(
    st.sampled_from(sorted(SYNONYMS))
    | st.sampled_from(["Name", "Ref", "When?"])
    | TEXT,
    VALUES,
    max_size=10,
)


@settings(max_examples=600, deadline=None)
@given(ROWS, st.booleans())
def test_any_row_is_judged_and_never_raises(row: dict[str, Any], named: bool):  # noqa: FBT001
    values = {"id": "1", "title": "Art"} | row if named else row

    result = judge(Row(line=2, values=values))

    assert (result.draft is None) is (result.refusal is not None)
    if result.draft:
        stored = json.dumps(draft_as_dict(result.draft), ensure_ascii=False)
        assert "\\u0000" not in stored
        assert stored.encode()  # no half of a character


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SYNONYMS)), PLAUSIBLE, max_size=12))
def test_a_row_is_judged_the_same_twice(row: dict[str, Any]):
    values = row | {"id": "1", "title": "Art"}

    assert judge(Row(line=2, values=values)) == judge(Row(line=2, values=values))


@settings(max_examples=300, deadline=None)
@given(st.floats() | st.integers() | TEXT)
def test_degrees_are_in_range_or_refused(value: Any):
    try:
        degrees = degrees_of(value, "lat", most=90)
    except Refused:
        degrees = None

    assert degrees is None or -90 <= degrees <= 90


@settings(max_examples=200)
@given(st.lists(TEXT | st.sampled_from(["Title", "title", "Name", "ID"]), max_size=12))
def test_each_field_is_one_column_at_most(headers: list[str]):
    report = match_headers(headers)

    assert len(set(report.matched.values())) == len(report.matched)
    assert set(report.matched) | set(report.kept_aside) == set(headers)
