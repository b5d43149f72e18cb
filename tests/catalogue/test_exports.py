"""What partners take out as a spreadsheet comes back as it left, and runs nothing."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft, Venue
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
        assured_on=date(2026, 11, 2),
        kept_aside={"Our notes": "keep me"},
    )

    for ending, write in WRITERS.items():
        file = tmp_path / f"theirs{ending}"
        file.write_bytes(write([draft]))
        assert [one.draft for one in read_file(file)] == [draft]


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
