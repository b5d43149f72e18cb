"""A sheet is spoken of in its own words, and in plain ones, never in names of ours."""

from catalogue.imports.headers import in_words
from matcher.db import reading
from matcher.models import RowOutcome
from matcher.partners.uploads import taking
from tests.partners.uploads.house import House

ODD = b"ref,name,age from,web\n1,Amblers,lots,\n2,Walkers,,not one\n"


def test_a_column_is_called_what_its_sender_calls_it(house: House) -> None:
    upload = house.send(house.jo, ODD)

    with reading(house.engine) as session:
        rows = taking.rows_of(session, upload, RowOutcome.ADDED, limit=9)
        warned = [words for row in rows for words in row.warnings]

    assert warned == [
        "“age from” is not an age in years: kept aside",
        "“web” is not a web address: kept aside",
    ]
    assert upload.notes == [
        "“ref” is read as number or code.",
        "“age from” is read as youngest age.",
        "“web” is read as web page.",
    ]


def test_fields_are_spoken_of_in_whole_words():
    assert [in_words(name) for name in ("lat", "asks_id", "start_time")] == [
        "latitude",
        "whether one shows who one is",
        "start time",
    ]


def test_a_column_may_be_called_anything(house: House) -> None:
    upload = house.send(house.jo, b"ref,name,web\\page\n1,Walkers,not one\n")

    with reading(house.engine) as session:
        rows = taking.rows_of(session, upload, RowOutcome.ADDED, limit=9)

    assert [row.warnings for row in rows] == [
        ["“web\\page” is not a web address: kept aside"]
    ]
