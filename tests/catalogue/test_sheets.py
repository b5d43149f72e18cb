"""Files of rows: what is read, what is refused, and what a bad file costs."""

import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.sheets import Row, UnreadableFile, headers_of, read_rows
from tests.catalogue.sheet_files import (
    OLD_EXCEL,
    csv_file,
    excel_file,
    problems,
    values,
    why_unreadable,
)


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
