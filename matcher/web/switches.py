"""The switches at the foot of a page: another language, easy read.

Each choice is a cookie on this device and nothing more: it is not kept of anybody. It
changes how a page is said, never what is said on it, and leads back to that page.
"""

import re
from collections.abc import Collection
from urllib.parse import unquote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER, HTTP_307_TEMPORARY_REDIRECT

from matcher.errors import BadInput
from matcher.languages import languages
from matcher.web.cookies import set_easy, set_language
from matcher.web.pages import ASKED_AGAIN
from matcher.web.shared_form import PRESSES
from matcher.web.together import Posted
from matcher.web.wanted import our_page, sign_in_for

router = APIRouter()

OUR_PATH = re.compile(r"(?:/[\w-][\w.-]*)+", re.ASCII)
"""A page of this host: no other host, no query, no way up."""


@router.post("/language")
def choose_language(fields: Posted) -> RedirectResponse:
    """Keep the choice on this device, and go back to the page it was made on."""
    given = dict(fields)
    if given.get("code") not in languages():
        raise BadInput(
            "We have no pages in that language: %(languages)s.",
            languages=", ".join(languages()),
        )
    answer = _led_back(_our_place(given.get("back", "")), given)
    set_language(answer, given["code"])
    return answer


@router.post("/easy-read")
def choose_easy_read(fields: Posted) -> RedirectResponse:
    """The same of easy read."""
    given = dict(fields)
    if given.get("easy") not in {"yes", "no"}:
        raise BadInput("Say whether you would like easy read: yes or no.")
    answer = _led_back(_our_place(given.get("back", "")), given)
    set_easy(answer, is_easy=given["easy"] == "yes")
    return answer


def _our_place(back: str) -> str:
    """``back`` when it is a page of ours, with at most what ``language.here`` adds."""
    path, asked, wanted = back.partition("?to=")
    if asked and path == sign_in_for(""):
        return sign_in_for(our_page(unquote(wanted)))
    return back if OUR_PATH.fullmatch(back) else "/together"


def _led_back(page: str, given: Collection[str]) -> RedirectResponse:
    """To a page; one that was found with words is asked for once more with the same.

    That is a 307: the browser sends them again, and they stand in no address.
    """
    with_words = bool(set(given) - PRESSES) and ASKED_AGAIN.fullmatch(page)
    return RedirectResponse(
        page, HTTP_307_TEMPORARY_REDIRECT if with_words else HTTP_303_SEE_OTHER
    )
