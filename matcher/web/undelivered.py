"""Letters that did not leave or may not have arrived, at ``/undelivered``."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from matcher.access import may_manage_accounts
from matcher.digests import undelivered
from matcher.mail.writing import sender_of
from matcher.web.deps import CurrentSettings, Looker, Now, Reading, Writing
from matcher.web.pages import page

router = APIRouter(prefix="/undelivered")


@router.get("")
def show(request: Request, session: Reading, visitor: Looker, now: Now) -> HTMLResponse:
    """A worker's own people's; for a lead staff's too, and counts of all."""
    leads = may_manage_accounts(visitor)
    return page(
        request,
        "letters/undelivered.html",
        letters=undelivered.undelivered(session, visitor, now=now),
        counts=undelivered.counts(session) if leads else None,
        suppressed=undelivered.suppressed(session) if leads else 0,
    )


@router.post("/{letter_id}/again")
def send_again(
    session: Writing,
    visitor: Looker,
    settings: CurrentSettings,
    now: Now,
    letter_id: UUID,
) -> RedirectResponse:
    """One press sends it once more."""
    domain = sender_of(settings.mail_from).domain
    undelivered.send_again(session, visitor, letter_id, now=now, domain=domain)
    return RedirectResponse("/undelivered", status_code=303)
