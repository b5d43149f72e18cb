"""What this is, and for whom it works: pages that say the same to everybody."""

from email.utils import parseaddr

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from matcher.web.deps import CurrentSettings
from matcher.web.pages import page
from matcher.web.unchanged import Mark, kept, unchanged

router = APIRouter()


@router.get("/about", response_model=None)
def about(request: Request, mark: Mark) -> Response:
    """What this is, and whose facts and letters it is made of."""
    same = unchanged(request, mark)
    return same or kept(page(request, "about/about.html"), mark)


@router.get("/accessibility")
def accessibility(request: Request, settings: CurrentSettings) -> HTMLResponse:
    """How far everybody can use it, how we know, what is not right yet."""
    _, address = parseaddr(settings.mail_from)
    told = "" if address.endswith("@localhost") else address
    return page(request, "about/accessibility.html", write_to=told)
