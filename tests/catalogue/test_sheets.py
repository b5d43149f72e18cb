"""Files of rows: what is read, what is refused, and what a bad file costs."""

import datetime as dt
import io
import tracemalloc
import zipfile
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.sheets import Row, UnreadableFile, headers_of, read_rows, workbook

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def csv_file(folder: Path, content: str | bytes, name: str = "listings.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def excel_file(folder: Path, *rows: list[Any], name: str = "listings.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return folder / name


def packed(folder: Path, **changed: bytes) -> Path:
    """A real workbook in which some parts hold something else."""
    source = excel_file(folder, ["id", "title"], ["1", "Chess"], name="real.xlsx")
    path = folder / "changed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, changed.get(Path(part).stem, old.read(part)))
    return path


def sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (
        space,
        rows,
    )


def values(path: Path) -> list[dict[str, Any]]:
    return [row.values for row in read_rows(path)]


def problems(path: Path) -> list[tuple[int, str]]:
    return [(row.line, row.problem) for row in read_rows(path) if row.problem]


def why_unreadable(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(read_rows(path))
    return str(refused.value).replace(f"{path}", "FILE")


# --- commas, semicolons and tabs -----------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_told_apart_by_the_headers(
    tmp_path: Path, mark: str
):
    path = csv_file(tmp_path, f"id{mark}title\n1{mark}Chess\n")

    assert values(path) == [{"id": "1", "title": "Chess"}]


def test_a_mark_inside_quotes_does_not_decide_how_cells_are_parted(tmp_path: Path):
    path = csv_file(tmp_path, '"a,b,c,d";title\n1;Chess\n')

    assert headers_of(path) == ("a,b,c,d", "title")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, end: str):
    path = csv_file(tmp_path, end.join(["id,title", "1,Chess", "2,Darts"]))

    assert [(row.line, row.values["title"]) for row in read_rows(path)] == [
        (2, "Chess"),
        (3, "Darts"),
    ]


def test_a_byte_order_mark_and_blank_lines_are_passed_over(tmp_path: Path):
    path = csv_file(tmp_path, b"\xef\xbb\xbf\r\n,,\r\nid,title\r\n\r\n,\r\n1,Chess\r\n")

    assert list(read_rows(path)) == [Row(line=6, values={"id": "1", "title": "Chess"})]


def test_a_row_is_named_by_the_line_where_it_begins(tmp_path: Path):
    path = csv_file(tmp_path, 'id,about\n1,"one\ntwo\nthree"\n2,four\n')

    assert [row.line for row in read_rows(path)] == [2, 5]


def test_a_row_with_more_cells_than_headers_is_a_problem_and_the_next_is_read(
    tmp_path: Path,
):
    path = csv_file(tmp_path, "id,title\n1,Chess, darts and tea\n2,Darts\n")

    rows = list(read_rows(path))

    assert rows[0].problem == (
        "it has 3 cells under 2 headers: put quotes around a text that holds a comma"
    )
    assert rows[1] == Row(line=3, values={"id": "2", "title": "Darts"})


def test_empty_cells_beyond_the_headers_are_no_problem(tmp_path: Path):
    path = csv_file(tmp_path, "id,title\n1,Chess,,,\n")

    assert values(path) == [{"id": "1", "title": "Chess"}]


def test_a_header_row_in_the_middle_is_a_problem(tmp_path: Path):
    path = csv_file(tmp_path, "id,title,,title\n1,Chess\n id ,title,,title\n")

    assert problems(path) == [(3, "it only repeats the headers")]


def test_columns_without_a_name_or_with_the_same_name_lose_nothing(tmp_path: Path):
    path = csv_file(tmp_path, "id,,Notes,Notes\n1,a,b,c\n")

    assert values(path) == [
        {"id": "1", "column 2": "a", "Notes": "b", "Notes (2)": "c"}
    ]


