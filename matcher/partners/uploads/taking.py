"""A file arrives; what became of it is shown, put in, handed in, sent back or dropped.

The file is kept as it came until the clock has read it. Nothing is in the catalogue
before somebody presses for it; a new organization's waits until somebody has looked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from catalogue import organizations
from catalogue.drafts import Openness
from catalogue.models import Organization
from catalogue.rows import name_key
from catalogue.sheets import ENDINGS
from matcher.access import Visitor, may_look_over
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import (
    Role,
    RowOutcome,
    Upload,
    UploadFile,
    UploadRow,
    UploadState,
)
from matcher.partners.drafting import must_wait
from matcher.partners.leaving import tellers

MOST_AT_ONCE = 5
"""Files of one organization, or of one worker, that are not put in yet."""

KEPT_FOR = timedelta(days=30)
"""How long an upload can be taken back, and how long one that is not put in waits."""

LONGEST_NAME = 300
AT_WORK = (UploadState.READING, UploadState.STORING, UploadState.UNDOING)
OPEN = (*AT_WORK, UploadState.READY, UploadState.WAITING, UploadState.UNREADABLE)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file as it was sent."""

    name: str
    body: bytes
    run_by: str = ""
    """A worker's: whose listings they are; empty: the file says."""
    openness: Openness | None = None


def take(session: Session, visitor: Visitor, sent: Sent, *, now: datetime) -> Upload:
    """Keep a file until the clock reads it. Raises ``BadInput`` for what can't be."""
    name = PurePath(sent.name.replace("\\", "/")).name[-200:]
    if not name:
        raise BadInput("Choose a file first.")
    if not sent.body:
        raise BadInput("There is nothing in that file. Is it the right one?")
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise BadInput("Choose a file that ends in .xlsx, .csv or .jsonl.")
    if visitor.account_id is None:
        raise NotAllowed("Sign in first.")
    _must_have_room(session, visitor)
    of_partner = visitor.role is Role.PARTNER
    if of_partner and visitor.organization_id is None:
        raise NotAllowed("Your account belongs to no organisation. Ask a lead.")
    run_by = " ".join(sent.run_by.split())[:LONGEST_NAME]
    known = None if of_partner else _called(session, run_by)
    upload = Upload(
        id=uuid4(),
        account_id=visitor.account_id,
        of_partner=of_partner,
        organization_id=visitor.organization_id if of_partner else known,
        run_by=None if of_partner or known else run_by or None,
        openness=sent.openness,
        file_name=name,
        state=UploadState.READING,
        total=len(sent.body),
        begun_at=now,
        changed_at=now,
    )
    session.add(upload)
    session.flush()
    session.add(UploadFile(upload_id=upload.id, body=sent.body))
    return upload


def _called(session: Session, name: str) -> UUID | None:
    """The organization of that name, the one that was told of last."""
    if not name:
        return None
    query = (
        sa.select(col(Organization.id))
        .where(col(Organization.name_key) == name_key(name))
        .order_by(col(Organization.modified_at).desc(), col(Organization.id))
    )
    return session.execute(query).scalars().first()


def _must_have_room(session: Session, visitor: Visitor) -> None:
    query = uploads_for(visitor).where(col(Upload.state).in_(OPEN))
    if len(session.exec(query).all()) >= MOST_AT_ONCE:
        raise BadInput("There are several files already. Put them in or drop some.")


# --- whose it is to see --------------------------------------------------------------


def uploads_for(visitor: Visitor) -> SelectOfScalar[Upload]:
    """The uploads this visitor may see, as a query to narrow further.

    A partner's organization's; a worker's own. What waits, ``waiting`` shows.
    """
    if not visitor.is_staff:
        return select(Upload).where(sa.false())
    if visitor.role is Role.PARTNER:
        return select(Upload).where(
            col(Upload.of_partner),
            col(Upload.organization_id).is_not(None),
            Upload.organization_id == visitor.organization_id,
        )
    if not may_look_over(visitor):
        return select(Upload).where(sa.false())
    return select(Upload).where(
        col(Upload.of_partner).is_(False), Upload.account_id == visitor.account_id
    )


