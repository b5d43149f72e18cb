"""Listings in bulk: send a spreadsheet, see what it would do, put it in, take it back.

The request only keeps the file; the clock does the work, and the page says how far it
is. What a file may say and whose it is are ``matcher.partners.uploads``'s to know.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import AwareDatetime
from sqlmodel import Session
from starlette.datastructures import UploadFile

from catalogue import opportunities
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.drafts_json import draft_from_dict
from catalogue.exports import TooLongForExcel, as_csv, as_workbook
from matcher.access import Visitor
from matcher.errors import BadInput, TooMuch
from matcher.models import RowOutcome, Upload, UploadRow, UploadState
from matcher.partners import keeping
from matcher.partners.deciding import differences
from matcher.partners.drafting import must_wait
from matcher.partners.uploads import MOST_BYTES, mending, taking
from matcher.partners.uploads.taking import AT_WORK, KEPT_FOR, Sent
from matcher.web.deps import Keeper, Now, Reading, Worker, Writing
from matcher.web.inputs import Input, Line, NoteInput, one_line
from matcher.web.pages import is_part, page
from matcher.web.together import Posted

router = APIRouter(prefix="/uploads")

BAD_ROWS_SHOWN = 50
"""Rows to mend on one page."""

ROWS_SHOWN = 10
"""New and changed listings that are named before they are put in."""

WARNINGS_SHOWN = 20
FIELDS = frozenset({"file", "run_by", "openness"})

LINE_FIELD = re.compile(r"line-([0-9]{1,9})")
"""The field for the bad cell of a line; no file has lines of ten digits."""


class AgreeInput(Input):
    """What was looked at, and whether the next files need no look."""

    seen: AwareDatetime | None = None
    trust: Line = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A listing that the file would change, and the parts that are not the same."""

    title: str
    parts: tuple[str, ...]


async def sent(request: Request) -> Sent:
    """The file as it was posted, and what was said of it."""
    async with request.form(max_files=1, max_fields=5) as form:
        if set(form) - FIELDS:
            raise BadInput("Choose a file, and nothing besides.")
        file, said = form.get("file"), str(form.get("openness") or "")
        if not isinstance(file, UploadFile):
            raise BadInput("Choose a file first.")
        if (file.size or 0) > MOST_BYTES:
            raise TooMuch("The file is larger than 20 MB. Split it into smaller ones.")
        if said not in ("", *Openness):
            raise BadInput("Press who can join, or leave it open.")
        return Sent(
            name=one_line(file.filename or ""),
            body=await file.read(),
            run_by=one_line(str(form.get("run_by") or "")),
            openness=Openness(said) if said else None,
        )


SentFile = Annotated[Sent, Depends(sent)]

After = Annotated[int, Query(ge=0, le=1_000_000_000)]
"""The line of a file after which its bad rows are shown."""


@router.get("")
def open_uploads(request: Request, visitor: Keeper, session: Reading) -> HTMLResponse:
    """Send one, download theirs, and what was sent."""
    return _home(request, session, visitor)


def _home(
    request: Request, session: Session, visitor: Visitor, *, problem: str = ""
) -> HTMLResponse:
    return page(
        request,
        "uploads/home.html",
        status=422 if problem else 200,
        uploads=taking.theirs(session, visitor),
        waiting=taking.waiting(session, visitor),
        problem=problem,
    )


@router.post("", response_model=None)
def send(
    request: Request, visitor: Keeper, file: SentFile, session: Writing, now: Now
) -> Response:
    """Keep the file; the clock reads it."""
    try:
        upload = taking.take(session, visitor, file, now=now)
    except BadInput as problem:
        session.rollback()
        return _home(request, session, visitor, problem=problem.sentence)
    return _to(upload.id)


# --- theirs, as a spreadsheet --------------------------------------------------------


@router.get("/theirs.csv")
def theirs_as_csv(visitor: Keeper, session: Reading) -> Response:
    """All of theirs as text that any spreadsheet opens."""
    return _sheet(as_csv(_told(session, visitor)), "text/csv; charset=utf-8", "csv")


