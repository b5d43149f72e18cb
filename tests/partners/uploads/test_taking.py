"""Spreadsheets of listings: looked at before they are put in, and mended."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from catalogue.drafts import Price, Timetable
from catalogue.exports import as_csv, as_workbook
from catalogue.opportunities import keeping
from matcher import jobs
from matcher.db import reading, writing
from matcher.errors import BadInput
from matcher.models import (
    RowOutcome,
    Upload,
    UploadState,
)
from matcher.partners.keeping import theirs
from matcher.partners.uploads import mending, taking
from matcher.partners.uploads.taking import Sent
from tests.partners.builders import CHOIR
from tests.partners.uploads.house import House, counts, row, sheet, tables, theirs_keys


def test_nothing_is_in_before_somebody_presses_for_it(house: House) -> None:
    before = tables(house.engine)

    upload = house.send(house.jo, sheet(row(1), row(2), row(3, title="")))

    assert (upload.state, counts(upload)) == (UploadState.READY, (2, 0, 0, 1))
    assert tables(house.engine) == before
    house.put_in(house.jo, upload)
    assert house.titles(house.jo) == ["Class 1", "Class 2", "Tuesday choir"]


def test_what_they_take_out_uploads_again_unchanged(house: House, now) -> None:
    pressed = replace(
        CHOIR,
        source_id="told:7",
        title="+44 choir",
        not_activities=("darts",),
        timetables=(
            Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),
            Timetable(rrule="FREQ=YEARLY;BYMONTH=6;BYDAY=1SA", opens_at=time(10)),
        ),
        prices=(Price(amount_pence=150, option="for early birds"),),
    )
    with writing(house.engine) as session:
        keeping.publish(session, pressed, kept_by=house.arts, now=now)
        keeping.confirm(session, theirs_keys(session, house.jo), today=now.date())
    house.put_in(house.jo, house.send(house.jo, sheet(*map(row, range(30)))))
    before = tables(house.engine)

    for write, name in ((as_csv, "a.csv"), (as_workbook, "a.xlsx")):
        body = house.their_sheet(house.jo, write)
        upload = house.send(house.jo, body, name=name)
        assert counts(upload) == (0, 0, 32, 0)

    assert tables(house.engine) == before


def test_a_bad_cell_is_mended_where_it_stands(house: House) -> None:
    bad = sheet(
        row(1),
        row(1, title="Twin"),
        row(3, title=""),
        row(4, opportunity="perhaps"),
    )
    upload = house.send(house.jo, bad)

    with writing(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        asked = [(one.line, one.column, one.refusal) for one in refused]
        said = {3: "2", 4: "Third class", 5: "surely"}
        mended = mending.mend(session, house.jo, upload.id, said, now=house.now)
    with writing(house.engine) as session:
        [left] = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        twice = mending.mend(session, house.jo, upload.id, {5: "yes"}, now=house.now)
    with reading(house.engine) as session:
        after = session.get_one(Upload, upload.id)
        assert counts(after) == (4, 0, 0, 0)

    assert asked == [
        (3, "id", "its number or code “1” stands on line 2 already"),
        (4, "title", "it does not say what it is called"),
        (
            5,
            "opportunity",
            "“opportunity” is “perhaps”: say yes or no, or leave it empty",
        ),
    ]
    assert (mended, left.line, twice) == (2, 5, 1)
    house.put_in(house.jo, after)
    assert house.titles(house.jo) == [
        "Class 1", "Class 4", "Third class", "Tuesday choir", "Twin",
    ]  # fmt: skip


def test_what_changed_between_the_look_and_the_press_is_left(house, now) -> None:
    body = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Sheet choir")
    upload = house.send(house.jo, body)
    with writing(house.engine) as session:
        by_hand = replace(CHOIR, title="Hand choir")
        keeping.publish(session, by_hand, kept_by=house.arts, now=now)

    stored = house.put_in(house.jo, upload)

    assert (counts(stored), stored.left) == ((0, 0, 0, 0), ["Sheet choir"])
    assert house.titles(house.jo) == ["Hand choir"]


def test_a_press_of_today_outlives_a_file_that_says_nothing_of_it(
    house: House, now
) -> None:
    with writing(house.engine) as session:
        [choir] = theirs(session, house.jo)
        closed = {"note": "Flood", "until": date(2026, 12, 24)}
        keeping.close(session, choir.id, **closed, now=now)
    body = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Dry choir")

    house.put_in(house.jo, house.send(house.jo, body))
    again = house.send(house.jo, body)

    with reading(house.engine) as session:
        [choir] = theirs(session, house.jo)
    assert (choir.draft.title, choir.draft.closed_note) == ("Dry choir", "Flood")
    assert choir.draft.assured_on == date(2026, 11, 24)
    assert counts(again) == (0, 0, 1, 0)


def test_a_cell_that_nobody_touched_stays_as_it_came(house: House) -> None:
    lines = [
        {"id": 1, "title": "Choir", "opportunity": 12},
        {"id": 2, "title": "Sewing", "opportunity": "per\nhaps  so" + "o" * 3_000},
        {"id": 3, "title": "Darts", "opportunity": [1.0, "x"]},
        {"id": 4, "title": "Chess", "opportunity": 7.0},
    ]
    body = "\n".join(map(json.dumps, lines)).encode()
    upload = house.send(house.jo, body, name="ours.jsonl")

    with writing(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        pages = [mending.bad_row(one) for one in refused]
        cells = [dict(one.cells) for one in refused]
        said = {one.line: one.cell for one in pages} | {pages[-1].line: "yes"}
        mended = mending.mend(session, house.jo, upload.id, said, now=house.now)
    with reading(house.engine) as session:
        left = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        kept = [dict(one.cells) for one in left]

    assert [one.cell[:13] for one in pages] == [
        "12", "per haps sooo", '[1.0, "x"]', "7",
    ]  # fmt: skip
    assert max(len(one.cell) for one in pages) == mending.LONGEST
    assert (mended, kept) == (1, cells[:-1])


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to ten megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    return packed.getvalue()


HOSTILE = {
    "empty.csv": b" ",
    "no-title.csv": b"id,when\n1,Tuesdays\n",
    "latin.csv": "id,title\n1,Caf\xe9\n".encode("latin-1"),
    "open-quote.csv": b'id,title\n1,"Choir\n',
    "no.xlsx": b"PK\x03\x04 nothing",
    "old.xlsx": b"\xd0\xcf\x11\xe0 an old workbook",
    "no.jsonl": b"[1, 2]\n",
    "bomb.xlsx": bomb(),
}


def test_a_file_that_is_none_says_so_by_its_own_name(house: House) -> None:
    before = tables(house.engine)
    said = {}

    for name, body in HOSTILE.items():
        upload = house.send(house.jo, body, name=name)
        said[name] = (upload.state, upload.problem or "")
        with writing(house.engine) as session:
            taking.drop(session, house.jo, upload.id)

    assert {state for state, _ in said.values()} == {UploadState.UNREADABLE}
    assert all(f"“{name}”" in problem for name, (_, problem) in said.items())
    assert not any("/" in problem for _, problem in said.values())
    assert tables(house.engine) == before


def test_only_sheets_of_rows_are_taken_and_a_few_at_once(house: House) -> None:
    with writing(house.engine) as session:
        for name, body in (("a.exe", b"x"), ("", b"x"), ("a.csv", b"")):
            sent = Sent(name=name, body=body)
            with pytest.raises(BadInput):
                taking.take(session, house.jo, sent, now=house.now)
        for _ in range(taking.MOST_AT_ONCE):
            sent = Sent(name="C:\\Users\\jo\\ours.csv", body=b"id,title")
            taken = taking.take(session, house.jo, sent, now=house.now)
        with pytest.raises(BadInput):
            taking.take(session, house.jo, sent, now=house.now)

    assert taken.file_name == "ours.csv"


def test_nothing_of_an_upload_is_held_for_longer_than_needed(
    house: House, settings
) -> None:
    upload = house.put_in(
        house.jo, house.send(house.jo, sheet(row(1), row(2, title="")))
    )
    with house.engine.connect() as connection:
        held = {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(SQLModel.metadata.tables[name])
            ).scalar_one()
            for name in ("upload_file", "upload_row", "upload_before")
        }
    late = house.now + timedelta(days=31)

    with writing(house.engine) as session, pytest.raises(BadInput):
        taking.undo(session, house.jo, upload.id, now=late)
    jobs.end_what_is_over(house.engine, settings, now=late)

    assert held == {"upload_file": 0, "upload_row": 0, "upload_before": 1}
    with reading(house.engine) as session:
        assert list(session.exec(select(Upload))) == []
