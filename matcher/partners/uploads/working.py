"""The clock's work on uploads: claimed, in short steps, gone on with after a crash.

A process that dies loses at most the step it was at; another goes on when its lease is
over. One that was too slow changes nothing more: its claim has an older number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from catalogue.activities import Lexicon
from catalogue.imports import (
    BY_NAME,
    UnreadableFile,
    header_notes,
    header_report,
    is_by_name,
    read_rows,
)
from catalogue.places import load_postcodes
from catalogue.schedules import day_of
from matcher.db import reading, writing
from matcher.models import Upload, UploadFile, UploadRow, UploadState
from matcher.partners.uploads import storing, undoing
from matcher.partners.uploads.judging import Met, judged_rows
from matcher.partners.uploads.owning import whose
from matcher.partners.uploads.taking import AT_WORK, count_again

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
"""How long a step may take before somebody else goes on; steps take a second."""

MOST_TRIES = 3
"""Claims of one piece of work; then it is the file, or a fault of ours."""

ROWS_AT_A_TIME = 200
"""Rows judged between two words about progress."""

MOST_ROWS = 20_000
"""More is no list that is looked through before it is put in; ``import`` takes it."""

MOST_NOTES = 20

STOPPED = "stopped while "
"""How a problem begins that is ours; the state it was in follows. The page says it."""

Clock = Callable[[], datetime]


class Lost(Exception):
    """Somebody else has the upload meanwhile, or it is gone."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An upload in hand."""

    upload_id: UUID
    lease: int
    state: UploadState


def work(engine: sa.Engine, *, lexicon: Lexicon, clock: Clock) -> int:
    """Do all that there is to do; how many pieces of work that was."""
    done = 0
    while claim := _claim(engine, clock()):
        done += 1
        try:
            _do(engine, claim, lexicon, clock)
        except Lost:
            continue
        except Exception as error:
            # the next claim, when this lease is over, tries once more
            log.error("upload_broke", upload=str(claim.upload_id), exc_info=error)
    return done


def _do(engine: sa.Engine, claim: Claim, lexicon: Lexicon, clock: Clock) -> None:
    match claim.state:
        case UploadState.READING:
            _read(engine, claim, clock)
        case UploadState.STORING:
            _store(engine, claim, lexicon, clock)
        case UploadState.UNDOING:
            _undo(engine, claim, clock)


def _claim(engine: sa.Engine, now: datetime) -> Claim | None:
    """The upload that waits longest, if nobody has it.

    One that was tried too often is given up on the way, and never claimed.
    """
    free = sa.or_(col(Upload.leased_until).is_(None), col(Upload.leased_until) < now)
    query = (
        select(Upload)
        .where(col(Upload.state).in_(AT_WORK), free)
        .order_by(col(Upload.changed_at), col(Upload.id))
        .limit(1)
    )
    with reading(engine) as session:
        if session.exec(query).first() is None:
            return None  # most turns of the clock: nobody waits for the one writer
    with writing(engine) as session:
        while upload := session.exec(query.with_for_update(skip_locked=True)).first():
            upload.lease += 1
            if upload.tries >= MOST_TRIES:
                _give_up(session, upload, now)
                continue
            upload.tries += 1
            upload.leased_until = now + LEASE
            return Claim(upload_id=upload.id, lease=upload.lease, state=upload.state)
    return None


def _give_up(session: Session, upload: Upload, now: datetime) -> None:
    """It is not tried again; what is in already can be taken back."""
    was = upload.state
    upload.problem = STOPPED + was.value
    _forget_rows(session, upload)
    if was is UploadState.READING:
        _forget_file(session, upload)
        count_again(session, upload)
        _ended(upload, UploadState.UNREADABLE, now)
        return
    if was is UploadState.STORING:
        upload.stored_at = now
    _ended(upload, UploadState.STORED, now)


def _held(session: Session, claim: Claim, now: datetime) -> Upload:
    """The upload, if this claim still stands; its lease begins anew."""
    query = select(Upload).where(Upload.id == claim.upload_id).with_for_update()
    upload = session.exec(query).one_or_none()
    if upload is None or upload.lease != claim.lease or upload.state != claim.state:
        raise Lost
    upload.leased_until = now + LEASE
    return upload


