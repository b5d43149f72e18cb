"""Rows of a file, judged: what becomes a draft, and how whole files are read.

Their headers: ``test_imports_headers.py``; what is refused: ``_refusals.py``.
"""

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
    header_report,
    judge,
    read_file,
)
from catalogue.imports.columns import SYNONYMS
from tests.catalogue.rows_of_files import (
    ROOT,
    STORED,
    draft_of,
    judged,
    lines,
    written,
)

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
    days = ("assured_date", "visible_from", "visible_to", "rests_until", "off_on")
    dates = dict.fromkeys(days, "2026-10-01")
    words = useful | ages | places | dates | {"organization_openness": "mainstream"}
    words |= dict.fromkeys(Joining.__dataclass_fields__, "yes") | {"online": "yes"}
    words |= {"opportunity": "no", "adults": "no", "url": "a.example", "email": "a@b.c"}
    words |= {"organization_url": "a.example", "organization_email": "a@b.c"}
    value = words.get(name, "Tuesday")

    with_it, without = judged(**{name: value}), judged()

    assert with_it.refusal is None
    assert with_it != without


def test_days_off_are_written_as_people_write_lists_of_days():
    draft = draft_of(title="Choir", off_on="31/12/2026, 24 December 2026; 2026-12-24")

    assert draft.off_on == (date(2026, 12, 24), date(2026, 12, 31))


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
import re, resource, sys, time
from pathlib import Path
from catalogue.imports import read_file

def most_held():
    # What getrusage says of a new process begins with what the one before it held.
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

warm, many = (Path(name) for name in sys.argv[1:])
list(read_file(warm))
before = most_held()
began = time.perf_counter()
count = sum(1 for judgement in read_file(many) if judgement.draft)
seconds = time.perf_counter() - began
print(count, most_held() - before, round(count / seconds))
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path):
    """In a process of its own: the most that this one ever held hides the growth."""
    row = {
        "title": "Chess",
        "description": "Come and play. " * 1_300,
        "postcode": "M1 1AA",
    }
    more = {"schedule": "Tuesdays 7pm-9pm", "cost": "£3 / £2 concessions"}
    many = lines(tmp_path, *({"id": f"x:{n}"} | row | more for n in range(2_500)))
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
    assert many.stat().st_size > 45_000_000
    assert count == 2_500
    assert grown_bytes < 15_000_000
