"""What partners take out as a spreadsheet comes back as it left, and runs nothing."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.drafts import (
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.exports import TooLongForExcel, as_csv, as_workbook, row_of, safe
from catalogue.imports import judge, read_file
from catalogue.models import Opportunity
from catalogue.opportunities import Tally
from catalogue.sheets import Row

WRITERS = {".csv": as_csv, ".xlsx": as_workbook}
Writer = Callable[[list[OpportunityDraft]], bytes]


@pytest.mark.parametrize("ending", WRITERS)
def test_the_demo_town_comes_back_unchanged(
    demo_town: sa.Engine, ending: str, tmp_path: Path, now: datetime
) -> None:
    with Session(demo_town) as session:
        keys = list(session.exec(select(Opportunity.id).order_by(col(Opportunity.id))))
        told = opportunities.as_told(session, keys)
        file = tmp_path / f"theirs{ending}"
        file.write_bytes(WRITERS[ending](told))

        judged = list(read_file(file))
        drafts = [one.draft for one in judged if one.draft]
        tally = opportunities.store(session, drafts, now=now)

    assert [x.refusal for x in judged if x.refusal] == []
    assert tally == Tally(added=0, revised=0, unchanged=305)


FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example","press")',
    "+44 161 496 0000",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "'=already quoted",
    "''@twice",
    "＝1+1",
)


@pytest.mark.parametrize("written", FORMULAS)
def test_no_cell_is_a_formula_and_none_is_changed_by_that(
    written: str, tmp_path: Path
) -> None:
    draft = OpportunityDraft(
        source="s", source_id="1", title=written, description=written, phone=written
    )

    cells = list(csv.reader(StringIO(as_csv([draft]).decode("utf-8-sig"))))[1]
    file = tmp_path / "theirs.xlsx"
    file.write_bytes(as_workbook([draft]))
    kinds = {
        c.data_type for row in openpyxl.load_workbook(file)["Listings"] for c in row
    }
    (back,) = read_file(file)

    assert not any(cell[:1] in tuple("=+-@\t\r＝＋－＠") for cell in cells)
    assert kinds == {"s"}
    assert back.draft == draft


def test_a_place_west_of_greenwich_stays_a_number() -> None:
    assert [safe("-1.7585"), safe("-1.7585+2"), safe("-")] == [
        "-1.7585",
        "'-1.7585+2",
        "'-",
    ]


def test_everything_a_partner_can_say_comes_back(tmp_path: Path) -> None:
    hall = Venue(name="Hall", postal_code="M16 0AB", accessibility=("step-free",))
    draft = OpportunityDraft(
        source="partner",
        source_id="7",
        title='Choir, "the loud one"',
        description="First line\n\nSecond; line, with £",
        organization=OrganizationDraft(name="Haven", openness=Openness.IN_SERVICE),
        openness=Openness.OUTWARD_FACING,
        outward_note="The concert · all · June",
        joinable=False,
        minimum_age=18,
        venues=(hall, Venue(name="Park, the", latitude=53.4, longitude=-2.3)),
        languages=("English", "Urdu"),
        rests_until=date(2026, 12, 31),
        off_on=(date(2027, 1, 5), date(2027, 1, 12)),
        assured_on=date(2026, 11, 2),
        kept_aside={"Our notes": "keep me"},
    )

    for ending, write in WRITERS.items():
        file = tmp_path / f"theirs{ending}"
        file.write_bytes(write([draft]))
        assert [one.draft for one in read_file(file)] == [draft]


WEEKLY = Timetable(
    rrule="FREQ=WEEKLY;BYDAY=TU,TH",
    opens_at=time(19),
    closes_at=time(21),
    valid_from=date(2026, 11, 24),
)
ODD = Timetable(rrule="FREQ=YEARLY;BYMONTH=6;BYDAY=1SA", opens_at=time(10, 15))


def button_made(**said: object) -> OpportunityDraft:
    plain = OpportunityDraft(source="here", source_id="told:1", title="Choir")
    return replace(plain, **said)  # type: ignore[arg-type]


BY_BUTTONS = {
    "weekly": button_made(timetables=(WEEKLY,)),
    "as nobody writes it": button_made(timetables=(WEEKLY, ODD)),
    "beside words": button_made(
        timetables=(WEEKLY,), schedule_text="Come when you can"
    ),
    "once": button_made(
        timetables=(Timetable(rrule=None, valid_from=date(2027, 1, 2)),)
    ),
    "free": button_made(prices=(Price(amount_pence=0),), cost_text="Free"),
    "prices": button_made(
        prices=(
            Price(amount_pence=350, per="session"),
            Price(amount_pence=99, option="for pensioners’ friends"),
        )
    ),
    "term time": button_made(timetables=(replace(WEEKLY, term_time=True), ODD)),
    "not these": button_made(not_activities=("choir", "darts")),
}


@pytest.mark.parametrize("made", BY_BUTTONS)
def test_what_was_pressed_and_not_written_comes_back(made: str, tmp_path: Path) -> None:
    draft = BY_BUTTONS[made]

    for ending, write in WRITERS.items():
        file = tmp_path / f"theirs{ending}"
        file.write_bytes(write([draft]))
        assert [one.draft for one in read_file(file)] == [draft]


def test_words_that_somebody_changed_count_instead_of_what_was_pressed() -> None:
    row = row_of(button_made(timetables=(WEEKLY,), prices=(Price(amount_pence=300),)))
    before = (row["schedule"], row["cost"])

    row |= {"schedule": "Fridays 10:00-11:00", "cost": ""}
    back = judge(Row(line=1, values=row)).draft

    assert before == ("Tuesdays and Thursdays 19:00-21:00 from 24 November 2026", "£3")
    assert back
    assert [one.rrule for one in back.timetables] == ["FREQ=WEEKLY;BYDAY=FR"]
    assert (back.schedule_text, back.prices) == ("Fridays 10:00-11:00", ())


STRANGE = (
    "[]", "{}", "null", '{"words": 1, "values": []}', "[" * 900,
    '{"words": null, "values": [{"rrule": "FREQ=SECONDLY"}]}',
    '{"words": null, "values": [{"opens_at": "25:00"}]}',
    '{"words": null, "values": [{"amount_pence": 1e9}]}',
    '{"words": null, "values": [{"amount_pence": true}]}',
    '{"words": null, "values": [7]}',
)  # fmt: skip


@pytest.mark.parametrize("column", ["schedules", "cost_options"])
def test_what_no_sheet_of_ours_writes_is_kept_aside(column: str) -> None:
    for cell in STRANGE:
        row = Row(line=1, values={"id": "1", "title": "Choir", column: cell})
        told = judge(row).draft

        assert told
        assert (told.timetables, told.prices) == ((), ())
        assert told.kept_aside == {column: cell}


def test_a_text_too_long_for_excel_is_refused_and_not_cut() -> None:
    novel = OpportunityDraft(
        source="s", source_id="1", title="Novel", description="word " * 8_000
    )

    with pytest.raises(TooLongForExcel):
        as_workbook([novel])
    assert len(as_csv([novel])) > 39_000


WORDS = st.text(max_size=60).filter(lambda text: text.strip() == text)


@given(WORDS, WORDS)
def test_whatever_was_imported_once_comes_back_the_same(title: str, about: str) -> None:
    told = judge(Row(line=1, values={"id": "1", "title": title, "description": about}))
    draft = told.draft or OpportunityDraft(source="s", source_id="1", title="t")

    row = {name: safe(cell) for name, cell in row_of(draft).items()}
    back = judge(Row(line=1, values=row)).draft

    assert back == draft


def test_what_no_workbook_can_hold_is_left_out_of_a_cell(tmp_path: Path) -> None:
    every = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))
    draft = OpportunityDraft(source="s", source_id="1", title=f"Cho{every}ir")
    file = tmp_path / "theirs.xlsx"

    file.write_bytes(as_workbook([draft]))

    (back,) = read_file(file)
    assert back.draft
    assert back.draft.title == "Choir"
