"""A sheet is spoken of in its own words, and in plain ones, never in names of ours."""

from catalogue.imports import BY_NAME
from catalogue.imports.columns import IN_WORDS, SYNONYMS, in_words
from catalogue.sentences import said_in
from matcher.db import reading, writing
from matcher.languages import translations_of
from matcher.models import RowOutcome, UploadState
from matcher.partners.uploads import mending, taking
from tests.partners.uploads.house import House, counts

WELSH = translations_of("cy").gettext
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


def test_a_column_is_called_by_what_can_be_kept_and_shown(house: House) -> None:
    body = rb'{"id": "1", "title": "Amblers", "open\ud800ness": "x", "\u0000": 1}'
    upload = house.send(house.jo, body, name="ours.jsonl")

    with reading(house.engine) as session:
        bad = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)

    assert [row.column for row in bad] == ["open\ufffdness"]
    assert upload.notes == ["Kept aside, not used: “\ufffd”."]


def test_what_is_the_matter_with_a_row_can_be_said_in_welsh(house: House) -> None:
    twice = b"ref,name,age from,joinable\n1,Amblers,lots,\n1,Walkers,,\n3,,,perhaps\n"
    upload = house.send(house.jo, twice)

    with reading(house.engine) as session:
        good = taking.rows_of(session, upload, RowOutcome.ADDED, limit=9)
        bad = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        warned = [said_in(words, WELSH) for row in good for words in row.warnings]
        refused = [said_in(row.refusal or "", WELSH) for row in bad]

    assert warned == [
        "nid yw “age from” yn oed mewn blynyddoedd: fe'i cedwir o'r neilltu"
    ]
    assert refused == [
        "mae ei rif neu ei god “1” ar linell 2 yn barod",
        "nid yw'n dweud beth yw ei enw",
    ]
    assert [said_in(words, WELSH) for words in upload.notes] == [
        "Darllenir “ref” fel rhif neu god.",
        "Darllenir “age from” fel oed ieuengaf.",
        "Darllenir “joinable” fel rhywbeth i ymuno ag ef.",
    ]


def test_a_file_that_cannot_be_read_says_why_in_welsh(house: House) -> None:
    upload = house.send(house.jo, b"reference,when\n1,Tuesdays\n", name="a b.csv")

    assert said_in(upload.problem or "", WELSH) == (
        "Nid oes gan “a b.csv” golofn ar gyfer title: ei phenawdau yw “reference”,"
        " “when”. Galwch un ohonynt yn title neu name."
    )


def test_every_column_that_we_know_has_plain_words() -> None:
    assert list(IN_WORDS) == list(SYNONYMS)


NAMELESS = b"Activity,When,Cost\nChess,Mondays 7pm,free\nBowls,Tuesdays 2pm,3\n"


def test_a_partners_sheet_without_numbers_goes_in_and_is_known_again(
    house: House,
) -> None:
    first = house.put_in(house.jo, house.send(house.jo, NAMELESS))
    again = house.send(house.jo, NAMELESS.replace(b"2pm", b"3pm"))

    assert counts(first) == (2, 0, 0, 0)
    assert counts(again) == (0, 1, 1, 0)
    assert BY_NAME in again.notes
    assert house.titles(house.jo) == ["Bowls", "Chess", "Tuesday choir"]


def test_two_of_one_name_are_told_apart_in_the_page(house: House) -> None:
    twice = NAMELESS.replace(b"Bowls", b"Chess")
    upload = house.send(house.jo, twice)
    with writing(house.engine) as session:
        same = mending.mend(session, house.jo, upload.id, {3: "chess"}, now=house.now)
        good = mending.mend(
            session, house.jo, upload.id, {3: "Chess on Tuesdays"}, now=house.now
        )

    assert (counts(upload), same, good) == ((1, 0, 0, 1), 0, 1)


def test_of_a_sheet_for_many_organizations_numbers_are_asked(house: House) -> None:
    upload = house.send(house.ana, NAMELESS)

    assert upload.state is UploadState.UNREADABLE
    assert "no column for the id" in str(upload.problem)