def upload_for(session: Session, visitor: Visitor, upload_id: UUID) -> Upload:
    """One of them, held until the unit ends; ``NotFound`` alike for any other."""
    query = uploads_for(visitor).where(Upload.id == upload_id).with_for_update()
    upload = session.exec(query).one_or_none()
    if upload is None:
        raise NotFound("That upload is not here, or not any more.")
    return upload


def theirs(session: Session, visitor: Visitor) -> list[Upload]:
    """Theirs, the newest first."""
    newest = col(Upload.begun_at).desc()
    return list(session.exec(uploads_for(visitor).order_by(newest, col(Upload.id))))


def not_in_yet(session: Session, visitor: Visitor) -> list[Upload]:
    """Those of theirs that nobody sees: not put in, or waiting for a look."""
    states = (UploadState.READY, UploadState.WAITING)
    query = uploads_for(visitor).where(col(Upload.state).in_(states))
    return list(session.exec(query.order_by(col(Upload.begun_at), col(Upload.id))))


def waiting(session: Session, visitor: Visitor) -> list[Upload]:
    """What was handed in and not decided, the longest first."""
    if not may_look_over(visitor):
        return []
    query = (
        select(Upload)
        .where(Upload.state == UploadState.WAITING)
        .order_by(col(Upload.changed_at), col(Upload.id))
    )
    return list(session.exec(query))


def one_waiting(session: Session, visitor: Visitor, upload_id: UUID) -> Upload:
    """One of them; raises ``NotFound`` for any other."""
    if not may_look_over(visitor):
        raise NotAllowed("This is for workers and leads.")
    query = select(Upload).where(
        Upload.id == upload_id, Upload.state == UploadState.WAITING
    )
    upload = session.exec(query.with_for_update()).one_or_none()
    if upload is None:
        raise NotFound("That does not wait any more.")
    return upload


def organization_name(session: Session, upload: Upload) -> str | None:
    """Whose listings they are, in words; None: the file says."""
    key = upload.organization_id
    rows = organizations.organization_rows(session, [key]) if key else {}
    return rows[key]["name"] if key in rows else upload.run_by


# --- what it says --------------------------------------------------------------------


def rows_of(
    session: Session,
    upload: Upload,
    outcome: RowOutcome,
    *,
    after: int = 0,
    limit: int,
) -> list[UploadRow]:
    """Rows of one outcome, in the order of the file, beyond line ``after``."""
    query = (
        select(UploadRow)
        .where(
            UploadRow.upload_id == upload.id,
            UploadRow.outcome == outcome,
            col(UploadRow.line) > after,
        )
        .order_by(col(UploadRow.line))
        .limit(limit)
    )
    return list(session.exec(query))


def warned(session: Session, upload: Upload, *, limit: int) -> list[tuple[int, str]]:
    """(line, what is odd about it) of rows that are taken all the same."""
    query = (
        sa.select(col(UploadRow.line), col(UploadRow.warnings))
        .where(
            col(UploadRow.upload_id) == upload.id,
            sa.cast(col(UploadRow.warnings), sa.String) != "[]",
        )
        .order_by(col(UploadRow.line))
        .limit(limit)
    )
    rows = session.execute(query)
    return [(line, text) for line, said in rows for text in said][:limit]


def count_again(session: Session, upload: Upload) -> None:
    """Say in the upload what would happen to how many rows."""
    rows = session.execute(
        sa.select(col(UploadRow.outcome), sa.func.count())
        .where(col(UploadRow.upload_id) == upload.id)
        .group_by(col(UploadRow.outcome))
    )
    counts = {RowOutcome(outcome): number for outcome, number in rows.all()}
    for outcome in RowOutcome:
        setattr(upload, outcome.value, counts.get(outcome, 0))


