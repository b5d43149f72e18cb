"""The list stays readable when the signal goes: what may be kept, and by which script.

Only a list that belongs to whoever holds the device: a stranger's own, or a person's
by their card. Never on a worker's screen, and never longer than the cookie behind it.
"""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.responses import Response

from matcher.access import LONGEST
from matcher.web.cookies import KEPT_SAVED_SECONDS
from matcher.web.static_files import FOLDER
from matcher.web.whose_list import OWN, Whose

KEEP_OFFLINE = "Keep-Offline"
"""The header that tells ``offline.js`` for how many seconds a page may be kept."""

router = APIRouter()


@router.get("/offline.js")
def script() -> FileResponse:
    """The service worker; it stands at the top so that it may look after ``/list``."""
    return FileResponse(
        FOLDER / "offline.js",
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


def may_be_kept(whose: Whose) -> bool:
    """Whether this list is read on the device of whoever's it is."""
    visitor = whose.visitor
    return whose.at == OWN and not visitor.is_staff and not visitor.handed_over


def let_keep(answer: Response, whose: Whose) -> None:
    """Say on the answer for how long the page may be kept, if it may."""
    if may_be_kept(whose):
        month = timedelta(seconds=KEPT_SAVED_SECONDS)
        longest = month if whose.on_device else LONGEST
        answer.headers[KEEP_OFFLINE] = str(int(longest.total_seconds()))