def _ended(upload: Upload, state: UploadState, now: datetime) -> None:
    upload.state = state
    upload.changed_at = now
    upload.leased_until = None
    upload.tries = 0


# --- reading -------------------------------------------------------------------------


def _read(engine: sa.Engine, claim: Claim, clock: Clock) -> None:
    with writing(engine) as session:
        upload = _held(session, claim, clock())
        body = session.get_one(UploadFile, upload.id).body
        name = upload.file_name
        of_one = bool(upload.organization_id or upload.run_by)
        _forget_rows(session, upload)
    with NamedTemporaryFile(suffix=Path(name).suffix.lower()) as file:
        file.write(body)
        file.flush()
        del body
        try:
            path = Path(file.name)
            report = header_report(path, by_name=of_one)
            by_name = is_by_name(path, report)
            notes = (*header_notes(report), *((BY_NAME,) if by_name else ()))
            _judge(engine, claim, path, clock, by_name=by_name)
            problem = None
        except UnreadableFile as error:
            notes, problem = (), error.sentence.with_values(path=f"“{name}”")
    with writing(engine) as session:
        upload = _held(session, claim, clock())
        _forget_file(session, upload)
        upload.notes, upload.problem = list(notes[:MOST_NOTES]), problem
        if problem:
            _forget_rows(session, upload)
        count_again(session, upload)
        state = UploadState.UNREADABLE if problem else UploadState.READY
        _ended(upload, state, clock())


def _judge(
    engine: sa.Engine, claim: Claim, path: Path, clock: Clock, *, by_name: bool
) -> None:
    far = [0, 0]

    def progress(done: int, total: int | None) -> None:
        far[:] = [done, total or 0]

    met, postcodes, count = Met(), load_postcodes(), 0
    rows = read_rows(path, progress=progress)
    while batch := list(islice(rows, ROWS_AT_A_TIME)):
        count += len(batch)
        if count > MOST_ROWS:
            raise UnreadableFile(
                "%(path)s has more than %(most)s rows: split it into several files.",
                path=path,
                most=f"{MOST_ROWS:,}",
            )
        with reading(engine) as session:
            upload = session.get(Upload, claim.upload_id)
            if upload is None:
                raise Lost
            judged = judged_rows(
                session,
                whose(session, upload),
                batch,
                upload_id=upload.id,
                openness=upload.openness,
                met=met,
                postcodes=postcodes,
                by_name=by_name,
            )
        with writing(engine) as session:
            upload = _held(session, claim, clock())
            upload.done, upload.total = far
            session.add_all(judged)


def _forget_file(session: Session, upload: Upload) -> None:
    of_it = col(UploadFile.upload_id) == upload.id
    session.execute(sa.delete(UploadFile).where(of_it))


def _forget_rows(session: Session, upload: Upload) -> None:
    session.execute(sa.delete(UploadRow).where(col(UploadRow.upload_id) == upload.id))


# --- storing and undoing -------------------------------------------------------------


def _store(engine: sa.Engine, claim: Claim, lexicon: Lexicon, clock: Clock) -> None:
    more = True
    while more:
        now = clock()
        with writing(engine) as session:
            upload = _held(session, claim, now)
            more = storing.put_in_some(
                session,
                upload,
                now=now,
                today=day_of(now),
                lexicon=lexicon,
            )
            upload.tries = 1
            if not more:
                _forget_rows(session, upload)
                _ended(upload, UploadState.STORED, now)
                upload.stored_at = now


def _undo(engine: sa.Engine, claim: Claim, clock: Clock) -> None:
    more = True
    while more:
        with writing(engine) as session:
            upload = _held(session, claim, clock())
            more = undoing.take_back_some(session, upload)
            upload.tries = 1
            if not more:
                undoing.take_back_the_rest(session, upload)
                _ended(upload, UploadState.UNDONE, clock())