# --- what is done with it ------------------------------------------------------------


def put_in(
    session: Session, visitor: Visitor, upload_id: UUID, *, now: datetime
) -> Upload:
    """Put the good rows in, or hand them in when somebody looks first."""
    upload = upload_for(session, visitor, upload_id)
    if upload.state is not UploadState.READY:
        raise BadInput("That is under way, or done.")
    if not upload.added + upload.revised:
        raise BadInput("There is nothing in it to put in.")
    wait = upload.of_partner and must_wait(session, upload.organization_id)
    _go_on(upload, UploadState.WAITING if wait else UploadState.STORING, now)
    upload.note = None
    return upload


def agree(
    session: Session,
    visitor: Visitor,
    upload_id: UUID,
    *,
    seen: datetime,
    trust: object = False,
    now: datetime,
) -> Upload:
    """A worker or lead has looked: it is put in.

    ``seen``: when what they looked at had changed last; nothing later is agreed to
    unseen. ``trust``: the next ones are put in at once.
    """
    upload = one_waiting(session, visitor, upload_id)
    if upload.changed_at != seen:
        raise BadInput("They have changed it since. Look at it once more.")
    if trust and upload.organization_id:
        organizations.trust(session, upload.organization_id, now=now)
    _go_on(upload, UploadState.STORING, now)
    _write_to(session, upload, "", now=now)
    return upload


def send_back(
    session: Session, visitor: Visitor, upload_id: UUID, note: str, *, now: datetime
) -> Upload:
    """Ask who sent it to look once more, with a message. It stays theirs."""
    if not note:
        raise BadInput("Write to them what to look at once more.")
    upload = one_waiting(session, visitor, upload_id)
    _go_on(upload, UploadState.READY, now)
    upload.note = note[:1_000]
    _write_to(session, upload, upload.note, now=now)
    return upload


def _write_to(session: Session, upload: Upload, note: str, *, now: datetime) -> None:
    values = {"title": upload.file_name, "note": note, "at": f"/uploads/{upload.id}"}
    for email in tellers(session, upload.account_id, upload.organization_id):
        post(session, letter="file_looked_at", recipient=email, values=values, now=now)


def drop(session: Session, visitor: Visitor, upload_id: UUID) -> None:
    """It was not meant; nothing of it stays. What is in is taken back first."""
    upload = upload_for(session, visitor, upload_id)
    droppable = (UploadState.READY, UploadState.UNREADABLE, UploadState.WAITING)
    if upload.state not in droppable:
        raise BadInput("That is under way, or done. It can be taken back, not dropped.")
    session.execute(sa.delete(Upload).where(col(Upload.id) == upload.id))


def undo(session: Session, visitor: Visitor, upload_id: UUID, *, now: datetime) -> None:
    """Take a whole upload back, within ``KEPT_FOR``."""
    upload = upload_for(session, visitor, upload_id)
    if upload.state is not UploadState.STORED or upload.stored_at is None:
        raise BadInput("There is nothing to take back just now.")
    if now - upload.stored_at > KEPT_FOR:
        raise BadInput("That is longer ago than it can be taken back.")
    _go_on(upload, UploadState.UNDOING, now)


def _go_on(upload: Upload, state: UploadState, now: datetime) -> None:
    upload.state = state
    upload.changed_at = now
    upload.problem = None
    upload.done, upload.tries, upload.leased_until = 0, 0, None
    if state is UploadState.STORING:
        upload.total = upload.added + upload.revised
        upload.added = upload.revised = 0


def sweep(session: Session, *, now: datetime) -> int:
    """Delete what nobody put in, and what can't be taken back any more; how many."""
    done = session.execute(
        sa.delete(Upload).where(
            col(Upload.changed_at) < now - KEPT_FOR, col(Upload.state).not_in(AT_WORK)
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
