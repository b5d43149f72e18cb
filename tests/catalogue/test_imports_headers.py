"""The headers of a sheet: which column is what, and what is said of the others."""

from datetime import date
from pathlib import Path

import pytest

from catalogue.drafts import Price, Venue
from catalogue.imports import header_notes, match_headers, read_file
from catalogue.imports.columns import SYNONYMS
from tests.catalogue.rows_of_files import STORED, why_unreadable, written


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
        (5, "its number or code “CC-1” stands on line 2 already"),
    ]