@router.get("/theirs.xlsx", response_model=None)
def theirs_as_workbook(request: Request, visitor: Keeper, session: Reading) -> Response:
    """The same for Excel; 422 when a text is too long for a cell of it."""
    try:
        body = as_workbook(_told(session, visitor))
    except TooLongForExcel:
        problem = "A text is too long for Excel. Take the .csv instead."
        return _home(request, session, visitor, problem=problem)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _sheet(body, kind, "xlsx")


def _told(session: Session, visitor: Visitor) -> list[OpportunityDraft]:
    """What was told of theirs, word for word, so that it uploads again unchanged."""
    return opportunities.as_told(session, keeping.keys_of_theirs(session, visitor))


def _sheet(body: bytes, kind: str, ending: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="listings.{ending}"'}
    return Response(body, media_type=kind, headers=named)


# --- one upload ----------------------------------------------------------------------


@router.get("/{upload_id}")
def open_upload(
    request: Request,
    upload_id: UUID,
    visitor: Keeper,
    session: Reading,
    now: Now,
    after: After = 0,
) -> HTMLResponse:
    """How far it is, what it would do, or what it did."""
    upload = taking.upload_for(session, visitor, upload_id)
    return _one(request, session, upload, now, after=after)


def _one(
    request: Request,
    session: Session,
    upload: Upload,
    now: datetime,
    *,
    after: int = 0,
    problem: str = "",
    decides: bool = False,
) -> HTMLResponse:
    in_part = is_part(request, "upload")
    return page(
        request,
        "uploads/state.html" if in_part else "uploads/one.html",
        status=422 if problem else 200,
        upload=upload,
        run_by=taking.organization_name(session, upload),
        at_work=upload.state in AT_WORK,
        percent=_percent(upload),
        may_undo=_may_undo(upload, now),
        undo_until=upload.stored_at and upload.stored_at + KEPT_FOR,
        decides=decides,
        waits=upload.of_partner and must_wait(session, upload.organization_id),
        problem=problem,
        **_rows(session, upload, after),
    )


def _rows(session: Session, upload: Upload, after: int) -> dict[str, Any]:
    """What the file says, row by row; a few of each kind."""

    def of(outcome: RowOutcome, limit: int, beyond: int = 0) -> list[UploadRow]:
        return taking.rows_of(session, upload, outcome, after=beyond, limit=limit)

    if upload.state not in (UploadState.READY, UploadState.WAITING):
        return {"bad": [], "more_bad": 0, "added": [], "changes": [], "warnings": []}
    bad = of(RowOutcome.REFUSED, BAD_ROWS_SHOWN + 1, after)
    shown = bad[:BAD_ROWS_SHOWN]
    return {
        "bad": [mending.bad_row(row) for row in shown],
        "more_bad": shown[-1].line if len(bad) > len(shown) else 0,
        "added": [
            draft_from_dict(row.content or {})
            for row in of(RowOutcome.ADDED, ROWS_SHOWN)
        ],
        "changes": _changes(session, of(RowOutcome.REVISED, ROWS_SHOWN)),
        "warnings": taking.warned(session, upload, limit=WARNINGS_SHOWN),
    }


def _changes(session: Session, rows: list[UploadRow]) -> list[Change]:
    keys = [row.opportunity_id for row in rows if row.opportunity_id]
    there = {one.id: one.draft for one in opportunities.listings(session, keys)}
    return [
        Change(
            title=row.title,
            parts=tuple(
                one.name
                for one in differences(
                    there.get(row.opportunity_id), draft_from_dict(row.content or {})
                )
            ),
        )
        for row in rows
        if row.opportunity_id
    ]


def _percent(upload: Upload) -> int | None:
    """How far the work under way is; None when that is not known yet."""
    if not upload.total or not upload.done:
        return None
    return min(100, 100 * upload.done // upload.total)


def _may_undo(upload: Upload, now: datetime) -> bool:
    if upload.state is not UploadState.STORED or upload.stored_at is None:
        return False
    return now - upload.stored_at <= KEPT_FOR


@router.post("/{upload_id}/mend", response_model=None)
def mend(
    request: Request,
    upload_id: UUID,
    fields: Posted,
    visitor: Keeper,
    session: Writing,
    now: Now,
) -> Response:
    """Write what was typed into the bad cells, and judge these rows anew."""
    said = {
        int(found[1]): text
        for name, text in fields
        if (found := LINE_FIELD.fullmatch(name))
    }
    try:
        mending.mend(session, visitor, upload_id, said, now=now)
    except BadInput as problem:
        return _again(request, session, visitor, upload_id, problem, now)
    return _to(upload_id, "#bad")


@router.post("/{upload_id}/put-in", response_model=None)
def put_in(
    request: Request, upload_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """The good rows go in, or wait for a look."""
    try:
        taking.put_in(session, visitor, upload_id, now=now)
    except BadInput as problem:
        return _again(request, session, visitor, upload_id, problem, now)
    return _to(upload_id)


@router.post("/{upload_id}/undo", response_model=None)
def undo(
    request: Request, upload_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """All of it is taken back."""
    try:
        taking.undo(session, visitor, upload_id, now=now)
    except BadInput as problem:
        return _again(request, session, visitor, upload_id, problem, now)
    return _to(upload_id)


@router.post("/{upload_id}/drop", response_model=None)
def drop(
    request: Request, upload_id: UUID, visitor: Keeper, session: Writing, now: Now
) -> Response:
    """It was not meant; nothing of it stays."""
    try:
        taking.drop(session, visitor, upload_id)
    except BadInput as problem:
        return _again(request, session, visitor, upload_id, problem, now)
    return RedirectResponse("/uploads", status_code=303)


def _again(
    request: Request,
    session: Session,
    visitor: Visitor,
    upload_id: UUID,
    problem: BadInput,
    now: datetime,
    *,
    decides: bool = False,
) -> Response:
    """The page once more, with what is the matter; for its owner, or who decides."""
    session.rollback()
    find = taking.one_waiting if decides else taking.upload_for
    upload = find(session, visitor, upload_id)
    said = problem.sentence
    return _one(request, session, upload, now, problem=said, decides=decides)


def _to(upload_id: UUID, at: str = "") -> RedirectResponse:
    return RedirectResponse(f"/uploads/{upload_id}{at}", status_code=303)


# --- what waits for a look -----------------------------------------------------------


@router.get("/waiting/{waiting_upload}")
def open_waiting(
    request: Request,
    waiting_upload: UUID,
    visitor: Worker,
    session: Reading,
    now: Now,
    after: After = 0,
) -> HTMLResponse:
    """A new organization's file, to look at before it is put in."""
    upload = taking.one_waiting(session, visitor, waiting_upload)
    return _one(request, session, upload, now, after=after, decides=True)


@router.post("/waiting/{waiting_upload}/agree", response_model=None)
def agree(
    request: Request,
    waiting_upload: UUID,
    form: Annotated[AgreeInput, Form()],
    visitor: Worker,
    session: Writing,
    now: Now,
) -> Response:
    """It is put in; when nothing says what was looked at, it is looked at first."""
    if form.seen is None:
        upload = taking.one_waiting(session, visitor, waiting_upload)
        return RedirectResponse(f"/uploads/waiting/{upload.id}", status_code=303)
    try:
        taking.agree(
            session, visitor, waiting_upload, seen=form.seen, trust=form.trust, now=now
        )
    except BadInput as problem:
        return _again(
            request, session, visitor, waiting_upload, problem, now, decides=True
        )
    return RedirectResponse("/uploads", status_code=303)


@router.post("/waiting/{waiting_upload}/send-back", response_model=None)
def send_back(
    request: Request,
    waiting_upload: UUID,
    form: Annotated[NoteInput, Form()],
    visitor: Worker,
    session: Writing,
    now: Now,
) -> Response:
    """They look at it once more, with a message."""
    try:
        taking.send_back(session, visitor, waiting_upload, form.note.strip(), now=now)
    except BadInput as problem:
        return _again(
            request, session, visitor, waiting_upload, problem, now, decides=True
        )
    return RedirectResponse("/uploads", status_code=303)
