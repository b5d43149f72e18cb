"""Rows of a file, judged: what becomes a draft, what is refused, and why."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.drafts import (
    FirstVisit,
    Joining,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Venue,
)
from catalogue.imports import (
    Judged,
    Row,
    SeenIds,
    UnreadableFile,
    header_notes,
    header_report,
    judge,
    match_headers,
    read_file,
)
from catalogue.imports.headers import SYNONYMS

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests" / "data" / "imports"


def judged(**values: Any) -> Judged:
    return judge(Row(line=2, values={"id": "1", "title": "Chess"} | values))


def draft_of(**values: Any) -> OpportunityDraft:
    result = judged(**values)
    assert result.draft is not None, result.refusal
    return result.draft


def why_refused(**values: Any) -> str | None:
    return judged(**values).refusal


def written(folder: Path, text: str, name: str = "listings.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    return written(folder, "\n".join(json.dumps(row) for row in rows), "a.jsonl")


def why_unreadable(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(read_file(path))
    return str(refused.value).replace(f"{path}", "FILE")


# --- a row that says everything ------------------------------------------------------

EVERYTHING = {
    "id": "x:1",
    "title": "Open pottery studio",
    "description": "Drop in\nand make",
    "organization": {
        "name": "Mill Lane Arts",
        "description": "Clay since 1998",
        "openness": "in_service",
        "charity_number": 1001234,
        "company_number": "01234567",
        "url": "https://mill.example",
        "email": "hello@mill.example",
        "phone": "01632 960001",
    },
    "categories": ["Pottery", "Crafts"],
    "openness": "outward_facing",
    "outward_note": "Open to neighbours on Fridays",
    "status": "temporarily_closed",
    "opportunity": True,
    "adults": True,
    "minimum_age": 16,
    "maximum_age": 90,
    "eligibility": "16 to 90",
    "how_to_join": "Just come",
    "what_to_bring": "An apron",
    "contact_name": "Jo",
    "email": "jo@mill.example",
    "phone": "01632 960002",
    "url": "https://mill.example/pottery",
    "languages": ["English", "Urdu"],
    "online": False,
    "venue": "The Mill",
    "address": "1 Mill Lane",
    "city": "Wenbrook",
    "district": "North End",
    "postcode": "m160ab",
    "lat": 53.46,
    "lon": -2.28,
    "accessibility": ["step-free"],
    "locations": [{"name": "The Kiln", "postcode": "M33 2AA", "lat": 53.4, "lon": -2}],
    "covers": ["M16", "Trafford"],
    "schedule": "whenever the kiln is hot",
    "cost": "£3",
    "first_visit": {
        "who_meets_you": "Jo",
        "how_long": "An hour",
        "can_i_watch": "Yes",
        "quiet_times": "Mornings",
        "bring_someone": "Please do",
    },
    "joining": {
        "just_turn_up": True,
        "asks_form": False,
        "asks_id": False,
        "asks_address": False,
        "asks_phone": True,
        "stores_bag": True,
        "dogs_welcome": False,
    },
    "source": "x",
    "licence": "OGL-3.0",
    "assured_date": "2026-10-01",
    "visible_from": "2026-01-01",
    "visible_to": "2027-01-01",
    "closed_note": "New kiln in spring",
    "kiln": {"hot": [1, 2]},
}

THE_DRAFT = OpportunityDraft(
    source="x",
    source_id="x:1",
    title="Open pottery studio",
    description="Drop in\nand make",
    organization=OrganizationDraft(
        name="Mill Lane Arts",
        description="Clay since 1998",
        openness=Openness.IN_SERVICE,
        charity_number="1001234",
        company_number="01234567",
        url="https://mill.example",
        email="hello@mill.example",
        phone="01632 960001",
    ),
    activities=("Pottery", "Crafts"),
    openness=Openness.OUTWARD_FACING,
    outward_note="Open to neighbours on Fridays",
    status=Status.TEMPORARILY_CLOSED,
    minimum_age=16,
    maximum_age=90,
    eligibility="16 to 90",
    how_to_join="Just come",
    what_to_bring="An apron",
    contact_name="Jo",
    email="jo@mill.example",
    phone="01632 960002",
    url="https://mill.example/pottery",
    languages=("English", "Urdu"),
    online=False,
    venues=(
        Venue(
            name="The Mill",
            address="1 Mill Lane",
            city="Wenbrook",
            district="North End",
            postal_code="M16 0AB",
            latitude=53.46,
            longitude=-2.28,
            accessibility=("step-free",),
        ),
        Venue(name="The Kiln", postal_code="M33 2AA", latitude=53.4, longitude=-2.0),
    ),
    covers=("M16", "Trafford"),
    schedule_text="whenever the kiln is hot",
    prices=(Price(amount_pence=300),),
    cost_text="£3",
    first_visit=FirstVisit(
        who_meets_you="Jo",
        how_long="An hour",
        can_i_watch="Yes",
        quiet_times="Mornings",
        bring_someone="Please do",
    ),
    joining=Joining(
        just_turn_up=True,
        asks_form=False,
        asks_id=False,
        asks_address=False,
        asks_phone=True,
        stores_bag=True,
        dogs_welcome=False,
    ),
    licence="OGL-3.0",
    assured_on=date(2026, 10, 1),
    visible_from=date(2026, 1, 1),
    visible_to=date(2027, 1, 1),
    closed_note="New kiln in spring",
    kept_aside={"kiln": {"hot": [1, 2]}},
)


def test_everything_a_row_can_say_is_in_its_draft():
    result = judge(Row(line=7, values=EVERYTHING))

    assert result == Judged(line=7, draft=THE_DRAFT)


def flat(values: dict[str, Any]) -> dict[str, str]:
    """The same row as a spreadsheet writes it: one place, no objects, no lists."""
    row = {key: value for key, value in values.items() if not isinstance(value, dict)}
    del row["locations"]
    row |= values["first_visit"] | values["joining"]
    for key, value in values["organization"].items():
        row["organization" if key == "name" else f"organization {key}"] = value
    row["charity number"] = row.pop("organization charity_number")
    row["company number"] = row.pop("organization company_number")
    return {key: cell_text(value) for key, value in row.items()}


def cell_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value)


def test_a_spreadsheet_and_json_lines_make_the_same_draft(tmp_path: Path):
    row = flat(EVERYTHING)
    json_row = {k: v for k, v in EVERYTHING.items() if k not in ("locations", "kiln")}
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(row))
    book.worksheets[0].append(list(row.values()))
    book.save(tmp_path / "a.xlsx")
    quoted = ",".join(f'"{cell}"' for cell in row.values())
    text = written(tmp_path, ",".join(row) + "\n" + quoted)

    from_csv, from_excel, from_json = (
        [result.draft for result in read_file(path)]
        for path in (text, tmp_path / "a.xlsx", lines(tmp_path, json_row))
    )

    assert from_csv == from_json
    assert from_excel == from_json


@pytest.mark.parametrize("name", sorted(SYNONYMS))
def test_no_column_of_ours_is_read_and_then_lost(name: str):
    useful = {"lat": "53", "lon": "-2", "openness": "in service", "status": "inactive"}
    ages = {"minimum_age": "7", "maximum_age": "70"}
    places = {"locations": [{"name": "Hall"}], "organization": "Mill Lane Arts"}
    days = ("assured_date", "visible_from", "visible_to", "rests_until")
    dates = dict.fromkeys(days, "2026-10-01")
    words = useful | ages | places | dates | {"organization_openness": "mainstream"}
    words |= dict.fromkeys(Joining.__dataclass_fields__, "yes") | {"online": "yes"}
    words |= {"opportunity": "no", "adults": "no", "url": "a.example", "email": "a@b.c"}
    words |= {"organization_url": "a.example", "organization_email": "a@b.c"}
    value = words.get(name, "Tuesday")

    with_it, without = judged(**{name: value}), judged()

    assert with_it.refusal is None
    assert with_it != without


# --- headers -------------------------------------------------------------------------


def test_headers_are_matched_whatever_their_case_spaces_and_punctuation():
    headers = ["REF.", "Service name", "Organisation", "Post code", "E-mail", "WHEN?"]

    assert match_headers(headers).matched == {
        "REF.": "id",
        "Service name": "title",
        "Organisation": "organization",
        "Post code": "postcode",
        "E-mail": "email",
        "WHEN?": "schedule",
    }


def test_of_two_columns_that_could_be_the_title_the_plainest_is():
    report = match_headers(["Activity", "Title", "Name"])

    assert report.matched == {"Title": "title"}
    assert report.kept_aside == ("Activity", "Name")


def test_a_near_miss_is_said_and_never_used():
    report = match_headers(["id", "title", "Descripton", "Colour"])

    assert not report.found("description")
    assert report.suggestions == {"Descripton": "description"}
    assert header_notes(report) == (
        "“Descripton” is kept aside. If it is the description, call the column "
        "description.",
        "Kept aside, not used: “Colour”.",
    )


def test_every_header_we_know_stands_for_one_thing():
    known = [word for name, words in SYNONYMS.items() for word in (name, *words)]

    report = match_headers(known)

    assert sorted(report.matched.values()) == sorted(SYNONYMS)
    assert report.suggestions == {}


def test_a_sheet_without_a_title_or_an_id_says_what_it_found(tmp_path: Path):
    no_title = written(tmp_path, "Ref,Colour\n1,red\n", "a.csv")
    no_id = written(tmp_path, "Name,Colour\nChess,red\n", "b.csv")

    assert why_unreadable(no_title) == (
        "FILE has no column for the title: its headers are “Ref”, “Colour”. "
        "Call one of them title or name."
    )
    assert why_unreadable(no_id) == (
        "FILE has no column for the id: its headers are “Name”, “Colour”. "
        "Call one of them id or reference, or add a column called id and number the"
        " rows in it: 1, 2, 3. A row keeps its number, so that we know it again."
    )


@pytest.mark.parametrize("headers", ["id,title,Phone,Phone", "id,title,Phone,PHONE"])
def test_two_columns_for_the_same_thing_are_refused(tmp_path: Path, headers: str):
    path = written(tmp_path, f"{headers}\n1,Chess,2,3\n")

    assert "has two columns for the same thing, “Phone” and “P" in why_unreadable(path)


def test_a_real_spreadsheet_reads_as_its_author_meant_it():
    path = STORED / "community_centre.csv"

    rows = list(read_file(path))

    knitting = rows[0].draft
    assert knitting is not None
    assert (knitting.source_id, knitting.title) == ("CC-1", "Knit and natter")
    assert knitting.activities == ("Knitting", "Crafts")
    assert knitting.prices == (Price(amount_pence=0),)
    assert [t.rrule for t in knitting.timetables] == ["FREQ=WEEKLY;BYDAY=TU"]
    assert knitting.minimum_age == 18
    assert knitting.venues == (Venue(postal_code="QX2 1HJ"),)
    assert knitting.url == "http://www.bridge-end.example"
    assert knitting.assured_on == date(2026, 10, 1)
    assert knitting.kept_aside == {"Notes": "Ask for Jean"}
    assert [(row.line, row.refusal) for row in rows[1:]] == [
        (3, None),
        (4, "it does not say what it is called"),
        (5, "its id “CC-1” was met on line 2 already"),
    ]


# --- refusals ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "empty", [None, "", "  ", "None", "null", "N/A", "-", [], "\0"]
)
def test_a_row_without_a_title_or_an_id_is_refused(empty: Any):
    assert why_refused(title=empty) == "it does not say what it is called"
    assert why_refused(id=empty) == (
        "it has no id: give every row its own number or code"
    )


def test_an_id_met_earlier_is_refused_with_the_line_where_it_was():
    seen = SeenIds()
    rows = [
        judge(Row(line=n, values={"id": i, "title": "Chess"}), seen=seen)
        for n, i in enumerate(["a", "b", " a "], start=2)
    ]

    assert [row.refusal for row in rows] == [
        None,
        None,
        "its id “a” was met on line 2 already",
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
        ({"openness": "everyone"}, "“openness” is “everyone”: say mainstream, outward"),
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


# --- text as the database will have it -----------------------------------------------


def test_characters_that_no_page_wants_are_gone():
    draft = draft_of(
        title="\ufeff Chess\0 \x07club\u202e\n",
        description="one\r\ntwo\x0bthree\tfour\ud800",
    )

    assert draft.title == "Chess club"
    assert draft.description == "one\ntwo\nthree\tfour"


def test_words_on_one_line_stay_on_one_line():
    draft = draft_of(title="Chess\nBcc: x@y.z", contact_name="Jo\r\n  Mill")

    assert draft.title == "Chess Bcc: x@y.z"
    assert draft.contact_name == "Jo Mill"


def test_a_formula_is_text_like_any_other():
    assert draft_of(title="=1+1").title == "=1+1"


# --- whole files ---------------------------------------------------------------------


def test_a_good_row_after_bad_ones_is_read(tmp_path: Path):
    path = written(
        tmp_path, '{"id": "1", "title": "Art"}\nrubbish\n[]\n{"id": "1"}', "a.jsonl"
    )

    assert [(r.line, r.draft is None) for r in read_file(path)] == [
        (1, False),
        (2, True),
        (3, True),
        (4, True),
    ]


def test_a_second_reading_is_the_same_as_the_first():
    path = STORED / "community_centre.csv"

    assert list(read_file(path)) == list(read_file(path))


def test_the_real_listings_all_become_drafts(shared: Path):
    path = shared / "data" / "listings" / "trafford_and_volunteering.jsonl"

    rows = list(read_file(path))

    drafts = [row.draft for row in rows if row.draft]
    assert (len(drafts), len(rows)) == (1_107, 1_107)
    assert [note for row in rows for note in row.notes] == [
        "the postcode “BT54 6RT” is not one we know: its lat and lon are used"
    ] * 2
    assert [row.warnings for row in rows if row.warnings] == [
        ("“url” is not a web address: kept aside",)
    ] * 2
    assert header_report(path).kept_aside == ()
    assert not any(draft.openness is Openness.UNSTATED for draft in drafts)


READ_AND_SAY_GROWTH = """
import resource, sys, time
from pathlib import Path
from catalogue.imports import read_file

warm, many = (Path(name) for name in sys.argv[1:])
unit = 1 if sys.platform == "darwin" else 1024
list(read_file(warm))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
began = time.perf_counter()
count = sum(1 for judgement in read_file(many) if judgement.draft)
seconds = time.perf_counter() - began
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - before
print(count, grown, round(count / seconds))
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path):
    """In a process of its own: the most that this one ever held hides the growth."""
    row = {
        "title": "Chess",
        "description": "Come and play. " * 60,
        "postcode": "M1 1AA",
    }
    more = {"schedule": "Tuesdays 7pm-9pm", "cost": "£3 / £2 concessions"}
    many = lines(tmp_path, *({"id": f"x:{n}"} | row | more for n in range(20_000)))
    command = [sys.executable, "-c", READ_AND_SAY_GROWTH]

    said = subprocess.run(  # noqa: S603 - our own words above
        [*command, STORED / "community_centre.csv", many],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    )

    count, grown_bytes, rows_a_second = (int(part) for part in said.stdout.split())
    print(f"{rows_a_second:,} rows a second, {grown_bytes:,} bytes more")
    assert count == 20_000
    assert grown_bytes < 40_000_000
