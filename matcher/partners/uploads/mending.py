"""Bad cells, put right in the page: the row is judged anew, and none beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.imports import Row, match_headers
from catalogue.places import load_postcodes
from catalogue.sentences import Sentence
from matcher.access import Visitor
from matcher.errors import BadInput
from matcher.models import RowOutcome, Upload, UploadRow, UploadState
from matcher.partners.uploads.judging import Met, judged_rows
from matcher.partners.uploads.owning import Whose, whose
from matcher.partners.uploads.taking import count_again, upload_for

LONGEST = 2_000
"""Characters of a cell in the page."""


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that is left out, and the cell that is the matter, as a page has it."""

    line: int
    title: str
    refusal: str
    column: str | None
    cell: str


def bad_row(row: UploadRow) -> BadRow:
    """A row that was refused, as a page has it."""
    return BadRow(
        line=row.line,
        title=row.title,
        refusal=row.refusal or "",
        column=row.column,
        cell=shown(row.cells.get(row.column or "")),
    )


def shown(cell: Any) -> str:
    """A cell as a page's one line holds it; what comes back the same is as it was."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if cell is not None and not isinstance(cell, str):
        cell = json.dumps(cell, ensure_ascii=False)
    text = "".join(one for one in cell or "" if one.isspace() or one >= " ")
    return " ".join(text.split())[:LONGEST].strip()


def mend(
    session: Session,
    visitor: Visitor,
    upload_id: UUID,
    said: Mapping[int, str],
    *,
    now: datetime,
) -> int:
    """Write these cells, by line, into the rows that were refused; how many are good.

    A line that was not refused, or whose cell is as it was, stays as it is.
    """
    upload = upload_for(session, visitor, upload_id)
    if upload.state is not UploadState.READY:
        raise BadInput("That is under way, or done.")
    query = select(UploadRow).where(
        UploadRow.upload_id == upload.id,
        UploadRow.outcome == RowOutcome.REFUSED,
        col(UploadRow.line).in_(said),
    )
    who = whose(session, upload)
    mended = 0
    for row in session.exec(query.order_by(col(UploadRow.line))).all():
        words = shown(said[row.line])
        if row.column and words != shown(row.cells.get(row.column)):
            mended += _mended(session, upload, who, row, words)
    count_again(session, upload)
    upload.changed_at = now
    return mended


def _mended(
    session: Session, upload: Upload, who: Whose, row: UploadRow, words: str
) -> bool:
    cells = {**row.cells, row.column or "": words}
    by_name = bool(who.organization) and not match_headers(tuple(cells)).found("id")
    (anew,) = judged_rows(
        session,
        who,
        [Row(line=row.line, values=cells)],
        upload_id=upload.id,
        openness=upload.openness,
        met=Met(),
        postcodes=load_postcodes(),
        by_name=by_name,
    )
    twin = _twin(session, upload, anew)
    if twin is not None:
        row.cells, row.refusal = cells, _said_twice(anew, twin, by_name=by_name)
        return False
    for name in ("outcome", "title", "cells", "content", "opportunity_id"):
        setattr(row, name, getattr(anew, name))
    row.source_id, row.base_revision = anew.source_id, anew.base_revision
    row.warnings, row.refusal, row.column = anew.warnings, anew.refusal, anew.column
    session.flush()
    return row.outcome is not RowOutcome.REFUSED


def _said_twice(row: UploadRow, line: int, *, by_name: bool) -> Sentence:
    if by_name:
        return Sentence(
            "it is called like line %(line)s: give each a name of its own, or put both"
            " times into one row",
            line=line,
        )
    return Sentence(
        "its number or code “%(id)s” stands on line %(line)s already",
        id=row.source_id,
        line=line,
    )


def _twin(session: Session, upload: Upload, row: UploadRow) -> int | None:
    """The line of another row that means the same listing."""
    if row.opportunity_id is None:
        return None
    query = sa.select(col(UploadRow.line)).where(
        col(UploadRow.upload_id) == upload.id,
        col(UploadRow.line) != row.line,
        col(UploadRow.opportunity_id) == row.opportunity_id,
    )
    return session.execute(query).scalars().first()
