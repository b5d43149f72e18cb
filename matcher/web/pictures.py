"""A start for whoever would rather point than write: pictures of things to do.

What is pressed goes to the shared page as words (``picked``), where it can be changed
like any other. What that page held comes along and goes back; nothing is kept.
"""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.pictures import pictures
from matcher.web.pages import page
from matcher.web.shared_form import Fields, SharedForm, read_form, travelling
from matcher.web.together import Posted

router = APIRouter()

HERE = "/together/pictures"

SAID = frozenset({"phrase", "kind", "chosen", "picked", "add"})
"""Fields that hold what was said; they travel as the form understood them."""


@router.get(HERE)
def show(request: Request) -> HTMLResponse:
    """The pictures, none of them chosen."""
    return _page(request, SharedForm(), ())


@router.post(HERE)
def show_again(request: Request, fields: Posted) -> HTMLResponse:
    """The pictures, with those chosen that were; the rest of the form on board."""
    shared = read_form(fields)
    rest = [
        (name, value)
        for name, value in travelling(fields)
        if name not in SAID and not name.startswith("add_")
    ]
    return _page(request, shared, rest)


def _page(request: Request, shared: SharedForm, rest: Fields) -> HTMLResponse:
    known = {picture.words for picture in pictures()}
    return page(
        request,
        "pictures/page.html",
        pictures=pictures(),
        picked={phrase.words for phrase in shared.phrases} & known,
        carried=[*_words_besides(shared, known), *rest],
    )


def _words_besides(shared: SharedForm, known: Iterable[str]) -> Fields:
    """What was said in words alone, as the fields of the shared form."""
    return [
        field
        for phrase in shared.phrases
        if phrase.words not in known
        for field in (("phrase", phrase.words), ("kind", phrase.kind))
    ]
