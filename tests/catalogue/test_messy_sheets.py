"""A volunteer's own sheet: a heading above, cells made one, times as they are said."""

from pathlib import Path

import openpyxl

from catalogue.imports import Judged, SeenIds, judge
from catalogue.sheets import headers_of, read_rows
from tests.catalogue.sheet_files import csv_file, excel_file, values

HEADERS = ["Activity", "Day / time", "Where", "Cost", "Tel"]


def a_messy_sheet(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Wenbrook choir - what's on"],
        [],
        HEADERS,
        ["Singing", "Tues & Thurs 7-9", "Hall, QX1 1AA", "£3/£2 conc", 7700900123],
        ["Shanties", "Weds 7 til 9pm", None, "free", 1632960123],
        ["Kids choir", "Sat 10-11.30", "Library", "£1.50 per child"],
        [None, "Sun 2-4pm"],
        ["Ring Dilys for more!"],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "C4:C5", "A6:A7"):
        sheet.merge_cells(cells)
    book.save(folder / "messy.xlsx")
    return folder / "messy.xlsx"


def judged_by_name(path: Path) -> list[Judged]:
    seen = SeenIds()
    return [judge(row, seen=seen, by_name=True) for row in read_rows(path)]


def test_a_heading_above_the_headers_is_no_header(tmp_path: Path) -> None:
    exported = csv_file(tmp_path, "What's on,,\n,,\nName,When,Cost\nChess,Mon 7pm,£2\n")

    assert headers_of(a_messy_sheet(tmp_path)) == tuple(HEADERS)
    assert values(exported) == [{"Name": "Chess", "When": "Mon 7pm", "Cost": "£2"}]
    assert [row.line for row in read_rows(exported)] == [4]


def test_a_sheet_of_one_column_begins_with_its_header(tmp_path: Path) -> None:
    alone = csv_file(tmp_path, "Name\nChess\nBowls\n")
    longer = excel_file(tmp_path, ["Name"], *([str(n)] for n in range(9)))

    assert values(alone) == [{"Name": "Chess"}, {"Name": "Bowls"}]
    assert [row["Name"] for row in values(longer)] == [str(n) for n in range(9)]


def test_what_merged_cells_say_holds_for_each_of_their_rows(tmp_path: Path) -> None:
    rows = values(a_messy_sheet(tmp_path))

    assert [(row["Activity"], row.get("Where")) for row in rows] == [
        ("Singing", "Hall, QX1 1AA"),
        ("Shanties", "Hall, QX1 1AA"),
        ("Kids choir", "Library"),
        ("Kids choir", None),
        ("Ring Dilys for more!", None),
    ]


def test_without_numbers_each_is_known_by_its_name(tmp_path: Path) -> None:
    judged = judged_by_name(a_messy_sheet(tmp_path))

    assert [one.draft and one.draft.source_id for one in judged] == [
        "name:singing", "name:shanties", "name:kids choir", None, None,
    ]  # fmt: skip
    assert [str(one.refusal) for one in judged if one.refusal] == [
        "it is called like line 6: give each a name of its own, or put both times into"
        " one row",
        "it says nothing but “Ring Dilys for more!”",
    ]


def test_the_first_nought_of_a_phone_number_and_a_postcode_are_found(
    tmp_path: Path,
) -> None:
    singing, shanties = [
        one.draft for one in judged_by_name(a_messy_sheet(tmp_path))[:2] if one.draft
    ]

    assert (singing.phone, shanties.phone) == ("07700900123", "01632960123")
    assert singing.venues[0].postal_code == "QX1 1AA"


def test_a_time_of_no_half_of_the_day_is_kept_and_said(tmp_path: Path) -> None:
    singing, shanties, *_ = judged_by_name(a_messy_sheet(tmp_path))

    assert singing.draft
    assert singing.draft.schedule_text == "Tues & Thurs 7-9"
    assert [str(one) for one in singing.warnings][:1] == [
        "“Tues & Thurs 7-9” may be the morning or the evening: write am or pm, and"
        " people find it by day"
    ]
    assert shanties.draft
    assert len(shanties.draft.timetables) == 1
