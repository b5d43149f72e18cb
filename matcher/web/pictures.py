"""A start for whoever would rather point than write: pictures of things to do.

What is pressed goes to the shared page as words (``picked``), where it can be changed
like any other. What that page held comes along and goes back, in its order: a picture
adds a phrase or lets one go, and no more. Nothing is kept.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.status import HTTP_307_TEMPORARY_REDIRECT

from catalogue.pictures import pictures
from matcher.web.pages import page
from matcher.web.shared_form import (
    POINTING,
    Fields,
    SharedForm,
    as_shown,
    picture_of,
    read_form,
)
from matcher.web.together import Posted

router = APIRouter()

HERE = "/together/pictures"


@router.get(HERE)
def show(request: Request) -> HTMLResponse:
    """The pictures, none of them chosen."""
    return _page(request, ())


@router.post(HERE, response_model=None)
def show_again(request: Request, fields: Posted) -> Response:
    """The pictures, with those chosen that were; the rest of the form on board.

    Once something is chosen and ``go`` is pressed, all of it is sent on to the shared
    page, by a 307: the browser sends it again, and it stands in no address.
    """
    if "go" not in dict(fields):
        return _page(request, fields)
    problem = _problem(read_form(fields))
    if problem:
        return _page(request, fields, problem=problem)
    return RedirectResponse("/together#results", HTTP_307_TEMPORARY_REDIRECT)


def _problem(shared: SharedForm) -> str:
    """What to say before there is anything to look for: one word for the template."""
    if "too_many" in shared.problems:
        return "too_many"
    return "" if shared.phrases else "none"


def _page(request: Request, fields: Fields, *, problem: str = "") -> HTMLResponse:
    shared = read_form([one for one in fields if one[0] not in {"picked", POINTING}])
    pressed = {value for name, value in fields if name == "picked"}
    if POINTING not in dict(fields):
        pressed |= {
            picture.words for one in shared.phrases if (picture := picture_of(one))
        }
    return page(
        request,
        "pictures/page.html",
        pictures=pictures(),
        picked=pressed,
        carried=[*as_shown(shared, fields), (POINTING, "1")],
        problem=problem,
        form_here="pictures",
    )