def test_a_five_megabyte_cell_costs_one_row_and_not_the_file(tmp_path: Path):
    long = "x" * 5_000_000
    path = csv_file(tmp_path, f'id,title\n1,"{long}"\n2,Darts\n')

    assert [len(row["title"]) for row in values(path)] == [5_000_000, 5]


def test_a_quote_that_nobody_closed_is_named_by_its_line(tmp_path: Path):
    path = csv_file(tmp_path, 'id,title\n1,Chess\n2,"Darts\n3,Tea\n4,Cake\n')

    assert why_unreadable(path) == (
        'FILE: the row that begins on line 3 opens a quote (") that is never closed: '
        "close it, or write it twice if it belongs to the text."
    )


def test_a_quote_that_swallows_a_huge_file_is_not_held_in_memory(tmp_path: Path):
    path = csv_file(tmp_path, 'id,title\n1,"' + ("x" * 999 + "\n") * 20_000)

    tracemalloc.start()
    sentence = why_unreadable(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "line 2 opens a quote" in sentence
    assert peak < 100_000_000


def test_latin_1_is_refused_with_its_line_and_the_way_to_mend_it(tmp_path: Path):
    path = csv_file(tmp_path, "id,title\n1,Chess\n2,Café\n".encode("latin-1"))

    assert why_unreadable(path) == (
        "FILE is not UTF-8 text: line 3 has a character saved in another way. "
        "In Excel choose Save As > CSV UTF-8."
    )


def test_latin_1_far_down_a_long_file_is_found(tmp_path: Path):
    lines = [b"id,title"] + [b"%d,\xc3\xa9" % n for n in range(30_000)] + [b"x,\xe9"]
    path = csv_file(tmp_path, b"\n".join(lines))

    assert "line 30002 has" in why_unreadable(path)


@pytest.mark.parametrize(
    ("start", "meaning"),
    [
        (b"PK\x03\x04", "it looks like an Excel workbook: rename it to end in .xlsx"),
        (OLD_EXCEL, "it looks like an old Excel workbook"),
        (b"\xff\xfei\0d\0", "it is UTF-16: in Excel choose Save As > CSV UTF-8"),
        (b"\x1f\x8b\x08", "it is compressed: unpack it first"),
        (b"id,title\n1,a\0b", "export the listings from the program that holds them"),
    ],
)
@pytest.mark.parametrize("name", ["listings.csv", "listings.jsonl"])
def test_a_file_that_is_not_text_is_refused_with_what_it_looks_like(
    tmp_path: Path, name: str, start: bytes, meaning: str
):
    sentence = why_unreadable(csv_file(tmp_path, start, name))

    assert sentence.startswith("FILE is not a text file")
    assert meaning in sentence


# --- what is no file to read ---------------------------------------------------------


def test_a_missing_file_a_folder_and_an_unknown_ending_say_what_to_do(tmp_path: Path):
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    letter = csv_file(tmp_path, "Dear all", "letter.docx")

    assert why_unreadable(tmp_path / "no.csv") == (
        "There is no file FILE: check its name and folder."
    )
    assert why_unreadable(folder) == "FILE is a folder: give the file that is in it."
    assert why_unreadable(letter) == (
        "FILE does not end in .csv, .xlsx or .jsonl, so it is not clear how to read "
        "it: save the listings as one of these."
    )


def test_a_name_that_no_disk_can_hold_is_refused(tmp_path: Path):
    sentence = why_unreadable(tmp_path / ("x" * 5_000 + ".csv"))

    assert "can't be opened" in sentence


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl", "A.CSV"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str):
    path = csv_file(tmp_path, b"", name)

    assert why_unreadable(path) == "FILE is empty: there is nothing in it to read."


@pytest.mark.parametrize(("name", "text"), [("a.csv", " \n,,\n"), ("a.jsonl", "\n \n")])
def test_a_file_of_blank_lines_is_empty(tmp_path: Path, name: str, text: str):
    path = csv_file(tmp_path, text, name)

    assert why_unreadable(path) == "FILE is empty: there is nothing in it to read."


def test_a_table_with_hundreds_of_columns_is_refused(tmp_path: Path):
    columns = [f"c{n}" for n in range(301)]
    text = csv_file(tmp_path, ",".join(columns) + "\n")
    book = excel_file(tmp_path, columns)

    assert "more than 300 columns" in why_unreadable(text)
    assert "more than 300 columns" in why_unreadable(book)


# --- JSON Lines ----------------------------------------------------------------------


def test_a_line_that_is_no_object_is_a_problem_and_the_next_is_read(tmp_path: Path):
    lines = [
        b'\xef\xbb\xbf{"id": "1"}',
        b"Chess",
        b"[1]",
        b"[" * 100_000,
        b'{"a": %s}' % (b"1" * 5_000),
        b'{"a": "\xe9"}',
        b'{"a": "%s"}' % (b"x" * 2_000_000),
        b'{"id": "2"}',
    ]
    path = csv_file(tmp_path, b"\n".join(lines), "a.jsonl")

    assert values(path)[0] == {"id": "1"}
    assert values(path)[-1] == {"id": "2"}
    assert problems(path) == [
        (2, "it is not JSON: Expecting value, character 1"),
        (3, "it is JSON but not an object in { }"),
        (4, "it is nested too deep"),
        (5, "a number in it has thousands of digits"),
        (6, "it is not UTF-8 text"),
        (7, "it is longer than 1 MB"),
    ]


def test_a_number_that_json_does_not_have_says_nothing(tmp_path: Path):
    path = csv_file(tmp_path, '{"id": "1", "lat": NaN, "lon": -Infinity}', "a.jsonl")

    assert values(path) == [{"id": "1", "lat": None, "lon": None}]


def test_a_file_without_one_json_object_is_not_json_lines(tmp_path: Path):
    path = csv_file(tmp_path, '[\n{"id": "1"},\n{"id": "2"}\n]', "a.jsonl")
    plain = csv_file(tmp_path, "id,title\n1,Chess\n", "b.jsonl")

    assert why_unreadable(plain) == (
        "FILE is not JSON Lines: no line of it is a JSON object. Write each listing on "
        'one line of its own, {"id": "1", "title": "..."}.'
    )
    assert [line for line, _ in problems(path)] == [1, 2, 4]


# --- workbooks -----------------------------------------------------------------------


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


# --- all of them ---------------------------------------------------------------------

CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
).filter(str.strip)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_a_table_reads_the_same_from_csv_and_from_excel(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
):
    folder = tmp_path_factory.mktemp("same")
    quoted = ['"{}","{}"'.format(*(c.replace('"', '""') for c in r)) for r in table]
    text = csv_file(folder, "id,title\n" + "\n".join(quoted))
    book = openpyxl.Workbook()
    for number, row in enumerate([["id", "title"], *table], start=1):
        for column, cell in enumerate(row, start=1):
            book.worksheets[0].cell(number, column).value = cell
            book.worksheets[0].cell(number, column).data_type = "s"
    book.save(folder / "listings.xlsx")

    assert values(text) == values(folder / "listings.xlsx")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["csv", "jsonl", "xlsx"]))
def test_any_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str
):
    path = tmp_path_factory.mktemp("bytes") / f"a.{ending}"
    path.write_bytes(content)

    try:
        lines = [row.line for row in read_rows(path)]
    except UnreadableFile:
        lines = []

    assert lines == sorted(set(lines))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_progress_is_told_in_bytes_and_ends_whole(tmp_path: Path, ending: str):
    line = '{"id": "1"}\n' if ending == "jsonl" else "1\n"
    path = csv_file(tmp_path, "id\n" * (ending == "csv") + line * 1_000, f"a.{ending}")
    told: list[tuple[int, int | None]] = []

    list(read_rows(path, progress=lambda done, total: told.append((done, total))))

    size = path.stat().st_size
    assert told == sorted(told)
    assert told[-1] == (size, size)
    assert len(told) >= 5
