"""Easy read, by choice: larger, one idea a line, a drawing beside each fact.

The choice is a cookie on this device and nothing more: it is not kept of anybody. It
changes how a person's own pages are said, never what is said on them.
"""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER, HTTP_307_TEMPORARY_REDIRECT

from matcher.errors import BadInput
from matcher.web.cookies import set_easy
from matcher.web.language import OUR_PATH
from matcher.web.pages import ASKED_AGAIN
from matcher.web.shared_form import PRESSES
from matcher.web.together import Posted

router = APIRouter()


@router.post("/easy-read")
def choose(fields: Posted) -> RedirectResponse:
    """Keep the choice on this device, and go back to the page it was made on.

    A page that was found with words is asked for once more with the same words, by a
    307: the browser sends them again, and they stand in no address.
    """
    given = dict(fields)
    if given.get("easy") not in {"yes", "no"}:
        raise BadInput("Say whether you would like easy read: yes or no.")
    back = given.get("back", "")
    page = back if OUR_PATH.fullmatch(back) else "/together"
    with_words = bool(given.keys() - PRESSES) and ASKED_AGAIN.fullmatch(page)
    status = HTTP_307_TEMPORARY_REDIRECT if with_words else HTTP_303_SEE_OTHER
    answer = RedirectResponse(page, status)
    set_easy(answer, is_easy=given["easy"] == "yes")
    return answer
