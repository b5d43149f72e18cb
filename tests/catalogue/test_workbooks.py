"""Workbooks: cells as a person would have typed them, and no trap opened."""

import datetime as dt
import io
import tracemalloc
import zipfile
from functools import cache
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.sheets import Row, UnreadableFile, read_rows, workbook
from tests.catalogue.sheet_files import (
    OLD_EXCEL,
    csv_file,
    excel_file,
    packed,
    sheet,
    values,
    why_unreadable,
)


def test_cells_become_what_a_person_would_have_typed(tmp_path: Path):
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    typed = [
        3.0,
        0.1 + 0.2,
        True,
        dt.datetime.fromisoformat("2026-12-12"),
        dt.time(19, 30),
        3.5,
        4,
    ]
    page.append([*typed, "#REF!", dt.datetime.fromisoformat("2026-12-12T19:30")])
    page["F2"].number_format = page["G2"].number_format = '"£"#,##0.00'
    page["H2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")

    assert list(values(tmp_path / "a.xlsx")[0].values()) == [
        "3",
        "0.3",
        "true",
        "2026-12-12",
        "19:30",
        "£3.50",
        "£4",
        None,
        "2026-12-12 19:30",
    ]


def test_a_formula_is_never_worked_out(tmp_path: Path):
    path = excel_file(tmp_path, ["id", "title"], ["1", '=HYPERLINK("http://x")'])

    assert values(path) == [{"id": "1"}]


def test_only_the_first_sheet_is_read_and_blank_rows_are_passed_over(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in ([], ["id", "title"], [None, " "], ["1", "Chess", None, "a stray cell"]):
        book.worksheets[0].append(row)
    book.create_sheet("Old").append(["id", "title"])
    book.save(tmp_path / "a.xlsx")

    assert list(read_rows(tmp_path / "a.xlsx")) == [
        Row(
            line=4,
            values={
                "id": "1",
                "title": "Chess",
                "column 3": None,
                "column 4": "a stray cell",
            },
        )
    ]


def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_whole(tmp_path: Path):
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>v%d</t></is></c></row>'
        % (n, n, n)
        for n in range(1, 11)
    )
    content = sheet(rows).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')

    assert len(values(packed(tmp_path, sheet1=content))) == 9


def test_an_empty_workbook_is_refused(tmp_path: Path):
    path = excel_file(tmp_path)

    assert why_unreadable(path) == "FILE is empty: there is nothing on its first sheet."


def test_what_is_no_workbook_is_refused_with_the_way_to_mend_it(tmp_path: Path):
    text = csv_file(tmp_path, "id,title\n", "a.xlsx")
    other_zip = tmp_path / "b.xlsx"
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    locked = csv_file(tmp_path, OLD_EXCEL, "c.xlsx")

    again = (
        "FILE is not a workbook that can be read: open it in Excel and save it again "
        "as .xlsx, or as CSV UTF-8 with the ending .csv."
    )
    assert why_unreadable(text) == again
    assert why_unreadable(other_zip) == again
    assert "has a password" in why_unreadable(locked)


HUGE_ROW = b"<row>" + b"<c/>" * 70_000 + b"</row>"

ENTITY = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

BILLION = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sheet(b" " * 40_000_000), "times its size, like a bomb"),
        (ENTITY + sheet(b""), "it declares a document type"),
        (b"<!-- " + b"x" * 70_000 + b" -->" + BILLION + sheet(b""), "a document type"),
        (sheet(HUGE_ROW), "one of its rows has too many cells"),
        (sheet(b"<foo/>" * 210_000), "it holds too much beside its rows"),
    ],
)
def test_a_workbook_made_to_fill_the_memory_is_not_opened(
    tmp_path: Path, content: bytes, why: str
):
    path = packed(tmp_path, sheet1=content)

    tracemalloc.start()
    began = perf_counter()
    sentence = why_unreadable(path)
    seconds = perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sentence.startswith("FILE is not opened, because")
    assert why in sentence
    assert seconds < 60
    assert peak < 50_000_000


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("catalogue.sheets.weighing.MOST_UNPACKED_BYTES", 1_000)
    path = excel_file(tmp_path, ["id", "title"])

    assert "it unpacks to more than" in why_unreadable(path)


def test_rows_that_skip_a_million_numbers_do_not_last_for_ever(tmp_path: Path):
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    )

    assert values(packed(tmp_path, sheet1=sheet(rows))) == []


@cache
def plain_workbook() -> bytes:
    """Made once: a workbook holds the time of day, and with it another length."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id", "title"])
    book.save(buffer)
    return buffer.getvalue()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    content = bytearray(plain_workbook())
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    path.write_bytes(bytes(content))

    try:
        rows = list(workbook.read(path))
    except UnreadableFile:
        rows = []

    assert rows == []
