"""Renders one page, or only the part of it that htmx asked for.

Both live at one address, in every language, so each answer says what it varies by.
Nothing here decides what is shown.
"""

import re
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from matcher.access import STRANGER
from matcher.templates import easy_environment
from matcher.web.cookies import chose_easy
from matcher.web.language import environment_of, here
from matcher.web.shared_form import travelling

VARY = "HX-Request, Accept-Language, Cookie"
"""A part or the whole; the language; who is looking."""


EASY_ROOMS = frozenset(
    {
        "cards",
        "introductions",
        "letters",
        "opportunities",
        "people",
        "pictures",
        "saved",
        "together",
    }
)
"""Folders of templates that have an easy form: what a person reads for themselves."""

ASKED_AGAIN = re.compile(r"/together(?:/pictures)?|/opportunities/[0-9a-f-]{36}")
"""Pages that were posted to with words, and may be once more: it changes nothing."""


def is_part(request: Request, element: str) -> bool:
    """Whether htmx asks only for the element with this id."""
    target = request.headers.get("HX-Target", "")
    return "HX-Request" in request.headers and target.endswith(f"#{element}")


def page(
    request: Request, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A template with these values, in the environment the application was given."""
    back, sent = _way_back(request)
    around = {
        "visitor": getattr(request.state, "visitor", STRANGER),
        "here": back,
        "here_sent": sent,
        "to_look_over": getattr(request.state, "to_look_over", 0),
    }
    environment = environment_of(request)
    if template.partition("/")[0] in EASY_ROOMS:
        around |= {"easy_back": back, "easy_sent": sent}
        if chose_easy(request):
            environment = easy_environment(environment)
    body = environment.get_template(template).render(around | values)
    return HTMLResponse(body, status_code=status, headers={"Vary": VARY})


def _way_back(request: Request) -> tuple[str, Sequence[tuple[str, str]]]:
    """Where a switch of this page leads back to, and the words to bring along.

    "" for the answer to a form that changes something: it is not sent twice.
    """
    if request.method == "GET":
        return here(request), ()
    path = request.url.path
    if not ASKED_AGAIN.fullmatch(path):
        return "", ()
    return path, travelling(getattr(request.state, "posted", ()))
