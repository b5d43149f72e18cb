"""A short look round the demo, to be followed by clicking. Only a demo has this page.

Each step is what its visitor would really press: the shared form, signing in, a card.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matcher.demo.people import AMAS_WORD, PASSWORD, STAFF
from matcher.web.pages import page

router = APIRouter()


@router.get("/look-round")
def look_round(request: Request) -> HTMLResponse:
    """Six steps: alone, as a worker, as a person, as a partner and as a lead."""
    return page(
        request,
        "about/look_round.html",
        email={one.name: one.email for one in STAFF},
        password=PASSWORD,
        word=AMAS_WORD,
        card=getattr(request.app.state, "amas_card", ""),
    )
